import VNetAPI

/// Walks over what stands before the word that is being typed.
struct CompletionCursor {
    private var words: [String] = []
    /// Options of the verb that have been given, by name.
    private var given: Set<String> = []
    private var arguments = 0
    private var verb: Verb?
    /// The option whose value comes next.
    private var pending: String?
    private var optionsHaveEnded = false

    init(_ before: [String]) {
        for word in before { take(word) }
    }

    private mutating func take(_ word: String) {
        if pending != nil {
            pending = nil
        } else if word == "--", !optionsHaveEnded {
            optionsHaveEnded = true
        } else if !optionsHaveEnded, CommandLineParser.looksLikeOption(word) {
            takeOption(word)
        } else if verb == nil {
            words.append(word)
            let spoken = words.joined(separator: " ")
            verb = Verb.commands.first { $0.spoken == spoken } ?? Verb(rawValue: words.joined(separator: "."))
        } else {
            arguments += 1
        }
    }

    private mutating func takeOption(_ word: String) {
        let name = String(word.split(separator: "=", maxSplits: 1).first ?? "")
        if let option = grammar?.option(name) { given.insert(option.name) }
        guard !word.contains("=") else { return }
        let own = grammar?.option(name).map { !$0.isFlag }
        let takesValue = own ?? GlobalOption(rawValue: name)?.takesValue ?? false
        if takesValue { pending = name }
    }

    private var grammar: VerbGrammar? { verb.map { VerbGrammar($0) } }

    mutating func completion(_ typed: String) -> Completion {
        if let pending { return value(of: pending, typed) }
        if !optionsHaveEnded, typed.hasPrefix("-") {
            guard let equals = typed.firstIndex(of: "=") else { return .words(options(typed)) }
            return value(of: String(typed[..<equals]), String(typed[typed.index(after: equals)...]))
        }
        if let grammar { return argument(grammar, typed) }
        return .words(commands().filter { $0.word.hasPrefix(typed) })
    }

    private func commands() -> [Candidate] {
        switch words.first {
        case nil:
            return Verb.nouns.map { Candidate(word: $0, summary: Verb.of(noun: $0).map(\.act).joined(separator: ", ")) }
                + Verb.singles.map { Candidate(word: $0.spoken, summary: $0.request.about.summary) }
                + BuiltIn.allCases.map { Candidate(word: $0.rawValue, summary: $0.summary) }
                + Question.allCases.map { Candidate(word: $0.rawValue, summary: $0.summary) }
        case "help"?: return words.count == 1 ? Verb.nouns.map { Candidate(word: $0, summary: "") } : acts(words[1])
        case "call"?:
            return words.count == 1
                ? Verb.allCases.map { Candidate(word: $0.rawValue, summary: $0.request.about.summary) } : []
        case let first?:
            guard words.count == 1 else { return [] }
            if let own = BuiltIn(rawValue: first) { return own.words.map { Candidate(word: $0, summary: "") } }
            return acts(first)
        }
    }

    private func acts(_ noun: String) -> [Candidate] {
        Verb.of(noun: noun).map { Candidate(word: $0.act, summary: $0.request.about.summary) }
    }

    private func options(_ typed: String) -> [Candidate] {
        let own = (grammar?.options ?? []).filter { !$0.isRequired && !given.contains($0.name) }.map {
            Candidate(word: "--" + $0.name.dashed, summary: $0.summary)
        }
        let global = Help.globalOptions.filter { $0.0 != "--" }.map {
            Candidate(word: String($0.0.split { $0 == " " || $0 == "," }.first ?? ""), summary: $0.1)
        }
        return (own + global).filter { $0.word.hasPrefix(typed) }
    }

    private func argument(_ grammar: VerbGrammar, _ typed: String) -> Completion {
        let open = grammar.required.filter { !given.contains($0.name) }
        if arguments < open.count { return value(of: open[arguments], typed) }
        if arguments == open.count, grammar.about.takesFile { return .files }
        return typed.isEmpty ? .words(options("--")) : .nothing
    }

    private func value(of name: String, _ typed: String) -> Completion {
        if let own = grammar?.option(name) { return value(of: own, typed) }
        switch GlobalOption(rawValue: name) {
        case .color?: return choices(ColorChoice.allCases.map(\.rawValue), typed)
        case .socket?: return .files
        case .fields?: return fields(typed)
        default: return .nothing
        }
    }

    private func choices(_ words: [String], _ typed: String) -> Completion {
        .words(words.filter { $0.hasPrefix(typed) }.map { Candidate(word: $0, summary: "") })
    }

    /// Field names, after those that stand before a comma.
    private func fields(_ typed: String) -> Completion {
        guard let verb else { return .nothing }
        return listed(ReplyShape(verb).printed.map { Candidate(word: $0.name, summary: $0.summary) }, typed)
    }

    /// The last of several words with commas between them, each of which may stand once.
    private func listed(_ candidates: [Candidate], _ typed: String) -> Completion {
        let before = typed.lastIndex(of: ",").map { String(typed[...$0]) } ?? ""
        let given = before.split(separator: ",").map(String.init)
        return .words(
            candidates.filter { !given.contains($0.word) }
                .map { Candidate(word: before + $0.word, summary: $0.summary) }.filter { $0.word.hasPrefix(typed) })
    }

    private func value(of option: VerbGrammar.Option, _ typed: String) -> Completion {
        switch option.type {
        case .choice(let names):
            return choices(names, typed)
        case .list(.choice(let names)): return listed(names.map { Candidate(word: $0, summary: "") }, typed)
        case _ where option.name == "fields": return fields(typed)
        case .boolean: return choices(["true", "false"], typed)
        case .document: return .files
        default: return NameSource(option.name, option.type).map { .names($0, typed: typed) } ?? .nothing
        }
    }
}
