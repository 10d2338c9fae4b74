import Foundation
import TestSupport
import Testing
import VNetCompose
import VNetCore

private func london() throws -> TimeZoneRules {
    let bytes = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/London"))
    return try TimeZoneRules(name: "Europe/London", tzif: [UInt8](bytes))
}

private let office = Mailbox(name: "The Network", address: EmailAddress("office@network.example")!)
private let head = Mailbox(name: "Zoë Testhead", address: EmailAddress("head@school.example")!)
private let now = Instant(rfc3339: "2026-10-20T07:00:00Z")!

private func item(_ kind: MailKind, host: String = "Müller & Sons’ School") -> MailItem {
    var facts: [MailVariable: String] = [:]
    for variable in kind.variables { facts[variable] = "[\(variable.rawValue)]" }
    if facts[.host] != nil { facts[.host] = host }
    return MailItem(kind: kind, facts: facts)
}

private func draft(_ items: [MailItem], calendar: CalendarEvent? = nil) -> MailDraft {
    MailDraft(
        from: office, to: head, date: now, messageID: "17.abc@network.example", items: items, calendar: calendar,
        networkName: "The Network", privacyURL: "https://network.example/privacy",
        why: "A School takes part in one of the network's cohorts.")
}

private func event(_ method: CalendarEvent.Method) -> CalendarEvent {
    CalendarEvent(
        method: method, uid: "visit-3-7-9@abc", sequence: 2, start: Instant(rfc3339: "2026-11-03T09:00:00Z")!,
        end: Instant(rfc3339: "2026-11-03T15:30:00Z")!,
        summary: "Visit; with, commas and é".appending(String(repeating: " long", count: 20)),
        location: "A School", description: "A cohort.", organizer: office, attendee: head, stamp: now)
}

/// What Python's email package makes of a message, as JSON.
private func parsed(_ bytes: [UInt8]) throws -> [String: Any] {
    let script = """
        import sys, json, email, email.policy
        raw = sys.stdin.buffer.read()
        m = email.message_from_bytes(raw, policy=email.policy.default)
        assert not m.defects, m.defects
        parts = [{"type": p.get_content_type(), "charset": p.get_content_charset(), "method": p.get_param("method"),
                  "file": p.get_filename(), "defects": len(p.defects),
                  "text": p.get_payload(decode=True).decode("utf-8") if not p.is_multipart() else ""} for p in m.walk()]
        print(json.dumps({"headers": {k: str(v) for k, v in m.items()}, "parts": parts}))
        """
    let read = try Programs.python(script, input: String(decoding: bytes, as: UTF8.self))
    return try #require(JSONSerialization.jsonObject(with: Data(read.output.utf8)) as? [String: Any])
}

private func parts(_ message: [String: Any]) -> [[String: Any]] { message["parts"] as? [[String: Any]] ?? [] }

@Test func `a mail is text and HTML, in 7 bits, and Python reads it without complaint`() throws {
    let mail = try Composer().compose(draft([item(.writeUp)]), zone: london())
    #expect(mail.bytes.allSatisfy { $0 < 0x80 })
    let text = String(decoding: mail.bytes, as: UTF8.self)
    #expect(text.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" } == false)
    let message = try parsed(mail.bytes)
    let headers = try #require(message["headers"] as? [String: String])
    #expect(headers["Auto-Submitted"] == "auto-generated")
    #expect(headers["Message-Id"] == "<17.abc@network.example>")
    #expect(headers["Date"] == "Tue, 20 Oct 2026 08:00:00 +0100")
    #expect(headers["To"] == "Zoë Testhead <head@school.example>")
    #expect(headers["Subject"] == "Write-up of the visit to Müller & Sons’ School due by [due]")
    #expect(parts(message).map { $0["type"] as? String } == ["multipart/alternative", "text/plain", "text/html"])
    #expect(parts(message).dropFirst().allSatisfy { $0["charset"] as? String == "utf-8" && $0["defects"] as? Int == 0 })
    #expect((parts(message)[1]["text"] as? String)?.contains("Müller & Sons’ School") == true)
    #expect((parts(message)[2]["text"] as? String)?.contains("Müller &amp; Sons’ School") == true)
}

@Test(arguments: [CalendarEvent.Method.request, .cancel])
func `an invitation carries its calendar entry twice, with the method of its METHOD`(_ method: CalendarEvent.Method)
    throws
{
    let kind: MailKind = method == .request ? .invitationVisit : .cancellation
    let mail = try Composer().compose(draft([item(kind)], calendar: event(method)), zone: london())
    let parts = parts(try parsed(mail.bytes))
    #expect(
        parts.map { $0["type"] as? String } == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "text/calendar",
        ])
    for part in parts.suffix(2) {
        #expect(part["method"] as? String == method.rawValue)
        let lines = try #require(part["text"] as? String).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 75 && !$0.contains("\n") })
        let unfolded = lines.joined(separator: "\n").replacingOccurrences(of: "\n ", with: "").components(
            separatedBy: "\n")
        for line in [
            "METHOD:\(method.rawValue)", "UID:visit-3-7-9@abc", "SEQUENCE:2", "DTSTART:20261103T090000Z",
            "DTEND:20261103T153000Z", "DTSTAMP:20261020T070000Z",
            "STATUS:\(method == .request ? "CONFIRMED" : "CANCELLED")",
        ] { #expect(unfolded.contains(line), "\(line)") }
        #expect(unfolded.contains { $0.hasPrefix("ORGANIZER") && $0.hasSuffix("mailto:office@network.example") })
        #expect(unfolded.contains { $0.hasPrefix("ATTENDEE") && $0.hasSuffix("mailto:head@school.example") })
        #expect(unfolded.contains { $0.hasPrefix("SUMMARY:Visit\\; with\\, commas and é long") })
    }
    #expect(parts.last?["file"] as? String == "invite.ics")
}

