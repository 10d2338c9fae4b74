import VNetJSON

/// The parameters of one verb, as a value.
public protocol Request: Sendable {
    /// An outcome, unless it is declared.
    associatedtype Response: Reply = Outcome
    static var verb: Verb { get }
    static var about: About { get }
    /// Reads the parameters; each declaration is also the documentation of one.
    init(_ fields: inout RequestFields) throws(Refusal)
}

/// What is to be known of a verb besides its parameters and its reply. A class, for it is looked at with every line, and a
/// reference is all that is copied.
public final class About: Sendable {
    /// How many bytes a passed file may have.
    public static let largestFile = 256 << 20

    /// What carrying it out does.
    public enum Effect: Sendable {
        case reads
        /// Shows what is confidential, and changes nothing but the audit log, which notes it.
        case discloses
        /// Changes state, in one transaction; takes `dry_run` and `if_generation`.
        case changes
        /// Changes state, and takes long enough to be done by the worker while others are answered.
        case worksLong
        /// Changes nothing by itself, but its reply may wait for something to happen.
        case waits
    }

    /// How vnetctl shows the reply to a person.
    public enum Rendering: Sendable {
        case fields
        /// The list of this name as a table, the other fields above it.
        case table(String)
        /// The text of this field, as it is.
        case text(String)
        /// A cohort's timeline.
        case timeline
    }

    public let permission: Permission
    public let effect: Effect
    /// One line, in the imperative.
    public let summary: String
    /// What can be refused besides what every verb can.
    public let errors: [ErrorCode]
    /// Whether it takes an open file, passed as a descriptor; on the command line the last argument.
    public let takesFile: Bool
    public let rendering: Rendering
    /// Who is told by an event that it was done: whoever watches, unless it is about what only some may know.
    public let told: Permission

    public init(
        _ summary: String, _ permission: Permission, _ effect: Effect, errors: [ErrorCode] = [],
        takesFile: Bool = false, rendering: Rendering = .fields, told: Permission? = nil
    ) {
        self.summary = summary
        self.permission = permission
        self.effect = effect
        self.errors = errors
        self.takesFile = takesFile
        self.rendering = rendering
        self.told = told ?? ([.confidential, .dpo].contains(permission) ? permission : .read)
    }

    /// Whether it takes `dry_run` and `if_generation`.
    public var isChange: Bool {
        switch effect {
        case .changes, .worksLong: true
        case .reads, .discloses, .waits: false
        }
    }

    /// Whether it writes to the store before it is answered, and so cannot while long work does.
    public var writes: Bool {
        switch effect {
        case .discloses, .changes, .worksLong: true
        case .reads, .waits: false
        }
    }
}

extension Request {
    /// The request and options that `params` hold, every parameter known and right.
    public static func decode(_ params: JSONObject) throws(Refusal) -> (request: Self, options: ChangeOptions) {
        var fields = RequestFields(params)
        let request = try Self(&fields)
        var options = about.isChange ? try ChangeOptions(&fields) : ChangeOptions()
        if case .worksLong = about.effect { try options.readLong(&fields) }
        try fields.finish()
        return (request, options)
    }

    /// The same bytes for the same request, whatever the order of its parameters, the key that it is called by, and whether
    /// somebody looks on.
    public static func canonical(_ params: JSONObject) -> [UInt8] {
        let named = params.members.filter { !["idempotency_key", "progress"].contains($0.key) }.sorted {
            $0.key < $1.key
        }
        return JSONValue.array([.string(verb.rawValue), .object(JSONObject(named))]).serialized
    }

    /// The verb's own parameters, in the order of the command line.
    public static var parameters: [FieldDeclaration] { RequestFields.declarations(of: Self.self) }

    /// Whether the reply says what changed, as that of most changes does.
    public static var repliesWithOutcome: Bool { Response.self == Outcome.self }

    /// The fields of the reply.
    public static var replyFields: [FieldDeclaration] { ReplyFields.declarations(of: Response.self) }
}
