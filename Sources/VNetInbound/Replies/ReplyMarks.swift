/// Lines by which mail programs and offices set off what is not the answer.
enum ReplyMarks {
    private static let strokes: Set<Character> = [
        "-", "–", "—", "_", "=", "*", "#", "~", "+", "•", "·", "ᐧ", "⁃", "─", "━",
    ]

    /// A line drawn across, of strokes alone; two of them in front of a signature.
    static func isRule(_ line: Substring) -> Bool {
        let text = line.trimmed
        guard let first = text.first, text.allSatisfy({ strokes.contains($0) || $0 == " " }) else { return false }
        return text.count > 1 || first == "ᐧ"
    }

    private static let originals = [
        "begin forwarded message", "forwarded message", "original message", "ursprüngliche nachricht",
        "message d'origine",
        "message transféré", "mensaje original", "messaggio originale", "mensagem original", "oorspronkelijk bericht",
        "oprindelig meddelelse", "ursprungligt meddelande", "opprinnelig melding", "alkuperäinen viesti",
        "wiadomość oryginalna", "původní zpráva", "исходное сообщение", "пересылаемое сообщение",
    ]

    /// “-----Original Message-----”, in whatever language: words between strokes.
    static func isOriginal(_ line: Substring) -> Bool {
        let text = line.trimmed
        guard text.count < 100, let first = text.first else { return false }
        let head = text.prefix { strokes.contains($0) }.count
        let tail = text.reversed().prefix { strokes.contains($0) }.count
        if head >= 3, tail >= 3, head + tail < text.count { return true }
        let words = text.lowercased().replacing("’", with: "'")
        let isNamed = originals.contains { words.hasPrefix($0) || words.dropFirst(head).trimmed.hasPrefix($0) }
        return isNamed && (text.hasSuffix(":") || strokes.contains(first))
    }

    // MARK: Headers of another message

    private static let fields: [[String]] = [
        [
            "from", "von", "de", "da", "van", "fra", "från", "lähettäjä", "od", "от", "от кого", "від", "发件人", "寄件者",
            "差出人",
            "보낸 사람", "kimden", "feladó", "expéditeur",
        ],
        [
            "sent", "date", "gesendet", "datum", "envoyé", "enviado", "enviado el", "enviada em", "inviato", "data",
            "fecha",
            "verzonden", "sendt", "dato", "skickat", "lähetetty", "wysłano", "odesláno", "отправлено", "дата", "发送时间",
            "寄件日期", "送信日時", "보낸 날짜", "gönderme tarihi", "gönderildi", "dátum", "elküldve", "päiväys", "le",
        ],
        [
            "to", "an", "à", "para", "a", "aan", "til", "till", "vastaanottaja", "do", "komu", "кому", "收件人", "收件者",
            "宛先",
            "받는 사람", "kime", "címzett", "destinataire",
        ],
        [
            "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "emne", "ämne", "aihe", "temat",
            "předmět", "тема", "主题", "主旨", "件名", "제목", "konu", "tárgy", "re",
        ],
        ["cc", "kopie", "kopia", "копия", "抄送", "reply-to", "antwort an", "importance", "bcc"],
    ]

    /// Which field of a header the line is, as an index; nil where it is none.
    private static func field(_ line: Substring) -> Int? {
        let text = line.drop { $0.isWhitespace || $0 == "*" || $0 == ">" }
        guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
        let name = text[..<colon].prefix(30).lowercased().filter { $0 != "*" }.trimmed
        return fields.firstIndex { $0.contains(String(name)) }
    }

    /// Three fields of a header that begin with its first line, empty lines between them or not.
    static func isHeader(_ lines: ArraySlice<Substring>) -> Bool {
        guard let first = lines.first, let kind = field(first), kind != 4 else { return false }
        var found: Set<Int> = []
        var others = 0
        for line in lines where !line.isEmpty {
            if let field = field(line) { found.insert(field) } else { others += 1 }
            if others > 2 { break }
        }
        return found.subtracting([4]).count >= 3
    }

