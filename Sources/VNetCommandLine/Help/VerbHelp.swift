import VNetAPI

extension Help {
    /// “vnetctl visit propose VISIT DATE [--dry-run] [--if-generation N]”
    public static func usage(of verb: Verb) -> String {
        let grammar = VerbGrammar(verb)
        var words = ["vnetctl", verb.spoken] + grammar.required.map(\.placeholder)
        if grammar.about.takesFile { words.append("FILE") }
        words += grammar.options.filter { !$0.isRequired }.map {
            $0.isFlag ? "[--\($0.name.dashed)]" : "[--\($0.name.dashed) \(value($0))]"
        }
        return words.joined(separator: " ")
    }

    static func of(_ verb: Verb, _ width: Int) -> String {
        let grammar = VerbGrammar(verb)
        let about = grammar.about
        var sections = [usageLines(usage(of: verb), width), wrapped(about.summary, width).joined(separator: "\n")]
        let isList = verb.request.listedRows != nil
        var arguments = grammar.required.map { ($0.placeholder, described($0)) }
        if about.takesFile { arguments.append(("FILE", "The file to read; - is standard input.")) }
        if !arguments.isEmpty { sections.append("Arguments:\n" + list(arguments, width)) }
        let options = grammar.options.filter { !$0.isRequired }.map { option in
            (
                "--" + option.name.dashed + (option.isFlag ? "" : " " + value(option)),
                // vnetctl follows the pages of a list.
                isList && option.name == "limit"
                    ? "How many at the most, up to 1000; all unless given." : described(option)
            )
        }
        if !options.isEmpty { sections.append("Options, besides those of every command:\n" + list(options, width)) }
        if let fields = fieldNames(verb) { sections.append("Fields for -o:\n" + list(fields, width)) }
        sections.append(wrapped(permission(about), width).joined(separator: "\n"))
        sections.append("Example:\n  " + Example.of(verb))
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func described(_ option: VerbGrammar.Option) -> String {
        switch option.type {
        case .choice(let names): option.summary + " One of: " + names.joined(separator: ", ") + "."
        case .date: option.summary + " As 2026-11-03."
        case .time: option.summary + " As 09:30."
        case .instant: option.summary + " As 2026-11-03T08:00:00Z."
        case .record: option.summary + " As NAME=VALUE,…, or JSON."
        case .list(.record): option.summary + " As JSON."
        case .list: option.summary + " Separated by commas."
        case .document: option.summary + " A file that holds it; - is standard input."
        default: option.summary
        }
    }

    private static func value(_ option: VerbGrammar.Option) -> String {
        switch option.type {
        case .integer: "N"
        case .date: "DATE"
        case .time: "TIME"
        case .document: "FILE"
        case .record: "NAME=VALUE,…"
        default: option.placeholder
        }
    }

    /// The reply's fields or, of a list, those of its elements.
    private static func fieldNames(_ verb: Verb) -> [(String, String)]? {
        guard !verb.request.repliesWithOutcome else { return nil }
        return ReplyShape(verb).printed.map { field in
            switch field.type {
            case .list(.record(let inner)), .record(let inner):
                let names = inner.map { "\(field.name).\($0.name)" }.joined(separator: ", ")
                return (field.name, "\(field.summary) Within: \(names).")
            default: return (field.name, field.summary)
            }
        }
    }

    private static func permission(_ about: About) -> String {
        switch about.permission {
        case .connect: "Anybody may who can open the socket."
        default: "Needs the permission “\(about.permission.rawValue)”; “vnetctl whoami” says what you may do."
        }
    }
}

/// A command as one might type it.
public enum Example {
    public static func of(_ verb: Verb) -> String {
        let grammar = VerbGrammar(verb)
        var words = ["vnetctl", verb.spoken] + grammar.required.map { word(for: $0.name, $0.type) }
        if grammar.about.takesFile { words.append(fileName(verb)) }
        return words.joined(separator: " ")
    }

    static func word(for name: String, _ type: FieldType) -> String {
        switch type {
        case .integer: name == "capacity" ? "12" : "1"
        case .boolean: "true"
        case .choice(let names): names.first ?? "text"
        case .urn: "120928"
        case .email: "head@school.example"
        case .date: "2026-11-03"
        case .time: name == "finish" ? "12:30" : "09:00"
        case .instant: "2026-11-03T08:00:00Z"
        case .document: "FILE"
        case .list(.urn): "120928,134965,134958"
        case .list(.record), .record: "'{}'"
        case .list(let element): word(for: name, element)
        case .text: text(for: name)
        }
    }

    private static func text(for name: String) -> String {
        switch name {
        case "name": "\"Autumn 2026\""
        case "theme", "key": "personal-development"
        case "place": "\"The Forum, Norwich\""
        case "digest": "sha256:…"
        default: "\"…\""
        }
    }

    private static func fileName(_ verb: Verb) -> String {
        switch verb.noun {
        case "school": "edubasealldata.csv"
        case "holiday": "bank-holidays.json"
        case "term": "term-dates.ics"
        case let noun?: noun + "s.csv"
        case nil: "FILE"
        }
    }
}
