import Testing
import VNetCore
import VNetInbound

struct BounceTests {
    private func failures(_ text: String) -> [String] {
        (Bounce(mail(text))?.failures ?? []).map { failure in
            [
                failure.address?.text ?? "?", failure.kind.rawValue, failure.status?.description ?? "-",
                failure.isDelayed ? "delayed" : "failed",
            ].joined(separator: " ")
        }
    }

    private func report(_ fields: String, returned: String = "To: head@a.example\nMessage-ID: <7@n.example>") -> String
    {
        """
        From: MAILER-DAEMON@mx.example
        To: vnet@n.example
        Subject: Undelivered Mail Returned to Sender
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: text/plain

        It could not be delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example

        \(fields)
        --b
        Content-Type: text/rfc822-headers

        \(returned)
        --b--

        """
    }

    @Test func `a report says which address failed, how, and of which mail`() {
        let text = report(
            "Final-Recipient: rfc822; head@a.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 gone"
        )
        #expect(failures(text) == ["head@a.example permanent 5.1.1 failed"])
        #expect(Bounce(mail(text))?.messageID == "<7@n.example>")
    }

    @Test(arguments: [
        ("Action: failed\nStatus: 4.4.7", "temporary 4.4.7 failed"),
        ("Action: delayed\nStatus: 4.2.2", "temporary 4.2.2 delayed"),
        ("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.2.1 disabled", "permanent 5.2.1 failed"),
        ("Action: failed (bad)\nStatus: 5.2.2 (mailbox full)", "permanent 5.2.2 failed"),
        ("Diagnostic-Code: smtp; 452 too busy", "temporary - failed"), ("Status: 5.1.10", "permanent 5.1.10 failed"),
        ("Action: failed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 554-mx from 192.0.2.1", "temporary 4.0.0 failed"),
    ])
    func `by the status it is permanent or temporary`(_ fields: String, _ expected: String) {
        #expect(failures(report("Final-Recipient: rfc822;head@a.example\n\(fields)")) == ["head@a.example \(expected)"])
    }

