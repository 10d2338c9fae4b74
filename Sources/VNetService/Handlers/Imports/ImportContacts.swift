import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func contactImport(_ request: ContactImport, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let names = try change.transaction.schoolNames()
            let outcome = ContactsCSV.read(context.file) { names[$0] != nil }
            try outcome.requireSound(skippingBroken: request.skipsBroken)
            outcome.warnOfBroken(in: change)
            var report = ImportReport(of: "contact")
            var suppressed: [(line: Int, entry: Int64)] = []
            for (index, (line, record)) in outcome.records.enumerated() {
                if index % 1_000 == 0 { context.progress?(index, outcome.records.count) }
                if let entry = try change.transaction.suppression(of: record.email) {
                    suppressed.append((line, entry.id))
                    continue
                }
                let saved = try change.appoint(
                    Contact(name: record.name, email: record.email), as: record.role, at: record.urn)
                // Never who: what is said of a change may be read by anyone.
                report.count(saved, "\(record.role) of \(names[record.urn] ?? "") (\(record.urn))")
            }
            report.note(in: change)
            change.warn(ofSuppressed: suppressed)
            change.subject = "\(outcome.records.count) contacts"
        }
    }
}
