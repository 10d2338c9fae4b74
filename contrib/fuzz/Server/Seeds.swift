import Glibc
import VNetAPI

/// A call of every verb, with a sensible value for each of its parameters.
enum Seeds {
    static func write(to directory: String) throws {
        mkdir(directory, 0o700)
        for verb in Verb.allCases {
            let params = verb.request.parameters.map { "\"\($0.name)\":\(sample($0.type))" }.joined(separator: ",")
            let line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(verb.rawValue)\",\"params\":{\(params)}}\n"
            let file = open("\(directory)/\(verb.rawValue)", O_WRONLY | O_CREAT, 0o600)
            _ = Glibc.write(file, line, line.utf8.count)
            close(file)
        }
    }

    private static func sample(_ type: FieldType) -> String {
        switch type {
        case .text, .document: "\"text\""
        case .integer: "1"
        case .boolean: "true"
        case .choice(let names): "\"\(names.first ?? "")\""
        case .urn: "121234"
        case .email: "\"head@school.example\""
        case .date: "\"2026-11-03\""
        case .time: "\"09:30\""
        case .instant: "\"2026-11-03T08:00:00Z\""
        case .list(let element): "[\(sample(element))]"
        case .record(let fields): "{\(fields.map { "\"\($0.name)\":\(sample($0.type))" }.joined(separator: ","))}"
        }
    }
}
