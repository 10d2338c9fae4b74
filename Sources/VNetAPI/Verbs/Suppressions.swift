import VNetCore

// Whom one is not to take up again unasked, and whether an address is known.

public struct PersonFind: Request {
    public static let verb = Verb.personFind
    public static let about = About("Find what is held under an e-mail address, by its ids.", .dpo, .reads)
    public let email: EmailAddress

    public init(_ fields: inout RequestFields) throws(Refusal) {
        email = try fields.required("email", "The address.")
    }

    public struct Response: Reply {
        public var person: Int64?
        public var enquiries: [Int64]
        public var suppression: Int64?

        public init(person: Int64?, enquiries: [Int64], suppression: Int64?) {
            self.person = person
            self.enquiries = enquiries
            self.suppression = suppression
        }

        public static let sample = Response(person: 1, enquiries: [1], suppression: 1)

        public func write(_ fields: inout ReplyFields) {
            fields.optional("person", person, "The person with this address.")
            fields.field("enquiries", enquiries, "Enquiries with this address to answer to.")
            fields.optional("suppression", suppression, "Its entry on the suppression list.")
        }
    }
}

public struct SuppressionList: Listing {
    public static let verb = Verb.suppressionList
    public static let about = About(
        "List the entries of the suppression list: people who were purged, and are not taken up again unasked. "
            + "“person find” tells which one an address has.", .dpo, .reads, rendering: .table("entries"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "entries"
    public static let order: StaticString = "Newest first."

    public struct Row: Reply {
        public var id: Int64
        public var reason: SuppressionReason
        public var addedOn: CivilDate
        public init(id: Int64, reason: SuppressionReason, addedOn: CivilDate) {
            self.id = id
            self.reason = reason
            self.addedOn = addedOn
        }
        public static let sample = Row(id: 1, reason: .erasure, addedOn: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("id", id, "The entry's id, for suppression lift.")
            fields.field("reason", reason, "Whether the person asked for erasure, or their time was up.")
            fields.field("added_on", addedOn, "When the person was purged.")
        }
    }
}

public struct SuppressionLift: Request {
    public static let verb = Verb.suppressionLift
    public static let about = About(
        "Take an entry off the suppression list, because the person has come back of their own accord.", .dpo, .changes,
        errors: [.notFound])
    public let suppression: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        suppression = try fields.required("suppression", "The entry's id.")
    }
    public typealias Response = Outcome
}
