import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

// Outcome reports leave the network with the host's consent only, to whom it named.

extension Service {
    public func reportRecord(_ request: ReportRecord, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let visit = try change.begin(visit: request.visit)
            let cohort = try change.transaction.require(cohort: visit.cohort)
            try visit.state.require([.accepted], "Its outcome report can be recorded", towards: .accept)
            try cohort.state.require([.running, .closed], "Its outcome reports can be recorded", towards: .close)
            if try change.isSame(request.text, as: change.transaction.outcome(ofVisit: visit.id)?.text) { return }
            try change.requireReplaceable(.outcomeReport, change.transaction.outcomeID(ofVisit: visit.id))
            try change.transaction.recordOutcome(request.text.text, ofVisit: visit.id, on: change.today)
            change.note("The outcome report of the visit to \(visit.hostName) is on record, sealed.")
            let unsent = try change.stopReports(of: visit)
            if unsent > 0 {
                change.warn(
                    "\(unsent) mail\(unsent == 1 ? "" : "s") with the report as it was will not leave. Share it anew.")
            }
        }
    }

    public func reportGet(_ request: ReportGet, _ context: Context) throws(Refusal) -> ConfidentialText {
        try disclose(context, subject: "outcome report of visit \(request.visit)") { transaction in
            let report = try transaction.require(reportOfVisit: request.visit)
            return ConfidentialText(visit: request.visit, receivedOn: report.on, text: Document(report.text))
        }
    }

    public func reportShare(_ request: ReportShare, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try transaction.require(visit: request.visit)
            change.id = visit.id
            let school = try transaction.require(school: request.urn)
            let report = try transaction.require(reportOfVisit: visit.id)
            let consent = try transaction.consent(ofVisit: visit.id, to: school.urn)
            guard school.urn == visit.hostURN || consent != nil else {
                throw Refusal(
                    .ruleRefused,
                    "\(visit.hostName) has not consented that \(school.name) gets its outcome report. When it has, record "
                        + "that with “consent give”.", path: "$.urn")
            }
            let head = try transaction.requireBoundHead(of: school)
            if consent?.sharedOn != nil, try transaction.isReport(ofVisit: visit.id, sentTo: head) { return }
            let cohort = try transaction.require(cohort: visit.cohort)
            let isHost = school.urn == visit.hostURN
            try change.notify(
                .person(head), isHost ? .outcomeReportHost : .outcomeReport,
                [
                    .cohort: cohort.name, .theme: try transaction.subject(of: cohort), .school: school.name,
                    .host: visit.hostName, .date: visit.date?.words ?? "", .report: report.text.plainLines,
                ],
                why: isHost
                    ? "the visit was to your school." : "\(visit.hostName) has consented that your school gets it.",
                about: .init(.visit, visit.id))
            if let consent { try transaction.setShared(consent: consent.id, on: change.today) }
            change.subject = "outcome report of visit \(visit.id), school \(school.urn)"
            change.note("The outcome report of visit \(visit.id) goes to the head of \(school.name).")
        }
    }

    public func consentGive(_ request: ConsentGive, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try transaction.require(visit: request.visit)
            let school = try transaction.require(school: request.urn)
            let day = request.on ?? change.today
            try change.requireReached(day)
            try visit.state.require(where: \.tookPlace, "What it led to can be shared", towards: .writeUp)
            guard school.urn != visit.hostURN else {
                throw Refusal(.ruleRefused, "\(school.name) is the host, and has its own report.", path: "$.urn")
            }
            if let present = try transaction.consent(ofVisit: visit.id, to: school.urn) {
                change.id = present.id
                try change.requireSame(
                    request.on, as: present.givenOn, path: "$.on",
                    "\(visit.hostName) consented on \(present.givenOn.words), by what is on record. “consent withdraw” takes "
                        + "that back, and then it can be recorded anew.")
                return
            }
            let id = try transaction.giveConsent(ofVisit: visit.id, to: school.urn, on: day)
            change.id = id
            change.subject = "consent \(id)"
            change.note("\(visit.hostName) lets \(school.name) have the outcome report of visit \(visit.id).")
        }
    }

    public func consentWithdraw(_ request: ConsentWithdraw, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let visit = try transaction.require(visit: request.visit)
            let school = try transaction.require(school: request.urn)
            guard let consent = try transaction.consent(ofVisit: visit.id, to: school.urn) else {
                guard try transaction.consents(ofVisit: visit.id).contains(where: { $0.urn == school.urn }) else {
                    throw Refusal(
                        .notFound,
                        "\(visit.hostName) has given no consent for \(school.name). “consent list” shows those that there are.",
                        path: "$.urn")
                }
                return
            }
            try transaction.withdrawConsent(consent.id, on: change.today)
            change.id = consent.id
            change.subject = "consent \(consent.id)"
            change.note("\(visit.hostName) no longer lets \(school.name) have the outcome report of visit \(visit.id).")
            if consent.sharedOn != nil, try !change.stopReport(visit, school) {
                change.warn("It has been sent there. Ask \(school.name) to destroy it.")
            }
        }
    }

    public func consentList(_ request: ConsentList) throws(Refusal) -> ConsentList.Response {
        try read { transaction in
            _ = try transaction.require(visit: request.visit)
            return try page(
                request, transaction, of: transaction.consents(ofVisit: request.visit), place: { Place($0.id) },
                row: {
                    ConsentList.Row(
                        urn: $0.urn, school: $0.school, givenOn: $0.givenOn, sharedOn: $0.sharedOn,
                        withdrawnOn: $0.withdrawnOn)
                })
        }
    }
}

