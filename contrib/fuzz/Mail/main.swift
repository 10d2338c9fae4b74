import CFuzzer
import Glibc
import VNetCore
import VNetInbound

// What strangers may send. The first argument is a directory, which is filled with mails that are in order.

private let seeds = [
    """
    From: =?utf-8?q?Ad=C3=A0?= Moor <head@a.example>, heads: b@b.example;
    To: vnet+abcdefghijklmnopqrstuvwxyz234567abcdefgh@n.example
    Subject: Automatic reply: Readiness
    Content-Type: multipart/alternative; boundary=b

    --b
    Content-Type: text/plain; charset=iso-8859-15; format=flowed
    Content-Transfer-Encoding: quoted-printable

    1 and 2 yes, 3 not yet. I can't do Tuesdays, nor 3=E2=80=937 November.
    Away until Friday 13 November 2026.

    On Tue, 3 Nov 2026 at 08:00, VNET <vnet@n.example> wrote:
    > [vnet:abcdefghijklmnopqrstuvwxyz234567abcdefgh]
    -- 
    Sent from my iPhone
    --b
    Content-Type: text/html; charset=utf-8
    Content-Transfer-Encoding: base64

    PGRpdiBjbGFzcz0iZ21haWxfcXVvdGUiPjxwPlllcyZuYnNwOyYjeDQxOzwvcD48L2Rpdj4=
    --b--
    """,
    """
    From: MAILER-DAEMON@mx.example
    Subject: Undelivered Mail Returned to Sender
    X-Failed-Recipients: head@a.example
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b

    <head@a.example>: host mx said: 550 5.1.1 User unknown (in reply to RCPT TO)
    --b
    Content-Type: message/delivery-status

    Original-Recipient: rfc822; head@a.example
    Final-Recipient: rfc822; ada@a.example
    Action: failed
    Status: 5.1.1
    Diagnostic-Code: smtp; 550 5.1.1 User unknown
    --b
    Content-Type: message/rfc822

    To: head@a.example

    Hello
    --b--
    """,
    """
    From: head@a.example
    Content-Type: text/calendar; method=COUNTER; charset=utf-8

    BEGIN:VCALENDAR
    METHOD:COUNTER
    BEGIN:VEVENT
    UID:1@n.example
    SEQUENCE:2
    DTSTAMP:20261103T080000Z
    RECURRENCE-ID;TZID=Europe/London:20261110T090000
    DTSTART;TZID="GMT Standard Time":20261110T130000
    DURATION:PT2H
    COMMENT;LANGUAGE=en:After\\, lunch
    ATTENDEE;CN="A";PARTSTAT=TENTATIVE;SENT-BY="mailto:o@a.example";DELEGATED-TO="mailto:d@a.example"
     :MAILTO:head@a.example
    END:VEVENT
    END:VCALENDAR
    """,
    """
    From: fbl@p.example
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: message/feedback-report

    Feedback-Type: abuse
    Original-Rcpt-To: head@a.example
    --b
    Content-Type: application/pkcs7-mime; smime-type=signed-data; name*0="a"; name*1="b"

    MIIB
    --b--
    """,
]

private let day = CivilDate(iso: "2026-11-03")!
/// Greenwich all the year; the smallest file that there is of a zone.
private let greenwich: [UInt8] =
    Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    + [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    + Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
    + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    + [0, 0, 0, 0, 0, 0] + Array("UTC\0\nUTC0\n".utf8)
private let rules = try TimeZoneRules(name: "Europe/London", tzif: greenwich)
private let zones = CalendarZones(local: rules) { $0 == "Europe/Paris" ? rules : nil }

/// Whatever comes, it is read, and what is said of it holds.
private func read(_ bytes: [UInt8]) {
    let mail = InboundMail(bytes)
    let facts = InboundFacts(mail, on: day, in: zones)
    if case .bounce(let bounce) = facts.kind { precondition(!bounce.failures.isEmpty, "a bounce of nothing") }
    precondition(!mail.text.unicodeScalars.contains("\r"), "a line ends in two ways")
    precondition(mail.attachments.allSatisfy { !$0.contains("\n") }, "a name of two lines")
    let text = String(decoding: bytes, as: UTF8.self)
    for words in [ReplyText(mail).text, text] {
        precondition(ReadinessAnswer(words, criteria: 3).verdicts.count == 3, "not one verdict a criterion")
        let range = day...day.adding(days: 60)
        for period in AvailabilityAnswer(words, asked: range).unavailable {
            precondition(period.clamped(to: range) == period, "a day that was not asked about")
        }
    }
    precondition(ReplyText(text).text.utf8.count <= text.utf8.count, "an answer longer than the mail")
    for message in CalendarReading(text, in: zones).messages {
        precondition(message.method == .refresh || !message.attendees.isEmpty, "an answer of nobody")
    }
}

if CommandLine.arguments.count > 1 {
    for (index, seed) in seeds.enumerated() {
        guard let file = fopen("\(CommandLine.arguments[1])/seed-\(index)", "w") else { continue }
        fputs(seed, file)
        fclose(file)
    }
}

var argc = CommandLine.argc
var argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
LLVMFuzzerRunDriver(&argc, &argv) { data, size in
    read(Array(UnsafeRawBufferPointer(start: data, count: size)))
    return 0
}
