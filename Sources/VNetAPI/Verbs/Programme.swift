import VNetCore

// What happens in a cohort: sessions, groups, visits, and what is written.

@Request(
    "Set a session. Confirmed schools are invited at once.", .operate, .changes,
    errors: [.notFound, .exists, .stateRefused, .ruleRefused])
public struct SessionSchedule: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("What the session is for.") public let kind: SessionKind
    @Field("Its day.") public let date: CivilDate
    @Field("When it begins, local time.") public let start: CivilTime
    @Field("When it ends, local time.") public let finish: CivilTime
    @Field("Where it is.") public let place: Label
}

@Request(
    "Move a session to another day. Everyone invited gets the change.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct SessionReschedule: Request {
    @Field("The session's id.") public let session: Int64
    @Field("The new day.") public let date: CivilDate
}

@Request(
    "Change when a session begins and ends on its day, or its place. Everyone invited gets the change.", .operate,
    .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct SessionChange: Request {
    @Field("The session's id.") public let session: Int64
    @Field("When it begins, as HH:MM.") public let start: CivilTime?
    @Field("When it ends.") public let finish: CivilTime?
    @Field("Where it is held.") public let place: Label?
}

@Request(
    "Record that a session was held.", .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
public struct SessionHold: Request {
    @Field("The session's id.") public let session: Int64
    @Field("The day on which it was held, where that is another than the one on record.") public let on: CivilDate?
}

@Request("Cancel a session. Everyone invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct SessionCancel: Request {
    @Field("The session's id.") public let session: Int64
}

@Request(
    "Record who came to a session: every school not named as absent was present.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct AttendanceRecord: Request {
    @Field("The session's id.") public let session: Int64
    @Field("The URNs of the schools that did not come.") public let absent: [URN]?
}

@Request("Propose a triad or tetrad.", .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
public struct GroupCreate: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("What the group is called, unique in its cohort.") public let name: Label
    @Field("The URNs of its three or four schools.") public let schools: [URN]
}

@Request(
    "Confirm a group. Each of its schools gets a host visit, and each visit a lead reviewer.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct GroupConfirm: Request {
    @Field("The group's id.") public let group: Int64
}

@Request("Propose a date for a visit.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitPropose: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The day proposed.") public let date: CivilDate
}

@Request(
    "Record that a visit's date is agreed. Host and reviewers are invited at once.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitAgree: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The day, where none was proposed before.") public let date: CivilDate?
}

@Request(
    "Move a visit to another day, which is proposed until it is agreed.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitReschedule: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The new day.") public let date: CivilDate
    @Field("Host and reviewers have agreed it already.") public let isAgreed: Bool
}

@Request(
    "Change when a visit begins and ends on its day. Everyone invited gets the change.", .operate, .changes,
    errors: [.notFound, .stateRefused, .ruleRefused])
public struct VisitChange: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("When it begins, as HH:MM.") public let start: CivilTime?
    @Field("When it ends.") public let finish: CivilTime?
}

@Request(
    "Record that the host has sent its documents and timetable.", .operate, .changes,
    errors: [.notFound, .stateRefused])
public struct VisitPrepare: Request {
    @Field("The visit's id.") public let visit: Int64
}

@Request(
    "Record that a visit took place.", .operate, .changes, errors: [.notFound, .exists, .stateRefused, .ruleRefused])
public struct VisitHold: Request {
    @Field("The visit's id.") public let visit: Int64
    @Field("The day on which it took place, where that is another than the one on record.") public let on: CivilDate?
}

@Request("Cancel a visit. Everyone invited is told.", .operate, .changes, errors: [.notFound, .stateRefused])
public struct VisitCancel: Request {
    @Field("The visit's id.") public let visit: Int64
}
