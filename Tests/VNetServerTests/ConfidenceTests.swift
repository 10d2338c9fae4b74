import Testing
import VNetAPI
import VNetJSON

// What only some may read reaches nobody else: not by a reply, an error, a rehearsal, an event or a stored mail.

/// The permissions of which each lets one read what is only for holders of `reader`. Who answers requests of persons sees
/// what is held about them.
private func readers(_ reader: Permission) -> [Permission] { reader == .operate ? [.operate, .dpo] : [reader] }

private let roles: [Permission] = [.read, .operate, .confidential, .dpo, .admin]

/// Each word that was given where its declaration says that only some may read it, and who may.
private func secrets(_ telling: Telling) -> [String: Permission] {
    var secrets: [String: Permission] = [:]
    for number in 1...6 { secrets[Telling.word("head\(number)")] = .operate }
    for line in telling.told {
        for field in line.verb.request.parameters where field.reader != .connect {
            guard case .string(let text)? = line.params[field.name] else { continue }
            secrets[text.split(separator: "@").first.map(String.init) ?? text] = field.reader
        }
    }
    return secrets
}

/// What of `lines` tells one who holds `permission` what is not for them.
private func leaks(_ lines: [String], to permission: Permission, of secrets: [String: Permission]) -> Set<String> {
    let hidden = secrets.filter { readers($0.value).allSatisfy { !permission.includes.contains($0) } }.keys
    return Set(
        lines.flatMap { line in
            hidden.filter(line.contains).map { _ in "\(line.prefix { $0 != " " }) tells \(permission.rawValue)" }
        })
}

private func subscribe(_ telling: Telling) throws -> [(Permission, LineClient)] {
    try roles.map { role in
        let client = try telling.serving.connect(as: Telling.peer(role))
        _ = try telling.serving.call(client, "events.subscribe")
        return (role, client)
    }
}

@Test func `what only some may read is in no reply, error, rehearsal, event or stored mail that others see`() throws {
    let telling = try Telling()
    let watchers = try subscribe(telling)
    var found: Set<String> = []
    telling.look = {
        let questions = try telling.questions() + telling.rehearsals()
        for role in roles {
            found.formUnion(leaks(try telling.answers(to: questions, for: role), to: role, of: secrets(telling)))
        }
    }
    try telling.tell(Story.whole)
    for (role, client) in watchers {
        let events = try telling.serving.replies(client).map { "event \(JSONValue.object($0))" }
        #expect(events.count > 20)
        found.formUnion(leaks(events, to: role, of: secrets(telling)))
    }
    #expect(found == [])
}

@Test func `each text that is declared confidential is in the story, and shown to those who may read it`() throws {
    let telling = try Telling()
    var seen = ""
    telling.look = {
        for role: Permission in [.operate, .confidential] {
            seen += try telling.answers(to: telling.questions(), for: role).joined()
        }
    }
    try telling.tell(Story.whole)
    let declared = Verb.allCases.flatMap { verb in
        verb.request.parameters.filter { $0.reader != .connect && $0.reader != .deliver }.map { (verb, $0.name) }
    }
    for (verb, name) in declared where verb != .personFind {
        #expect(telling.told.contains { $0.verb == verb && $0.params[name] != nil }, "\(verb) \(name)")
    }
    // The control: what is looked for is there to be found.
    for word in ["asker", "question", "head4", "helper", "amended", "draft", "writeup", "feedback", "calm", "report"] {
        #expect(seen.contains(Telling.word(word)), "\(word)")
    }
    for word in ["evidence", "destroyed", "worried", "later", "superseded", "words"] {
        #expect(!seen.contains(Telling.word(word)), "\(word)")
    }
}

@Test func `whoever may not read a text is not told by a rehearsal whether it says the same as another`() throws {
    let telling = try Telling()
    telling.after = { line in
        for field in line.verb.request.parameters where field.reader == .confidential {
            guard case .string(let text)? = line.params[field.name] else { continue }
            var answers: [String] = []
            for guess in [text, String(text.reversed())] {
                var params = line.params
                params[field.name] = .string(guess)
                params["dry_run"] = .bool(true)
                answers += try telling.answers(
                    to: [(line.verb.rawValue, JSONValue.object(params).description)], for: .operate)
            }
            #expect(answers[0] == answers[1])
        }
    }
    try telling.tell([Story.beginning, Story.visits, Story.concern, Story.report])
}

/// All that the permission to read lets one see of the story, up to its end.
private func told(_ names: [String: String], _ chapters: [String]) throws -> [String] {
    let telling = try Telling(names)
    let reader = try telling.serving.connect(as: Telling.peer(.read))
    _ = try telling.serving.call(reader, "events.subscribe")
    var lines: [String] = []
    telling.look = {
        let questions = try telling.questions()
        let answers = try telling.answers(to: questions, for: .read)
        lines += zip(questions, answers).map { "\($0.params) \($1)" }
        lines += try telling.serving.replies(reader).map { "\(JSONValue.object($0))" }
    }
    try telling.tell(chapters)
    return lines
}

private func expectSame(_ one: [String], _ other: [String]) {
    #expect(one.count == other.count && one.count > 200)
    let differing = zip(one, other).filter { $0 != $1 }
    #expect(differing.isEmpty, "\(differing.prefix(3).map { "\($0) | \($1)" }.joined(separator: "\n"))")
}

@Test func `who may only read sees the same, whichever of two schools raises a concern`() throws {
    let chapters = [Story.beginning, Story.visits, Story.concern]
    let names = ["worried": "121002", "calm": "121003"]
    let swapped = ["worried": "121003", "calm": "121002"]
    expectSame(try told(names, chapters), try told(swapped, chapters))
}

@Test func `who may only read sees the same, whichever of two people asks for erasure`() throws {
    let chapters = [Story.beginning, Story.visits, Story.concern, Story.report, Story.end, Story.erasure]
    let names = ["worried": "121002", "calm": "121003"]
    expectSame(
        try told(names.merging(["asking": "8"]) { $1 }, chapters),
        try told(names.merging(["asking": "9"]) { $1 }, chapters))
}
