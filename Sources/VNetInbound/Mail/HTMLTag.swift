/// One tag of a page: its name, and the attributes by which mail programs say what a part of a mail is.
struct HTMLTag {
    /// In small letters.
    let name: String
    let isEnd: Bool
    let isClosedAtOnce: Bool
    /// What stands behind the name, in small letters.
    private let rest: Substring

    /// `inside` is what stands between the angle brackets.
    init(_ inside: String) {
        var text = inside.lowercased()[...]
        isEnd = text.first == "/"
        if isEnd { text = text.dropFirst() }
        isClosedAtOnce = text.last == "/"
        let name = text.prefix { !$0.isWhitespace && $0 != "/" }
        self.name = String(name)
        rest = text.dropFirst(name.count)
    }

    /// What the attribute of that name says; nil where it is not there.
    func attribute(_ name: String) -> String? {
        var text = rest
        while let equals = text.firstIndex(of: "=") {
            let key = text[..<equals].split(whereSeparator: { $0.isWhitespace || $0 == "/" }).last
            var value = text[text.index(after: equals)...].drop(while: \.isWhitespace)
            if let quote = value.first, quote == "\"" || quote == "'" {
                value = value.dropFirst()
                let end = value.firstIndex(of: quote) ?? value.endIndex
                text = value[end...].dropFirst()
                value = value[..<end]
            } else {
                value = value.prefix { !$0.isWhitespace }
                text = text[value.endIndex...]
            }
            if key == name[...] { return String(value) }
        }
        return nil
    }

    enum Meaning { case plain, quotation, signature, hidden }

    private static let quotations = [
        "gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "tutanota_quote",
        "zmail_extra",
        "aolmail_quote", "quoted-message", "gmail_extra_quote",
    ]
    private static let signatures = [
        "gmail_signature", "moz-signature", "protonmail_signature_block", "applemailsignature",
        "ms-outlook-mobile-signature",
        "signature", "x_signature", "apple-signature",
    ]

    /// What everything inside it is.
    var meaning: Meaning {
        guard !rest.isEmpty || name == "blockquote" else { return .plain }
        let names = [attribute("class"), attribute("id")].compactMap(\.self)
            .flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        if let style = attribute("style")?.filter({ !$0.isWhitespace }), style.contains("display:none") {
            return .hidden
        }
        if names.contains(where: { Self.signatures.contains($0) }) || attribute("data-signatureblock") == "true" {
            return .signature
        }
        let isQuoted = names.contains { name in Self.quotations.contains { name.hasPrefix($0) } }
        return isQuoted || name == "blockquote" || attribute("name") == "quote" ? .quotation : .plain
    }

    private static let marks = [
        "divrplyfwdmsg", "x_divrplyfwdmsg", "appendonsend", "stopspelling", "olk_src_body_section", "zwchr",
        "mail-editor-reference-message-container", "isforwardcontent", "isreplycontent",
    ]

    /// Behind it stands the message that is answered, to the end of the mail.
    var beginsOriginal: Bool {
        guard !isEnd, !rest.isEmpty else { return false }
        if let id = attribute("id"), Self.marks.contains(id) { return true }
        if attribute("class")?.contains("outlookmessageheader") == true { return true }
        // A line above the header of the original is how Outlook draws it.
        guard name == "div", let style = attribute("style")?.filter({ !$0.isWhitespace }) else { return false }
        return style.contains("border:none;border-top:solid")
            || style.contains("border-top-color:rgb(229,229,229)") && style.contains("border-top-style:solid")
    }
}
