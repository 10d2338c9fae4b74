import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

struct TermImportTests {
    private static let norfolk: [String: JSONValue] = ["la": .string("Norfolk")]
    private static let school0: [String: JSONValue] = ["urn": .integer(Int64(Network.urns[0]))]
    private static let halfTerm = (title: "Half term", first: "20261026", end: "20261031")

    /// A cohort of Norfolk schools; the visit to school 0 is on Tuesday 3 November, the day after half term's week.
    private func network() throws -> Network {
        let network = try Network()
        try network.schools(SmallRegister().text)
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        return network
    }

    /// The days on which the timetable, due five working days before visit 1, is asked for.
    private func timetable(_ network: Network) throws -> [String] {
        try network.reminders().filter { $0.kind == .timetable && $0.about == "visit 1" }.map {
            String($0.at.rfc3339UTC.prefix(10))
        }
    }

    private func list(_ network: Network, _ params: [String: JSONValue]) throws -> [String] {
        let (request, _) = try TermList.decode(JSONObject(params.map { ($0.key, $0.value) }))
        return try network.service.termList(request, at: network.now).closures.map {
            "\($0.first)...\($0.last) \($0.title), \($0.source)"
        }
    }

    @Test func `reminders keep out of the local authority's holidays`() throws {
        let network = try network()
        #expect(try timetable(network) == ["2026-10-27"])
        let outcome = try network.terms([Self.halfTerm], Self.norfolk)
        #expect(
            outcome.changes == [
                "1 closure added.", "added: Monday 26 October 2026 to Friday 30 October 2026, Half term",
            ])
        #expect(try timetable(network) == ["2026-10-20"])
        #expect(try network.terms([Self.halfTerm], ["la": .string("926")]).changes == [])
    }

    @Test func `a dry run of terms moves nothing, also not what is planned next`() throws {
        let network = try network()
        try network.terms([Self.halfTerm], Self.norfolk.merging(["dry_run": .bool(true)]) { $1 })
        #expect(try list(network, Self.norfolk) == [])
        try network.agree(2, on: "2026-11-03")
        let second = try network.reminders().filter { $0.kind == .timetable && $0.about == "visit 2" }
        #expect(second.map { String($0.at.rfc3339UTC.prefix(10)) } == ["2026-10-27"])
    }

    @Test func `a school's INSET day is its own and comes on top`() throws {
        let network = try network()
        try network.terms([Self.halfTerm], Self.norfolk)
        try network.terms([("INSET day", "20261102", "20261103")], Self.school0)
        #expect(try timetable(network) == ["2026-10-19"])
        #expect(
            try list(network, Self.school0) == [
                "2026-10-26...2026-10-30 Half term, authority", "2026-11-02...2026-11-02 INSET day, school",
            ])
        #expect(
            try list(network, ["urn": .integer(Int64(Network.urns[1]))]) == [
                "2026-10-26...2026-10-30 Half term, authority"
            ])
    }

    @Test func `an academy that differs keeps its own terms instead, until it follows the authority again`() throws {
        let network = try network()
        try network.terms([Self.halfTerm], Self.norfolk)
        let own = [("Half term", "20261017", "20261027"), ("Spring break", "20270213", "20270222")]
        try network.terms(own, Self.school0.merging(["instead": .bool(true)]) { $1 })
        #expect(
            try list(network, Self.school0) == [
                "2026-10-17...2026-10-26 Half term, school", "2027-02-13...2027-02-21 Spring break, school",
            ])
        #expect(try timetable(network) == ["2026-10-27"])
        let back = try network.terms(own, Self.school0)
        #expect(back.changes.first?.contains("follows its local authority's terms again") == true)
        #expect(try list(network, Self.school0).count == 3)
    }

    @Test func `a file replaces what it covers and nothing else`() throws {
        let network = try network()
        try network.terms([Self.halfTerm, ("Easter holidays", "20270326", "20270412")], Self.norfolk)
        let outcome = try network.terms(
            [("Term 1", "20260901", "20261024"), ("Term 2", "20261031", "20261219")], Self.norfolk)
        #expect(outcome.changes.contains("1 closure removed."))
        #expect(
            try list(network, Self.norfolk) == [
                "2026-10-24...2026-10-30 Between terms, authority",
                "2027-03-26...2027-04-11 Easter holidays, authority",
            ])
    }

    /// Autumn, spring and summer term of the school year that begins in `year`.
    private static func year(_ first: String, _ last: String, _ year: Int) -> [(
        title: String, first: String, end: String
    )] {
        [
            ("Autumn term", first, "\(year)1219"), ("Spring term", "\(year + 1)0105", "\(year + 1)0326"),
            ("Summer term", "\(year + 1)0412", last),
        ]
    }

    @Test func `of two files, one a school year, the summer between is a holiday, in whatever order they come`() throws
    {
        let network = try network()
        let years = [Self.year("20260903", "20270724", 2026), Self.year("20270902", "20280722", 2027)]
        for order in [[0, 1], [1, 0]] {
            for index in order { try network.terms(years[index], Self.norfolk) }
            #expect(
                try list(network, Self.norfolk).contains("2027-07-24...2027-09-01 Between terms, authority"))
        }
        // A year's terms that were wrong are corrected, and so is the summer behind them.
        let outcome = try network.terms(Self.year("20260903", "20270722", 2026), Self.norfolk)
        #expect(
            outcome.changes.contains("removed: Saturday 24 July 2027 to Wednesday 1 September 2027, Between terms"))
        #expect(outcome.changes.contains("added: Thursday 22 July 2027 to Wednesday 1 September 2027, Between terms"))
        #expect(try list(network, Self.norfolk).filter { $0.contains("2027-09-01") }.count == 1)
        #expect(try network.terms(Self.year("20260903", "20270722", 2026), Self.norfolk).changes == [])
    }

    @Test func `what is not certain is left out and said with its line, and taken when that is accepted`() throws {
        let network = try network()
        let file = [
            Self.halfTerm, ("Library closed", "20261016", "20261017"), ("Ski holiday (Y9)", "20270213", "20270220"),
        ]
        let told = [
            "Left out, as not certain: line 7, “Library closed”, Friday 16 October 2026. It may be a closure; “--accept 7” "
                + "takes it for that.",
            "Left out, as not certain: line 12, “Ski holiday (Y9)”, Saturday 13 February 2027 to Friday 19 February 2027. It "
                + "may be a closure; “--accept 12” takes it for that.",
            "To take all of them: “--accept 7,12”.",
        ]
        #expect(try network.terms(file, Self.norfolk.merging(["dry_run": .bool(true)]) { $1 }).warnings == told)
        #expect(try network.terms(file, Self.norfolk).warnings == told)
        #expect(try list(network, Self.norfolk) == ["2026-10-26...2026-10-30 Half term, authority"])
        let accepting = Self.norfolk.merging(["accept": .array([.integer(7)])]) { $1 }
        #expect(try network.terms(file, accepting).warnings.count == 1)
        #expect(
            try list(network, Self.norfolk) == [
                "2026-10-16...2026-10-16 Library closed, authority", "2026-10-26...2026-10-30 Half term, authority",
            ])
        let wrong = Self.norfolk.merging(["accept": .array([.integer(8)])]) { $1 }
        let refusal = #expect(throws: Refusal.self) { try network.terms(file, wrong) }
        #expect(refusal?.message.contains("line 8: no event that is uncertain begins here") == true)
    }

    @Test func `a visit on a day on which its host is closed is warned of`() throws {
        let network = try network()
        try network.terms([("INSET day", "20261130", "20261201")], Self.school0)
        func move(_ visit: Int64, _ date: String) throws -> [String] {
            try network.run(VisitReschedule.self, ["visit": .integer(visit), "date": .string(date)]) {
                try $0.visitReschedule($1, $2)
            }.warnings
        }
        #expect(
            try move(1, "2026-11-30") == [
                "By the term dates, Monday 30 November 2026 is a day on which School 0 is closed."
            ])
        #expect(try move(1, "2026-12-01").allSatisfy { !$0.contains("closed") })
    }

    @Test func `terms are of one authority or one school that there is`() throws {
        let network = try network()
        for (params, code) in [
            ([:], ErrorCode.paramsInvalid), (Self.norfolk.merging(Self.school0) { $1 }, .paramsInvalid),
            (["la": .string("Narnia")], .notFound), (["urn": .integer(999_999)], .notFound),
            (Self.norfolk.merging(["instead": .bool(true)]) { $1 }, .paramsInvalid),
        ] as [([String: JSONValue], ErrorCode)] {
            let refusal = #expect(throws: Refusal.self) { try network.terms([Self.halfTerm], params) }
            #expect(refusal?.code == code)
        }
    }

    @Test func `a title that could mean either is refused, and nothing is imported`() throws {
        let network = try network()
        let refusal = #expect(throws: Refusal.self) {
            try network.terms([Self.halfTerm, ("Christmas holidays begin", "20261218", "20261219")], Self.norfolk)
        }
        #expect(refusal?.code == .dataInvalid)
        #expect(refusal?.message.contains("line 7: “Christmas holidays begin”") == true)
        #expect(try list(network, Self.norfolk) == [])
    }
}
