import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCompose
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// A network in an empty directory under a clock that the test moves: twelve schools, of which some share a trust.
final class Network {
    private let scratch: Scratch
    var directory: String { scratch.path }
    private(set) var service: Service
    var now = Instant(rfc3339: "2026-09-01T07:00:00Z")!
    static let urns = (0..<12).map { 120_800 + $0 * 7 }

    init() throws {
        scratch = try Scratch()
        service = try Self.open(scratch.path, now)
        try run(SchoolImport.self, [:], file: Self.register()) { try $0.schoolImport($1, $2) }
        try run(ContactImport.self, [:], file: Self.contacts()) { try $0.contactImport($1, $2) }
    }

    static func open(_ directory: String, _ now: Instant) throws -> Service {
        let zoneinfo = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/London"))
        let zone = try TimeZoneRules(name: "Europe/London", tzif: [UInt8](zoneinfo))
        let store = try Store(
            Store.Options(directory: directory, masterKey: nil, simulation: now, newEpoch: "5eed0001"))
        return try Service(store: store, configuration: NetworkConfiguration(zone: zone))
    }

    /// As after a crash: everything in memory is gone.
    func restart() throws { service = try Self.open(directory, now) }

    private static func register() -> String {
        "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,Trusts (code),Trusts (name)\n"
            + urns.enumerated().map {
                "\($1),School \($0),Open,Norwich,NR1 1AA,\($0 < 2 ? "16001,A Trust" : ",")\n"
            }.joined()
    }

    private static func contacts() -> String {
        "URN,role,name,e-mail\n" + urns.enumerated().map { "\($1),head,Head \($0),head\($0)@school.example\n" }.joined()
    }

    static let principal = Principal(uid: 1000, granted: Permission.allCases)

    /// Carries out a changing verb, its parameters given as they come on the wire.
    @discardableResult
    func run<R: Request>(
        _: R.Type, _ params: [String: JSONValue], file: String = "",
        _ handler: (Service, R, Service.Context) throws -> Outcome
    ) throws -> Outcome {
        let params = JSONObject(params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let (request, options) = try R.decode(params)
        var context = Service.Context(
            verb: R.verb, principal: Self.principal, now: now, options: options, file: Array(file.utf8))
        context.request = R.canonical(params)
        return try handler(service, request, context)
    }

    func context(_ verb: Verb) -> Service.Context {
        Service.Context(verb: verb, principal: Self.principal, now: now, options: ChangeOptions())
    }

    /// Lets the clock run, doing what falls due when it does, and delivers what is written.
    func advance(to iso: String, delivering: Bool = true) throws {
        let target = Instant(rfc3339: iso)!
        while true {
            let purges = try finishPurges()
            switch try service.agenda(at: now) {
            case .work: try service.tick(at: now)
            case .sleep(let until) where until <= target: now = purges.map { min($0, until) } ?? until
            case .sleep, .idle:
                guard let purges, purges <= target else {
                    now = target
                    return
                }
                now = purges
            }
            if delivering { try deliver() }
        }
    }

    /// Every message that can leave, leaves.
    func deliver() throws {
        let (claim, _) = try DeliverClaim.decode(JSONObject([("transport", .string("maildir"))]))
        while try report(service.claim(claim, at: now)) {}
    }

    /// Reports how the delivery of what was claimed ended; false when nothing was.
    @discardableResult
    func report(_ claim: DeliverClaim.Response, _ result: DeliveryResult = .sent, reason: String? = nil) throws -> Bool
    {
        guard let message = claim.message, let token = claim.token else { return false }
        var report: [String: JSONValue] = [
            "message": .integer(message), "token": .string(token), "result": .string(result.rawValue),
        ]
        report["reason"] = reason.map { .string($0) }
        try run(DeliverReport.self, report) { try $0.deliverReport($1, $2) }
        return true
    }

    /// Claims the next message that can leave; one without an id where there is none.
    func claim() throws -> DeliverClaim.Response {
        try service.claim(DeliverClaim.decode(JSONObject([("transport", .string("maildir"))])).request, at: now)
    }

    func cohort(_ id: Int64 = 1) throws -> CohortView {
        try service.cohortGet(CohortGet.decode(JSONObject([("cohort", .integer(id))])).request)
    }

    func messages() throws -> [MessageView] {
        try service.outboxList(OutboxList.decode(JSONObject([("limit", .integer(1000))])).request).messages
    }

    func text(of message: Int64) throws -> String {
        try service.outboxShow(
            OutboxShow.decode(JSONObject([("message", .integer(message))])).request, context(.outboxShow)
        )
        .text.text
    }
}

extension Network {
    /// A message's text without the soft line breaks of quoted-printable.
    func words(of message: Int64) throws -> String { try text(of: message).replacing("=\r\n", with: "") }

