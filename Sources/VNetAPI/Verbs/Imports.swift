import VNetCore

// Files that the network's administrators already have. Each import is one transaction: a row that is broken is named by
// line, column and value, and nothing of the file is imported, unless the request says to leave such rows out.

@Request(
    "Import schools from a GIAS establishment CSV file, and say what is new, what has changed and what has closed.",
    .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
public struct SchoolImport: Request {
    @Field("Leave out rows that are broken, and say which.", as: "skip_broken") public let skipsBroken: Bool
}

@Request(
    "Import which school followed which from the GIAS links CSV file. A school that has closed, or is missing from a "
        + "register newer than its link, goes on in its cohorts as its one successor, and its people with it. Splits, "
        + "mergers and amalgamations are told, and never followed; nor is a link of a school that is open.", .operate,
    .worksLong, errors: [.dataInvalid], takesFile: true)
public struct LinkImport: Request {
    @Field("Leave out rows that are broken, and say which.", as: "skip_broken") public let skipsBroken: Bool
}

@Request(
    "Import contacts from a CSV file with the columns URN, role, name and e-mail. A new head takes over from the old "
        + "one, and invitations follow.", .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
public struct ContactImport: Request {
    @Field("Leave out rows that are broken, and say which.", as: "skip_broken") public let skipsBroken: Bool
}

@Request(
    "Import bank holidays from bank-holidays.json as GOV.UK publishes it. Days that the file no longer has, between its "
        + "first and its last, are removed.", .operate, .worksLong, errors: [.dataInvalid], takesFile: true)
public struct HolidayImport: Request {}

@Request(
    "Import the term dates of a local authority or of a school from a calendar file (.ics). An event called a holiday, "
        + "half term, break, closure, INSET or training day is a closure; one called a term is a term, as are the days "
        + "from “term begins” to “term ends”, and schools are closed between terms, also between those of one file and the "
        + "next. Other events are left out. So is one whose title says something else besides, such as “Library closed”: "
        + "it is listed with its line and what it seems to be, and taken only if that is accepted. The file replaces what "
        + "was on record from its first day to its last. Reminders follow.", .operate, .worksLong,
    errors: [.notFound, .dataInvalid], takesFile: true)
public struct TermImport: Request {
    @Field("The local authority whose terms they are: its code, or its name.", as: "la") public let authority: Label?
    @Field("The school whose terms they are, added to those of its local authority.") public let urn: URN?
    @Field("The school keeps these terms instead of its local authority's, over the days that the file covers.")
    public let isInstead: Bool
    @Field("Lines of the file: the uncertain events that begin there are taken for what they seem to be.", as: "accept")
    public let accepted: [Int]?
}

@Listing(
    "List the days on which a school, or the schools of a local authority, are closed besides weekends and bank holidays.",
    .read, errors: [.notFound], rows: "closures", order: "By their first day.")
public struct TermList: Listing {
    @Field("The school.") public let urn: URN?
    @Field("The local authority: its code, or its name.", as: "la") public let authority: Label?
    @Field("Only what ends on this day or later; today unless given.") public let from: CivilDate?
    public typealias Row = ClosureView
}

extension Page where List == TermList {
    public var closures: [List.Row] { rows }
}

/// Days on which a school is closed.
@Reply public struct ClosureView: Reply {
    @Field("The first day.") public var first: CivilDate
    @Field("The last day.") public var last: CivilDate
    @Field("What for, as the calendar file has it.") public var title: String
    @Field("Whose term dates say so: the local authority's or the school's own.") public var source: Source
    public enum Source: String, CaseIterable, Sendable, ChoiceFieldValue { case authority, school }
}
