import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// An in-house cohort is for schools of one trust, and what counts like one.
struct InHouseTests {
    let network: Network

    init() throws {
        network = try Network()
        try network.run(
            CohortCreate.self,
            ["name": .string("In house"), "theme": .string("send"), "policy": .string("in_house")]
        ) { try $0.cohortCreate($1, $2) }
        try network.run(CohortOpen.self, ["cohort": .integer(1)]) { try $0.cohortOpen($1, $2) }
    }

    private func enrol(_ school: Int) throws {
        try network.run(
            EnrolmentCreate.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[school]))]
        ) { try $0.enrolmentCreate($1, $2) }
    }

    @Test func `schools of one trust enrol, and others do not, whoever comes first`() throws {
        try enrol(0)
        try enrol(1)
        let refusal = #expect(throws: Refusal.self) { try enrol(2) }
        #expect(refusal?.message.contains("one trust, A Trust; School 2") == true)
        let other = try InHouseTests()
        // School 2 has no trust, so that nobody shares one with it.
        try other.enrol(2)
        #expect(throws: Refusal.self) { try other.enrol(0) }
        #expect(throws: Refusal.self) { try other.enrol(3) }
    }

    @Test func `a first school without a trust is told to keep others out`() throws {
        let alone = try network.run(
            EnrolmentCreate.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[2]))]
        ) { try $0.enrolmentCreate($1, $2) }
        #expect(alone.warnings.contains { $0.contains("School 2 is in no trust or federation") })
        let other = try InHouseTests().network.run(
            EnrolmentCreate.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]
        ) { try $0.enrolmentCreate($1, $2) }
        #expect(!other.warnings.contains { $0.contains("no trust") })
    }

    @Test func `one head over two schools counts like a trust`() throws {
        try network.run(
            TenureReplace.self,
            [
                "urn": .integer(Int64(Network.urns[3])), "role": .string("head"), "name": .string("Head 2"),
                "email": .string("head2@school.example"),
            ]
        ) { try $0.tenureReplace($1, $2) }
        try enrol(2)
        try enrol(3)
        #expect(try network.cohort().enrolments.count == 2)
    }
}
