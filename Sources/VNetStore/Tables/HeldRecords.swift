import GRDB
import VNetCore

/// What belongs to the subject of a hold, as statements that give ids; `?1` is the subject's.
///
/// Rather too much than too little: what names the subject, or was written by, to or about it, is kept with it.
private struct Extent {
    let visits: String
    let people: String
    /// Besides those to the people and about the visits.
    let messages: String
    let enquiries: String
    /// By the cohort of each.
    let pairings: String
    /// By the cohort of each.
    let availability: String

    static let cohort = Extent(
        visits: "SELECT id FROM visit WHERE cohort = ?1",
        // Whoever had a role at one of its schools while it went on, and who reviewed for the network.
        people: """
            SELECT person FROM enrolment JOIN cohort ON cohort.id = enrolment.cohort
                JOIN role_tenure ON role_tenure.urn = enrolment.urn
            WHERE enrolment.cohort = ?1 AND since <= ifnull(closed_on, '9999-12-31')
                AND ifnull(until, '9999-12-31') >= ifnull(opened_on, '')
            UNION SELECT person FROM named_reviewer WHERE visit IN (SELECT id FROM visit WHERE cohort = ?1)
            """,
        messages: """
            SELECT message FROM reminder WHERE cohort = ?1 AND message IS NOT NULL
            UNION SELECT id FROM message WHERE subject_kind = 'session'
                AND subject_id IN (SELECT id FROM session WHERE cohort = ?1)
            """,
        enquiries: "SELECT id FROM enquiry WHERE cohort = ?1",
        pairings: """
            SELECT pairing.cohort FROM enrolment JOIN pairing ON urn_low = enrolment.urn AND pairing.cohort = ?1
            WHERE enrolment.cohort = ?1
            """,
        availability: "SELECT cohort FROM availability JOIN enrolment ON enrolment.id = enrolment WHERE cohort = ?1")

    static let school = Extent(
        visits: "SELECT visit.id FROM enrolment AS mine JOIN visit ON visit.cohort = mine.cohort AND \(isMine) "
            + "WHERE mine.urn IN (\(line))",
        people: "SELECT person FROM role_tenure WHERE urn IN (\(line))",
        messages: "SELECT id FROM message WHERE ?1 IS NULL",
        enquiries: "SELECT id FROM enquiry WHERE urn IN (\(line))",
        pairings: "SELECT cohort FROM pairing WHERE urn_low IN (\(line)) "
            + "UNION SELECT cohort FROM pairing WHERE urn_high IN (\(line))",
        availability:
            "SELECT cohort FROM availability JOIN enrolment ON enrolment.id = enrolment WHERE urn IN (\(line))")

    /// A school, all that it followed, and all that followed it: what is on record of one is of them all.
    static let line = """
        WITH RECURSIVE later (urn) AS (
            SELECT ?1 UNION SELECT successor FROM later JOIN successor_link ON predecessor = later.urn),
        earlier (urn) AS (
            SELECT ?1 UNION SELECT predecessor FROM earlier JOIN successor_link ON successor = earlier.urn)
        SELECT urn FROM later UNION SELECT urn FROM earlier
        """

    static let person = Extent(
        // Of the schools at which the person had a role on the day, and those that the person reviewed by name.
        visits: """
            SELECT visit.id FROM role_tenure AS held JOIN enrolment AS mine ON mine.urn = held.urn
                JOIN visit ON visit.cohort = mine.cohort AND \(isMine)
            WHERE held.person = ?1 AND visit.date BETWEEN held.since AND ifnull(held.until, '9999-12-31')
            UNION SELECT visit FROM named_reviewer WHERE person = ?1
            """,
        people: "SELECT id FROM person WHERE id = ?1",
        messages: "SELECT id FROM message WHERE ?1 IS NULL",
        // By address, which no statement can read.
        enquiries: "SELECT id FROM enquiry WHERE ?1 IS NULL",
        pairings: "SELECT cohort FROM pairing WHERE ?1 IS NULL",
        availability: "SELECT id FROM cohort WHERE ?1 IS NULL")

    private static let isMine = """
        (host = mine.id OR EXISTS (SELECT 1 FROM reviewer_assignment WHERE visit = visit.id AND enrolment = mine.id))
        """

