import VNetAPI
import VNetJSON

/// Reads a command line: `[OPTION…] NOUN VERB [ARGUMENT…] [--option VALUE…]`, by the verb table.
///
/// Options that every command takes may stand anywhere; those of a verb follow it. `--` ends options. A value follows its
/// option as the next word or after `=`. What begins with a minus and a digit is an argument.
public struct CommandLineParser {
    /// As far as they have been read; also after an error, which is printed as they say.
    public private(set) var settings = Settings()
    var rest: ArraySlice<String>
    var asksForHelp = false
    /// Whether what follows is what to explain, and not to do.
    var isHelpTopic = false
    /// Options of the verb that is being read; they come before those of vnetctl itself.
    var ownOptions: [String] = []
    private var optionsHaveEnded = false
    private var asksForVersion = false
    private var formOption: String?

    public init(_ arguments: [String]) { rest = arguments[...] }

    /// The command of the whole line.
    public mutating func parse() throws(UsageError) -> Command {
        do throws(UsageError) { return try command() } catch {
            // What is wrong stood before it, and is still to be told in the form that is asked for.
            let ahead = rest.prefix { $0 != "--" }
            if ahead.contains(GlobalOption.json.rawValue) { settings.form = .json }
            throw error
        }
    }

    private mutating func command() throws(UsageError) -> Command {
        guard let first = try nextWord() else { return asksForVersion ? .version : .help(.overview) }
        if let command = try builtIn(first) { return command }
        let verb = try verb(first)
        guard let verb, !asksForHelp else {
            return .help(verb.map(Help.Topic.verb) ?? .noun(first))
        }
        return try request(verb)
    }

    /// What the next word is, past options that every command takes.
    enum Token: Equatable {
        case word(String)
        /// An option that is not of every command; its name, and its value where it was given after `=`.
        case option(name: String, value: String?, asTyped: String)
    }

    mutating func next() throws(UsageError) -> Token? {
        while let argument = rest.popFirst() {
            if optionsHaveEnded || !Self.looksLikeOption(argument) { return .word(argument) }
            if argument == "--" {
                optionsHaveEnded = true
                continue
            }
            let (name, value) = Self.split(argument)
            if try !takeGlobal(name, value) { return .option(name: name, value: value, asTyped: argument) }
        }
        return nil
    }

    static func looksLikeOption(_ argument: String) -> Bool {
        guard argument.hasPrefix("-"), argument != "-" else { return false }
        return !(argument.dropFirst().first?.isNumber ?? false)
    }

    private static func split(_ argument: String) -> (name: String, value: String?) {
        if argument.hasPrefix("-o"), argument.count > 2 {
            return ("-o", String(argument.dropFirst(2).drop { $0 == "=" }))
        }
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }

    /// The next word of the command itself, where only options that every command takes may stand before it.
    mutating func nextWord() throws(UsageError) -> String? {
        switch try next() {
        case .word(let word)?: return word
        case .option(let name, _, _)?:
            let hint = Nearest.hint(name, among: GlobalOption.allCases.map(\.rawValue))
            throw UsageError(
                "\(name) is not an option of vnetctl itself.\(hint) Options of a command stand after it.",
                usage: Help.usage)
        case nil: return nil
        }
    }

    /// Takes the option if it is one that every command takes.
    private mutating func takeGlobal(_ name: String, _ value: String?) throws(UsageError) -> Bool {
        guard let option = GlobalOption(rawValue: name), !ownOptions.contains(name) else { return false }
        if !option.takesValue, value != nil { throw UsageError("\(name) takes no value.") }
        switch option {
        case .shortHelp, .help: asksForHelp = true
        case .version: asksForVersion = true
        case .json: try setForm(.json, name)
        case .jsonl: try setForm(.jsonLines, name)
        case .fields: try setForm(.fields(fieldPaths(try argument(of: name, value))), name)
        case .socket:
            let path = try argument(of: name, value)
            guard !path.isEmpty else {
                throw UsageError("--socket takes the path of vnetd's socket, and here is none.")
            }
            settings.socket = path
        case .timeout:
            settings.timeoutMilliseconds = try milliseconds(try argument(of: name, value))
            settings.hasTimeout = true
        case .color:
            let word = try argument(of: name, value)
            guard let choice = ColorChoice(rawValue: word) else {
                throw UsageError("--color takes auto, always or never, not “\(word)”.")
            }
            settings.color = choice
        }
        return true
    }

    private mutating func setForm(_ form: OutputForm, _ name: String) throws(UsageError) {
        if let other = formOption {
            throw UsageError("Give one of --json, --jsonl and -o: here are \(other) and \(name).")
        }
        formOption = name
        settings.form = form
    }

    private func fieldPaths(_ text: String) throws(UsageError) -> [FieldPath] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !names.contains("") else {
            throw UsageError("-o takes names of fields with a comma between two, such as id,name; here is “\(text)”.")
        }
        return names.map(FieldPath.init)
    }

    private func milliseconds(_ text: String) throws(UsageError) -> Int {
        guard let seconds = Double(text), seconds > 0, seconds <= 1_000_000 else {
            throw UsageError("--timeout takes a number of seconds, such as 10 or 0.5, not “\(text)”.")
        }
        return max(1, Int(seconds * 1000))
    }

    /// The value of an option: after `=`, or the next word.
    mutating func argument(of option: String, _ value: String?, known: [String] = []) throws(UsageError) -> String {
        if let value { return value }
        let missing = UsageError("\(option) needs a value.")
        guard let next = rest.popFirst(), next != "--" else { throw missing }
        let known = known + GlobalOption.allCases.map(\.rawValue)
        if known.contains(where: { next == $0 || next.hasPrefix($0 + "=") }) {
            throw UsageError("\(option) needs a value. If it is “\(next)”, write \(option)=\(next)")
        }
        return next
    }
}

/// The options that every command takes.
enum GlobalOption: String, CaseIterable {
    case socket = "--socket"
    case timeout = "--timeout"
    case json = "--json"
    case jsonl = "--jsonl"
    case fields = "-o"
    case color = "--color"
    case help = "--help"
    case shortHelp = "-h"
    case version = "--version"

    var takesValue: Bool {
        switch self {
        case .socket, .timeout, .fields, .color: true
        case .json, .jsonl, .help, .shortHelp, .version: false
        }
    }
}
