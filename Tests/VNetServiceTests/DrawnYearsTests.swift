import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// Enquiries and a WalkThrus network to which anything may happen, and what has to hold whatever does.
private final class DrawnYears {
    let network: Network
    var random: SeededGenerator
    var done: [String: Int] = [:]

    init(seed: UInt64) throws {
        network = try Network()
        random = SeededGenerator(seed: seed)
        for urn in Network.urns { try network.join(urn) }
        try network.run(WalkthrusCreate.self, ["name": .string("W")]) { try $0.walkthrusCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
        for urn in Network.urns.prefix(6) {
            let place: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(urn))]
            try network.run(EnrolmentCreate.self, place) { try $0.enrolmentCreate($1, $2) }
        }
    }

    /// Does one thing drawn at random. A refusal is an answer; a failure of the daemon's own is none.
    func step() throws {
        let (name, act) = acts.randomElement(using: &random)!
        do {
            try act()
            try run(to: network.now)
            done[name, default: 0] += 1
        } catch let refusal as Refusal {
            #expect([.stateRefused, .ruleRefused, .exists, .notFound].contains(refusal.code), "\(name): \(refusal)")
        }
    }

    private func pick(_ range: ClosedRange<Int>) -> Int64 { Int64(Int.random(in: range, using: &random)) }
    private func urn() -> JSONValue { .integer(Int64(Network.urns.randomElement(using: &random)!)) }
    private func day(_ range: ClosedRange<Int>) -> JSONValue {
        .string(today.adding(days: Int.random(in: range, using: &random)).iso)
    }
    var today: CivilDate { network.service.configuration.zone.civil(at: network.now).date }

    private var acts: [(String, () throws -> Void)] {
        enquiryActs + enrolmentActs + sessionActs + coachingActs + [("pass", pass), ("pass", pass), ("pass", pass)]
    }

    /// Lets the clock run, with the mailer there or not.
    private func run(to target: Instant) throws {
        try network.advance(to: target.rfc3339UTC, delivering: Bool.random(using: &random))
    }

    var names: Set<String> { Set(acts.map(\.0)) }

    private func pass() throws {
        try run(to: network.now.adding(days: Int(pick(1...12))))
    }

    private var enquiryActs: [(String, () throws -> Void)] {
        func enquiry() -> JSONValue { .integer(pick(1...6)) }
        return [
            (
                "enquire",
                { [self] in
                    try network.run(
                        EnquiryCreate.self,
                        [
                            "contact": .string("Pat Enquirer"), "email": .string("pat@school.example"),
                            "question": .string("May we?"), "urn": urn(), "received": day(-9...0),
                        ]
                    ) { try $0.enquiryCreate($1, $2) }
                }
            ),
            (
                "contact",
                { [self] in
                    try network.run(EnquiryContact.self, ["enquiry": enquiry()]) { try $0.enquiryContact($1, $2) }
                }
            ),
            (
                "decline",
                { [self] in
                    try network.run(EnquiryDecline.self, ["enquiry": enquiry()]) { try $0.enquiryDecline($1, $2) }
                }
            ),
            (
                "convert",
                { [self] in
                    try network.run(EnquiryConvert.self, ["enquiry": enquiry(), "cohort": .integer(1)]) {
                        try $0.enquiryConvert($1, $2)
                    }
                }
            ),
        ]
    }

    private var enrolmentActs: [(String, () throws -> Void)] {
        func place() -> [String: JSONValue] { ["cohort": .integer(1), "urn": urn()] }
        return [
            ("enrol", { [self] in try network.run(EnrolmentCreate.self, place()) { try $0.enrolmentCreate($1, $2) } }),
            (
                "confirm",
                { [self] in try network.run(EnrolmentConfirm.self, place()) { try $0.enrolmentConfirm($1, $2) } }
            ),
            (
                "withdraw",
                { [self] in
                    guard pick(1...5) == 1 else { return }
                    try network.run(EnrolmentWithdraw.self, place()) { try $0.enrolmentWithdraw($1, $2) }
                }
            ),
            (
                "start",
                { [self] in
                    guard pick(1...2) == 1 else { return }
                    try network.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
                }
            ),
        ]
    }

    private var sessionActs: [(String, () throws -> Void)] {
        func session() -> [String: JSONValue] { ["session": .integer(pick(1...8))] }
        return [
            (
                "repeat",
                { [self] in
                    let first = today.adding(days: Int(pick(3...30)))
                    try network.run(
                        SessionRepeat.self,
                        [
                            "cohort": .integer(1), "kind": .string(["network", "cpd"].randomElement(using: &random)!),
                            "first": .string(first.iso), "until": .string(first.adding(days: 100).iso),
                            "start": .string("14:00"), "finish": .string("16:00"), "place": .string("Norwich"),
                            "weeks": .integer(6),
                        ]
                    ) { try $0.sessionRepeat($1, $2) }
                }
            ),
            (
                "move",
                { [self] in
                    try network.run(SessionReschedule.self, session().merging(["date": day(1...40)]) { $1 }) {
                        try $0.sessionReschedule($1, $2)
                    }
                }
            ),
            (
                "postpone",
                { [self] in try network.run(SessionPostpone.self, session()) { try $0.sessionPostpone($1, $2) } }
            ),
            ("cancel", { [self] in try network.run(SessionCancel.self, session()) { try $0.sessionCancel($1, $2) } }),
            ("hold", { [self] in try network.run(SessionHold.self, session()) { try $0.sessionHold($1, $2) } }),
        ]
    }

    private var coachingActs: [(String, () throws -> Void)] {
        func cycle() -> [String: JSONValue] { ["cycle": .integer(pick(1...4))] }
        let record = { [self] in
            let step = CoachingStep.allCases.randomElement(using: &random)!.rawValue
            try network.run(CoachingRecord.self, cycle().merging(["step": .string(step)]) { $1 }) {
                _ = try $0.coachingRecord($1, $2)
                return Outcome()
            }
            return
        }
        return [
            (
                "input",
                { [self] in
                    try network.run(CoachingStart.self, ["cohort": .integer(1), "urn": urn(), "on": day(-6...0)]) {
                        try $0.coachingStart($1, $2)
                    }
                }
            ),
            ("record", record), ("record", record), ("record", record),
            (
                "abandon",
                { [self] in try network.run(CoachingAbandon.self, cycle()) { try $0.coachingAbandon($1, $2) } }
            ),
        ]
    }
}