    @Test func `a mail that was passed on fails for the address to which it was sent`() throws {
        let text = report(
            "Original-Recipient: rfc822;head@a.example\nFinal-Recipient: rfc822;ada@home.example\nAction: failed\nStatus: 5.2.1"
        )
        let failure = try #require(Bounce(mail(text))?.failures.first)
        #expect(failure.address?.text == "ada@home.example" && failure.original?.text == "head@a.example")
        let local = report(
            "Original-Recipient: rfc822;head@a.example\nFinal-Recipient: rfc822;ada\nAction: failed\nStatus: 5.2.1")
        #expect(failures(local) == ["head@a.example permanent 5.2.1 failed"])
        #expect(
            failures(report("Final-Recipient: LOCAL;|/bin/x\nAction: failed\nStatus: 5.3.0")) == [
                "head@a.example permanent 5.3.0 failed"
            ])
    }

    @Test func `several fail, each in its way`() {
        let group = { (address: String, status: String) in
            "Final-Recipient: rfc822; \(address)\nAction: failed\nStatus: \(status)\n"
        }
        #expect(
            failures(report(group("a@a.example", "5.1.1") + "\n" + group("b@b.example", "4.2.2")))
                == ["a@a.example permanent 5.1.1 failed", "b@b.example temporary 4.2.2 failed"])
    }

    @Test func `what arrived is no failure`() {
        let delivered = report("Final-Recipient: rfc822; head@a.example\nAction: delivered\nStatus: 2.0.0")
            .replacing("could not be delivered", with: "was delivered").replacing(
                "Undelivered Mail Returned to Sender", with: "Report")
        #expect(failures(delivered).isEmpty)
        guard case .receipt = facts(delivered).kind else { return #expect(Bool(false), "It is a receipt.") }
    }

    @Test func `a report of success by a mail system is none either`() {
        let text = """
            From: MAILER-DAEMON@mx.example
            To: vnet@n.example
            Subject: Successful Mail Delivery Report
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b

            <head@a.example>: delivery via mx.a.example: 250 2.0.0 Ok
            --b
            Content-Type: message/delivery-status

            Final-Recipient: rfc822; head@a.example
            Action: relayed
            Status: 2.0.0
            --b--

            """
        #expect(Bounce(mail(text)) == nil)
    }

    @Test func `which mail came back is read from its header, wherever that stands`() {
        let header =
            "From: mailer-daemon@mx.example\nSubject: failure notice\n\n<head@a.example>:\n550 5.1.1 unknown user\n"
        #expect(Bounce(mail(header + Self.copy))?.messageID == "<8@n.example>")
    }

    private static let copy =
        "\n\n--- Below this line is a copy of the message.\n\nReceived: from x\nMessage-ID: <8@n.example>\nFrom: vnet@n.example\nTo: other@c.example\n"

    @Test(arguments: [
        (
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<head@a.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown\nGiving up on 192.0.2.1.",
            "head@a.example permanent 5.1.1 failed"
        ),
        (
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  head@a.example\n    host mx.example [192.0.2.1]: 550 No such user",
            "head@a.example permanent - failed"
        ),
        (
            "A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\nThe address to which the message has not yet been delivered is:\n\n  head@a.example\n\nNo action is required on your part. Delivery attempts will continue for some time.",
            "head@a.example temporary - delayed"
        ),
        (
            "Your message\n\n  To:      someone@b.example\n  Subject: Visit\n\ndid not reach the following recipient(s):\n\nhead@a.example on Tue, 3 Nov 2026 08:00:00 -0000\n    The recipient name is not recognized",
            "head@a.example permanent - failed"
        ),
        (
            "Delivery to the following recipient failed permanently:\n\n     head@a.example\n\nTechnical details of permanent failure:\nThe error that the other server returned was:\n550 550 5.2.1 The account is disabled (state 14).",
            "head@a.example permanent 5.2.1 failed"
        ),
        (
            "------- Failure Reasons  --------\n\nUser not listed in Domino Directory\nhead@a.example\n\n------- Returned Message --------",
            "head@a.example permanent - failed"
        ),
        (
            "   ----- Transcript of session follows -----\n>>> RCPT To:<head@a.example>\n<<< 550 no\n550 <head@a.example>... User unknown",
            "head@a.example permanent - failed"
        ),
        (
            "Sorry, we were unable to deliver your message to the following address.\n\n<head@a.example>:\nUnable to deliver message after multiple retries, giving up.",
            "head@a.example temporary - failed"
        ),
        (
            "Delivery has failed to these recipients or groups:\n\nhead@a.example<mailto:head@a.example>\nThe email address wasn't found. Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
            "head@a.example permanent 5.1.10 failed"
        ),
        (
            "Your mail could not be delivered to: <head@a.example>\nAs their mailbox is full.",
            "head@a.example permanent - failed"
        ),
    ])
    func `what should have been a report is read by how it is laid out`(_ text: String, _ expected: String) {
        let header =
            "From: Mail Delivery System <mailer-daemon@mx.example>\nTo: vnet@n.example\nSubject: Mail delivery failed\n\n"
        #expect(failures(header + text + Self.copy) == [expected])
        #expect(failures(header + text) == [expected])
    }

    @Test func `an address that only the header names is taken from there`() {
        let header =
            "From: mailer-daemon@mx.example\nTo: vnet@n.example\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: head@a.example\n\n"
        #expect(failures(header + "The group may not exist.") == ["head@a.example permanent - failed"])
    }

    @Test(arguments: [
        "From: Ada Moor <head@a.example>\nSubject: Re: Visit\n\nThe letter could not be delivered to head@b.example: 550 5.1.1.",
        "From: head@a.example\nSubject: Re: Mail delivery\n\nYes.",
        "From: mailer-daemon@mx.example\nSubject: Hello\n\nNothing here.",
        "From: postmaster@a.example\nSubject: Your quota\n\nContact help@a.example.",
    ])
    func `what a person writes, and what a machine writes about something else, is no bounce`(_ text: String) {
        #expect(Bounce(mail(text)) == nil)
    }

    @Test func `a complaint is told apart, with whose mail it was`() {
        let text = """
            From: fbl@provider.example
            Subject: complaint
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Original-Rcpt-To: <head@a.example>
            --b--

            """
        guard case .feedbackReport(let report) = facts(text).kind else {
            return #expect(Bool(false), "It is a feedback report.")
        }
        #expect(report.type == "abuse" && report.recipients.map(\.text) == ["head@a.example"])
    }
}
