import Testing
import VNetCore
import VNetInbound

struct InboundFactsTests {
    private func kind(_ text: String) -> String {
        switch facts(text).kind {
        case .loop: "loop"
        case .feedbackReport: "feedback"
        case .bounce: "bounce"
        case .receipt: "receipt"
        case .calendar: "calendar"
        case .automaticReply: "automatic"
        case .list: "list"
        case .encrypted: "encrypted"
        case .answer(let reply): "answer: \(reply.text)"
        }
    }

    @Test(arguments: [
        ("From: a@a.example\nX-VNet-Loop: vnet@n.example\n\nYes", "loop"),
        ("From: a@a.example\nAuto-Submitted: auto-replied\n\nAway", "automatic"),
        ("From: a@a.example\nAuto-Submitted: auto-generated (rejected)\n\nAway", "automatic"),
        ("From: a@a.example\nAuto-Submitted: no\n\nYes", "answer: Yes"),
        ("From: a@a.example\nX-Autoreply: yes\n\nAway", "automatic"),
        ("From: a@a.example\nPrecedence: auto_reply\n\nAway", "automatic"),
        ("From: a@a.example\nSubject: Automatic reply: Readiness\n\nAway", "automatic"),
        ("From: a@a.example\nSubject: Out of Office Re: Readiness\n\nAway", "automatic"),
        ("From: a@a.example\nSubject: Abwesenheitsnotiz: Readiness\n\nWeg", "automatic"),
        ("From: a@a.example\nSubject: Re: Automatic reply\n\nI am back", "answer: I am back"),
        ("From: no-reply@a.example\nSubject: Ticket 7\n\nOpened", "automatic"),
        ("Return-Path: <>\nFrom: a@a.example\n\nAway", "automatic"),
        ("From: a@a.example\nList-Id: <heads.a.example>\n\nNews", "list"),
        ("From: a@a.example\nPrecedence: bulk\n\nNews", "list"),
        ("From: a@a.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII", "encrypted"),
        ("From: a@a.example\nSubject: Re: Readiness\n\nYes\n\n-- \nAda", "answer: Yes"),
        ("From: a@a.example\nSubject: Re: Readiness\n\n", "answer: "),
        (
            "From: a@a.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n",
            "receipt"
        ),
        ("", "answer: "),
    ])
    func `what a mail is goes by what only machines write`(_ text: String, _ expected: String) {
        #expect(kind(text) == expected)
    }

    private func end(_ text: String) -> String? {
        guard case .automaticReply(let reply) = facts("From: a@a.example\nAuto-Submitted: auto-replied\n\n" + text).kind
        else {
            return "no automatic reply"
        }
        return reply.end?.iso
    }

    @Test(arguments: [
        ("I am away until 13 November.", "2026-11-13"), ("I am on leave until Friday 13 November 2026.", "2026-11-13"),
        ("Out of the office, returning on the 9th of November", "2026-11-09"),
        ("Back in the office on Nov 9th, 2026.", "2026-11-09"),
        ("I am on holiday from 2 to 13 November", "2026-11-13"),
        ("I am out of the office 30 October – 6 November.", "2026-11-06"),
        ("I will be travelling on November 5-11.", "2026-11-11"), ("Away until 4 January.", "2027-01-04"),
        ("I am away until 6 November and back on 9 November.", "2026-11-09"),
    ])
    func `an absence ends on the day that it says in words`(_ text: String, _ expected: String) {
        #expect(end(text) == expected)
    }

    @Test(arguments: [
        "I am away.", "I am away until Monday.", "I am away until 05/11/2026.", "I am away until Friday 12 November.",
        "I was away until 28 July.", "Call 13 November Street.", "I am back after half term.",
        "Our fair is on 13 November.",
        "I am away until 31 November.",
    ])
    func `where that is not certain nothing is said`(_ text: String) { #expect(end(text) == nil) }

    private static let token = "abcdefghijklmnopqrstuvwxyz234567abcdefgh"

    @Test func `a token is found in the address and in the text, and handed on as it is`() {
        let other = String(Self.token.reversed())
        let text =
            "From: a@a.example\nTo: VNET <vnet+\(Self.token.uppercased())@n.example>\n\nYes\n\n> Reference [vnet:\(other)]\n> [vnet:\(Self.token)]\n> [vnet:short]\n"
        #expect(facts(text).tokens.map(\.text) == [Self.token, other])
        #expect(facts("To: vnet+holiday@n.example\n\nYes").tokens.isEmpty)
        #expect(facts("Delivered-To: vnet+\(Self.token)@n.example\n\nYes").tokens.count == 1)
    }

    @Test func `what came with an answer is told`() {
        let text =
            "From: Ada <a@a.example>\nMessage-ID: <1@a.example>\nIn-Reply-To: <7@n.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\n\nYes"
        let read = facts(text)
        #expect(read.messageID == "<1@a.example>" && read.inReplyTo == "<7@n.example>" && read.subject == "Café")
        #expect(read.from.map(\.text) == ["a@a.example"])
    }
}
