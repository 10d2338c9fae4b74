import VNetCore

// The programme of a session's half day.

@Request("Show the programme of a session.", .read, .reads, errors: [.notFound], rendering: .table("items"))
public struct AgendaGet: Request {
    @Field("The session's id.") public let session: Int64

    @Reply public struct Response: Reply {
        @Field("In the order of the day.") public var items: [Item]
    }

    @Reply public struct Item: Reply {
        @Field("When it begins, local time.") public var start: CivilTime
        @Field("What it is.") public var title: String
    }
}

@Request(
    "Set the programme of a session, all of it.", .operate, .changes, errors: [.notFound, .stateRefused, .ruleRefused])
public struct AgendaSet: Request {
    @Field("The session's id.") public let session: Int64
    @Field("Each part as HH:MM and what it is, such as “09:00 Protocols”.") public let items: [Label]
}
