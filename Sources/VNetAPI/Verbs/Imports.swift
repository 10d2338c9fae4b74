import VNetCore

// Files that the network's administrators already have. Each import is one transaction: a row that is broken is named by
// line, column and value, and nothing of the file is imported, unless it was asked for to leave such rows out.

public struct SchoolImport: Request {
    public static let verb = Verb.schoolImport
    public static let about = About(
        "Import schools from a GIAS establishment CSV file, and say what is new, what has changed and what has closed.",
        .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
    public let skipsBroken: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        skipsBroken = try fields.flag("skip_broken", "Leave out rows that are broken, and say which.")
    }
    public typealias Response = Outcome
}

public struct LinkImport: Request {
    public static let verb = Verb.linkImport
    public static let about = About(
        "Import which school followed which from the GIAS links CSV file. A school that has closed, or is missing from a "
            + "register newer than its link, goes on in its cohorts as its one successor, and its people with it. Splits, "
            + "mergers and amalgamations are told, and never followed; nor is a link of a school that is open.",
        .operate, .worksLong,
        errors: [.dataInvalid], takesFile: true)
    public let skipsBroken: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        skipsBroken = try fields.flag("skip_broken", "Leave out rows that are broken, and say which.")
    }
    public typealias Response = Outcome
}

public struct ContactImport: Request {
    public static let verb = Verb.contactImport
    public static let about = About(
        "Import contacts from a CSV file with the columns URN, role, name and e-mail. A new head takes over from the old "
            + "one, and invitations follow.", .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
    public let skipsBroken: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        skipsBroken = try fields.flag("skip_broken", "Leave out rows that are broken, and say which.")
    }
    public typealias Response = Outcome
}

public struct HolidayImport: Request {
    public static let verb = Verb.holidayImport
    public static let about = About(
        "Import bank holidays from bank-holidays.json as GOV.UK publishes it. Days that the file no longer has, between its "
            + "first and its last, are removed.", .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
    public init(_ fields: inout RequestFields) throws(Refusal) {}
    public typealias Response = Outcome
}

public struct TermImport: Request {
    public static let verb = Verb.termImport
    public static let about = About(
        "Import the term dates of a local authority or of a school from a calendar file (.ics). An event called a holiday, "
            + "half term, break, closure, INSET or training day is a closure; one called a term is a term, as are the days "
            + "from “term begins” to “term ends”, and schools are closed between terms, also between those of one file and the "
            + "next. Other events are left out. So is one whose title says something else besides, such as “Library closed”: "
            + "it is listed with its line and what it seems to be, and taken only if that is accepted. The file replaces what "
            + "was on record from its first day to its last. Reminders follow.", .operate, .worksLong,
        errors: [.notFound, .dataInvalid], takesFile: true)
    public let authority: Label?
    public let urn: URN?
    public let isInstead: Bool
    public let accepted: [Int]?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        authority = try fields.optional("la", "The local authority whose terms they are: its code, or its name.")
        urn = try fields.optional("urn", "The school whose terms they are, added to those of its local authority.")
        isInstead = try fields.flag(
            "instead",
            "The school keeps these terms instead of its local authority's, over the days that the file covers.")
        accepted = try fields.optional(
            "accept", "Lines of the file: what begins there and is not certain is taken for what it seems to be.")
    }
    public typealias Response = Outcome
}

public struct TermList: Listing {
    public static let verb = Verb.termList
    public static let about = About(
        "List the days on which a school, or the schools of a local authority, are closed besides weekends and bank holidays.",
        .read, .reads, errors: [.notFound], rendering: .table("closures"))
    public let urn: URN?
    public let authority: Label?
    public let from: CivilDate?
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        urn = try fields.optional("urn", "The school.")
        authority = try fields.optional("la", "The local authority: its code, or its name.")
        from = try fields.optional("from", "Only what ends on this day or later; today unless given.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = ClosureView
    public static let rows: StaticString = "closures"
    public static let order: StaticString = "By their first day."
}

extension Page where List == TermList {
    public var closures: [List.Row] { rows }
}

/// Days on which a school is closed.
public struct ClosureView: Reply {
    public enum Source: String, CaseIterable, Sendable, ChoiceFieldValue { case authority, school }

    public var first: CivilDate
    public var last: CivilDate
    public var title: String
    public var source: Source

    public init(first: CivilDate, last: CivilDate, title: String, source: Source) {
        self.first = first
        self.last = last
        self.title = title
        self.source = source
    }

    public static let sample = ClosureView(
        first: CivilDate(iso: "2026-10-26")!, last: CivilDate(iso: "2026-10-30")!, title: "Half term",
        source: .authority)

    public func write(_ fields: inout ReplyFields) {
        fields.field("first", first, "The first day.")
        fields.field("last", last, "The last day.")
        fields.field("title", title, "What for, as the calendar file has it.")
        fields.field("source", source, "Whose term dates say so: the local authority's or the school's own.")
    }
}
