import GRDB
import VNetCore

/// One instructional coaching cycle at a school: steps and days. Whose lesson it was is nowhere kept.
public struct CoachingCycle: Stateful {
    public static let table = "coaching_cycle"
    public let id: Int64
    public let cohort: Int64
    public let enrolment: Int64
    public let urn: URN
    public let school: String
    public var state: CoachingState
    public let input: CivilDate
    public let lessonVisit: CivilDate?
    public let feedback: CivilDate?
    public let practice: CivilDate?
    public let review: CivilDate?

    /// The day of the last step that was taken.
    public var lastStep: CivilDate { review ?? practice ?? feedback ?? lessonVisit ?? input }
}

/// How many cycles a school began and completed in one school year.
public struct CoachingTally: Sendable {
    public let urn: URN
    public let school: String
    public let begun: Int
    public let completed: Int
    public let lastInput: CivilDate
}

extension Transaction {
    public func addCoachingCycle(enrolment: Int64, input: CivilDate) throws -> Int64 {
        try insert(
            "INSERT INTO coaching_cycle (enrolment, state, input) VALUES (?, ?, ?)",
            [enrolment, CoachingState.input.rawValue, input.iso])
    }

    public func coachingCycle(_ id: Int64) throws -> CoachingCycle? {
        try first(Self.selectCycle + " WHERE c.id = ?", [id], Self.cycle)
    }

    /// By day of input.
    public func coachingCycles(of enrolment: Int64) throws -> [CoachingCycle] {
        try all(Self.selectCycle + " WHERE c.enrolment = ? ORDER BY input, c.id", [enrolment], Self.cycle)
    }

    /// By school, in the order of enrolment, then by day of input.
    public func coachingCycles(in cohort: Int64) throws -> [CoachingCycle] {
        try all(Self.selectCycle + " WHERE e.cohort = ? ORDER BY e.id, input, c.id", [cohort], Self.cycle)
    }

    /// Records the next step of a cycle, on its day; nil where it is on record.
    public func record(_ step: CoachingStep, of cycle: CoachingCycle, on day: CivilDate) throws -> CoachingState? {
        let column =
            switch step {
            case .lessonVisit: "lesson_visit"
            case .feedback: "feedback"
            case .practice: "practice"
            case .review: "review"
            }
        return try apply(step.act, to: cycle, with: [column: day.iso])
    }

    /// By school, of the cycles whose input fell into `year`, in whatever cohort.
    public func coachingCounts(in year: SchoolYear) throws -> [CoachingTally] {
        try all(
            """
            SELECT e.urn, school.name, count(*), count(review), max(input)
            FROM coaching_cycle c JOIN enrolment e ON e.id = c.enrolment JOIN school ON school.urn = e.urn
            WHERE input BETWEEN ? AND ? GROUP BY e.urn ORDER BY school.name COLLATE NOCASE, e.urn
            """, [year.firstDay.iso, year.lastDay.iso]
        ) {
            CoachingTally(
                urn: try $0.urn(0), school: $0[1], begun: $0[2], completed: $0[3], lastInput: try $0.date(4))
        }
    }

    private static let selectCycle = """
        SELECT c.id, e.cohort, e.id, e.urn, school.name, c.state, input, lesson_visit, feedback, practice, review
        FROM coaching_cycle c JOIN enrolment e ON e.id = c.enrolment JOIN school ON school.urn = e.urn
        """

    private static func cycle(_ row: Row) throws -> CoachingCycle {
        CoachingCycle(
            id: row[0], cohort: row[1], enrolment: row[2], urn: try row.urn(3), school: row[4],
            state: try row.value(5), input: try row.date(6), lessonVisit: try row.optionalDate(7),
            feedback: try row.optionalDate(8), practice: try row.optionalDate(9), review: try row.optionalDate(10))
    }
}
