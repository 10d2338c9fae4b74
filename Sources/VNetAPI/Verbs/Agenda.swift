import VNetCore

// The programme of a session's half day.

public struct AgendaGet: Request {
    public static let verb = Verb.agendaGet
    public static let about = About(
        "Show the programme of a session.", .read, .reads, errors: [.notFound], rendering: .table("items"))
    public let session: Int64
    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
    }

    public struct Response: Reply {
        public var items: [Item]
        public init(items: [Item]) { self.items = items }
        public static let sample = Response(items: [Item.sample])
        public func write(_ fields: inout ReplyFields) { fields.list("items", items, "In the order of the day.") }
    }

    public struct Item: Reply {
        public var start: CivilTime
        public var title: String
        public init(start: CivilTime, title: String) {
            self.start = start
            self.title = title
        }
        public static let sample = Item(start: CivilTime.sample, title: "Protocols")
        public func write(_ fields: inout ReplyFields) {
            fields.field("start", start, "When it begins, local time.")
            fields.field("title", title, "What it is.")
        }
    }
}

public struct AgendaSet: Request {
    public static let verb = Verb.agendaSet
    public static let about = About(
        "Set the programme of a session, all of it.", .operate, .changes,
        errors: [.notFound, .stateRefused, .ruleRefused])
    public let session: Int64
    public let items: [Label]

    public init(_ fields: inout RequestFields) throws(Refusal) {
        session = try fields.required("session", "The session's id.")
        items = try fields.required("items", "Each part as HH:MM and what it is, such as “09:00 Protocols”.")
    }
    public typealias Response = Outcome
}
