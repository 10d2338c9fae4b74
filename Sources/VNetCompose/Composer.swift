import Mustache
import VNetCore

/// Makes mails from drafts: the facts into words by templates, the words into a MIME message.
///
/// Pure: the same draft always makes the same bytes. Used by one thread at a time.
public struct Composer {
    private let templates: Templates

    /// `overrides` are templates by file name, such as `write-up.mustache`. Throws only where a template that comes with
    /// the program does not parse; what is wrong with an override is in `problems`.
    public init(overrides: [String: String] = [:]) throws { templates = try Templates(overrides: overrides) }

    /// Overrides that are not used, and why.
    public var problems: [TemplateProblem] { templates.problems }

    /// The mail of a draft, with its times in `zone`.
    public func compose(_ draft: MailDraft, zone: TimeZoneRules) throws(ComposeError) -> ComposedMail {
        try check(draft)
        let parts = draft.items.map { part($0) }
        let subject = parts.count == 1 ? parts[0].subject : "\(draft.networkName): \(parts.count) things due now"
        let context: [String: Any] = [
            "network": draft.networkName, "privacy": draft.privacyURL, "why": draft.why, "name": draft.to.name,
            "digest": parts.count > 1, "subject": subject,
            "items": parts.map {
                ["title": $0.subject, "text": $0.paragraphs.joined(separator: "\n\n"), "paragraphs": $0.paragraphs]
            },
        ]
        let text = templates.textLayout.render(context)
        let message = MIMEMessage(
            draft: draft, zone: zone, subject: subject, text: text, html: templates.htmlLayout.render(context))
        return ComposedMail(subject: subject, text: text, bytes: message.bytes())
    }

    private func part(_ item: MailItem) -> (subject: String, paragraphs: [String]) {
        let facts = Dictionary(uniqueKeysWithValues: item.facts.map { ($0.key.rawValue, $0.value) })
        let template = templates[item.kind]
        // A report has lines of its own, a subject is one.
        let subject = template.subject.render(facts.mapValues { $0.replacing("\n", with: " ") })
        return (subject.trimmed, template.body.render(facts).paragraphs)
    }

    /// Nothing that comes from outside may begin another header.
    private func check(_ draft: MailDraft) throws(ComposeError) {
        guard !draft.items.isEmpty else { throw .noItems }
        var fields = [
            ("from", draft.from.name), ("to", draft.to.name), ("cc", draft.copiedTo?.name ?? ""),
            ("messageID", draft.messageID),
            ("networkName", draft.networkName), ("privacyURL", draft.privacyURL), ("why", draft.why),
        ]
        for item in draft.items {
            fields += item.facts.map {
                ($0.key.rawValue, $0.key == .report ? $0.value.replacing("\n", with: "") : $0.value)
            }
        }
        if let event = draft.calendar {
            fields += [
                ("uid", event.uid), ("summary", event.summary), ("location", event.location ?? ""),
                ("description", event.description), ("organizer", event.organizer.name),
                ("attendee", event.attendee.name),
            ]
        }
        for (field, value) in fields where value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        {
            throw .controlCharacter(field: field)
        }
    }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// What blank lines separate, each on one line.
    fileprivate var paragraphs: [String] {
        split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }
            .map { $0.map { String($0).trimmed }.joined(separator: " ") }
    }
}
