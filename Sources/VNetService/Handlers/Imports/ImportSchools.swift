import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func schoolImport(_ request: SchoolImport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = GIASRegister.read(context.file)
        try outcome.requireSound(skippingBroken: request.skipsBroken)
        return try change(context) { change in
            outcome.warnOfBroken(in: change)
            var schools = outcome.records.map { School($0.record) }
            change.unifyNames(in: &schools)
            let known = try change.transaction.register()
            change.keep(outcome.missingColumns, of: known, in: &schools)
            let updates = try change.save(schools, beside: known, progress: context.progress)
            try change.noteMissing(known, in: schools, isWhole: outcome.faults.isEmpty)
            change.subject = "\(outcome.records.count) schools"
            if !change.warnIfUnusual(updates, of: known) { try change.followSuccessors() }
            for update in updates { try change.follow(update) }
        }
    }
}

/// A school that the register describes otherwise than before.
struct SchoolUpdate {
    let before: School
    let after: School

    /// What is different, in the words of `school get`.
    var columns: [String] {
        func name(_ differs: Bool, _ column: String) -> String? { differs ? column : nil }
        let (a, b) = (before, after)
        return [
            name(a.name != b.name, "name"), name(a.status != b.status, "status"),
            name(a.localAuthority != b.localAuthority, "local authority"), name(a.phase != b.phase, "phase"),
            name(a.type != b.type, "type"), name(a.trust != b.trust, "trust"),
            name(a.federation != b.federation, "federation"), name(a.pupils != b.pupils, "pupils"),
            name(a.lowAge != b.lowAge || a.highAge != b.highAge, "ages"),
            name(a.street != b.street || a.town != b.town || a.county != b.county, "address"),
            name(a.postcode != b.postcode, "postcode"), name(a.telephone != b.telephone, "telephone"),
            name(a.easting != b.easting || a.northing != b.northing, "location"),
        ].compactMap(\.self)
    }

    var isClosure: Bool { after.status == .closed && before.status != .closed }
    var isChangeOfOwner: Bool {
        before.trust?.code != after.trust?.code || before.federation?.code != after.federation?.code
    }
    /// Whether it may be another school by now, or the file another than is thought.
    var isChangeOfIdentity: Bool { before.name != after.name || before.postcode != after.postcode || isChangeOfOwner }
    var isChangeOfAuthority: Bool { before.localAuthority?.code != after.localAuthority?.code }
}

extension Change {
    /// Brings the register up to date with `schools`, and gives those that were otherwise before. What is as it was costs
    /// no statement.
    fileprivate func save(
        _ schools: [School], beside known: [URN: School], progress: Service.Progress?
    ) throws -> [SchoolUpdate] {
        var bodies = SavedBodies(known)
        var report = ImportReport(of: "school")
        var updates: [SchoolUpdate] = []
        for (index, school) in schools.enumerated() {
            if index % 1_000 == 0 { progress?(index, schools.count) }
            let before = known[school.urn]
            guard before != school else { continue }
            try bodies.save(of: school, transaction)
            try transaction.save(school)
            guard let before else {
                report.add(.added, "\(school.name) (\(school.urn)), \(school.town)")
                continue
            }
            let update = SchoolUpdate(before: before, after: school)
            updates.append(update)
            report.add(
                update.isClosure ? .closed : .changed,
                "\(school.name) (\(school.urn)): \(update.columns.joined(separator: ", "))")
        }
        progress?(schools.count, schools.count)
        report.note(in: self)
        return updates
    }

    /// What a change on the register means for the cohorts that the school takes part in.
    fileprivate func follow(_ update: SchoolUpdate) throws {
        if update.isChangeOfAuthority { service.forgetCalendars() }
        guard update.isClosure || update.isChangeOfOwner || update.isChangeOfAuthority else { return }
        let school = update.after
        for id in try transaction.liveCohorts(of: school.urn) {
            let cohort = try transaction.require(cohort: id)
            if update.isClosure {
                warn(
                    "\(school.name) (\(school.urn)) is closed, by the register, and takes part in cohort \(id) "
                        + "“\(cohort.name)”. Withdraw it, or import the links file if another school has taken over from it."
                )
            }
            if update.isChangeOfOwner { try checkOwner(of: school, in: cohort) }
            if update.isChangeOfAuthority { touch(id) }
        }
    }

    /// A cohort's rule about trusts and federations, checked again when a school has joined or left one.
    func checkOwner(of school: School, in cohort: Cohort) throws {
        guard let enrolment = try transaction.enrolment(of: school.urn, in: cohort.id) else { return }
        let others: [Enrolment]
        switch cohort.policy {
        case .outward:
            guard let group = try transaction.group(of: enrolment.id) else { return }
            others = try transaction.members(of: group.id).compactMap { try transaction.enrolment($0) }
            for other in others where other.urn != school.urn {
                guard let shared = try transaction.require(school: other.urn).sharedOwner(with: school) else {
                    continue
                }
                warn(
                    "\(school.name) now belongs to \(shared), as does \(other.school) in group \(group.name) of cohort "
                        + "\(cohort.id) “\(cohort.name)”, which is outward. Put one of them into another group.")
            }
        case .inHouse:
            others = try transaction.enrolments(in: cohort.id).filter { $0.state != .withdrawn && $0.urn != school.urn }
            guard let first = others.first, let trust = try transaction.school(first.urn)?.trust,
                trust.code != school.trust?.code
            else { return }
            warn(
                "\(school.name) no longer belongs to \(trust.name), and takes part in its cohort \(cohort.id) "
                    + "“\(cohort.name)”. Withdraw it, or let it stay to the end.")
        }
    }
}

extension Change {
    /// Gives a trust or federation that goes by several names in one file the first of them, so that the order of rows
    /// decides and nothing else, and says so.
    fileprivate func unifyNames(in schools: inout [School]) {
        var names: [String: String] = [:]
        var ambiguous: [String: String] = [:]
        func unify(_ kind: String, _ body: inout School.Coded?) {
            guard let coded = body else { return }
            let key = "\(kind) \(coded.code)"
            guard let first = names[key] else {
                names[key] = coded.name
                return
            }
            guard first != coded.name else { return }
            if ambiguous[key] == nil { ambiguous[key] = "\(key) is “\(first)” and “\(coded.name)”" }
            body?.name = first
        }
        for index in schools.indices {
            unify("trust", &schools[index].trust)
            unify("federation", &schools[index].federation)
        }
        guard let example = ambiguous.min(by: { $0.key < $1.key })?.value else { return }
        warn(
            "\(ambiguous.count) codes go by more than one name in the file, and the first was taken: for example, \(example)."
        )
    }
}

/// The trusts and federations on record, so that each is saved once and not with every school of it.
private struct SavedBodies {
    private var trusts: [String: String] = [:]
    private var federations: [String: String] = [:]

    init(_ schools: [URN: School]) {
        for school in schools.values {
            if let trust = school.trust { trusts[trust.code] = trust.name }
            if let federation = school.federation { federations[federation.code] = federation.name }
        }
    }

    mutating func save(of school: School, _ transaction: Transaction) throws {
        if let trust = school.trust, trusts.updateValue(trust.name, forKey: trust.code) != trust.name {
            try transaction.save(trust: trust)
        }
        if let body = school.federation, federations.updateValue(body.name, forKey: body.code) != body.name {
            try transaction.save(federation: body)
        }
    }
}

extension School {
    fileprivate init(_ record: SchoolRecord) {
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
