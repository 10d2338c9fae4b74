import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func protocolList(_ request: ProtocolList) throws(Refusal) -> ProtocolList.Response {
        try read { transaction in
            try page(
                request, transaction, of: transaction.protocolVersions(),
                place: { Place(Int64(-$0.text.since.daysSinceEpoch)) }
            ) {
                ProtocolList.Version(
                    version: $0.text.version, since: $0.text.since, acceptances: $0.acceptances)
            }
        }
    }

    public func protocolPublish(_ request: ProtocolPublish, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let versions = try transaction.protocolVersions().map(\.text)
            if versions.first?.version == request.version.text { return }
            guard !versions.contains(where: { $0.version == request.version.text }) else {
                throw Refusal(
                    .exists, "Version \(request.version) was in force before. Give the new one another name.",
                    path: "$.version")
            }
            guard !versions.contains(where: { $0.since == change.today }) else {
                throw Refusal(.exists, "A version was put into force today already. Publish the next one tomorrow.")
            }
            try transaction.publishProtocol(request.version.text, since: change.today)
            change.subject = "protocol"
            change.note("Version \(request.version) of the protocol is in force from \(change.today.words).")
            change.warn("Everyone who takes part is asked to accept it. Send them its text.")
            for cohort in try transaction.liveCohorts() { change.touch(cohort) }
        }
    }

    public func protocolAccept(_ request: ProtocolAccept, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let version = try transaction.protocolInForce().version
            for person in try change.people(accepting: request)
            where try transaction.recordAcceptance(of: version, by: person, on: change.today) {
                let who = try transaction.part(ofPerson: person)
                change.note("\(who) accepts version \(version) of the protocol.")
                for cohort in try transaction.liveCohorts(ofPerson: person) { change.touch(cohort) }
            }
            change.subject = request.session.map { "session \($0)" } ?? "person \(request.person ?? 0)"
        }
    }
}

extension Transaction {
    /// Who somebody is, without the name: “The head of A School”
    fileprivate func part(ofPerson person: Int64) throws -> String {
        let parts = try tenures(ofPerson: person).map { tenure in
            "the \(tenure.role.title) of \(try tenure.urn.flatMap { try school($0)?.name } ?? "the network")"
        }
        return (parts.isEmpty ? "person \(person)" : parts.joinedInWords).capitalised
    }
}

extension Change {
    fileprivate func people(accepting request: ProtocolAccept) throws -> [Int64] {
        switch (request.person, request.session) {
        case (let person?, nil):
            _ = try transaction.require(person: person)
            return [person]
        case (nil, let id?):
            let session = try transaction.require(session: id)
            try session.state.require([.held], "Those who were there can accept", towards: .hold)
            return try transaction.headsPresent(at: session)
        case (nil, nil), (_?, _?):
            throw Refusal(.paramsInvalid, "Name either a person or a session.", path: "$.person")
        }
    }
}