@Test(arguments: MailKind.allCases)
func `every mail says all that it may say, and nothing is left blank`(_ kind: MailKind) throws {
    let mail = try Composer().compose(draft([item(kind)]), zone: london())
    let text = try #require(parts(try parsed(mail.bytes))[1]["text"] as? String) + mail.subject
    #expect(!text.contains("{{") && !text.contains("  ") && !text.contains(" ,") && !text.contains(" ."))
    #expect(text.contains("["))
    #expect(!text.lowercased().contains("tomorrow"))
}

@Test func `several things due for one person are one mail that says how many`() throws {
    let mail = try Composer().compose(draft([item(.cover), item(.writeUp)]), zone: london())
    #expect(mail.subject == "The Network: 2 things due now")
    let text = try #require(parts(try parsed(mail.bytes))[1]["text"] as? String)
    #expect(text.contains("* Cover for your visit") && text.contains("* Write-up of the visit"))
}

@Test func `the same draft always makes the same bytes`() throws {
    let draft = draft([item(.invitationVisit)], calendar: event(.request))
    #expect(try Composer().compose(draft, zone: london()) == Composer().compose(draft, zone: london()))
}

@Test(arguments: ["a\r\nBcc: x@y.example", "a\nb", "a\0b"])
func `a line break in a fact is refused by the name of the fact`(_ hostile: String) throws {
    let composer = try Composer()
    #expect(throws: ComposeError.controlCharacter(field: "host")) {
        try composer.compose(draft([item(.cover, host: hostile)]), zone: london())
    }
}

@Test func `a template that an administrator wrote is used, and a bad one is named and is not`() throws {
    let composer = try Composer(overrides: [
        "cover.mustache": "Cover, please\nOn {{date}}.\n", "write-up.mustache": "Hello\n\n{{& host}}\n",
        "visit.mustache": "Visit\n{{#host}}\n", "typo.mustache": "x",
    ])
    #expect(composer.problems.map(\.file) == ["visit.mustache", "write-up.mustache", "typo.mustache"])
    #expect(composer.problems.map(\.line) == [2, 3, 1])
    #expect(try composer.compose(draft([item(.cover)]), zone: london()).subject == "Cover, please")
    #expect(try composer.compose(draft([item(.writeUp)]), zone: london()).subject.hasPrefix("Write-up of the visit"))
}

@Test(arguments: [
    ("{{#host}}Visit\n{{/host}}\n", 1, "not closed in the subject"), ("Visit\n{{/host}}\n", 2, "closes nothing"),
    ("{{#host}}x{{/host}}\n{{#date}}\n{{#host}}\n{{/date}}{{/host}}", 4, "closes nothing"),
    ("Visit\n" + String(repeating: "{{#host}}", count: 30_000), 2, "in too many others"),
    ("{{ho st}}\nx", 1, "not known"),
])
func `a template whose sections do not match within subject and body is named, and nothing ends`(
    source: String, line: Int, message: String
) throws {
    let composer = try Composer(overrides: ["cover.mustache": source])
    #expect(composer.problems.map(\.line) == [line])
    #expect(composer.problems.first?.message.contains(message) == true, "\(composer.problems)")
    #expect(try composer.compose(draft([item(.cover)]), zone: london()).subject.hasPrefix("Cover for your visit"))
}

@Test(arguments: [
    "=?utf-8?q?Boss?=", "Zoë =?utf-8?b?Qm9zcw==?= Testhead", "O’Brien, \"Pat\" (Ms)", "Ann Sample",
    String(repeating: "学校評価", count: 40), String(repeating: "👩🏽‍🏫", count: 20), "ü" + String(repeating: "x", count: 150),
    "Zoë Müller and a name that goes on for longer than a line of a mail has room for, with spaces",
])
func `a name or a subject of any script is read back as it is, from encoded words of 75 characters`(_ name: String)
    throws
{
    var draft = draft([item(.cover, host: name)])
    draft.to = Mailbox(name: name, address: head.address)
    let mail = try Composer().compose(draft, zone: london())
    let header = try #require(String(decoding: mail.bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n").first)
    for word in header.split(whereSeparator: \.isWhitespace) where word.hasPrefix("=?") {
        #expect(word.utf8.count <= 75 && word.hasSuffix("?="), "\(word)")
    }
    #expect(header.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 998 })
    let headers = try #require(try parsed(mail.bytes)["headers"] as? [String: String])
    #expect(headers["Subject"] == mail.subject)
    #expect(mail.subject.contains(name))
    // By the parts of Python's email package that know of words one behind the other in names.
    let script = """
        import sys, email, email.utils as u, email.header as h
        to = email.message_from_bytes(sys.stdin.buffer.read())["To"].replace("\\r\\n", "")
        print(h.make_header(h.decode_header(u.parseaddr(to)[0])))
        """
    let read = try Programs.python(script, input: String(decoding: mail.bytes, as: UTF8.self))
    #expect(read.output == name + "\n")
}

@Test(arguments: [
    MailKind.writeUp, .factualCheck, .feedbackPrompt, .feedbackPromptHost, .outstandingWriteUps, .impactCheck,
])
func `what asks for something written says to ring about a child's safety, and not to write`(_ kind: MailKind) throws {
    let text = try Composer().compose(draft([item(kind)]), zone: london()).text
    #expect(text.contains("designated safeguarding lead. Please do not put it in an e-mail."))
}
