import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// What is on record of cohorts, sessions, visits and readiness can be put right.
struct ChangingTests {
    let network: Network
    init() throws { network = try Network() }

    private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

    @discardableResult
    private func change(_ params: [String: JSONValue]) throws -> Outcome {
        try network.run(CohortChange.self, params.merging(["cohort": .integer(1)]) { $1 }) {
            try $0.cohortChange($1, $2)
        }
    }

    private func school(_ index: Int) -> [String: JSONValue] {
        ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[index]))]
    }

    @Test func `a cohort gets another name, and room for those who wait`() throws {
        try network.open(capacity: 3)
        for index in 0..<5 { try network.run(EnrolmentCreate.self, school(index)) { try $0.enrolmentCreate($1, $2) } }
        #expect(refusal { try change(["capacity": .integer(2)]) }?.path == "$.capacity")
        let outcome = try change(["name": .string("PD autumn 2026"), "capacity": .integer(4)])
        #expect(
            outcome.changes.prefix(3) == [
                "Cohort 1 is called “PD autumn 2026”.", "Cohort 1 takes 4 schools.",
                "The place is offered to School 3, the first on the waiting list.",
            ])
        #expect(try network.cohort().summary.name == "PD autumn 2026")
        #expect(try network.cohort().enrolments.map(\.state) == [.applied, .applied, .applied, .applied, .waiting])
        #expect(refusal { try change(["capacity": .integer(3)]) }?.message.hasPrefix("4 schools have a place") == true)
        #expect(try change(["capacity": .integer(4)]).changes.isEmpty)
    }

    @Test func `a cohort takes another theme until its groups are confirmed`() throws {
        try network.recruited(3)
        try change(["theme": .string("send")])
        #expect(try network.cohort().summary.theme == "send")
        let other = try Network()
        try other.grouped()
        let refusal = refusal {
            try other.run(CohortChange.self, ["cohort": .integer(1), "theme": .string("send")]) {
                try $0.cohortChange($1, $2)
            }
        }
        #expect(refusal?.message.hasPrefix("Group A is confirmed") == true)
    }

    @Test func `another time or place of a session or visit reaches everyone's calendar under the same UID`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.deliver()
        func changed(_ act: () throws -> Void) throws -> [[String: String]] {
            let before = Set(try network.messages().map(\.id))
            try act()
            let sent = try network.messages().filter { !before.contains($0.id) }
            #expect(try sent.allSatisfy { try network.words(of: $0.id).contains("Subject: Changed: ") })
            try network.deliver()
            return try sent.map { try network.calendarEntry(of: $0.id) }
        }
        let visit = try changed {
            try network.run(VisitChange.self, ["visit": .integer(1), "start": .string("10:15")]) {
                try $0.visitChange($1, $2)
            }
        }
        #expect(visit.count == 3)
        #expect(visit.allSatisfy { $0["DTSTART"] == "20261103T101500Z" && $0["SEQUENCE"] == "1" })
        let feedback = try network.schedule("feedback", on: "2027-03-09").id
        try network.deliver()
        let session = try changed {
            try network.run(
                SessionChange.self, ["session": .integer(try #require(feedback)), "place": .string("Diss")]
            ) { try $0.sessionChange($1, $2) }
        }
        #expect(session.count == 12)
        #expect(session.allSatisfy { $0["LOCATION"] == "Diss" && $0["DTSTART"] == "20270309T130000Z" })
        let backwards = refusal {
            try network.run(VisitChange.self, ["visit": .integer(1), "finish": .string("08:00")]) {
                try $0.visitChange($1, $2)
            }
        }
        #expect(backwards?.path == "$.finish")
    }

    @Test func `a criterion that is taken back leaves a school unready until its place is confirmed`() throws {
        try network.recruited(3)
        try network.run(EnrolmentCreate.self, school(3)) { try $0.enrolmentCreate($1, $2) }
        try network.run(ReadinessAttest.self, school(3)) { try $0.readinessAttest($1, $2) }
        func retract(_ index: Int) throws -> Outcome {
            try network.run(
                ReadinessRetract.self, school(index).merging(["criterion": .string("documentation")]) { $1 }
            ) { try $0.readinessRetract($1, $2) }
        }
        #expect(try retract(3).changes.last == "School 3 is not ready.")
        #expect(try network.cohort().enrolments.last?.state == .applied)
        #expect(try retract(3).changes.isEmpty)
        #expect(refusal { _ = try retract(0) }?.code == .stateRefused)
    }
}
