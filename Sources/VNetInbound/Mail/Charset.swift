import CGMime
import VNetCore

/// Bytes of a mail's text → text, whatever they were said to be in.
enum Charset {
    /// The encodings that mail programs use. A stranger does not choose which converters are loaded into the process.
    private static let known: Set<String> = [
        "iso-2022-jp", "shift_jis", "euc-jp", "gb2312", "gbk", "gb18030", "big5", "euc-kr", "ks_c_5601-1987", "koi8-r",
        "koi8-u", "utf-16", "utf-16le", "utf-16be", "macintosh", "ibm850", "cp850", "cp437",
    ]

    /// UTF-8 where the bytes are that, unless they were said to be something else in which it means nothing; then what they
    /// were said to be; else Windows-1252, which is what is meant where nothing or something wrong is said.
    static func text(_ bytes: [UInt8], _ declared: String?) -> String {
        let bytes = bytes.filter { $0 != 0 || declared?.lowercased().hasPrefix("utf-16") == true }
        let name = declared?.lowercased() ?? ""
        let text =
            if let converted = converted(bytes, from: name) {
                converted
            } else if (try? UTF8Span(validating: bytes.span)) != nil {
                String(decoding: bytes, as: UTF8.self)
            } else if name == "utf-8", isMostlyUTF8(bytes) {
                String(decoding: bytes, as: UTF8.self)
            } else {
                windows1252(bytes)
            }
        return withLineFeeds(text)
    }

    private static func windows1252(_ bytes: [UInt8]) -> String {
        String(
            bytes.reduce(into: String.UnicodeScalarView()) { $0.append(Windows1252.scalar($1) ?? "\u{FFFD}") })
    }

    /// A cut or a slip of a byte does not make another encoding of it.
    private static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
        let faults = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
        return faults * 4 < bytes.count { $0 >= 0x80 }
    }

    /// By the system's converters, which refuse what is wrong.
    private static func converted(_ bytes: [UInt8], from name: String) -> String? {
        let isFamily = ["iso-8859-", "windows-12", "cp125"].contains { name.hasPrefix($0) } && name.utf8.count <= 14
        guard isFamily || known.contains(name), name != "iso-8859-1", name != "windows-1252" else { return nil }
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else { return nil }
        var written: gsize = 0
        let result = bytes.withUnsafeBytes { raw in
            g_convert(raw.bindMemory(to: gchar.self).baseAddress, gssize(raw.count), "UTF-8", name, nil, &written, nil)
        }
        guard let result else { return nil }
        defer { g_free(result) }
        return String(decoding: UnsafeRawBufferPointer(start: result, count: Int(written)), as: UTF8.self)
    }

    /// Lines as Swift has them: a carriage return never stands in a text.
    private static func withLineFeeds(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var wasReturn = false
        for byte in text.utf8 {
            if byte == 0x0D { bytes.append(0x0A) } else if byte != 0x0A || !wasReturn { bytes.append(byte) }
            wasReturn = byte == 0x0D
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