extension Change {
    /// Stops a report that has not left yet; whether there was one to stop.
    fileprivate func stopReport(_ visit: Visit, _ school: School) throws -> Bool {
        let heads = try transaction.tenures(at: school.urn).filter { $0.role == .head }.map(\.person)
        return try stopReports(of: visit, to: Set(heads)) > 0
    }

    /// Stops the mails with a visit's report that have not left, to some people or to all; how many there were.
    fileprivate func stopReports(of visit: Visit, to people: Set<Int64>? = nil) throws -> Int {
        let unsent = try transaction.reportMessages(ofVisit: visit.id).filter { message in
            message.state.allows(.cancel) && message.recipient.person.map { people?.contains($0) ?? true } == true
        }
        for message in unsent { try transaction.cancelMessage(message.id, at: now) }
        return unsent.count
    }
}

extension Transaction {
    /// Whether the report of a visit has reached a person, or is on its way to them.
    fileprivate func isReport(ofVisit visit: Int64, sentTo person: Int64) throws -> Bool {
        try reportMessages(ofVisit: visit).contains {
            $0.recipient.person == person && ![.cancelled, .expired, .failed].contains($0.state)
        }
    }

    fileprivate func require(reportOfVisit visit: Int64) throws -> Received {
        _ = try require(visit: visit)
        guard let report = try outcome(ofVisit: visit) else {
            throw Refusal(
                .notFound, "There is no outcome report of visit \(visit), or it has been purged.", path: "$.visit")
        }
        return report
    }

    /// The head of a school, who has accepted the protocol in force: others get nothing confidential.
    fileprivate func requireBoundHead(of school: School) throws -> Int64 {
        guard let head = try holders(of: .head, at: school.urn).first?.person else {
            throw Refusal(
                .ruleRefused, "No head of \(school.name) is on record. Import its contacts.", path: "$.urn")
        }
        guard try hasAccepted(protocolInForce().version, person: head) else {
            throw Refusal(
                .ruleRefused,
                "The head of \(school.name) has not accepted the protocol in force, and gets nothing confidential before. "
                    + "Record it with “protocol accept”.", path: "$.urn")
        }
        return head
    }
}

extension String {
    /// Line feeds as they are, and no other control character, so that it can go into a mail.
    fileprivate var plainLines: String {
        let lines = replacing("\r\n", with: "\n").unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar == "\n" || (scalar.value >= 0x20 && scalar.value != 0x7F) ? scalar : " "
        }
        return lines.reduce(into: "") { $0.unicodeScalars.append($1) }
    }
}
