import VNetCore

// Themes are data: added, renamed and retired without a new release.

@Listing("List the themes a cohort can have.", .read, rows: "themes", order: "By title.")
public struct ThemeList: Listing {
    @Field("Those that are no longer in use, instead.") public let retired: Bool
    public typealias Row = Theme

    @Reply public struct Theme: Reply {
        @Field("What to give to cohort create.") public var key: String
        @Field("The theme.") public var title: String
        @Embedded public var demands: ThemeDemands
    }
}

@Request("Add a theme, or take a retired one into use again.", .operate, .changes, errors: [.exists, .ruleRefused])
public struct ThemeAdd: Request {
    @Field("What it is called in mails and lists.") public let title: Label
    @Field("What to call it in commands: small letters, digits and hyphens. Made from the title unless given.")
    public let key: String?
    @Field("Only groups that completed a cycle together may take it.") public let establishedOnly: Bool
    @Field("Each school of a group must have had the further training.") public let furtherTraining: Bool
}

@Request("Give a theme another title. Its key stays.", .operate, .changes, errors: [.exists, .notFound])
public struct ThemeRename: Request {
    @Field("The theme's key.") public let theme: String
    @Field("The new title.") public let title: Label
}

@Request(
    "Set what a theme demands of a group. Groups that are confirmed already stay so.", .operate, .changes,
    errors: [.notFound])
public struct ThemeDemand: Request {
    @Field("The theme's key.") public let theme: String
    @Field("Whether only groups that completed a cycle together may take it.") public let establishedOnly: Bool?
    @Field("Whether each school of a group must have had the further training.") public let furtherTraining: Bool?
}

@Request("Take a theme out of use. Cohorts that have it keep it.", .operate, .changes, errors: [.notFound])
public struct ThemeRetire: Request {
    @Field("The theme's key.") public let theme: String
}

@Request(
    "Record that schools have had the further training that some themes demand.", .operate, .changes,
    errors: [.notFound, .ruleRefused])
public struct FurtherTrainingRecord: Request {
    @Field("Their URNs.") public let schools: [URN]
    @Field("The day; today unless given.") public let on: CivilDate?
}

@Listing("List the schools that have had the further training.", .read, rows: "schools", order: "By name.")
public struct FurtherTrainingList: Listing {
    @Reply public struct Row: Reply {
        @Field("The school's URN.") public var urn: URN
        @Field("The school's name.") public var school: String
        @Field("When it last had it.") public var on: CivilDate
    }
}

extension ThemeDemands: Reply {
    public static let sample = ThemeDemands()

    public func write(_ fields: inout ReplyFields) {
        fields.field(
            "established_only", establishedOnly,
            "Whether only groups that completed a cycle together before may take it.")
        fields.field(
            "further_training", furtherTraining, "Whether each school of a group must have had the further training.")
    }
}
