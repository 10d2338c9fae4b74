import VNetAPI

/// Help, read off the verb table.
enum Help {
    static var overview: String {
        let commands = Verb.allCases.filter { $0.request.about.permission != .deliver }
        let width = commands.map { $0.spoken.count }.max() ?? 0
        return """
            vnetctl NOUN VERB [ARGUMENT...] [--option VALUE...]

            \(commands.map { "  \($0.spoken.padded(to: width))  \($0.request.about.summary)" }.joined(separator: "\n"))

            “vnetctl help NOUN VERB” shows what a command takes. For all of them:

              --socket PATH   where vnetd listens; also VNET_SOCKET
              --timeout S     seconds to wait for a reply; 10 unless given
              --json          print the reply as one JSON document
              -o FIELD,...    print the bare values of these fields, tab-separated

            “vnetctl call METHOD [JSON|-]” sends any request of the protocol.

            """
    }

    static func of(_ verb: Verb) -> String {
        let request = verb.request
        var lines = [usage(of: verb), "", request.about.summary, ""]
        let parameters = request.parameters.map { ($0.isRequired ? $0.name.uppercased() : "--" + $0.name.dashed, $0) }
        let width = parameters.map { $0.0.count }.max() ?? 0
        lines += parameters.map { "  \($0.padded(to: width))  \($1.summary) (\($1.type.name))" }
        if request.about.isChange { lines += ["  --dry-run, --if-generation N: see the manual."] }
        lines += ["", "Needs the permission “\(request.about.permission.rawValue)”.", ""]
        return lines.joined(separator: "\n")
    }

    static func usage(of verb: Verb) -> String {
        let request = verb.request
        var words = ["vnetctl", verb.spoken]
        words += request.parameters.filter(\.isRequired).map { $0.type == .document ? "FILE|-" : $0.name.uppercased() }
        words += request.parameters.filter { !$0.isRequired }.map { "[--\($0.name.dashed) …]" }
        if request.about.takesFile { words.append("FILE") }
        return words.joined(separator: " ")
    }
}

extension Verb {
    /// As on the command line: “cohort get”.
    var spoken: String { rawValue.split(separator: ".").joined(separator: " ") }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
