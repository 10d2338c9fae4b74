import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

struct SchoolImportTests {
    @Test func `the same file twice changes nothing`() throws {
        let network = try Network()
        let file = SmallRegister().text
        #expect(try network.schools(file).changes.first == "12 schools changed.")
        let again = try network.schools(file)
        #expect(again.changes == [])
        #expect(again.warnings == [])
    }

    @Test func `what is new, what has changed and in what, and what has closed is said`() throws {
        let network = try Network()
        var file = SmallRegister()
        try network.schools(file.text)
        file.rows[3][1] = "Third School"
        file.rows[3][4] = "NR2 2BB"
        file.rows[4][2] = "Closed"
        file.rows.append(["150001", "New School", "Open", "Diss", "IP22 1AA", "", "", "926", "Norfolk"])
        let expected = [
            "1 school added.", "added: New School (150001), Diss", "1 school changed.",
            "changed: Third School (\(Network.urns[3])): name, postcode", "1 school closed.",
            "closed: School 4 (\(Network.urns[4])): status",
        ]
        let plan = try network.schools(file.text, ["dry_run": .bool(true)])
        #expect(plan.changes == expected && plan.isDryRun)
        #expect(try network.school(Network.urns[3]).name == "School 3")
        #expect(try network.schools(file.text).changes == expected)
        #expect(try network.school(Network.urns[3]).name == "Third School")
        #expect(try !network.school(Network.urns[4]).isOpen)
    }

    @Test func `what a file has no column for stays as it is on record, and that is said`() throws {
        let network = try Network()
        var file = SmallRegister()
        try network.schools(file.text)
        // As cut down by hand: without the trusts' codes, and without the authority's name.
        let cut = file.text.split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (cells[0...4] + [cells[6], cells[7]]).joined(separator: ",")
        }.joined(separator: "\n")
        let before = try Network.urns.map { try network.school($0) }
        #expect(before.contains { $0.trust != nil })
        let outcome = try network.schools(cut)
        #expect(outcome.changes == [])
        #expect(
            outcome.warnings == [
                "The file has no column “LA (name)” and “Trusts (code)”, so what is on record there stays as it is. Import a "
                    + "whole file to bring it up to date."
            ])
        #expect(try Network.urns.map { try network.school($0).trust } == before.map(\.trust))
        // A school that has left its trust, by a file that says so, has left it.
        file.rows[0][5] = ""
        file.rows[0][6] = ""
        #expect(try network.schools(file.text).changes.last == "changed: School 0 (\(Network.urns[0])): trust")
    }

    @Test func `of many differences the first are named and the others counted`() throws {
        let network = try Network()
        var file = SmallRegister()
        file.rows = (0..<25).map { ["\(160_000 + $0)", "New \($0)", "Open", "Diss", "IP22 1AA", "", "", "", ""] }
        let changes = try network.schools(file.text).changes
        #expect(changes.count == 22)
        #expect(changes.first == "25 schools added.")
        #expect(changes.last == "added: 5 more")
    }

    @Test func `one broken row and nothing is imported; left out on request, it is said`() throws {
        let network = try Network()
        var file = SmallRegister()
        file.rows[3][1] = "Third School"
        file.rows[5][0] = "12O777"
        file.rows[7][2] = "Dormant"
        let refusal = try #require(throws: Refusal.self) { try network.schools(file.text) }
        #expect(refusal.code == .dataInvalid)
        #expect(refusal.code.exit.rawValue == 65)
        #expect(
            refusal.message.hasPrefix("Nothing was imported: the file has 2 faults. line 7, column 1 (URN): “12O777”"))
        #expect(refusal.details.count == 2)
        #expect(try network.school(Network.urns[3]).name == "School 3")
        let outcome = try network.schools(file.text, ["skip_broken": .bool(true)])
        #expect(outcome.warnings == refusal.details.map { "Left out: \($0)" })
        #expect(try network.school(Network.urns[3]).name == "Third School")
    }

    @Test func `a file that cannot be read at all is refused, even where broken rows are left out`() throws {
        let network = try Network()
        for file in ["", "URN,Town\n120800,Norwich\n"] {
            let refusal = #expect(throws: Refusal.self) { try network.schools(file, ["skip_broken": .bool(true)]) }
            #expect(refusal?.code == .dataInvalid)
        }
    }

    @Test func `a school that closes while its cohort runs is named with its cohort`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        file.rows[4][2] = "Closed"
        let warnings = try network.schools(file.text).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("School 4 (\(Network.urns[4])) is closed") == true)
        #expect(warnings.first?.contains("cohort 1 “PD 2026”") == true)
    }

    @Test func `a school that joins a groupmate's trust in an outward cohort is named with its groupmate`() throws {
        let network = try Network()
        try network.grouped()
        var file = SmallRegister()
        // Schools 0, 4 and 8 are group A; school 1, of the trust already, is in group B.
        file.rows[4][5...6] = ["16001", "A Trust"]
        let warnings = try network.schools(file.text).warnings
        #expect(
            warnings == [
                "School 4 now belongs to A Trust, as does School 0 in group A of cohort 1 “PD 2026”, which is outward. "
                    + "Put one of them into another group."
            ])
    }

    @Test func `a trust that is renamed is renamed for all its schools`() throws {
        let network = try Network()
        var file = SmallRegister()
        try network.schools(file.text)
        for row in 0..<2 { file.rows[row][6] = "A Better Trust" }
        #expect(try network.schools(file.text).changes.first == "2 schools changed.")
        #expect(try network.school(Network.urns[1]).trust == "A Better Trust")
        #expect(try network.schools(file.text).changes == [])
    }

    @Test func `a trust with two names in one file goes by the first, and the file is no change the second time`()
        throws
    {
        let network = try Network()
        var file = SmallRegister()
        file.rows[1][6] = "Another Name"
        let outcome = try network.schools(file.text)
        #expect(outcome.warnings.count == 1)
        #expect(outcome.warnings.first?.contains("trust 16001 is “A Trust” and “Another Name”") == true)
        #expect(try network.school(Network.urns[1]).trust == "A Trust")
        #expect(try network.schools(file.text).changes == [])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a damaged file is imported whole or not at all`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let network = try Network()
        var file = SmallRegister()
        file.rows = file.rows.map { [$0[0], $0[1] + " renamed"] + $0[2...] }
        for _ in 0..<25 {
            let bytes = random.damaged(Array(file.text.utf8))
            let before = try network.everySchool()
            do {
                try network.load(SchoolImport.self, bytes) { try $0.schoolImport($1, $2) }
            } catch let refusal as Refusal {
                #expect(refusal.code == .dataInvalid)
                #expect(try network.everySchool() == before)
            }
        }
    }
}

extension Network {
    fileprivate func everySchool() throws -> [String] {
        try service.schoolList(SchoolList.decode(JSONObject([("limit", .integer(1000))])).request).schools.map {
            "\($0.urn) \($0.name) \($0.town) \($0.postcode) \($0.trust ?? "") \($0.isOpen)"
        }
    }
}

extension SeededGenerator {
    /// Some bytes of a file replaced by others that are likely to hurt, and sometimes its end cut off.
    mutating func damaged(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        let likely = Array("\",;\t\r\n\0 9".utf8) + [0x81, 0xFF, UInt8.random(in: 0...255, using: &self)]
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            bytes[Int.random(in: 0..<bytes.count, using: &self)] =
                likely[Int.random(in: 0..<likely.count, using: &self)]
        }
        if Int.random(in: 0..<4, using: &self) == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &self)) }
        return bytes
    }
}
