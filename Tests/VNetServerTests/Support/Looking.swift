import Testing
import VNetAPI
import VNetJSON
import VNetPlatform

extension Telling {
    /// One who holds a permission and what it brings with it.
    static func peer(_ permission: Permission) -> Peer {
        let group = Serving.groups.first { $0.permission == permission }?.id
        return Peer(uid: 2000 + (group ?? 0), pid: 1, groups: Set([group].compactMap(\.self)))
    }

    /// What is given where a parameter is required.
    private func values(of name: String) throws -> [String] {
        switch name {
        case "cohort": ["1", "2"]
        case "visit", "session", "erasure": ["1", "2", "3"]
        case "urn": Story.schools.map(String.init)
        case "person": (1...9).map(String.init)
        case "message":
            try call("outbox.list", #"{"limit":1000}"#).list("messages").compactMap { $0.integer("id") }.map(
                String.init)
        case "reminder":
            try call("reminder.list", #"{"limit":20}"#).list("reminders").compactMap { $0.integer("id") }.map(
                String.init)
        case "email": [#""somebody@school.example""#]
        case "trust", "federation": [#""16001""#]
        default: ["1", "2"]
        }
    }

    /// Every question that can be asked of what there is: each verb that only reads, about each thing.
    func questions() throws -> [(method: String, params: String)] {
        try Verb.allCases.filter { verb in
            switch verb.request.about.effect {
            case .reads, .discloses: ![.eventsSubscribe, .rpcDiscover, .hello, .whoami].contains(verb)
            case .changes, .worksLong, .waits: false
            }
        }.flatMap { verb in
            let required = verb.request.parameters.filter(\.isRequired).map(\.name)
            let optional = ["invite.list": "visit", "term.list": "urn", "writeup.get": "version"][verb.rawValue]
            return try (required + [optional].compactMap(\.self)).reduce([""]) { lines, name in
                let values = try values(of: name)
                return lines.flatMap { line in values.map { line + (line.isEmpty ? "" : ",") + #""\#(name)":\#($0)"# } }
            }.map { (verb.rawValue, "{\($0)}") }
        }
    }

    /// Everything that was told so far, as a question what it would change now.
    func rehearsals() -> [(method: String, params: String)] {
        told.filter { $0.verb.request.about.isChange && !$0.verb.request.about.takesFile }.map { line in
            var params = line.params
            params["dry_run"] = .bool(true)
            return (line.verb.rawValue, JSONValue.object(params).description)
        }
    }

    /// What one who holds `permission` is answered, as one line each, a mail's soft line breaks taken out.
    func answers(to questions: [(method: String, params: String)], for permission: Permission) throws -> [String] {
        let client = try serving.connect(as: Self.peer(permission))
        defer { client.hangUp() }
        return try questions.map { method, params in
            client.send(#"{"id":0,"method":"\#(method)","params":\#(params)}"# + "\n")
            try serving.turns.settle()
            try serving.finishWork()
            let reply = try #require(try serving.replies(client).last)
            return "\(method) \(reply["result"] ?? reply["error"] ?? .null)".replacing("=\\r\\n", with: "")
        }
    }
}
