import VNetAPI
import VNetCore
import VNetJSON

/// The arguments and options of a verb.
extension CommandLineParser {
    mutating func request(_ verb: Verb) throws(UsageError) -> Command {
        let grammar = VerbGrammar(verb)
        ownOptions = grammar.options.map { "--" + $0.name.dashed }
        var arguments: [String] = []
        var given: [(option: VerbGrammar.Option, value: String)] = []
        while let token = try next() {
            switch token {
            case .word(let word): arguments.append(word)
            case .option(let name, let value, let asTyped):
                guard let option = grammar.option(name) else { throw grammar.unknown(name, asTyped) }
                given.append((option, try self.value(of: option, name, value, grammar)))
            }
        }
        if asksForHelp { return .help(.verb(verb)) }
        var line = RequestLine(verb: verb, params: JSONObject(), documents: [], file: nil, month: nil)
        for (option, value) in given { try grammar.set(option, value, in: &line) }
        try grammar.place(arguments, in: &line)
        try grammar.check(line)
        return .request(line)
    }

    private mutating func value(
        of option: VerbGrammar.Option, _ name: String, _ value: String?, _ grammar: VerbGrammar
    ) throws(UsageError) -> String {
        guard option.isFlag else {
            return try argument(of: name, value, known: ownOptions)
        }
        guard let value else { return "true" }
        guard Values.truth(value) != nil else {
            throw UsageError(
                "\(name) is given without a value, or with =true or =false.", usage: Help.usage(of: grammar.verb))
        }
        return value
    }
}

/// What follows one verb on the command line.
struct VerbGrammar {
    struct Option: Equatable {
        /// As on the wire.
        let name: String
        let type: FieldType
        let summary: String
        let isRequired: Bool
        /// Whether it is told to the daemon, or is about how the reply is shown.
        var isSent = true

        var isFlag: Bool { type.isFlag }
        var placeholder: String { type.placeholder(for: name) }
    }

    let verb: Verb
    let about: About
    /// In the order of their declaration, required and optional.
    let options: [Option]

    var required: [Option] { options.filter(\.isRequired) }

    /// Computed only where something is to be complained of.
    private var usage: String { Help.usage(of: verb) }

    init(_ verb: Verb) {
        self.verb = verb
        about = verb.request.about
        var options = verb.request.parameters.map {
            Option(name: $0.name, type: $0.type, summary: $0.summary, isRequired: $0.isRequired)
        }
        if about.isChange {
            options += ChangeOptions.parameters.map {
                Option(name: $0.name, type: $0.type, summary: $0.summary, isRequired: $0.isRequired)
            }
        }
        if case .timeline = about.rendering { options.append(Self.month) }
        self.options = options
    }

    static let month = Option(
        name: "month", type: .text(maximum: 7), summary: "Show this month as a calendar, such as 2026-11.",
        isRequired: false, isSent: false)

    func option(_ name: String) -> Option? {
        guard name.hasPrefix("--") else { return nil }
        let name = name.dropFirst(2)
        return options.first { $0.name.dashed == name || $0.name == name }
    }

    func unknown(_ name: String, _ asTyped: String) -> UsageError {
        let names = (options.map { "--" + $0.name.dashed }) + GlobalOption.allCases.map(\.rawValue)
        var hint = Nearest.hint(name, among: names)
        if hint.isEmpty, !name.hasPrefix("--") { hint = " For an argument that begins with a minus, put -- before it." }
        return UsageError("“\(verb.spoken)” has no option \(name).\(hint)", usage: Help.usage(of: verb))
    }

    /// A list or an object takes what is given again in addition; anything else is given once.
    func set(_ option: Option, _ text: String, in line: inout RequestLine) throws(UsageError) {
        if option == Self.month {
            guard let month = CivilDate.parse(text + "-01") else {
                throw UsageError("--month takes a month such as 2026-11, not “\(text)”.", usage: usage)
            }
            line.month = month
            return
        }
        if case .record = option.type, !text.hasPrefix("{") {
            let earlier: JSONObject =
                if case .object(let object)? = line.params[option.name] { object } else { JSONObject() }
            if let name = Values.repeatedName(in: text, after: earlier) {
                throw UsageError("--\(option.name.dashed) has “\(name)” twice. Each may be given once.", usage: usage)
            }
        }
        let value = Values.json(text, as: option.type)
        if let earlier = line.params[option.name] {
            switch (earlier, value) {
            case (.array(let first), .array(let more)): line.params[option.name] = .array(first + more)
            case (.object(var first), .object(let more)):
                for (name, value) in more.members { first[name] = value }
                line.params[option.name] = .object(first)
            default: throw UsageError("--\(option.name.dashed) is given twice.", usage: usage)
            }
        } else if option.type == .document {
            line.documents.append((option.name, text))
            // Stands for the file's contents until they are read.
            line.params[option.name] = .string(text.isEmpty ? "-" : text)
        } else {
            line.params[option.name] = value
        }
    }

    /// Arguments are the required parameters that no option has given, in order, and then the file.
    func place(_ arguments: [String], in line: inout RequestLine) throws(UsageError) {
        var rest = arguments[...]
        for option in required where line.params[option.name] == nil {
            guard let text = rest.popFirst() else {
                throw UsageError("\(option.placeholder) is missing: \(option.summary)", usage: usage)
            }
            try set(option, text, in: &line)
        }
        if about.takesFile {
            guard let path = rest.popFirst() else {
                throw UsageError("FILE is missing: the file to read, or - for standard input.", usage: usage)
            }
            line.file = path
        }
        if let surplus = rest.first {
            throw UsageError("“\(surplus)” is one argument too many.\(offer(for: surplus))", usage: usage)
        }
        if line.documents.count(where: { $0.path == "-" }) > 1 {
            throw UsageError("Standard input can be read once; here - stands twice.", usage: usage)
        }
    }

    private func offer(for surplus: String) -> String {
        let optional = options.filter {
            !$0.isRequired && $0.isSent && !ChangeOptions.parameters.map(\.name).contains($0.name)
        }
        guard let option = optional.first else { return "" }
        return option.isFlag ? "" : " Did you mean “--\(option.name.dashed) \(surplus)”?"
    }

    /// Refuses what the daemon would refuse by the form of the parameters alone.
    func check(_ line: RequestLine) throws(UsageError) {
        guard let fault = Values.fault(of: line.params, for: verb.request) else { return }
        guard let option = options.first(where: { "$." + $0.name == fault.path }) else {
            throw UsageError(fault.message, usage: usage)
        }
        throw UsageError(words(for: fault, of: option, in: line), usage: usage)
    }

    /// The daemon's own words, but with the parameter as it is typed.
    private func words(for fault: Refusal, of option: Option, in line: RequestLine) -> String {
        let typed = option.isRequired ? option.placeholder : "--\(option.name.dashed)"
        switch (option.type, line.params[option.name]) {
        case (.record, .string(let text)?):
            return "\(typed) takes NAME=VALUE, with a comma between two; here is “\(text)”."
        case (.choice(let names), .string(let text)?):
            return fault.message.replacingPrefix("“\(option.name)”", with: typed) + Nearest.hint(text, among: names)
        default: return fault.message.replacingPrefix("“\(option.name)”", with: typed)
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
