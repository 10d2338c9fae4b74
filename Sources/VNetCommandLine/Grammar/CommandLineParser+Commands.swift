import VNetAPI
import VNetJSON

/// The commands that are vnetctl's own, and finding a verb.
extension CommandLineParser {
    /// Nil where `word` is the beginning of a verb.
    mutating func builtIn(_ word: String) throws(UsageError) -> Command? {
        if word == "__complete" { return .complete(rest.map(Unquoting.text)) }
        if let question = Question(rawValue: word) { return try alone(.ask(question), word) }
        guard let command = BuiltIn(rawValue: word) else { return nil }
        if asksForHelp { return .help(.builtIn(command)) }
        switch command {
        case .help: return .help(try topic())
        case .version: return try alone(.version, word)
        case .call: return try call()
        case .wait: return try choice(command) { WaitCondition(rawValue: $0).map(Command.wait) }
        case .completion: return try choice(command) { Shell(rawValue: $0).map(Command.completionScript) }
        }
    }

    private mutating func alone(_ command: Command, _ word: String) throws(UsageError) -> Command {
        if let surplus = try nextWord() { throw UsageError("“\(word)” takes no argument; here is “\(surplus)”.") }
        return asksForHelp ? .help(.overview) : command
    }

    /// A built-in command with one word of a closed set.
    private mutating func choice(
        _ command: BuiltIn, _ make: (String) -> Command?
    ) throws(UsageError) -> Command {
        let word = try nextWord()
        if asksForHelp { return .help(.builtIn(command)) }
        guard let word else { throw UsageError("\(command.missing)", usage: command.usage) }
        guard let made = make(word) else {
            throw UsageError(
                "There is no “\(word)” here.\(Nearest.hint(word, among: command.words))", usage: command.usage)
        }
        if let surplus = try nextWord() {
            throw UsageError("“\(surplus)” is one argument too many.", usage: command.usage)
        }
        return asksForHelp ? .help(.builtIn(command)) : made
    }

    private mutating func topic() throws(UsageError) -> Help.Topic {
        isHelpTopic = true
        guard let word = try nextWord() else { return .overview }
        if word == "exit" { return .exitStatuses }
        if let command = BuiltIn(rawValue: word) { return .builtIn(command) }
        if Question(rawValue: word) != nil { return .overview }
        return try verb(word).map(Help.Topic.verb) ?? .noun(word)
    }

    private mutating func call() throws(UsageError) -> Command {
        let method = try nextWord()
        let text = try nextWord()
        let surplus = try nextWord()
        if asksForHelp { return .help(.builtIn(.call)) }
        guard let method else { throw UsageError(BuiltIn.call.missing, usage: BuiltIn.call.usage) }
        if let surplus { throw UsageError("“\(surplus)” is one argument too many.", usage: BuiltIn.call.usage) }
        guard let text else { return .call(method: method, .object(JSONObject())) }
        if text == "-" { return .call(method: method, .standardInput) }
        return .call(method: method, .object(try Self.object(text)))
    }

    /// The parameters that a text of JSON holds.
    public static func object(_ text: String) throws(UsageError) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) { value = try JSON.parse(text) } catch {
            throw UsageError("The parameters are not JSON: \(error.message)", usage: BuiltIn.call.usage)
        }
        guard case .object(let params) = value else {
            throw UsageError("The parameters must be a JSON object, such as {\"cohort\":1}.", usage: BuiltIn.call.usage)
        }
        return params
    }

    /// The verb that begins with `first`; nil where help is asked for a noun as a whole.
    mutating func verb(_ first: String) throws(UsageError) -> Verb? {
        if let verb = Verb.singles.first(where: { $0.spoken == first }) { return verb }
        guard Verb.allCases.contains(where: { $0.rawValue.hasPrefix(first + ".") }) else {
            let words = Verb.nouns + Verb.singles.map(\.spoken)
            let own = BuiltIn.allCases.map(\.rawValue) + Question.allCases.map(\.rawValue)
            throw UsageError(
                "There is no command “\(first)”.\(Nearest.hint(first, among: words + own)) "
                    + "“vnetctl help” lists them.")
        }
        let act = try nextWord()
        if let act, let verb = Verb(rawValue: first + "." + act) { return verb }
        let acts = Verb.allCases.filter { $0.noun == first }.map(\.act)
        guard let act else {
            if asksForHelp || isHelpTopic { return nil }
            throw UsageError(
                "“\(first)” goes with: \(acts.joined(separator: ", ")). “vnetctl help \(first)” explains them.")
        }
        throw UsageError(
            "There is no “\(first) \(act)”.\(Nearest.hint(act, among: acts, prefix: first + " ")) "
                + "“\(first)” goes with: \(acts.joined(separator: ", ")).")
    }
}

/// The commands that are vnetctl's own.
public enum BuiltIn: String, CaseIterable, Sendable {
    case call, completion, help, version, wait

    var words: [String] {
        switch self {
        case .completion: Shell.allCases.map(\.rawValue)
        case .wait: WaitCondition.allCases.map(\.rawValue)
        case .call, .help, .version: []
        }
    }

    var usage: String {
        switch self {
        case .call: "vnetctl call METHOD [JSON|-]"
        case .completion: "vnetctl completion bash|zsh|fish"
        case .help: "vnetctl help [NOUN [VERB] | exit]"
        case .version: "vnetctl version"
        case .wait: "vnetctl wait up|down|idle [--timeout SECONDS]"
        }
    }

    var missing: String {
        switch self {
        case .call: "The method is missing, such as cohort.get."
        case .completion: "The shell is missing: bash, zsh or fish."
        case .wait: "What to wait for is missing: up, down or idle."
        case .help, .version: "Something is missing."
        }
    }

    public var summary: String {
        switch self {
        case .call: "Send any request of the protocol."
        case .completion: "Print what makes a shell complete vnetctl's commands."
        case .help: "Explain a command."
        case .version: "Print the version of vnetctl."
        case .wait: "Wait until vnetd is up, is down, or has no message on its way."
        }
    }
}