    /// A cohort that recruits, “PD 2026”, without a school yet.
    func open(capacity: Int64 = 12) throws {
        try run(
            CohortCreate.self,
            [
                "name": .string("PD 2026"), "theme": .string("personal-development"), "policy": .string("outward"),
                "capacity": .integer(capacity),
            ]
        ) { try $0.cohortCreate($1, $2) }
        try run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    }

    /// The same with the first `count` schools confirmed.
    func recruited(_ count: Int) throws {
        try open()
        for urn in Self.urns.prefix(count) {
            let school: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(urn))]
            try run(EnrolmentCreate.self, school) { try $0.enrolmentCreate($1, $2) }
            try run(ReadinessAttest.self, school) { try $0.readinessAttest($1, $2) }
            try run(EnrolmentConfirm.self, school) { try $0.enrolmentConfirm($1, $2) }
        }
    }

    /// A running cohort of all twelve, trained on 22 September, its heads bound by the protocol, in confirmed groups of
    /// these sizes with their visits still to be set. Schools are dealt out in turn, so that 0 and 1 are kept apart.
    func grouped(sizes: [Int] = [3, 3, 3, 3]) throws {
        try recruited(12)
        try schedule("training", on: "2026-09-22")
        try run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        try advance(to: "2026-09-22T12:00:00Z")
        try run(SessionHold.self, ["session": .integer(1)]) { try $0.sessionHold($1, $2) }
        try run(ProtocolAccept.self, ["session": .integer(1)]) { try $0.protocolAccept($1, $2) }
        for (offset, size) in sizes.enumerated() {
            let schools = (0..<size).map { JSONValue.integer(Int64(Self.urns[offset + $0 * sizes.count])) }
            let name = String("ABCD".dropFirst(offset).prefix(1))
            try run(
                GroupCreate.self, ["cohort": .integer(1), "name": .string(name), "schools": .array(schools)]
            ) { try $0.groupCreate($1, $2) }
            try run(GroupConfirm.self, ["group": .integer(Int64(offset + 1))]) { try $0.groupConfirm($1, $2) }
        }
    }

    /// In Norwich; a half day's training in the morning or a feedback session in the afternoon, unless times are given.
    @discardableResult
    func schedule(
        _ kind: String, on date: String, from start: String? = nil, to finish: String? = nil, cohort: Int64 = 1
    ) throws -> Outcome {
        let isTraining = kind == "training"
        return try run(
            SessionSchedule.self,
            [
                "cohort": .integer(cohort), "kind": .string(kind), "date": .string(date), "place": .string("Norwich"),
                "start": .string(start ?? (isTraining ? "09:00" : "13:00")),
                "finish": .string(finish ?? (isTraining ? "12:30" : "16:00")),
            ]
        ) { try $0.sessionSchedule($1, $2) }
    }

    /// A visit is agreed, and takes place; it is the afternoon of its day.
    func visited(_ visit: Int64, on date: String) throws {
        try agree(visit, on: date)
        try advance(to: "\(date)T16:00:00Z")
        try run(VisitHold.self, ["visit": .integer(visit)]) { try $0.visitHold($1, $2) }
    }

    /// The feedback session is scheduled and held, and the cohort is closed on its day.
    @discardableResult
    func closed(on date: String) throws -> Outcome {
        try schedule("feedback", on: date)
        try advance(to: "\(date)T17:00:00Z")
        let session = try cohort().sessions.first { $0.kind == .feedback }!
        try run(SessionHold.self, ["session": .integer(session.id)]) { try $0.sessionHold($1, $2) }
        return try run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
    }

    func agree(_ visit: Int64, on date: String) throws {
        try run(VisitAgree.self, ["visit": .integer(visit), "date": .string(date)]) { try $0.visitAgree($1, $2) }
    }

    /// What is still to go out, or is held.
    func reminders() throws -> [ReminderView] {
        try service.reminderList(ReminderList.decode(JSONObject([("limit", .integer(1000))])).request).reminders
    }

    /// What is still to go out.
    func scheduled() throws -> [ReminderView] { try reminders().filter { !$0.isHeld } }

    func explain(_ reminder: Int64) throws -> String {
        try service.reminderExplain(ReminderExplain.decode(JSONObject([("reminder", .integer(reminder))])).request).text
            .text
    }

    func people(_ school: Int) throws -> [PersonView] {
        let urn = JSONValue.integer(Int64(Self.urns[school]))
        return try service.personList(PersonList.decode(JSONObject([("urn", urn)])).request).people
    }

    /// Whether a text is to be found in any file of the state directory.
    func find(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: directory).contains { name in
            try Data(contentsOf: URL(filePath: directory + "/" + name)).range(of: Data(text.utf8)) != nil
        }
    }
}

