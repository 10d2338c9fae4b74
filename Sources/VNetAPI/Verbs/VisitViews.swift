import VNetCore

// Visits, across cohorts and one by one, and what stands in people's calendars.

public struct VisitList: Listing {
    public static let verb = Verb.visitList
    public static let about = About(
        "List visits: of one cohort, or of all.", .read, .reads, errors: [.notFound], rendering: .table("visits"))
    public let cohort: Int64?
    public let state: VisitState?
    public let from: CivilDate?
    public let until: CivilDate?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.optional("cohort", "Only those of this cohort.")
        state = try fields.optional("state", "Only visits in this state.")
        from = try fields.optional("from", "Only from this day on.")
        until = try fields.optional("until", "Only up to this day.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "visits"
    public static let order: StaticString = "By date, those without one last."

    public struct Row: Reply {
        public var cohort: Int64
        public var visit: VisitView
        public init(cohort: Int64, visit: VisitView) {
            self.cohort = cohort
            self.visit = visit
        }
        public static let sample = Row(cohort: 1, visit: VisitView.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(visit)
        }
    }
}

public struct VisitGet: VisitVerb {
    public static let verb = Verb.visitGet
    public static let about = About(
        "Show a visit: who reviews it, and what has been received about it.", .read, .reads, errors: [.notFound])
    public let visit: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        visit = try fields.required("visit", "The visit's id.")
    }

    public struct Response: Reply {
        public var cohort: Int64
        public var visit: VisitView
        public var finish: CivilTime
        public var writeUpOn: CivilDate?
        public var reportOn: CivilDate?
        public var people: [Reviewer]

        public init(
            cohort: Int64, visit: VisitView, finish: CivilTime, writeUpOn: CivilDate?, reportOn: CivilDate?,
            people: [Reviewer]
        ) {
            self.cohort = cohort
            self.visit = visit
            self.finish = finish
            self.writeUpOn = writeUpOn
            self.reportOn = reportOn
            self.people = people
        }

        public static let sample = Response(
            cohort: 1, visit: VisitView.sample, finish: CivilTime.sample, writeUpOn: CivilDate.sample,
            reportOn: CivilDate.sample, people: [Reviewer.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(visit)
            fields.field("finish", finish, "When it ends, local time.")
            fields.optional("write_up_on", writeUpOn, "When its write-up was received; absent once that is purged.")
            fields.optional("report_on", reportOn, "When its outcome report was received; absent once that is purged.")
            fields.list("people", people, "Who was named to review; of the other schools, the heads do.")
        }
    }

    public struct Reviewer: Reply {
        public var person: Int64
        public var urn: URN?
        public init(person: Int64, urn: URN?) {
            self.person = person
            self.urn = urn
        }
        public static let sample = Reviewer(person: 1, urn: URN.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("person", person, "The person's id.")
            fields.optional(
                "urn", urn, "The URN of the school that the person reviews for; a reviewer of the network has none.")
        }
    }
}

public struct InviteList: Listing {
    public static let verb = Verb.inviteList
    public static let about = About(
        "List the calendar entries that were sent, about a session, about a visit, or to a person.", .read, .reads,
        errors: [.notFound], rendering: .table("invites"))
    public let session: Int64?
    public let visit: Int64?
    public let person: Int64?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.optional("session", "The session's id.")
        visit = try fields.optional("visit", "The visit's id.")
        person = try fields.optional("person", "The person's id.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "invites"
    public static let order: StaticString = "Oldest first."

    public struct Row: Reply {
        public var uid: String
        public var about: String
        public var person: Int64
        public var urn: URN?
        public var date: CivilDate
        public var sequence: Int
        public var standing: InviteStanding

        public init(
            uid: String, about: String, person: Int64, urn: URN?, date: CivilDate, sequence: Int,
            standing: InviteStanding
        ) {
            self.uid = uid
            self.about = about
            self.person = person
            self.urn = urn
            self.date = date
            self.sequence = sequence
            self.standing = standing
        }

        public static let sample = Row(
            uid: "visit-1-1-1@5eed0001", about: "visit 1", person: 1, urn: URN.sample, date: CivilDate.sample,
            sequence: 0, standing: .agreed)

        public func write(_ fields: inout ReplyFields) {
            fields.field("uid", uid, "What calendars know it by; it never changes.")
            fields.field("about", about, "The session or visit.")
            fields.field("person", person, "The id of the person who has it.")
            fields.optional(
                "urn", urn, "The URN of the school for which the person has it; a reviewer of the network has none.")
            fields.field("date", date, "The day that was last sent.")
            fields.field("sequence", sequence, "How often it has been changed.")
            fields.field(
                "standing", standing, "Whether its day is agreed or proposed only, or it was taken out of the calendar."
            )
        }
    }
}
