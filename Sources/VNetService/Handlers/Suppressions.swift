import VNetAPI
import VNetCore
import VNetStore

// Who was purged is not taken up again unasked.

extension Service {
    public func personFind(_ request: PersonFind) throws(Refusal) -> PersonFind.Response {
        try read { transaction in
            PersonFind.Response(
                person: try transaction.person(withEmail: request.email),
                enquiries: try transaction.enquiries(withEmail: request.email).map(\.enquiry.id),
                suppression: try transaction.suppression(of: request.email)?.id)
        }
    }

    public func suppressionList(_ request: SuppressionList) throws(Refusal) -> SuppressionList.Response {
        try read { transaction in
            try page(
                request, transaction, fetch: { try transaction.suppressions(before: $0?.id, limit: $1) },
                place: { Place($0.id) },
                row: { SuppressionList.Row(id: $0.id, reason: $0.reason, addedOn: today(at: $0.addedAt)) })
        }
    }

    public func suppressionLift(_ request: SuppressionLift, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            guard let entry = try change.transaction.suppression(request.suppression) else {
                throw Refusal(
                    .notFound, "There is no entry \(request.suppression) on the suppression list.",
                    path: "$.suppression")
            }
            try change.transaction.liftSuppression(entry.id)
            change.id = entry.id
            change.subject = "suppression \(entry.id)"
            change.note("Entry \(entry.id) is off the suppression list: the address can be recorded again.")
        }
    }
}

extension Change {
    /// Refuses an address whose holder was purged.
    func requireUnsuppressed(_ email: EmailAddress) throws {
        guard let entry = try transaction.suppression(of: email) else { return }
        throw Refusal(
            .ruleRefused,
            "Whoever had this address was purged, and must not be added again unasked. If they have come back of "
                + "their own accord, “suppression lift \(entry.id)” allows it.", path: "$.email")
    }
}

extension Change {
    /// Says which lines of a file were left out, for whom they name was purged; never who that is.
    func warn(ofSuppressed lines: [(line: Int, entry: Int64)]) {
        for (line, entry) in lines.prefix(ImportReport.named) {
            warn(
                "Left out, line \(line): its address is on the suppression list. If the person has come back of their "
                    + "own accord, “suppression lift \(entry)” allows it.")
        }
        guard lines.count > ImportReport.named else { return }
        warn("Left out: \(lines.count - ImportReport.named) more that are on the suppression list.")
    }
}
