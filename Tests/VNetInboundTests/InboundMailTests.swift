import Foundation
import Testing
import VNetInbound

struct InboundMailTests {
    private let header =
        "From: Ada Moor <head@a-school.example>\nTo: vnet@n.example\nSubject: Re: Readiness\nMIME-Version: 1.0\n"

    private func multipart(_ kind: String, _ parts: String...) -> String {
        let body = parts.map { "--b\n\($0)\n" }.joined()
        return header + "Content-Type: multipart/\(kind); boundary=b\n\n\(body)--b--\n"
    }

    @Test func `of alternatives the plain one is read, and HTML only where there is no other`() {
        let plain = "Content-Type: text/plain; charset=utf-8\n\nYes, Tuesday."
        let html = "Content-Type: text/html; charset=utf-8\n\n<p>Yes, <b>Wednesday</b>.</p>"
        #expect(mail(multipart("alternative", plain, html)).text.trimmed == "Yes, Tuesday.")
        #expect(mail(multipart("alternative", html)).text.trimmed == "Yes, Wednesday.")
        let empty = "Content-Type: text/plain\n\n "
        #expect(mail(multipart("alternative", empty, html)).text.trimmed == "Yes, Wednesday.")
    }

    @Test func `a text is decoded by what it says it is in, and by Windows-1252 where that is wrong`() {
        func text(_ charset: String, _ bytes: [UInt8]) -> String {
            let head = Array((header + "Content-Type: text/plain; charset=\(charset)\n\n").utf8)
            return InboundMail(head + bytes).text
        }
        #expect(text("utf-8", Array("Café".utf8)) == "Café")
        #expect(text("iso-8859-1", [0x43, 0x61, 0x66, 0xE9, 0x80]) == "Café€")
        #expect(text("utf-8", [0x43, 0x61, 0x66, 0xE9]) == "Café")
        #expect(text("x-unknown", [0x93, 0x41, 0x94]) == "“A”")
        #expect(text("us-ascii", Array("Café".utf8)) == "Café")
        #expect(text("koi8-r", [0xC4, 0xC1]) == "да")
        #expect(text("iso-8859-15", [0xA4]) == "€")
        #expect(text("\"utf-8//TRANSLIT\"", [0xE9]) == "é")
    }

    @Test func `transfer encodings are undone, and lines end in one way`() {
        let quoted =
            header
            + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nCaf=C3=A9 an=\nd cake\n"
        #expect(mail(quoted).text == "Café and cake\n")
        let base64 = header + "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nWWVzDQpObw==\n"
        #expect(mail(base64).text == "Yes\nNo")
    }

    @Test func `what is attached is named and not read`() {
        let text = "Content-Type: text/plain\n\nSee attached."
        let file =
            "Content-Type: text/plain; name=\"notes.txt\"\nContent-Disposition: attachment; filename=\"notes.txt\"\n\nsecret"
        let bare = "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0="
        let read = mail(multipart("mixed", text, file, bare))
        #expect(read.text.trimmed == "See attached.")
        #expect(read.attachments == ["notes.txt", "application/pdf"])
        #expect(read.parts.allSatisfy { $0.text?.contains("secret") != true })
    }

    @Test func `a message that is passed on is not what its sender says`() {
        let text = "Content-Type: text/plain\n\nFor you."
        let inner = "Content-Type: message/rfc822\n\nFrom: b@b.example\nMessage-ID: <1@n.example>\n\nYes"
        let read = mail(multipart("mixed", text, inner))
        #expect(read.text.trimmed == "For you.")
        #expect(read.returned?["message-id"] == "<1@n.example>")
    }

