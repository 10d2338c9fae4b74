import VNetCore

// What cohorts consist of, across cohorts and one by one.

@Listing(
    "List the places of schools in cohorts: of one cohort, of one school, or all.", .read, errors: [.notFound],
    rows: "enrolments", order: "Newest first.")
public struct EnrolmentList: Listing {
    @Field("Only those in this cohort.") public let cohort: Int64?
    @Field("Only those of this school.") public let urn: URN?

    @Reply public struct Row: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var enrolment: EnrolmentView
    }
}

@Request(
    "Show a school's part in a cohort: its readiness, its visits, and when it came.", .read, .reads, errors: [.notFound]
)
public struct EnrolmentGet: Request {
    @Field("The cohort's id.") public let cohort: Int64
    @Field("The school's URN.") public let urn: URN

    @Reply public struct Response: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var enrolment: EnrolmentView
        @Field("The name of its group.") public var group: String?
        @Field("The readiness criteria that it has attested.") public var readiness: [Readiness]
        @Field("The visits that it hosts or reviews, by date.") public var visits: [Part]
        @Field("The sessions at which its attendance was recorded, by date.") public var sessions: [Presence]
    }

    @Reply public struct Readiness: Reply {
        @Field("The criterion.") public var criterion: ReadinessCriterion
        @Field("When it was attested.") public var attestedOn: CivilDate
    }

    @Reply public struct Part: Reply {
        @Field("The visit's id.") public var visit: Int64
        @Field("Its part in the visit.") public var part: VisitPart
        @Field("The name of the school that is visited.") public var host: String
        @Field("Where it stands.") public var state: VisitState
        @Field("Its day.") public var date: CivilDate?
    }

    @Reply public struct Presence: Reply {
        @Field("The session's id.") public var session: Int64
        @Field("What it was for.") public var kind: SessionKind
        @Field("Its day.") public var date: CivilDate
        @Field("Whether the school came.") public var isPresent: Bool
    }
}

@Listing("List sessions: of one cohort, or of all.", .read, errors: [.notFound], rows: "sessions", order: "By date.")
public struct SessionList: Listing {
    @Field("Only those of this cohort.") public let cohort: Int64?
    @Field("Only from this day on.") public let from: CivilDate?
    @Field("Only up to this day.") public let until: CivilDate?

    @Reply public struct Row: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var session: SessionView
    }
}

@Request("Show a session with its programme and who came.", .read, .reads, errors: [.notFound])
public struct SessionGet: Request {
    @Field("The session's id.") public let session: Int64

    @Reply public struct Response: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var session: SessionView
        @Field("The day that a series gave it, whatever has become of it since.") public var slot: CivilDate?
        @Field("Its programme, in the order of the day.") public var items: [AgendaGet.Item]
        @Field("The schools whose attendance was recorded, in the order of enrolment.") public var schools: [Presence]
    }

    @Reply public struct Presence: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("Whether it came.", as: "came") public var isPresent: Bool
    }
}

@Listing("List groups: of one cohort, or of all.", .read, errors: [.notFound], rows: "groups", order: "Newest first.")
public struct GroupList: Listing {
    @Field("Only those of this cohort.") public let cohort: Int64?
    @Field("Only groups in this state.") public let state: GroupState?

    @Reply public struct Row: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var group: GroupView
    }
}

@Request("Show a group with its visits.", .read, .reads, errors: [.notFound])
public struct GroupGet: Request {
    @Field("The group's id.") public let group: Int64

    @Reply public struct Response: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var group: GroupView
        @Field("Its visits.") public var visits: [VisitView]
    }
}
