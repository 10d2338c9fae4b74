import VNetCore

// What is known of one person: for whoever has to answer them.

@Request(
    "Show what is known of a person: roles, acceptances of the protocol, visits reviewed or led.", .read, .reads,
    errors: [.notFound])
public struct PersonGet: Request {
    @Field("The person's id; “person list” shows it.") public let person: Int64

    @Reply public struct Response: Reply {
        @Field("The person's name.", reader: .operate) public var name: String
        @Field("The person's e-mail address.", reader: .operate) public var email: String
        @Embedded public var record: PersonRecord
    }
}

@Request(
    "Write out everything that is held about a person, to be given to them. The reading is noted in the audit log.",
    .dpo, .discloses, errors: [.notFound], rendering: .text("text"))
public struct PersonExport: Request {
    @Field("The person's id; “person list” shows it.") public let person: Int64

    @Reply public struct Response: Reply {
        @Field("As of which day.") public var on: CivilDate
        @Field("The person's name.", reader: .dpo) public var name: String
        @Field("The person's e-mail address.", reader: .dpo) public var email: String
        @Embedded public var record: PersonRecord
        @Field("What was written to them, oldest first.", reader: .dpo) public var messages: [SentMessage]
        @Field("Enquiries from the same address.", reader: .dpo) public var enquiries: [PersonEnquiry]
        @Field("Requests for erasure.", reader: .dpo) public var requests: [ErasureView]
        @Field("All of it, to be read.", reader: .dpo) public var text: Document = Document.sample
    }
}

/// What is on record of a person besides their name and address.
@Reply public struct PersonRecord: Reply {
    @Field("The person's id.") public var id: Int64
    @Field("What the person is or was, oldest first.") public var tenures: [TenureView]
    @Field("Versions of the protocol that the person has accepted.") public var acceptances: [Acceptance]
    @Field("Visits that the person was named to review, or leads.") public var reviews: [PersonReview]

    @Reply public struct Acceptance: Reply {
        @Field("The version's name.") public var version: String
        @Field("When it was accepted.") public var acceptedOn: CivilDate
    }
}

/// A role of one person, from one day to another.
@Reply public struct TenureView: Reply {
    @Field("The id of the tenure, for tenure end.") public var id: Int64
    @Field("The person's role there.") public var role: Role
    @Field("The school's URN; absent for a reviewer of the network.") public var urn: URN?
    @Field("The school's name.") public var school: String?
    @Field("The first day in this role.") public var since: CivilDate
    @Field("The last day in this role; absent while it goes on.") public var until: CivilDate?
}

/// A visit that one person was named to review, or leads.
@Reply public struct PersonReview: Reply {
    @Field("The visit's id.") public var visit: Int64
    @Field("The cohort's id.") public var cohort: Int64
    @Field("The school that is visited.") public var host: String
    @Field("The school for which the person was named to review.") public var school: String?
    @Field("Whether the person leads the visit.") public var isLead: Bool
    @Field("The day of the visit.") public var date: CivilDate?
    @Field("Where the visit stands.") public var state: VisitState
}

/// A message to one person, as part of what only they are given, with what is still kept of what it said.
@Reply public struct SentMessage: Reply {
    @Field("The message's id.") public var id: Int64
    @Field("What it is for.") public var kind: MessageKind
    @Field("Where it stands.") public var state: MessageState
    @Field("When it was written.") public var composedAt: Instant
    @Field("Its subject, while its text is kept.") public var subject: String?
    @Field("What it said, while its text is kept.") public var body: Document?
}

/// An enquiry from one address, as part of what only its sender is given.
@Reply public struct PersonEnquiry: Reply {
    @Field("The enquiry's id.") public var id: Int64
    @Field("The school, trust or organisation that asks.") public var enquirer: String
    @Field("Where it stands.") public var state: EnquiryState
    @Field("When it came.") public var receivedOn: CivilDate
    @Field("Whom to answer.") public var contact: String
    @Field("What is asked.") public var question: String
}