    @Test func `a signed mail is read, and an encrypted one is named as such`() {
        let text = "Content-Type: text/plain\n\nYes."
        let signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB"
        let signed = mail(multipart("signed", text, signature))
        #expect(signed.protection == .signed && signed.text.trimmed == "Yes.")
        let enveloped = mail(
            header + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIIB\n")
        #expect(enveloped.protection == .encrypted && enveloped.text.isEmpty)
        let pgp = mail(multipart("encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"))
        #expect(pgp.protection == .encrypted)
        #expect(mail(header + "\nYes").protection == .none)
    }

    /// A thing of ASN.1, in a form of definite length.
    private func der(_ tag: UInt8, _ content: [UInt8]...) -> [UInt8] {
        let all = content.flatMap(\.self)
        return [tag, 0x82, UInt8(all.count >> 8), UInt8(all.count & 0xFF)] + all
    }

    @Test func `a signature that holds what it signs is opened, and one that is broken is not`() {
        let inner = Array("Content-Type: text/plain; charset=utf-8\r\n\r\nYes, all three.\r\n".utf8)
        let name: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]
        func signed(_ content: [UInt8]) -> [UInt8] {
            let plain = der(0x30, [0x06, 9] + name + [1], der(0xA0, content))
            return der(0x30, [0x06, 9] + name + [2], der(0xA0, der(0x30, [0x02, 1, 1], der(0x31), plain)))
        }
        func read(_ bytes: [UInt8]) -> InboundMail {
            mail(
                header + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
                    + "Content-Transfer-Encoding: base64\n\n" + Data(bytes).base64EncodedString() + "\n")
        }
        let whole = read(signed(der(0x04, inner)))
        #expect(whole.text.trimmed == "Yes, all three." && whole.protection == .signed)
        let pieces = read(
            signed([0x24, 0x80] + der(0x04, Array(inner[..<30])) + der(0x04, Array(inner[30...])) + [0, 0]))
        #expect(pieces.text.trimmed == "Yes, all three." && pieces.protection == .signed)
        let bytes = signed(der(0x04, inner))
        for count in stride(from: 0, to: bytes.count, by: 7) { #expect(read(Array(bytes[..<count])).text.isEmpty) }
    }

    @Test func `an address is read as it came, whatever a name pretends`() {
        let read = mail("From: =?utf-8?q?boss=40a-school.example=2C?= <x@elsewhere.example>\n\nYes")
        #expect(read.from.map(\.text) == ["x@elsewhere.example"])
        #expect(mail("From: \"Moor, Ada\" <head@a-school.example>, b@b.example\n\n.").from.count == 2)
        #expect(mail("From: undisclosed\n\n.").from.isEmpty)
        #expect(
            mail("To: heads: a@a.example, b@b.example;\n\n.").recipients.map(\.text) == ["a@a.example", "b@b.example"])
    }

    @Test func `a mail of a mailbox file, or with empty lines in front, is read too`() {
        #expect(mail("From head@a.example Tue Nov  3 08:00:00 2026\nSubject: One\n\nYes").subject == "One")
        #expect(mail("\n\nSubject: Two\n\nYes").subject == "Two")
    }

    @Test func `a mail whose boundary is missing is read all the same`() {
        #expect(
            mail(header + "Content-Type: multipart/mixed; boundary=never\n\nYes, all three.\n").text.contains(
                "Yes, all three."))
        #expect(mail(header + "Content-Type: multipart/alternative\n\nYes.\n").text.contains("Yes."))
    }

    @Test func `what is beyond a limit is left out, and said`() {
        let long = mail(header + "\n" + String(repeating: "Yes. ", count: 200_000))
        #expect(long.isCut && long.text.utf8.count <= 512 << 10)
        #expect(!mail(header + "\nYes").isCut)
        let fields = (0..<2_000).map { "X-\($0): a\n" }.joined()
        #expect(mail(fields + "\nYes").isCut)
    }

    /// Each is read in a second, and by a process that goes on.
    @Test(arguments: [
        "nested", "messages", "parts", "boundary", "headers", "html", "words", "entities", "addresses", "quotes", "nul",
    ])
    func `nothing that is sent to harm does any`(_ kind: String) {
        let repeated = { (text: String, count: Int) in String(repeating: text, count: count) }
        let text =
            switch kind {
            case "nested":
                (0..<4_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
            case "messages": repeated("Content-Type: message/rfc822\n\n", 4_000)
            case "parts": header + "Content-Type: multipart/mixed; boundary=b\n\n" + repeated("--b\n\nx\n", 50_000)
            case "boundary":
                header + "Content-Type: multipart/mixed; boundary=\(repeated("-", 5_000))\n\n" + repeated("-", 200_000)
            case "headers": "Subject: " + repeated("=?utf-8?q?a?= ", 50_000) + "\n\nYes"
            case "html": header + "Content-Type: text/html\n\n" + repeated("<div class=a><p>", 8_000)
            case "words": header + "\n" + repeated("On 2016 <a@b.example> ", 4_000)
            case "entities":
                header + "Content-Type: text/html\n\n" + repeated("&#x41;<!", 10_000) + repeated("<a b='", 5_000)
            case "addresses": "From: " + repeated("(((a@b.example,", 30_000) + "\n\nYes"
            case "quotes":
                header + "\n" + repeated("> ", 50_000) + "\n" + repeated("On 2016 a wrote:\n> a\nb\n", 20_000)
            default: header + repeated("\0", 10_000) + "\n\n\0\0"
            }
        let start = ContinuousClock.now
        let read = mail(text)
        _ = (read.from, ReplyText(read), Bounce(read), read.attachments)
        #expect(start.duration(to: .now) < .seconds(20))
    }
}
