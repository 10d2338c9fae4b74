import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Days and times at the edges of what there is.
struct TimesTests {
    /// On Sunday 28 March 2027 the clocks go from 00:59 to 02:00.
    private static let told =
        "There is no 01:30 on Sunday 28 March 2027, when the clocks go forward: 00:59 is followed by 02:00. "
        + "Give 00:59 or an earlier time, or 02:00 or a later one."

    private func refusal(_ body: () throws -> Void) throws -> Refusal {
        try #require(throws: Refusal.self) { try body() }
    }

    @Test
    func `a session that begins or ends while the clocks are put forward is refused with the times on either side`()
        throws
    {
        let network = try Network()
        try network.open()
        for (start, finish, path) in [("01:30", "03:30", "$.start"), ("00:30", "01:30", "$.finish")] {
            let refusal = try refusal { try network.schedule("training", on: "2027-03-28", from: start, to: finish) }
            #expect(refusal.message == Self.told)
            #expect(refusal.path == path && refusal.code == .ruleRefused)
        }
        try network.schedule("training", on: "2027-03-27", from: "01:30", to: "02:30")
        let moved = try refusal {
            try network.run(SessionReschedule.self, ["session": .integer(1), "date": .string("2027-03-28")]) {
                try $0.sessionReschedule($1, $2)
            }
        }
        #expect(moved.message == Self.told)
        // From before the gap to after it is an hour less, and fine.
        try network.run(
            SessionChange.self, ["session": .integer(1), "start": .string("00:59"), "finish": .string("02:00")]
        ) { try $0.sessionChange($1, $2) }
        try network.run(SessionReschedule.self, ["session": .integer(1), "date": .string("2027-03-28")]) {
            try $0.sessionReschedule($1, $2)
        }
    }

    @Test func `a visit is not put at a time that there is not, whether its day or its times come first`() throws {
        let network = try Network()
        try network.grouped()
        func change(_ start: String, _ finish: String) throws {
            try network.run(
                VisitChange.self, ["visit": .integer(1), "start": .string(start), "finish": .string(finish)]
            ) { try $0.visitChange($1, $2) }
        }
        try change("01:30", "04:00")
        #expect(try refusal { try network.agree(1, on: "2027-03-28") }.message == Self.told)
        try change("09:00", "12:00")
        try network.agree(1, on: "2027-03-28")
        #expect(try refusal { try change("01:30", "04:00") }.message == Self.told)
    }

    @Test(arguments: ["1899-12-31", "2200-01-01", "9999-12-31", "0001-01-01"])
    func `a day or an instant beyond the calendar that is kept is refused before anything is done`(_ day: String) throws
    {
        let network = try Network()
        try network.open()
        #expect(try refusal { try network.schedule("training", on: day) }.code == .paramsInvalid)
        let refusal = try refusal {
            _ = try ClockAdvance.decode(JSONObject([("to", .string(day + "T12:00:00Z"))]))
        }
        #expect(refusal.path == "$.to")
        #expect(refusal.message.contains("from 1900 to 2199"))
    }

    @Test func `the last day that is kept is a day like others, and the clock can be moved to it`() throws {
        let network = try Network()
        try network.grouped()
        try network.agree(1, on: "2199-12-31")
        try network.run(
            EnquiryCreate.self,
            [
                "urn": .integer(120_800), "contact": .string("Pat"), "email": .string("pat@school.example"),
                "question": .string("May we join?"),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        try network.advance(to: "2199-12-31T23:59:59Z")
        try network.run(VisitHold.self, ["visit": .integer(1)]) { try $0.visitHold($1, $2) }
        #expect(try network.reminders().contains { $0.kind == .writeUp })
    }
}
