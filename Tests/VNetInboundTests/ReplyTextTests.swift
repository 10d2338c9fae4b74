import Testing
import VNetInbound

struct ReplyTextTests {
    @Test(arguments: [
        "On Tue, 3 Nov 2026 at 08:00, VNET <vnet+k3@n.example> wrote:\n> Are you ready?",
        "On Tue, 3 Nov 2026 at 08:00, VNET Peer Review Network of Norfolk <\nvnet+k3@n.example> wrote:\n\n> Are you ready?",
        "On 03/11/2026 08:00, VNET wrote:\nAre you ready?",
        "> On 3 Nov 2026, at 08:00, VNET <vnet@n.example> wrote:\n>\n> Are you ready?",
        "From: VNET <vnet@n.example>\nSent: 03 November 2026 08:00\nTo: Ada Moor\nSubject: Readiness\n\nAre you ready?",
        "________________________________\nFrom: VNET <vnet@n.example>\nSent: Tuesday\n\nAre you ready?",
        "-----Original Message-----\nFrom: VNET\nAre you ready?",
        "Am 03.11.2026 um 08:00 schrieb VNET:\n> Bereit?",
        "Le mar. 3 nov. 2026 à 08:00, VNET <vnet@n.example> a écrit :\n> Prêt ?",
        "El 3/11/2026 a las 08:00, VNET <vnet@n.example> escribió:\n> ¿Listo?",
        "Il giorno mar 3 nov 2026 alle ore 08:00 VNET <vnet@n.example> ha scritto:\n> Pronti?",
        "Op di 3 nov 2026 om 08:00 schreef VNET <vnet@n.example>:\n> Klaar?",
        "W dniu 3.11.2026 o 08:00, VNET pisze:\n> Gotowi?",
        "2026-11-03 8:00 GMT VNET <vnet@n.example>:\n\n> Are you ready?",
        "Von: VNET <vnet@n.example>\nGesendet: Dienstag, 3. November 2026\nAn: Ada\nBetreff: Bereit?\n\nBereit?",
        "-- \nAda Moor\nHeadteacher",
        "Sent from my iPhone",
        "Sent from Outlook for iOS\n\nOn 3 Nov 2026, VNET <vnet@n.example> wrote:\n> Are you ready?",
        "Get Outlook for Android<https://aka.ms/x>\n________________________________\nFrom: VNET",
        "This email and any attachments are confidential and intended solely for the addressee.\nIf not, delete it.",
        "CONFIDENTIALITY NOTICE: what you have read, you have not.",
    ])
    func `what is not the answer is cut off`(_ rest: String) {
        #expect(
            ReplyText("Yes to all three.\n\nBest wishes\nAda\n\n\(rest)\n").text
                == "Yes to all three.\n\nBest wishes\nAda")
    }

    @Test func `an answer below what it answers is read`() {
        let below = "On 3 Nov 2026 at 08:00, VNET <vnet@n.example> wrote:\n> Are you ready?\n> Say so.\n\nYes.\nAda\n"
        #expect(ReplyText(below).text == "Yes.\nAda")
    }

    @Test func `answers between the lines stay with what they answer`() {
        let between = """
            On 3 Nov 2026 at 08:00, VNET <vnet@n.example> wrote:
            > 1. Practised?
            Yes
            > 2. Prepared?
            Not yet
            > 3. Committed?
            """
        #expect(ReplyText(between).text == "> 1. Practised?\nYes\n> 2. Prepared?\nNot yet")
    }

    @Test(arguments: [
        "", "> only\n> what was asked", "-----Original Message-----\nFrom: VNET\nYes", "\n\n",
        "On 3 Nov 2026 at 08:00, VNET <vnet@n.example> wrote:\n> Are you ready?",
    ])
    func `a mail without an answer has none`(_ text: String) { #expect(ReplyText(text).text.isEmpty) }

    @Test(arguments: [
        "On Tuesdays we wrote: never.", "From: Monday\nwe are ready", "- one\n- two", "Sent by post on Friday.",
        "This message is for Ada.\nCall her.", "5 < 6 and a@b.example is mine", "Data: all shared", "**Yes**",
    ])
    func `words that only look like it stay`(_ text: String) {
        #expect(ReplyText("Hello\n" + text).text == "Hello\n" + text)
    }

    @Test func `a warning that the school's own system puts on top is left out`() {
        let text = "CAUTION: This email originated from outside the organisation.\n\nYes.\n"
        #expect(ReplyText(text).text == "Yes.")
        #expect(ReplyText("You don't often get email from vnet@n.example. Learn why\n\nYes.").text == "Yes.")
    }

    @Test(arguments: [
        "<div>Yes to all.</div><br><div class=\"gmail_quote gmail_quote_container\"><div class=\"gmail_attr\">On Tue wrote:<br></div><blockquote class=\"gmail_quote\">Ready?</blockquote></div>",
        "<p class=MsoNormal>Yes to all.<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'><p><b>From:</b> VNET<br></p></div><p>Ready?</p>",
        "<div>Yes to all.</div><div id=\"appendonsend\"></div><hr style=\"width:98%\"><div id=\"divRplyFwdMsg\"><b>From:</b> VNET</div><div>Ready?</div>",
        "<html><head><title>x</title><style>p{}</style></head><body>Yes to all.<br id=\"lineBreakAtBeginningOfSignature\"><div><br><blockquote type=\"cite\">On 3 Nov 2026, VNET wrote:<br></blockquote></div><blockquote type=\"cite\"><div>Ready?</div></blockquote></body></html>",
        "Yes to all.<br><div class=\"moz-signature\">Ada Moor</div><div class=\"moz-cite-prefix\">On 03/11/2026 08:00, VNET wrote:<br></div><blockquote type=\"cite\">Ready?</blockquote>",
        "<div>Yes to all.</div><div id=\"yahoo_quoted_123\" class=\"yahoo_quoted\"><div>On Tuesday, VNET wrote:</div><div>Ready?</div></div>",
        "<div style=\"display:none\">hidden</div><!-- <p>No</p> --><script>no</script><div>Yes&nbsp;to all&#46;</div><div data-signatureblock=\"true\">Ada</div>",
        "<div>Yes to all.</div><div id=\"ms-outlook-mobile-signature\">Sent from Outlook for iOS</div>",
    ])
    func `HTML as mail programs write it is cut in the same way`(_ html: String) {
        let text = mail("Content-Type: text/html; charset=utf-8\n\n\(html)")
        #expect(ReplyText(text).text == "Yes to all.")
    }

    @Test func `lists, tables and paragraphs of HTML become lines`() {
        let html =
            "<ol><li>Yes</li><li>No &amp; never</li></ol><table><tr><td>a</td><td>b</td></tr></table><p>End<br>of it</p>"
        #expect(mail("Content-Type: text/html\n\n\(html)").text == "Yes\nNo & never\na b\n\nEnd\nof it")
    }
}