extension DrawnYears {
    /// What holds after every step.
    func check() throws {
        try network.service.store.read { transaction in
            try checkReminders(transaction)
            try checkEnquiries(transaction)
            try checkCalendars(transaction)
            try checkCoaching(transaction)
        }
    }

    private func checkReminders(_ transaction: Transaction) throws {
        let scopes =
            [.cohort(1)] + (try transaction.enquiries(in: nil, limit: 100)).map { ReminderScope.enquiry($0.id) }
        for reminder in try scopes.flatMap(transaction.reminders) {
            switch reminder.state {
            case .scheduled: #expect(reminder.at > network.now, "\(reminder) is overdue")
            case .composed:
                let message = try transaction.message(reminder.message ?? 0)
                let composed = try #require(message?.composedAt)
                #expect(reminder.at <= composed && composed < reminder.expires)
            case .held, .void, .expired: break
            }
        }
    }

    private func checkEnquiries(_ transaction: Transaction) throws {
        for enquiry in try transaction.enquiries(in: nil, limit: 100) {
            #expect((enquiry.endedOn == nil) == enquiry.state.isOpen)
            guard enquiry.state.isOpen else { continue }
            let lapse = SchoolCalendar().workingDay(11, from: enquiry.lastContact)
            let due = network.service.configuration.zone.instant(on: lapse, at: ReminderSchedule.defaultTime)
            #expect(network.now < due, "enquiry \(enquiry.id) should have lapsed on \(lapse)")
        }
    }

    /// Everybody who takes part has each coming session in the calendar, once, on its day; nobody has another.
    private func checkCalendars(_ transaction: Transaction) throws {
        let takingPart = Set(try transaction.enrolments(in: 1).filter(\.state.takesPart).map(\.id))
        for session in try transaction.sessions(in: 1) where session.date >= today && session.state != .held {
            let live = try transaction.invites(to: .init(.session, session.id)).filter { $0.standing != .cancelled }
            #expect(Set(live.flatMap(\.enrolments)) == (session.state == .invited ? takingPart : []))
            #expect(Set(live.map(\.person)).count == live.count)
            #expect(live.allSatisfy { $0.date == session.date })
        }
    }

    private func checkCoaching(_ transaction: Transaction) throws {
        for cycles in Dictionary(grouping: try transaction.coachingCycles(in: 1), by: \.enrolment).values {
            #expect(cycles.count { $0.state.isOpen } <= 1)
            for (a, b) in zip(cycles, cycles.dropFirst()) { #expect(a.input.days(until: b.input) >= 14) }
        }
    }
}

@Test func `whatever happens to enquiries and to a WalkThrus network, the rules hold`() throws {
    var done: [String: Int] = [:]
    for seed in 1...20 as ClosedRange<UInt64> {
        let years = try DrawnYears(seed: seed)
        for _ in 0..<100 {
            try years.step()
            try years.check()
        }
        done.merge(years.done, uniquingKeysWith: +)
    }
    // The control: of everything that may happen, something did.
    let missing = try DrawnYears(seed: 0).names.subtracting(done.keys)
    #expect(missing == [])
}
