import VNetCore

// What happens in a cohort: sessions, groups, visits, and what is written.

public struct SessionSchedule: Request {
    public static let verb = Verb.sessionSchedule
    public static let about = About(
        "Set a session. Confirmed schools are invited at once.", .operate, .changes,
        errors: [.notFound, .exists, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let kind: SessionKind
    public let date: CivilDate
    public let start: CivilTime
    public let finish: CivilTime
    public let place: Label

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        kind = try fields.required("kind", "What the session is for.")
        date = try fields.required("date", "Its day.")
        start = try fields.required("start", "When it begins, local time.")
        finish = try fields.required("finish", "When it ends, local time.")
        place = try fields.required("place", "Where it is.")
    }
    public typealias Response = Outcome
}

public struct SessionReschedule: Request {
    public static let verb = Verb.sessionReschedule
    public static let about = About(
        "Move a session to another day. Everyone invited gets the change.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let session: Int64
    public let date: CivilDate

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
        date = try fields.required("date", "The new day.")
    }
    public typealias Response = Outcome
}

public struct SessionChange: Request {
    public static let verb = Verb.sessionChange
    public static let about = About(
        "Change when a session begins and ends on its day, or its place. Everyone invited gets the change.", .operate,
        .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let session: Int64
    public let start: CivilTime?
    public let finish: CivilTime?
    public let place: Label?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
        start = try fields.optional("start", "When it begins, as HH:MM.")
        finish = try fields.optional("finish", "When it ends.")
        place = try fields.optional("place", "Where it is held.")
    }
    public typealias Response = Outcome
}

public struct SessionHold: Request {
    public static let verb = Verb.sessionHold
    public static let about = About(
        "Record that a session was held.", .operate, .changes,
        errors: [.notFound, .exists, .stateRefused, .ruleRefused])
    public let session: Int64
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
        on = try fields.optional("on", "The day on which it was held, where that is another than the one on record.")
    }
    public typealias Response = Outcome
}

public struct SessionCancel: Request {
    public static let verb = Verb.sessionCancel
    public static let about = About(
        "Cancel a session. Everyone invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let session: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
    }
    public typealias Response = Outcome
}

public struct AttendanceRecord: Request {
    public static let verb = Verb.attendanceRecord
    public static let about = About(
        "Record who came to a session: every school not named as absent was present.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let session: Int64
    public let absent: [URN]?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
        absent = try fields.optional("absent", "The URNs of the schools that did not come.")
    }
    public typealias Response = Outcome
}

public struct GroupCreate: Request {
    public static let verb = Verb.groupCreate
    public static let about = About(
        "Propose a triad or tetrad.", .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
    public let cohort: Int64
    public let name: Label
    public let schools: [URN]

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        name = try fields.required("name", "What the group is called, unique in its cohort.")
        schools = try fields.required("schools", "The URNs of its three or four schools.")
    }
    public typealias Response = Outcome
}

public struct GroupConfirm: Request {
    public static let verb = Verb.groupConfirm
    public static let about = About(
        "Confirm a group. Each of its schools gets a host visit, and each visit a lead reviewer.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }
    public typealias Response = Outcome
}

public struct VisitPropose: Request {
    public static let verb = Verb.visitPropose
    public static let about = About(
        "Propose a date for a visit.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let date: CivilDate

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        date = try fields.required("date", "The day proposed.")
    }
    public typealias Response = Outcome
}

public struct VisitAgree: Request {
    public static let verb = Verb.visitAgree
    public static let about = About(
        "Record that a visit's date is agreed. Host and reviewers are invited at once.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let date: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        date = try fields.optional("date", "The day, where none was proposed before.")
    }
    public typealias Response = Outcome
}

public struct VisitReschedule: Request {
    public static let verb = Verb.visitReschedule
    public static let about = About(
        "Move a visit to another day, which is proposed until it is agreed.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let date: CivilDate
    public let isAgreed: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        date = try fields.required("date", "The new day.")
        isAgreed = try fields.flag("agreed", "Host and reviewers have agreed it already.")
    }
    public typealias Response = Outcome
}

public struct VisitChange: Request {
    public static let verb = Verb.visitChange
    public static let about = About(
        "Change when a visit begins and ends on its day. Everyone invited gets the change.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let start: CivilTime?
    public let finish: CivilTime?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        start = try fields.optional("start", "When it begins, as HH:MM.")
        finish = try fields.optional("finish", "When it ends.")
    }
    public typealias Response = Outcome
}

/// Verbs that take nothing but a visit.
public protocol VisitVerb: Request {
    var visit: Int64 { get }
}

public struct VisitPrepare: VisitVerb {
    public static let verb = Verb.visitPrepare
    public static let about = About(
        "Record that the host has sent its documents and timetable.", .operate, .changes,
        errors: [.notFound, .stateRefused])
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }
    public typealias Response = Outcome
}

public struct VisitHold: VisitVerb {
    public static let verb = Verb.visitHold
    public static let about = About(
        "Record that a visit took place.", .operate, .changes,
        errors: [.notFound, .exists, .stateRefused, .ruleRefused])
    public let visit: Int64
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
        on = try fields.optional("on", "The day on which it took place, where that is another than the one on record.")
    }
    public typealias Response = Outcome
}

public struct VisitCancel: VisitVerb {
    public static let verb = Verb.visitCancel
    public static let about = About(
        "Cancel a visit. Everyone invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }
    public typealias Response = Outcome
}
