import Foundation
import GRDB
import Testing

@testable import VNetStore

/// What the schema itself refuses of enquiries, memberships, conflicts and WalkThrus, whoever asks.
private func refuses(_ sql: String, after setup: [String] = []) throws -> Bool {
    let queue = try DatabaseQueue()
    return try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA foreign_keys = ON")
        for part in Schema.v1 { try db.execute(sql: part) }
        for number in 100_001...100_002 {
            try db.execute(
                sql: "INSERT INTO school (urn, name, status, town, postcode) VALUES (\(number), 'S', 'open', '', '')")
        }
        for statement in setup { try db.execute(sql: statement) }
        do {
            try db.execute(sql: sql)
            return false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT { return true }
    }
}

private let walkthrus = """
    INSERT INTO cohort (id, name, programme, policy, capacity, state) VALUES (1, 'W', 'walkthrus', 'outward', 9, 'draft')
    """
private let enrolment = "INSERT INTO enrolment (id, cohort, urn, state) VALUES (1, 1, 100001, 'active')"

private func enquiry(_ who: String, state: String = "received", ended: String = "NULL", contact: String = "2026-09-02")
    -> String
{
    """
    INSERT INTO enquiry (urn, trust_code, organisation, state, received_on, last_contact, ended_on, sealed, key_slot)
    VALUES (\(who), '\(state)', '2026-09-02', '\(contact)', \(ended), x'00', 1)
    """
}

@Test func `an enquiry comes from exactly one enquirer, and has ended when it has an end`() throws {
    #expect(try !refuses(enquiry("100001, NULL, NULL")))
    #expect(try refuses(enquiry("NULL, NULL, NULL")))
    #expect(try refuses(enquiry("100001, NULL, 'Also'")))
    #expect(try refuses(enquiry("100001, NULL, NULL", state: "lapsed")))
    #expect(try refuses(enquiry("100001, NULL, NULL", ended: "'2026-09-03'")))
    #expect(try refuses(enquiry("100001, NULL, NULL", contact: "2026-09-01")))
}

@Test func `a reminder follows a cohort or an enquiry, and goes with the enquiry`() throws {
    func reminder(_ scope: String) -> String {
        """
        INSERT INTO reminder (cohort, enquiry, kind, subject_kind, subject_id, stay, anchor, step, at, expires, shifted, state)
        VALUES (\(scope), 'enquiry', 'enquiry', 1, 1, '2026-09-02', '+5', 1, 2, 0, 'scheduled')
        """
    }
    let setup = [walkthrus, enquiry("100001, NULL, NULL")]
    #expect(try !refuses(reminder("NULL, 1"), after: setup))
    #expect(try refuses(reminder("NULL, NULL"), after: setup))
    #expect(try refuses(reminder("1, 1"), after: setup))
    #expect(try refuses(reminder("NULL, 1"), after: setup + [reminder("NULL, 1")]))
    #expect(try !refuses("DELETE FROM enquiry", after: setup + [reminder("NULL, 1")]))
}

@Test func `a membership ends after it begins, and a conflict is between two different schools, once`() throws {
    #expect(try refuses("INSERT INTO membership (urn, since, until) VALUES (100001, '2026-09-02', '2026-09-01')"))
    func conflict(_ low: Int, _ high: Int) -> String {
        "INSERT INTO conflict_of_interest (urn_low, urn_high, reason, recorded_on) "
            + "VALUES (\(low), \(high), 'other', '2026-09-01')"
    }
    #expect(try !refuses(conflict(100_001, 100_002)))
    #expect(try refuses(conflict(100_001, 100_001)))
    #expect(try refuses(conflict(100_001, 100_002), after: [conflict(100_001, 100_002)]))
}

@Test func `a WalkThrus cohort has no theme, and a peer review cohort has one`() throws {
    func cohort(_ programme: String, _ theme: String) -> String {
        "INSERT INTO cohort (name, programme, theme, policy, capacity, state) "
            + "VALUES ('C', '\(programme)', \(theme), 'outward', 9, 'draft')"
    }
    #expect(try !refuses(cohort("peer_review", "'send'")))
    #expect(try refuses(cohort("peer_review", "NULL")))
    #expect(try refuses(cohort("walkthrus", "'send'")))
}

@Test func `a coaching cycle takes its steps in order, and a school has one open at a time`() throws {
    func cycle(_ state: String, _ days: String) -> String {
        "INSERT INTO coaching_cycle (enrolment, state, input, lesson_visit, feedback) VALUES (1, '\(state)', \(days))"
    }
    let setup = [walkthrus, enrolment]
    #expect(try !refuses(cycle("feedback", "'2026-09-01', '2026-09-02', '2026-09-02'"), after: setup))
    #expect(try refuses(cycle("feedback", "'2026-09-01', NULL, '2026-09-02'"), after: setup))
    #expect(try refuses(cycle("lesson_visit", "'2026-09-02', '2026-09-01', NULL"), after: setup))
    #expect(try refuses(cycle("input", "'2026-09-01', '2026-09-02', NULL"), after: setup))
    #expect(
        try refuses(
            cycle("input", "'2026-09-01', NULL, NULL"), after: setup + [cycle("input", "'2026-09-01', NULL, NULL")]))
}

@Test func `a slot of a series is filled once`() throws {
    let session = """
        INSERT INTO session (cohort, kind, state, date, start, finish, place, slot)
        VALUES (1, 'network', 'cancelled', '2026-09-28', '14:00', '16:00', 'N', '2026-09-28')
        """
    #expect(try refuses(session, after: [walkthrus, session]))
}
