import TestSupport
import Testing
import VNetCore

private let domains = [
    "bücher.example", "BÜCHER.example", "münchen.de", "école-primaire.fr", "школа.рф", "παράδειγμα.gr", "例え.jp",
    "학교.kr",
    "a-ü.example", "üü.üü", "żółć.pl", "xn--bcher-kva.example", "ysgol-tŷ.cymru", "scoil-áine.ie", "مدرسة.example",
    "løkken-ærø-ÅÅÅ.dk",
]

@Test func `a domain beyond ASCII is held in Punycode, as another implementation has it`() throws {
    let script = "import sys; [print(d.encode('idna').decode().lower()) for d in sys.argv[1:]]"
    let oracle = try Programs.python(script, domains)
    #expect(oracle.lines.count == domains.count, "\(oracle.errors)")
    for (domain, expected) in zip(domains, oracle.lines) {
        #expect(EmailAddress("head@" + domain)?.text.lowercased() == "head@" + expected, "\(domain)")
    }
}

@Test func `accents that are typed by themselves make the same domain`() {
    #expect(EmailAddress("a@bu\u{308}cher.example") == EmailAddress("a@bücher.example"))
    #expect(EmailAddress("a@bücher.example")?.text == "a@xn--bcher-kva.example")
}

@Test(arguments: [
    "head@bü cher.example", "head@bü\u{200B}cher.example", "head@b\u{2028}ü.example", "head@ü", "hëad@school.example",
    "head@ü\r\n.example", "head@ü<x>.example", "head@\u{202E}ü.example", "head@ü。example",
    "head@" + String(repeating: "ü", count: 64) + ".example",
    "ü@ü@school.example", "head@ü..example",
])
func `what is no domain in any alphabet is refused, and so is a name before the @ beyond ASCII`(_ text: String) {
    #expect(EmailAddress(text) == nil)
}
