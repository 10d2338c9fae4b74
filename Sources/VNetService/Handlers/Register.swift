import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func importSchools(_ request: SchoolImport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = GIASRegister.read(context.file)
        try refuse(outcome)
        return try change(context) { change in
            var counts = SavedCounts()
            for (_, record) in outcome.records {
                let school = School(record)
                let saved = try change.transaction.save(school)
                counts.add(saved)
                if saved == .changed, school.status == .closed {
                    for cohort in try change.transaction.liveCohorts(of: school.urn) {
                        change.warn("\(school.name) is closed, by the register, and takes part in cohort \(cohort).")
                    }
                }
            }
            counts.note("school", in: change)
            change.subject = "\(outcome.records.count) schools"
        }
    }

    public func importContacts(_ request: ContactImport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = ContactsCSV.read(context.file)
        try refuse(outcome)
        return try change(context) { change in
            var counts = SavedCounts()
            for (line, record) in outcome.records {
                guard try change.transaction.school(record.urn) != nil else {
                    throw Refusal(
                        .dataInvalid, "line \(line): there is no school \(record.urn) on the register. Import it first."
                    )
                }
                counts.add(
                    try change.hold(record.role, at: record.urn, Contact(name: record.name, email: record.email)))
            }
            counts.note("contact", in: change)
            change.subject = "\(outcome.records.count) contacts"
        }
    }

    public func importHolidays(_ request: HolidayImport, _ context: Context) throws(Refusal) -> Outcome {
        let holidays: [BankHoliday]
        do throws(ImportFault) { holidays = try BankHolidays.read(context.file) } catch {
            throw Refusal(.dataInvalid, "Nothing was imported: \(error.text)", details: [error.text])
        }
        return try change(context) { change in
            var counts = SavedCounts()
            for holiday in holidays {
                counts.add(try change.transaction.saveBankHoliday(holiday.date, title: holiday.title))
            }
            counts.note("bank holiday", in: change)
            change.subject = "\(holidays.count) bank holidays"
            guard !change.changes.isEmpty else { return }
            forgetCalendar()
            for scope in try change.transaction.liveScopes() { change.touch(scope) }
        }
    }

    public func replaceTenure(_ request: TenureReplace, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let school = try change.transaction.require(school: request.urn)
            guard request.role.isSingle else {
                throw Refusal(
                    .ruleRefused,
                    "A school can have several people as \(request.role.rawValue). Import them as contacts.",
                    path: "$.role")
            }
            let saved = try change.hold(
                request.role, at: school.urn, Contact(name: request.name, email: request.email))
            guard case .unchanged = saved else {
                change.subject = "school \(school.urn)"
                change.note("\(school.name) has a new \(request.role.rawValue) from \(change.today.words).")
                return
            }
        }
    }

    /// All of a file's faults at once, or nothing is imported.
    private func refuse<T>(_ outcome: ImportOutcome<T>) throws(Refusal) {
        guard let first = outcome.faults.first else { return }
        let count = outcome.faults.count + outcome.furtherFaults
        throw Refusal(
            .dataInvalid,
            count == 1
                ? "Nothing was imported: \(first.text)"
                : "Nothing was imported: the file has \(count) faults. \(first.text)",
            details: outcome.faults.map(\.text))
    }
}

/// How many records an import added and changed.
private struct SavedCounts {
    var added = 0
    var changed = 0

    mutating func add(_ saved: Saved) {
        switch saved {
        case .added: added += 1
        case .changed: changed += 1
        case .unchanged: break
        }
    }

    func note(_ thing: String, in change: Change) {
        for (count, verb) in [(added, "added"), (changed, "changed")] where count > 0 {
            change.note("\(count) \(thing)\(count == 1 ? "" : "s") \(verb).")
        }
    }
}

extension Change {
    /// Has a person hold a role from today: where a school has the role once, the present holder's tenure ends.
    func hold(_ role: Role, at urn: URN, _ contact: Contact) throws -> Saved {
        let (person, saved) = try transaction.savePerson(contact)
        let holders = try transaction.holders(of: role, at: urn)
        guard !holders.contains(where: { $0.person == person }) else { return saved }
        let previous = role.isSingle ? holders.first : nil
        if let previous { try transaction.closeTenure(previous.id, on: today) }
        try transaction.openTenure(person, role, at: urn, since: today)
        for cohort in try transaction.liveCohorts(of: urn) {
            if role == .head, let previous { try handOver(from: previous.person, to: person, in: cohort) }
            touch(cohort)
        }
        return previous == nil ? .added : .changed
    }

    /// What a former head was still to write up falls to the new one.
    private func handOver(from former: Int64, to successor: Int64, in cohort: Int64) throws {
        for visit in try transaction.visits(in: cohort)
        where visit.lead == former && visit.state != .writtenUp && !visit.state.isOver {
            try transaction.setLead(successor, ofVisit: visit.id)
        }
    }
}

extension School {
    init(_ record: SchoolRecord) {
        let status: Status =
            switch record.status {
            case .open: .open
            case .openProposedToClose: .closing
            case .proposedToOpen: .proposed
            case .closed: .closed
            }
        self.init(
            urn: record.urn, name: record.name, status: status, town: record.address.town ?? "",
            postcode: record.address.postcode ?? "")
        localAuthority = record.localAuthority.map { Coded(code: $0.code, name: $0.name) }
        phase = record.phase
        type = record.type
        trust = record.trust.map { Coded(code: $0.code, name: $0.name) }
        federation = record.federation.map { Coded(code: $0.code, name: $0.name) }
        pupils = record.pupils
        lowAge = record.lowAge
        highAge = record.highAge
        street = record.address.street
        county = record.address.county
        telephone = record.telephone
        easting = record.location?.easting
        northing = record.location?.northing
    }
}
