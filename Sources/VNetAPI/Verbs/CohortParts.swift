import VNetCore

// What cohorts consist of, across cohorts and one by one.

public struct EnrolmentList: Listing {
    public static let verb = Verb.enrolmentList
    public static let about = About(
        "List the places of schools in cohorts: of one cohort, of one school, or all.", .read, .reads,
        errors: [.notFound], rendering: .table("enrolments"))
    public let cohort: Int64?
    public let urn: URN?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.optional("cohort", "Only those in this cohort.")
        urn = try fields.optional("urn", "Only those of this school.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "enrolments"
    public static let order: StaticString = "Newest first."

    public struct Row: Reply {
        public var cohort: Int64
        public var enrolment: EnrolmentView
        public init(cohort: Int64, enrolment: EnrolmentView) {
            self.cohort = cohort
            self.enrolment = enrolment
        }
        public static let sample = Row(cohort: 1, enrolment: EnrolmentView.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(enrolment)
        }
    }
}

public struct EnrolmentGet: EnrolmentVerb {
    public static let verb = Verb.enrolmentGet
    public static let about = About(
        "Show a school's part in a cohort: its readiness, its visits, and when it came.", .read, .reads,
        errors: [.notFound])
    public let cohort: Int64
    public let urn: URN

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.required("cohort", "The cohort's id.")
        urn = try fields.required("urn", "The school's URN.")
    }

    public struct Response: Reply {
        public var cohort: Int64
        public var enrolment: EnrolmentView
        public var group: String?
        public var readiness: [Readiness]
        public var visits: [Part]
        public var sessions: [Presence]

        public init(
            cohort: Int64, enrolment: EnrolmentView, group: String?, readiness: [Readiness], visits: [Part],
            sessions: [Presence]
        ) {
            self.cohort = cohort
            self.enrolment = enrolment
            self.group = group
            self.readiness = readiness
            self.visits = visits
            self.sessions = sessions
        }

        public static let sample = Response(
            cohort: 1, enrolment: EnrolmentView.sample, group: "A", readiness: [Readiness.sample],
            visits: [Part.sample], sessions: [Presence.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(enrolment)
            fields.optional("group", group, "The name of its group.")
            fields.list("readiness", readiness, "The readiness criteria that it has attested.")
            fields.list("visits", visits, "The visits that it hosts or reviews, by date.")
            fields.list("sessions", sessions, "The sessions at which its attendance was recorded, by date.")
        }
    }

    public struct Readiness: Reply {
        public var criterion: ReadinessCriterion
        public var attestedOn: CivilDate
        public init(criterion: ReadinessCriterion, attestedOn: CivilDate) {
            self.criterion = criterion
            self.attestedOn = attestedOn
        }
        public static let sample = Readiness(criterion: .documentation, attestedOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("criterion", criterion, "The criterion.")
            fields.field("attested_on", attestedOn, "When it was attested.")
        }
    }

    public struct Part: Reply {
        public var visit: Int64
        public var part: String
        public var host: String
        public var state: VisitState
        public var date: CivilDate?
        public init(visit: Int64, part: String, host: String, state: VisitState, date: CivilDate?) {
            self.visit = visit
            self.part = part
            self.host = host
            self.state = state
            self.date = date
        }
        public static let sample = Part(
            visit: 1, part: "reviewer", host: "A School", state: .agreed, date: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("visit", visit, "The visit's id.")
            fields.field("part", part, "host or reviewer.")
            fields.field("host", host, "The name of the school that is visited.")
            fields.field("state", state, "Where it stands.")
            fields.optional("date", date, "Its day.")
        }
    }