    func records(of class: RetentionClass) -> String {
        switch `class` {
        case .evidenceNote: "SELECT id FROM evidence_note WHERE visit IN (\(visits))"
        case .draftWriteUp: "SELECT id FROM write_up WHERE superseded_on IS NOT NULL AND visit IN (\(visits))"
        case .writeUp: "SELECT id FROM write_up WHERE superseded_on IS NULL AND visit IN (\(visits))"
        case .outcomeReport: "SELECT id FROM outcome_report WHERE visit IN (\(visits))"
        case .feedbackResponse: "SELECT id FROM feedback_response WHERE visit IN (\(visits))"
        case .messageBody:
            """
            SELECT id FROM message WHERE sealed IS NOT NULL AND id IN (\(messages)
                UNION SELECT id FROM message WHERE person IN (\(people))
                UNION SELECT id FROM message WHERE subject_kind = 'visit' AND subject_id IN (\(visits)))
            """
        case .contact: people
        case .enquiry: enquiries
        case .pairing: pairings
        case .availability: availability
        case .erasureRequest: "SELECT id FROM erasure_request WHERE person IN (\(people))"
        }
    }
}

extension Transaction {
    /// The records that each hold in force keeps.
    public func heldRecords() throws -> [HeldRecords] {
        try openHolds().map { HeldRecords(hold: $0, records: try records(of: $0.subject)) }
    }

    /// All records that a hold on `subject` keeps, whether or not their time is up.
    public func records(of subject: HoldSubject) throws -> Set<RecordID> {
        switch subject {
        case .cohort(let id): try records(.cohort, id)
        case .school(let urn): try records(.school, Int64(urn.number))
        case .person(let id): try records(.person, id).union(enquiries(of: id))
        case .record(let record):
            // What is a write-up today is a draft when another has come.
            try exists(record)
                ? Set(
                    RetentionClass.allCases.filter { $0.table != nil && $0.table == record.class.table }
                        .map { RecordID($0, record.id) }
                ).union([record]) : []
        }
    }

    private func records(_ extent: Extent, _ id: Int64) throws -> Set<RecordID> {
        try RetentionClass.allCases.reduce(into: []) { records, `class` in
            records.formUnion(try all(extent.records(of: `class`), [id]) { RecordID(`class`, $0[0]) })
        }
    }

    /// What came with an enquiry is sealed, so each is looked into.
    private func enquiries(of person: Int64) throws -> [RecordID] {
        guard let address = try contact(person)?.email else { return [] }
        return try all("SELECT id FROM enquiry") { $0[0] as Int64 }
            .filter { id in try readable({ try letter(ofEnquiry: id) })?.contact.email.folded == address.folded }
            .map { RecordID(.enquiry, $0) }
    }

    /// Whether there is such a record, and it has not been purged.
    public func exists(_ record: RecordID) throws -> Bool {
        if let table = record.class.table {
            return try exists("SELECT 1 FROM \(table.rawValue) WHERE id = ? AND sealed IS NOT NULL", [record.id])
        }
        let isThere =
            switch record.class {
            case .erasureRequest: "SELECT 1 FROM erasure_request WHERE id = ?"
            case .availability: "SELECT 1 FROM availability JOIN enrolment ON enrolment.id = enrolment WHERE cohort = ?"
            default: "SELECT 1 FROM pairing WHERE cohort = ?"
            }
        return try exists(isThere, [record.id])
    }

    /// The closed and cancelled cohorts of whose records a hold on `subject` keeps any.
    public func endedCohorts(of subject: HoldSubject) throws -> [Int64] {
        let (from, id): (String, Int64) =
            switch subject {
            case .cohort(let id): ("SELECT ?1", id)
            case .school(let urn): ("SELECT cohort FROM enrolment WHERE urn IN (\(Extent.line))", Int64(urn.number))
            case .person(let id): ("SELECT cohort FROM visit WHERE id IN (\(Extent.person.visits))", id)
            case .record(let record): (record.class.cohortOfRecord, record.id)
            }
        return try all(
            "SELECT id FROM cohort WHERE state IN \(CohortState.awaitingPurge) AND id IN (\(from)) ORDER BY id", [id]
        ) { $0[0] }
    }
}

extension RetentionClass {
    /// The cohort of a record with the id `?1`, where records of the class belong to one.
    fileprivate var cohortOfRecord: String {
        switch self {
        case .evidenceNote, .draftWriteUp, .writeUp, .outcomeReport, .feedbackResponse:
            "SELECT cohort FROM visit WHERE id = (SELECT visit FROM \(table?.rawValue ?? "") WHERE id = ?1)"
        case .pairing, .availability: "SELECT ?1"
        case .messageBody, .contact, .enquiry, .erasureRequest: "SELECT 0 WHERE ?1 IS NULL"
        }
    }
}
