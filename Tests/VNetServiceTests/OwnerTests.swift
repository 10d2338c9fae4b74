import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Trusts and federations, which come with the register.
@Suite struct OwnerTests {
    let network: Network
    init() throws { network = try Network() }

    private func trusts(_ params: [(key: String, value: JSONValue)] = []) throws -> Page<TrustList> {
        try network.service.trustList(TrustList.decode(JSONObject(params)).request)
    }

    private func trust(_ code: String) throws -> OwnerDetail {
        try network.service.trustGet(TrustGet.decode(JSONObject([("trust", .string(code))])).request)
    }

    private func load(_ rows: [String], _ body: String = "Trusts") throws {
        let header = "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,\(body) (code),\(body) (name)\n"
        let text = header + rows.map { $0 + "\n" }.joined()
        try network.load(SchoolImport.self, Array(text.utf8)) { try $0.schoolImport($1, $2) }
    }

    @Test func `a trust is listed and shown with its schools and the cohorts that they are in`() throws {
        try network.recruited(1)
        let listed = try #require(try trusts().rows.first)
        #expect((listed.code, listed.name, listed.size, listed.enrolled) == ("16001", "A Trust", 2, 1))
        let shown = try trust("16001")
        #expect(shown.schools.map(\.school) == ["School 0", "School 1"])
        #expect(shown.schools.map(\.cohorts) == [[1], []])
        #expect(shown.schools.map(\.isOpen) == [true, true])
    }

    @Test func `who has left a cohort, or whose cohort is over, is enrolled in none`() throws {
        try network.recruited(2)
        #expect(try trust("16001").summary.enrolled == 2)
        let school: [String: JSONValue] = ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]
        try network.run(EnrolmentWithdraw.self, school) { try $0.enrolmentWithdraw($1, $2) }
        #expect(try trust("16001").summary.enrolled == 1)
        try network.run(CohortCancel.self, ["cohort": .integer(1)]) { try $0.cohortCancel($1, $2) }
        let over = try trust("16001")
        #expect(over.summary.enrolled == 0)
        #expect(over.schools.flatMap(\.cohorts) == [])
    }

    @Test func `trusts of one name come once each, on pages of any size, in the order of their names`() throws {
        try load((0..<5).map { "\(130_000 + $0),New School \($0),Open,Ely,CB7 1AA,\(700 - $0),the same trust" })
        try load(["130009,Last School,Open,Ely,CB7 1AA,9,Zeal Trust"])
        for limit in [1, 2, 3] as [Int64] {
            var rows: [OwnerView] = []
            var next: Cursor?
            repeat {
                let cursor = next.map { [(key: "cursor", value: JSONValue.string($0.wireText))] } ?? []
                let page = try trusts([("limit", .integer(limit))] + cursor)
                rows += page.rows
                next = page.next
            } while next != nil && rows.count < 50
            #expect(rows.map(\.code) == ["16001", "696", "697", "698", "699", "700", "9"], "\(limit)")
        }
        #expect(try trusts([("matching", .string("SAME"))]).rows.count == 5)
        #expect(try trusts([("matching", .string("%"))]).rows.isEmpty)
    }

    @Test func `a federation is listed and shown as a trust is`() throws {
        try load(
            [
                "130000,One First School,Open,Ely,CB7 1AA,2044,Two Rivers",
                "130001,A Junior School,Closed,Ely,CB7 1AA,2044,Two Rivers",
            ],
            "Federations")
        let listed = try network.service.federationList(FederationList.decode(JSONObject()).request)
        #expect(listed.rows.map(\.name) == ["Two Rivers"] && listed.rows.map(\.size) == [2])
        let shown = try network.service.federationGet(
            FederationGet.decode(JSONObject([("federation", .string("2044"))])).request)
        #expect(shown.schools.map(\.school) == ["A Junior School", "One First School"])
        #expect(shown.schools.map(\.isOpen) == [false, true])
    }

    @Test func `the schools of a trust come by the page, and of a hundred and more the first hundred are shown`() throws
    {
        try load((0..<120).map { "\(130_000 + $0),New School \(100 + $0),Open,Ely,CB7 1AA,77,Wide Trust" })
        let shown = try trust("77")
        #expect(shown.summary.size == 120 && shown.schools.count == 100)
        let page = try network.service.schoolList(
            SchoolList.decode(
                JSONObject([
                    ("trust", .string("77")), ("matching", .string("school 21")), ("limit", .integer(4)),
                ])
            ).request)
        #expect(page.rows.map(\.name) == (210...213).map { "New School \($0)" })
        #expect(page.next != nil)
    }

    @Test func `a code that the register does not have is not found, and a list is of one owner`() throws {
        let missing = #expect(throws: Refusal.self) { try trust("99999") }
        #expect(missing?.code == .notFound && missing?.path == "$.trust")
        func schools(_ params: [(key: String, value: JSONValue)]) -> Refusal? {
            #expect(throws: Refusal.self) {
                try network.service.schoolList(SchoolList.decode(JSONObject(params)).request)
            }
        }
        #expect(schools([("federation", .string("1"))])?.path == "$.federation")
        #expect(schools([("trust", .string("16001")), ("federation", .string("1"))])?.code == .paramsInvalid)
    }

    @Test func `a school is shown with all that the register has of it, and whom it followed`() throws {
        let header =
            "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,TypeOfEstablishment (name),"
            + "LA (code),LA (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,Street,County (name),TelephoneNum\n"
        let row =
            "130000,New School,Open,Ely,CB7 1AA,Academy converter,873,Cambridgeshire,4,11,210,High Street,"
            + "Cambridgeshire,01632960100\n"
        try network.load(SchoolImport.self, Array((header + row).utf8)) { try $0.schoolImport($1, $2) }
        let links = "URN,LinkURN,LinkType,LinkEstablishedDate\n\(Network.urns[3]),130000,Successor,01-09-2026\n"
        try network.load(LinkImport.self, Array(links.utf8)) { try $0.linkImport($1, $2) }
        func school(_ urn: Int) throws -> SchoolDetail {
            try network.service.schoolGet(SchoolGet.decode(JSONObject([("urn", .integer(Int64(urn)))])).request)
        }
        let shown = try school(130_000)
        #expect((shown.kind, shown.authority, shown.pupils) == ("Academy converter", "Cambridgeshire", 210))
        #expect((shown.ages, shown.street, shown.county) == ("4-11", "High Street", "Cambridgeshire"))
        #expect(shown.telephone?.contains("960100") == true)
        #expect(shown.predecessors.map(\.number) == [Network.urns[3]] && shown.successors.isEmpty)
        #expect(try school(Network.urns[3]).successors.map(\.number) == [130_000])
        #expect(try school(Network.urns[0]).trustCode == "16001")
    }
}