    public struct Presence: Reply {
        public var session: Int64
        public var kind: SessionKind
        public var date: CivilDate
        public var isPresent: Bool
        public init(session: Int64, kind: SessionKind, date: CivilDate, isPresent: Bool) {
            self.session = session
            self.kind = kind
            self.date = date
            self.isPresent = isPresent
        }
        public static let sample = Presence(session: 1, kind: .training, date: CivilDate.sample, isPresent: true)
        public func write(_ fields: inout ReplyFields) {
            fields.field("session", session, "The session's id.")
            fields.field("kind", kind, "What it was for.")
            fields.field("date", date, "Its day.")
            fields.field("present", isPresent, "Whether the school came.")
        }
    }
}

public struct SessionList: Listing {
    public static let verb = Verb.sessionList
    public static let about = About(
        "List sessions: of one cohort, or of all.", .read, .reads, errors: [.notFound], rendering: .table("sessions"))
    public let cohort: Int64?
    public let from: CivilDate?
    public let until: CivilDate?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.optional("cohort", "Only those of this cohort.")
        from = try fields.optional("from", "Only from this day on.")
        until = try fields.optional("until", "Only up to this day.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "sessions"
    public static let order: StaticString = "By date."

    public struct Row: Reply {
        public var cohort: Int64
        public var session: SessionView
        public init(cohort: Int64, session: SessionView) {
            self.cohort = cohort
            self.session = session
        }
        public static let sample = Row(cohort: 1, session: SessionView.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(session)
        }
    }
}

public struct SessionGet: Request {
    public static let verb = Verb.sessionGet
    public static let about = About(
        "Show a session with its programme and who came.", .read, .reads, errors: [.notFound])
    public let session: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
    }

    public struct Response: Reply {
        public var cohort: Int64
        public var session: SessionView
        public var slot: CivilDate?
        public var items: [AgendaGet.Item]
        public var schools: [Presence]

        public init(
            cohort: Int64, session: SessionView, slot: CivilDate?, items: [AgendaGet.Item], schools: [Presence]
        ) {
            self.cohort = cohort
            self.session = session
            self.slot = slot
            self.items = items
            self.schools = schools
        }

        public static let sample = Response(
            cohort: 1, session: SessionView.sample, slot: CivilDate.sample, items: [AgendaGet.Item.sample],
            schools: [Presence.sample])

        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(session)
            fields.optional("slot", slot, "The day that a series gave it, whatever has become of it since.")
            fields.list("items", items, "Its programme, in the order of the day.")
            fields.list("schools", schools, "The schools whose attendance was recorded, in the order of enrolment.")
        }
    }

    public struct Presence: Reply {
        public var urn: URN
        public var school: String
        public var isPresent: Bool
        public init(urn: URN, school: String, isPresent: Bool) {
            self.urn = urn
            self.school = school
            self.isPresent = isPresent
        }
        public static let sample = Presence(urn: URN.sample, school: "A School", isPresent: true)
        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("came", isPresent, "Whether it came.")
        }
    }
}

public struct GroupList: Listing {
    public static let verb = Verb.groupList
    public static let about = About(
        "List groups: of one cohort, or of all.", .read, .reads, errors: [.notFound], rendering: .table("groups"))
    public let cohort: Int64?
    public let state: GroupState?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        cohort = try fields.optional("cohort", "Only those of this cohort.")
        state = try fields.optional("state", "Only groups in this state.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "groups"
    public static let order: StaticString = "Newest first."

    public struct Row: Reply {
        public var cohort: Int64
        public var group: GroupView
        public init(cohort: Int64, group: GroupView) {
            self.cohort = cohort
            self.group = group
        }
        public static let sample = Row(cohort: 1, group: GroupView.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(group)
        }
    }
}

public struct GroupGet: GroupVerb {
    public static let verb = Verb.groupGet
    public static let about = About("Show a group with its visits.", .read, .reads, errors: [.notFound])
    public let group: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        group = try fields.required("group", "The group's id.")
    }

    public struct Response: Reply {
        public var cohort: Int64
        public var group: GroupView
        public var visits: [VisitView]
        public init(cohort: Int64, group: GroupView, visits: [VisitView]) {
            self.cohort = cohort
            self.group = group
            self.visits = visits
        }
        public static let sample = Response(cohort: 1, group: GroupView.sample, visits: [VisitView.sample])
        public func write(_ fields: inout ReplyFields) {
            fields.field("cohort", cohort, "The cohort's id.")
            fields.embed(group)
            fields.list("visits", visits, "Its visits.")
        }
    }
}
