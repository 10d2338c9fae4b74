import Mustache

/// The texts of mails: those that come with the program, and what an administrator has put in their place.
struct Templates {
    private(set) var problems: [TemplateProblem] = []
    private var texts: [MailKind: Text] = [:]
    let textLayout: MustacheTemplate
    let htmlLayout: MustacheTemplate

    /// A subject line and the paragraphs below it.
    struct Text {
        let subject: MustacheTemplate
        let body: MustacheTemplate
    }

    /// `overrides` by file name. One that is not right is named in `problems`, and the default stays.
    init(overrides: [String: String]) throws {
        for kind in MailKind.allCases {
            let name = kind.rawValue + ".mustache"
            var source = kind.template
            if let override = overrides[name] {
                if let problem = TemplateProblem.first(in: override, file: name, allowed: kind.variables) {
                    problems.append(problem)
                } else if (try? Self.text(override)) == nil {
                    problems.append(TemplateProblem(file: name, line: 1, message: "the tags cannot be read"))
                } else {
                    source = override
                }
            }
            texts[kind] = try Self.text(source)
        }
        textLayout = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + Layout.text)
        htmlLayout = try MustacheTemplate(string: Layout.html)
        let known = Set(MailKind.allCases.map { $0.rawValue + ".mustache" })
        problems += overrides.keys.filter { !known.contains($0) }.sorted().map {
            TemplateProblem(file: $0, line: 1, message: "there is no mail of this name")
        }
    }

    subscript(kind: MailKind) -> Text { texts[kind]! }

    private static func text(_ source: String) throws -> Text {
        let lines = source.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let plain = "{{% CONTENT_TYPE:TEXT}}\n"
        return Text(
            subject: try MustacheTemplate(string: plain + lines[0]),
            body: try MustacheTemplate(string: plain + (lines.count > 1 ? lines[1] : "")))
    }
}

/// What is wrong with a template that an administrator has written.
public struct TemplateProblem: Equatable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let message: String

    public var description: String { "\(file), line \(line): \(message). The text that comes with vnetd is used." }

    /// Sections within sections cost the reader of templates a piece of the stack each.
    private static let deepest = 16

    /// The first thing wrong with a template: a tag that is not a plain variable, a section, or its end. Subject and body
    /// are templates of their own, so a section that is opened in the one is closed in the one.
    static func first(in source: String, file: String, allowed: Set<MailVariable>) -> TemplateProblem? {
        var open: [(name: String, line: Int)] = []
        for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line[...]
            while let start = rest.firstRange(of: "{{") {
                func problem(_ message: String) -> TemplateProblem {
                    TemplateProblem(file: file, line: index + 1, message: message)
                }
                guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
                    return problem("a tag is not closed on its line")
                }
                let tag = rest[start.upperBound..<end.lowerBound]
                rest = rest[end.upperBound...]
                let sigil = tag.first.map { "#^/".contains($0) } == true ? tag.first : nil
                let name = String(sigil == nil ? tag : tag.dropFirst()).trimmed
                guard let variable = MailVariable(rawValue: name), allowed.contains(variable) else {
                    let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
                    return problem("“{{\(tag)}}” is not known here; there are: \(names)")
                }
                if sigil == "/" {
                    guard open.popLast()?.name == name else { return problem("“{{\(tag)}}” closes nothing") }
                } else if sigil != nil {
                    guard open.count < deepest else { return problem("“{{\(tag)}}” is in too many others") }
                    open.append((name, index + 1))
                }
            }
            if index == 0, let section = open.last {
                return TemplateProblem(
                    file: file, line: 1,
                    message: "“{{#\(section.name)}}” is not closed in the subject, which is the first line")
            }
        }
        return open.last.map { TemplateProblem(file: file, line: $0.line, message: "“{{#\($0.name)}}” is not closed") }
    }
}
