import VNetCore

// Themes are data: they come, are renamed and go without a new release.

public struct ThemeList: Listing {
    public static let verb = Verb.themeList
    public static let about = About("List the themes a cohort can have.", .read, .reads, rendering: .table("themes"))
    public let retired: Bool
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        retired = try fields.flag("retired", "Those that are no longer in use, instead.")
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = Theme
    public static let rows: StaticString = "themes"
    public static let order: StaticString = "By title."

    public struct Theme: Reply {
        public var key: String
        public var title: String
        public var demands: ThemeDemands
        public init(key: String, title: String, demands: ThemeDemands) {
            self.key = key
            self.title = title
            self.demands = demands
        }
        public static let sample = Theme(
            key: "personal-development", title: "Personal Development", demands: ThemeDemands())
        public func write(_ fields: inout ReplyFields) {
            fields.field("key", key, "What to give to cohort create.")
            fields.field("title", title, "The theme.")
            fields.field(
                "established_only", demands.establishedOnly,
                "Whether only groups that completed a cycle together before may take it.")
            fields.field(
                "further_training", demands.furtherTraining,
                "Whether each school of a group must have had the further training.")
        }
    }
}

public struct ThemeAdd: Request {
    public static let verb = Verb.themeAdd
    public static let about = About(
        "Add a theme, or take a retired one into use again.", .operate, .changes, errors: [.exists, .ruleRefused])
    public let title: Label
    public let key: String?
    public let establishedOnly: Bool
    public let furtherTraining: Bool

    public init(_ fields: inout RequestFields) throws(Refusal) {
        title = try fields.required("title", "What it is called in mails and lists.")
        key = try fields.optional(
            "key", "What to call it in commands: small letters, digits and hyphens. Made from the title unless given.")
        establishedOnly = try fields.flag(
            "established_only", "Only groups that completed a cycle together may take it.")
        furtherTraining = try fields.flag(
            "further_training", "Each school of a group must have had the further training.")
    }
    public typealias Response = Outcome
}

public struct ThemeRename: Request {
    public static let verb = Verb.themeRename
    public static let about = About(
        "Give a theme another title. Its key stays.", .operate, .changes, errors: [.exists, .notFound])
    public let theme: String
    public let title: Label

    public init(_ fields: inout RequestFields) throws(Refusal) {
        theme = try fields.required("theme", "The theme's key.")
        title = try fields.required("title", "The new title.")
    }
    public typealias Response = Outcome
}

public struct ThemeDemand: Request {
    public static let verb = Verb.themeDemand
    public static let about = About(
        "Set what a theme demands of a group. Groups that are confirmed already stay so.", .operate, .changes,
        errors: [.notFound])
    public let theme: String
    public let establishedOnly: Bool?
    public let furtherTraining: Bool?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        theme = try fields.required("theme", "The theme's key.")
        establishedOnly = try fields.optional(
            "established_only", "Whether only groups that completed a cycle together may take it.")
        furtherTraining = try fields.optional(
            "further_training", "Whether each school of a group must have had the further training.")
    }
    public typealias Response = Outcome
}

public struct ThemeRetire: Request {
    public static let verb = Verb.themeRetire
    public static let about = About(
        "Take a theme out of use. Cohorts that have it keep it.", .operate, .changes, errors: [.notFound])
    public let theme: String
    public init(_ fields: inout RequestFields) throws(Refusal) {
        theme = try fields.required("theme", "The theme's key.")
    }
    public typealias Response = Outcome
}

public struct FurtherTrainingRecord: Request {
    public static let verb = Verb.furtherTrainingRecord
    public static let about = About(
        "Record that schools have had the further training that some themes demand.", .operate, .changes,
        errors: [.notFound, .ruleRefused])
    public let schools: [URN]
    public let on: CivilDate?

    public init(_ fields: inout RequestFields) throws(Refusal) {
        schools = try fields.required("schools", "Their URNs.")
        on = try fields.optional("on", "The day; today unless given.")
    }
    public typealias Response = Outcome
}

public struct FurtherTrainingList: Listing {
    public static let verb = Verb.furtherTrainingList
    public static let about = About(
        "List the schools that have had the further training.", .read, .reads, rendering: .table("schools"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public static let rows: StaticString = "schools"
    public static let order: StaticString = "By name."

    public struct Row: Reply {
        public var urn: URN
        public var school: String
        public var on: CivilDate
        public init(urn: URN, school: String, on: CivilDate) {
            self.urn = urn
            self.school = school
            self.on = on
        }
        public static let sample = Row(urn: URN.sample, school: "A School", on: CivilDate.sample)
        public func write(_ fields: inout ReplyFields) {
            fields.field("urn", urn, "The school's URN.")
            fields.field("school", school, "The school's name.")
            fields.field("on", on, "When it last had it.")
        }
    }
}