    // MARK: Signatures of telephones and programs

    private static let signatures = [
        "sent from", "envoyé depuis", "envoyé de mon", "envoyé à partir", "envoyé avec", "von meinem", "von meiner",
        "gesendet von", "gesendet mit", "enviado desde", "enviado do meu", "enviado a partir", "enviado con",
        "inviato da",
        "inviato dal", "verzonden met", "verzonden vanaf", "verstuurd vanaf", "sendt fra", "sendt med", "skickat från",
        "skickades från", "lähetetty", "wysłane z", "wysłano z", "odesláno z", "odoslané z", "отправлено с",
        "отправлено из",
        "надіслано з", "відправлено з", "trimis de pe", "elküldve", "diese nachricht wurde von", "從我的", "发自我的", "发自",
        "寄自我的", "get outlook for", "get [outlook for", "télécharger outlook", "download outlook", "outlook für",
        "yahoo mail:", "get bluemail", "[https://aka.ms",
    ]
    private static let makers = [
        "iphone", "ipad", "ipod", "phone", "mobile", "android", "galaxy", "samsung", "blackberry", "airmail", "outlook",
        "mailbox", "device", "cell", "windows", "yahoo", "gmail", "proton", "htc", "nokia", "huawei", "tablet", "handy",
        "sparrow", "nine", "spark", "aqua mail", "k-9",
    ]

    static func isSignature(_ line: Substring) -> Bool {
        let text = line.drop { !$0.isLetter && !$0.isNumber && $0 != "[" }.lowercased()
        guard !text.isEmpty, text.count <= 120, !line.trimmed.hasPrefix(">") else { return false }
        if signatures.contains(where: text.hasPrefix) { return true }
        let isSent = ["sent via ", "sent with ", "sent by ", "sent on ", "sent using ", "from my "].contains(
            where: text.hasPrefix)
        if isSent { return makers.contains { text.contains($0) } }
        return text.count < 40 && (text.hasSuffix(" from mobile") || text.hasSuffix("から送信") || text.hasSuffix("에서 보냄"))
    }

    // MARK: Small print

    private static let smallPrints = [
        "disclaimer", "confidentiality notice", "confidentiality:", "important notice", "legal notice",
        "legal disclaimer",
        "please consider the environment", "think before you print", "think before printing",
        "privileged and confidential",
        "private and confidential", "private & confidential", "confidential:",
    ]

    /// A paragraph of the kind that offices put below each mail.
    static func isSmallPrint(_ lines: ArraySlice<Substring>) -> Bool {
        guard let first = lines.first, !first.isEmpty else { return false }
        let head = first.drop { !$0.isLetter }.lowercased().replacing("e-mail", with: "email")
        if smallPrints.contains(where: head.hasPrefix) { return true }
        let begins = [
            "this email", "this message", "this communication", "the information contained", "the information in this",
            "the contents of this", "the content of this", "this transmission", "any views", "any opinions",
            "all emails",
            "information in this", "if you are not the intended", "if you have received this",
        ]
        guard begins.contains(where: head.hasPrefix) else { return false }
        let text = lines.prefix { !$0.isEmpty }.joined(separator: " ").lowercased()
        return [
            "confidential", "privileged", "intended", "addressee", "in error", "views of the", "monitored", "virus",
        ]
        .contains { text.contains($0) }
    }

    static func isWarning(_ line: Substring) -> Bool {
        let text = line.drop { !$0.isLetter }.lowercased()
        return ["caution: ", "external email", "external sender", "external: ", "warning: this email", "caution – "]
            .contains { text.hasPrefix($0) } || text.hasPrefix("you don't often get email from")
            || text.hasPrefix("you don’t often get email from")
            || text.hasPrefix("some people who received this message don't")
            || text.hasPrefix("this email originated from outside")
    }
}
