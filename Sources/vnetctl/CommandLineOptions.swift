import Glibc
import VNetAPI
import VNetJSON

/// How a reply is printed.
enum OutputForm: Equatable {
    case human
    /// One JSON document.
    case json
    /// The bare values of these fields, tab-separated.
    case fields([String])
}

/// A command line, read off the verb table: `NOUN VERB ARGUMENT… --option VALUE…`.
struct CommandLineOptions {
    enum Command {
        case help(Verb?)
        case version
        case call(Verb, JSONObject, file: String?)
        case callRaw(String, JSONObject)
    }

    private(set) var command = Command.help(nil)
    private(set) var socket = "/run/vnet/vnetd.sock"
    private(set) var timeout: Int? = 10
    private(set) var form = OutputForm.human
    private var words: [String] = []
    private var named: [(name: String, value: String?)] = []
    private var asksForHelp = false

    init(_ arguments: [String]) throws(Complaint) {
        if let path = getenv("VNET_SOCKET") { socket = String(cString: path) }
        try sort(arguments)
        guard let first = words.first else { return }
        if first == "help" {
            command = .help(try words.count > 1 ? verb(Array(words.dropFirst())).verb : nil)
        } else if first == "version" {
            command = .version
        } else if first == "call" {
            command = try raw()
        } else {
            let (verb, values) = try verb(words)
            command = asksForHelp ? .help(verb) : try call(verb, values)
        }
    }

    /// Options of vnetctl itself are taken; others are kept for the verb.
    private mutating func sort(_ arguments: [String]) throws(Complaint) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            func value() throws(Complaint) -> String {
                if parts.count > 1 { return parts[1] }
                guard let next = rest.popFirst() else { throw Complaint(.usage, "\(argument) needs a value.") }
                return next
            }
            switch parts[0] {
            case "-h", "--help": asksForHelp = true
            case "--version": words.insert("version", at: 0)
            case "--json": form = .json
            case "-o": form = .fields(try value().split(separator: ",").map(String.init))
            case "--socket": socket = try value()
            case "--timeout":
                guard let seconds = Int(try value()), seconds > 0 else {
                    throw Complaint(.usage, "--timeout takes a number of seconds.")
                }
                timeout = seconds
            default:
                let name = parts[0].drop { $0 == "-" }.map { $0 == "-" ? "_" : String($0) }.joined()
                named.append((name, parts.count > 1 ? parts[1] : nil))
                // Whether the next word is its value is known only when the verb is.
                if parts.count == 1, let next = rest.first, !next.hasPrefix("--"), !Self.isFlag(name) {
                    named[named.count - 1].value = next
                    rest.removeFirst()
                }
            }
        }
    }

    private static func isFlag(_ name: String) -> Bool { ["dry_run", "wait"].contains(name) }

    private func verb(_ words: [String]) throws(Complaint) -> (verb: Verb, values: [String]) {
        if words.count > 1, let verb = Verb(rawValue: words[0] + "." + words[1]) {
            return (verb, Array(words.dropFirst(2)))
        }
        if let verb = Verb(rawValue: words[0]) { return (verb, Array(words.dropFirst())) }
        let noun = words[0]
        let verbs = Verb.allCases.map(\.rawValue).filter { $0.hasPrefix(noun + ".") }.map {
            $0.dropFirst(noun.count + 1)
        }
        guard !verbs.isEmpty else {
            throw Complaint(.usage, "There is no command “\(noun)”. “vnetctl help” lists them.")
        }
        throw Complaint(.usage, "“\(noun)” goes with: \(verbs.joined(separator: ", ")).")
    }

    private func call(_ verb: Verb, _ values: [String]) throws(Complaint) -> Command {
        let request = verb.request
        var params = JSONObject()
        var values = values[...]
        for field in request.parameters where field.isRequired {
            guard let value = named.first(where: { $0.name == field.name })?.value ?? values.popFirst() else {
                throw Complaint(.usage, "\(Help.usage(of: verb))\n“\(field.name)” is missing: \(field.summary)")
            }
            params[field.name] = try json(value, field)
        }
        for field in request.parameters where !field.isRequired {
            guard let option = named.first(where: { $0.name == field.name }) else { continue }
            params[field.name] = try json(option.value ?? "true", field)
        }
        var file: String?
        if request.about.takesFile {
            guard let path = values.popFirst() else {
                throw Complaint(.usage, "\(Help.usage(of: verb))\nThe file is missing.")
            }
            file = path
        }
        let known = request.parameters.map(\.name) + (request.about.isChange ? ["dry_run", "if_generation"] : [])
        for option in named where !known.contains(option.name) {
            throw Complaint(.usage, "\(Help.usage(of: verb))\nThere is no option --\(option.name.dashed).")
        }
        for name in ["dry_run", "if_generation"] {
            guard let option = named.first(where: { $0.name == name }) else { continue }
            params[name] = name == "dry_run" ? .bool(true) : .integer(Int64(option.value ?? "") ?? 0)
        }
        if let surplus = values.first {
            throw Complaint(.usage, "\(Help.usage(of: verb))\n“\(surplus)” is one argument too many.")
        }
        return .call(verb, params, file: file)
    }

    private func raw() throws(Complaint) -> Command {
        guard words.count > 1 else { throw Complaint(.usage, "vnetctl call METHOD [JSON|-]") }
        guard words.count > 2 else { return .callRaw(words[1], JSONObject()) }
        let text = words[2] == "-" ? try Self.contents(of: "-") : words[2]
        do throws(JSONError) {
            guard case .object(let params) = try JSON.parse(text) else {
                throw JSONError(.unexpectedByte, at: 0)
            }
            return .callRaw(words[1], params)
        } catch { throw Complaint(.usage, error.message) }
    }

    /// A word of the command line as the JSON that the field takes. What is not of its form is left to the daemon to refuse.
    private func json(_ text: String, _ field: FieldDeclaration) throws(Complaint) -> JSONValue {
        switch field.type {
        case .integer, .urn: return Int64(text).map(JSONValue.integer) ?? .string(text)
        case .boolean: return .bool(text == "true")
        case .list(let element):
            let isNumber = element == .urn
            return .array(
                text.split(separator: ",").map { part in
                    isNumber ? Int64(part).map(JSONValue.integer) ?? .string(String(part)) : .string(String(part))
                })
        case .document: return .string(try Self.contents(of: text))
        default: return .string(text)
        }
    }

    private static func contents(of path: String) throws(Complaint) -> String {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Complaint(.noInput, "Could not open \(path): \(String(cString: strerror(errno))).")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    var dashed: String { String(map { $0 == "_" ? "-" : $0 }) }
}
