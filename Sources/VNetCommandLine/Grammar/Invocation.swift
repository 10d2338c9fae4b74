import VNetAPI
import VNetCore
import VNetJSON

/// What a command line asks for.
public enum Command: Sendable {
    case help(Help.Topic)
    case version
    case request(RequestLine)
    /// Any method of the protocol, with parameters as they were typed.
    case call(method: String, CallParameters)
    case wait(WaitCondition)
    case ask(Question)
    case completionScript(Shell)
    /// The last of these words is being typed.
    case complete([String])
}

public enum CallParameters: Equatable, Sendable {
    case object(JSONObject)
    /// A JSON object, to be read from standard input.
    case standardInput
}

/// A verb with its arguments, checked as far as they can be without reading a file or asking the daemon.
public struct RequestLine: Sendable {
    public let verb: Verb
    public var params: JSONObject
    /// Parameters whose values are the contents of files, `-` being standard input.
    public var documents: [(name: String, path: String)]
    /// The file to be passed as a descriptor, `-` being standard input.
    public var file: String?
    /// The month to show of a timeline, by its first day.
    public var month: CivilDate?
}

/// A command line that cannot be carried out, in words that say what to type instead.
public struct UsageError: Error, Equatable, Sendable {
    public let message: String
    /// How the command is used, in one line.
    public let usage: String?

    public init(_ message: String, usage: String? = nil) {
        self.message = message
        self.usage = usage
    }
}

extension Verb {
    /// As on the command line: “cohort get”. What subscribes on the wire is one that watches.
    public var spoken: String {
        self == .eventsSubscribe ? "watch" : rawValue.split(separator: ".").joined(separator: " ")
    }

    /// “cohort” of `cohort.get`; nil for a verb without one.
    public var noun: String? {
        let parts = rawValue.split(separator: ".")
        return parts.count > 1 ? String(parts[0]) : nil
    }

    /// “get” of `cohort.get`.
    public var act: String { String(rawValue.split(separator: ".").last ?? "") }

    /// Those that people use; the mailer's are reached by `call`.
    public static var commands: [Verb] { allCases.filter { $0.request.about.permission != .deliver } }

    /// Those of one word.
    static var singles: [Verb] { commands.filter { !$0.spoken.contains(" ") } }

    public static var nouns: [String] {
        var result: [String] = []
        for case let noun? in commands.map(\.noun) where result.last != noun { result.append(noun) }
        return result
    }

    public static func of(noun: String) -> [Verb] { commands.filter { $0.noun == noun } }
}
