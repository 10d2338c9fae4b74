import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// One head over two schools gets each reminder once, for a school that takes part.
struct ExecutiveHeadTests {
    let network: Network

    /// Head 2 is head of the schools 2 and 3 of a cohort of six, whose training is on Tuesday 6 October.
    init() throws {
        network = try Network()
        try network.recruited(6)
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[3])), "role": .string("head"), "name": .string("Head 2"),
                "email": .string("head2@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        try network.schedule("training", on: "2026-10-06")
        try network.deliver()
    }

    private func withdraw() throws {
        try network.run(
            EnrolmentWithdraw.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[2]))]
        ) { try $0.enrolmentWithdraw($1, $2) }
    }

    private func reminders(in state: MessageState) throws -> [String] {
        try network.messages().filter { $0.kind == .reminder && $0.state == state }.map {
            try network.words(of: $0.id)
        }.filter { $0.contains("To: Head 2 <") }
    }

    @Test func `a reminder goes on for the school that stays, on a working day of it`() throws {
        // School 3 is closed on Friday 2 October, two working days before; school 2 is open.
        try network.terms(
            [("INSET day", "20261002", "20261003")], ["urn": .integer(Int64(Network.urns[3]))])
        func days() throws -> [String] {
            try network.scheduled().filter { $0.kind == .training && $0.to == "head of School 3" }
                .map { network.service.configuration.zone.civil(at: $0.at).date.iso }
        }
        #expect(try days() == [])
        try withdraw()
        #expect(try days() == ["2026-09-21", "2026-10-01"])
        try network.advance(to: "2026-09-21T12:00:00Z")
        let sent = try reminders(in: .sent)
        #expect(sent.count == 1)
        #expect(sent[0].contains("School 3 takes part in one of the network's cohorts."))
    }

    @Test func `a reminder that has not left when one of the two schools withdraws is written anew`() throws {
        try network.advance(to: "2026-09-22T12:00:00Z", delivering: false)
        #expect(try reminders(in: .pending).allSatisfy { $0.contains("School 2 takes part") })
        try withdraw()
        try network.advance(to: "2026-09-22T12:01:00Z", delivering: false)
        #expect(try reminders(in: .cancelled).count == 1)
        let pending = try reminders(in: .pending)
        #expect(pending.count == 1)
        #expect(pending[0].contains("School 3 takes part in one of the network's cohorts."))
    }

    @Test func `a reminder that was sent is not sent again for the school that stays`() throws {
        try network.advance(to: "2026-09-22T12:00:00Z")
        try withdraw()
        try network.advance(to: "2026-09-22T13:00:00Z")
        #expect(try reminders(in: .sent).count == 1)
    }
}
