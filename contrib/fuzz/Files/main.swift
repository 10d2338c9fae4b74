import CFuzzer
import Glibc
import VNetCompose
import VNetConfiguration
import VNetCore
import VNetImport
import VNetTOML

// What an administrator's files may hold, each kind by a reader of its own. The first argument names the reader, and the
// next a directory, which is filled with an input that is in order.

private let reader = CommandLine.arguments[1]
private let london = try Configuration(toml: "", file: "").network.zone

private let seeds = [
    "configuration": """
    [network]
    name = "N"
    sender = "N <n@n.example>"
    visit_start = "08:30"
    visit_finish = 16:00:00
    time_zone = "Europe/London"
    [reminders.enquiry]
    escalations = ["+5", "-10d"]
    time = "08:00"
    expires_after = 60
    late = "drop"
    [retention]
    write_up = "60d"
    [limits]
    connections = 100
    [access.users]
    root = ["admin"]
    """,
    "templates": "Cover on {{date}}\n{{#host}}At {{host}}\n{{/host}}{{^host}}Nowhere{{/host}}\n",
    "register": "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode\n120800,A,Open,Norwich,NR1 1AA\n",
    "links": "URN,LinkURN,LinkType,LinkEstablishedDate\n120800,120801,Successor - merged,01-09-2026\n",
    "contacts": "sep=;\nURN;role;name;e-mail\n120800;head;\"A \"\"B\"\"\";a@b.example\n",
    "holidays": #"{"england-and-wales":{"events":[{"title":"Boxing Day","date":"2026-12-28"}]}}"#,
    "terms": """
    BEGIN:VCALENDAR
    BEGIN:VEVENT
    UID:a
    SEQUENCE:1
    SUMMARY:Half term
    DTSTART;TZID=Europe/London:20261026T000000
    DURATION:P5DT0H
    RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20270101T000000Z
    EXDATE;VALUE=DATE:20261102,20261109
    RDATE;VALUE=PERIOD:20261103T000000Z/P1D
    END:VEVENT
    BEGIN:VEVENT
    UID:a
    RECURRENCE-ID;VALUE=DATE:20261103
    SUMMARY:Autumn term
    DTSTART;VALUE=DATE:20260901
    DTEND;VALUE=DATE:20261219
    STATUS:CANCELLED
    END:VEVENT
    END:VCALENDAR
    """,
]

/// Whatever comes, it is read or refused. A fault is one line that hides nothing.
private func read(_ bytes: [UInt8]) throws {
    func check(_ faults: [ImportFault]) {
        for fault in faults {
            precondition(fault.text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a fault of two lines")
        }
    }
    do {
        switch reader {
        case "configuration": _ = try Configuration(toml: String(decoding: bytes, as: UTF8.self), file: "vnetd.toml")
        case "templates": try render(String(decoding: bytes, as: UTF8.self))
        case "register": check(GIASRegister.read(bytes).faults)
        case "links": check(GIASLinks.read(bytes).faults)
        case "contacts": check(ContactsCSV.read(bytes).faults)
        case "holidays": _ = try BankHolidays.read(bytes)
        case "terms":
            let dates = try TermDates.read(bytes, zones: CalendarZones(local: london) { _ in nil })
            _ = TermGaps.holidays(between: dates.terms, told: dates.closures.map(\.days))
        default: preconditionFailure("There is no reader “\(reader)”: \(seeds.keys.sorted())")
        }
    } catch let fault as ImportFault { check([fault]) } catch is ConfigurationError {}
}

/// A template is refused by name, or it makes a mail.
private func render(_ source: String) throws {
    let kind = MailKind.cover
    let composer = try Composer(overrides: [kind.rawValue + ".mustache": source])
    let facts = Dictionary(uniqueKeysWithValues: kind.variables.map { ($0, "Müller & <Sons>") })
    let mailbox = Mailbox(name: "=?utf-8?q?N?=", address: EmailAddress("n@n.example")!)
    let draft = MailDraft(
        from: mailbox, to: mailbox, date: Instant(seconds: 1_788_220_800), messageID: "1@n.example",
        items: [MailItem(kind: kind, facts: facts)], calendar: nil, networkName: "N", privacyURL: "https://n.example/",
        why: "You are asked.")
    precondition(try !composer.compose(draft, zone: london).bytes.isEmpty, "an empty mail")
}

if CommandLine.arguments.count > 2, let seed = seeds[reader], let file = fopen(CommandLine.arguments[2] + "/seed", "w")
{
    fputs(seed, file)
    fclose(file)
}

var argc = CommandLine.argc - 1
var argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
LLVMFuzzerRunDriver(&argc, &argv) { data, size in
    try! read(Array(UnsafeRawBufferPointer(start: data, count: size)))
    return 0
}
