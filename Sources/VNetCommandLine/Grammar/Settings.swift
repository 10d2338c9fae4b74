/// How a reply is printed.
public enum OutputForm: Equatable, Sendable {
    case human
    /// One JSON document.
    case json
    /// One JSON object a line: the elements of a list, or the reply itself.
    case jsonLines
    /// The bare values of these fields, tab-separated, one line an element of a list.
    case fields([FieldPath])

    /// Whether what is not data may stand beside it, on standard error.
    public var isForReading: Bool {
        switch self {
        case .human, .fields: true
        case .json, .jsonLines: false
        }
    }
}

/// The name of a field of a reply, or of one within another: `outbox.sent`.
public struct FieldPath: Equatable, Sendable {
    public let parts: [String]

    public init(_ text: String) {
        parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0).underscored }
    }

    public var text: String { parts.joined(separator: ".") }
}

/// When human output is coloured.
public enum ColorChoice: String, CaseIterable, Sendable {
    /// On a terminal, unless NO_COLOR is set.
    case auto
    case always, never
}

/// What `wait` waits for.
public enum WaitCondition: String, CaseIterable, Sendable {
    /// The daemon answers.
    case up
    /// The daemon no longer listens.
    case down
    /// No message is pending or being sent.
    case idle

    public var summary: String {
        switch self {
        case .up: "Until vnetd answers."
        case .down: "Until nobody listens at the socket."
        case .idle: "Until no message is pending or being sent."
        }
    }
}

/// What an `is-…` command asks.
public enum Question: String, CaseIterable, Sendable {
    case up = "is-up"
    case healthy = "is-healthy"
    case idle = "is-idle"

    public var summary: String {
        switch self {
        case .up: "Whether vnetd answers."
        case .healthy: "Whether vnetd is up and has no problem to report."
        case .idle: "Whether vnetd is up and no message is on its way."
        }
    }
}

/// A shell that completions are made for.
public enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }

/// What the options that every command takes say.
public struct Settings: Equatable, Sendable {
    /// Nil: as VNET_SOCKET says, or the usual one.
    public var socket: String?
    /// For the whole of a command.
    public var timeoutMilliseconds = 10_000
    /// Whether it was asked for.
    public var hasTimeout = false
    public var form = OutputForm.human
    public var color = ColorChoice.auto

    public init() {}

    /// Where vnetd listens unless told otherwise.
    public static let usualSocket = "/run/vnet/vnetd.sock"
}

extension String {
    /// As a field is called on the wire.
    var underscored: String { String(map { $0 == "-" ? "_" : $0 }) }
    /// As an option is called on the command line.
    var dashed: String { String(map { $0 == "_" ? "-" : $0 }) }
    /// As a person reads it.
    var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