extension Network {
    /// What would be purged on a day; today unless another is given.
    func preview(on day: String? = nil) throws -> RetentionPreview.Response {
        let request = try RetentionPreview.decode(JSONObject(day.map { [("on", .string($0))] } ?? [])).request
        return try service.retentionPreview(request, at: now)
    }

    /// How many records of a class that would be.
    func due(_ class: RetentionClass, on day: String? = nil) throws -> Int {
        try preview(on: day).groups.filter { $0.class == `class` }.map(\.records).reduce(0, +)
    }

    /// Takes purges as far as they go now, as the daemon's queue does; gives when the next is to be verified.
    @discardableResult
    func finishPurges() throws -> Instant? {
        switch try service.purgeAgenda(at: now) {
        case .work:
            try service.carryOnPurging(at: now)
            return try finishPurges()
        case .sleep(let until): return until
        case .idle: return nil
        }
    }

    /// Purges what is due now, or what was previewed under a digest.
    @discardableResult
    func purge(_ digest: String? = nil) throws -> Outcome {
        let digest = try digest ?? preview().digest
        return try run(RetentionRun.self, ["digest": .string(digest)]) { try $0.retentionRun($1, $2) }
    }
}

extension Network {
    /// The properties of the calendar entry that a message carries.
    func calendarEntry(of message: Int64) throws -> [String: String] {
        let text = try text(of: message).replacing("\r\n", with: "\n")
        let part = try #require(text.firstRange(of: "Content-Type: text/calendar"))
        let body = try #require(text[part.upperBound...].firstRange(of: "\n\n")).upperBound
        let base64 = text[body...].prefix { $0 != "-" }
        let decoded = try #require(Data(base64Encoded: String(base64), options: .ignoreUnknownCharacters))
        let lines = String(decoding: decoded, as: UTF8.self).replacing("\r\n ", with: "").split(separator: "\r\n")
        return lines.reduce(into: [:]) { entry, line in
            let name = line.prefix { $0 != ":" && $0 != ";" }
            entry[String(name)] = String(line.drop { $0 != ":" }.dropFirst())
        }
    }
}
