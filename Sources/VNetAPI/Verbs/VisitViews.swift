import VNetCore

// Visits, across cohorts and one by one, and what stands in people's calendars.

@Listing(
    "List visits: of one cohort, or of all.", .read, errors: [.notFound], rows: "visits",
    order: "By date, those without one last.")
public struct VisitList: Listing {
    @Field("Only those of this cohort.") public let cohort: Int64?
    @Field("Only visits in this state.") public let state: VisitState?
    @Field("Only from this day on.") public let from: CivilDate?
    @Field("Only up to this day.") public let until: CivilDate?

    @Reply public struct Row: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var visit: VisitView
    }
}

@Request("Show a visit: who reviews it, and what has been received about it.", .read, .reads, errors: [.notFound])
public struct VisitGet: Request {
    @Field("The visit's id.") public let visit: Int64

    @Reply public struct Response: Reply {
        @Field("The cohort's id.") public var cohort: Int64
        @Embedded public var visit: VisitView
        @Field("When it ends, local time.") public var finish: CivilTime
        @Field("When its write-up was received; absent once that is purged.") public var writeUpOn: CivilDate?
        @Field("When its outcome report was received; absent once that is purged.") public var reportOn: CivilDate?
        @Field("Who was named to review; for the other schools, the head reviews.") public var people: [Reviewer]
    }

    @Reply public struct Reviewer: Reply {
        @Field("The person's id.") public var person: Int64
        @Field("The URN of the school that the person reviews for; a reviewer of the network has none.")
        public var urn: URN?
    }
}

@Listing(
    "List the calendar entries that were sent, about a session, about a visit, or to a person.", .read,
    errors: [.notFound], rows: "invites", order: "Oldest first.")
public struct InviteList: Listing {
    @Field("The session's id.") public let session: Int64?
    @Field("The visit's id.") public let visit: Int64?
    @Field("The person's id.") public let person: Int64?

    @Reply public struct Row: Reply {
        @Field("What calendars know it by; it never changes.") public var uid: String
        @Field("The session or visit.") public var about: String
        @Field("The id of the person who has it.") public var person: Int64
        @Field("The URNs of the schools that bring the person to it; a reviewer of the network has none.")
        public var schools: [URN]
        @Field("The day that was last sent.") public var date: CivilDate
        @Field("How often it has been changed.") public var sequence: Int
        @Field("Whether its day is agreed or proposed only, or it was taken out of the calendar.")
        public var standing: InviteStanding
    }
}
