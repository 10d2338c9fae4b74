import VNetCore
import VNetStore

extension Change {
    /// Says so where a register closes or changes unusually many schools: it is likely to be the wrong file. Whether it does
    /// close so many that no school is to go on as another by it.
    func warnIfUnusual(_ updates: [SchoolUpdate], of known: [URN: School]) -> Bool {
        let right = "If this is not the whole register as it is today, import the one that is."
        let open = known.values.count { $0.status != .closed }
        warnIfUnusual(
            updates.count(where: \.isChangeOfIdentity), of: known.count, "schools",
            "have another name, postcode, trust or federation", right)
        return warnIfUnusual(
            updates.count(where: \.isClosure), of: open, "open schools", "are closed",
            right + " So far none of them goes on as its successor; that is done when this file is imported again.")
    }

    /// Records which schools that were open are missing from a register, and which are back. A file that lacks unusually
    /// many is an extract, which tells nothing of the others; so is one of which rows were left out.
    func noteMissing(_ known: [URN: School], in schools: [School], isWhole: Bool) throws {
        let present = Set(schools.map(\.urn))
        let missing = try transaction.missingSchools()
        for urn in missing.intersection(present) { try transaction.setMissing(urn, since: nil) }
        let open = known.values.filter { $0.status != .closed && !missing.contains($0.urn) }
        let lacking = open.filter { !present.contains($0.urn) }.sorted { $0.urn < $1.urn }
        let isExtract = warnIfUnusual(
            lacking.count, of: open.count, "open schools", "are missing from the file",
            "It is taken to be an extract, and they stay as they are. Import the whole register to learn which of them have "
                + "gone.")
        guard isWhole, !isExtract else { return }
        var report = ImportReport(of: "school")
        for school in lacking {
            try transaction.setMissing(school.urn, since: today)
            report.add(.missing, "\(school.name) (\(school.urn)), \(school.town)")
            for cohort in try transaction.liveCohorts(of: school.urn) {
                warn(
                    "\(school.name) (\(school.urn)) is on the register no more, and takes part in cohort \(cohort). "
                        + "Withdraw it, or import the links file if another school has taken over from it.")
            }
        }
        report.note(in: self)
    }
}
