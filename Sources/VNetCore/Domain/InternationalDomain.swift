/// Domain names beyond ASCII, in the form in which they go over the wire.
enum InternationalDomain {
    /// “bücher.example” as “xn--bcher-kva.example”: each label that is beyond ASCII in small letters, composed (NFC), and as
    /// Punycode (RFC 3492). Nil where a label holds what is neither letter, mark nor digit.
    static func ascii(_ domain: Substring) -> String? {
        var labels: [String] = []
        for label in domain.split(separator: ".", omittingEmptySubsequences: false) {
            guard !label.utf8.allSatisfy({ $0 < 0x80 }) else {
                labels.append(String(label))
                continue
            }
            let scalars = label.lowercased().flatMap(composed)
            guard scalars.allSatisfy(isUsable), let encoded = punycode(scalars) else { return nil }
            labels.append("xn--" + encoded)
        }
        return labels.joined(separator: ".")
    }

    private static func isUsable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
        default: scalar == "-"
        }
    }

    /// A letter with its accents as one scalar where there is such a one among the Latin letters: two characters are equal when
    /// they are canonically equivalent.
    private static func composed(_ character: Character) -> [Unicode.Scalar] {
        guard character.unicodeScalars.count > 1 else { return Array(character.unicodeScalars) }
        for range: ClosedRange<UInt32> in [0xC0...0x24F, 0x1E00...0x1EFF] {
            for scalar in range.lazy.compactMap(Unicode.Scalar.init) where Character(scalar) == character {
                return [scalar]
            }
        }
        return Array(character.unicodeScalars)
    }

    /// RFC 3492, section 6.3. Nil for what is longer than a label may be.
    private static func punycode(_ scalars: [Unicode.Scalar]) -> String? {
        guard scalars.count <= 63 else { return nil }
        let basic = scalars.filter(\.isASCII)
        var output = String(String.UnicodeScalarView(basic)) + (basic.isEmpty ? "" : "-")
        var (code, delta, bias, handled): (UInt32, UInt32, UInt32, UInt32) = (128, 0, 72, UInt32(basic.count))
        while handled < scalars.count {
            let next = scalars.lazy.map(\.value).filter { $0 >= code }.min()!
            // At most 63 scalars of 21 bits: it does not overflow.
            delta += (next - code) * (handled + 1)
            code = next
            for scalar in scalars {
                if scalar.value < code { delta += 1 }
                guard scalar.value == code else { continue }
                output += variableLength(delta, bias)
                bias = adapted(delta, handled + 1, isFirst: handled == basic.count)
                (delta, handled) = (0, handled + 1)
            }
            (delta, code) = (delta + 1, code + 1)
        }
        return output
    }

    private static func variableLength(_ value: UInt32, _ bias: UInt32) -> String {
        var (rest, base, digits) = (value, UInt32(36), "")
        while true {
            let threshold = base <= bias ? 1 : min(base - bias, 26)
            guard rest >= threshold else { return digits + digit(rest) }
            digits += digit(threshold + (rest - threshold) % (36 - threshold))
            rest = (rest - threshold) / (36 - threshold)
            base += 36
        }
    }

    private static func digit(_ value: UInt32) -> String {
        String(Unicode.Scalar(UInt8(value < 26 ? value + 97 : value + 22)))
    }

    private static func adapted(_ delta: UInt32, _ count: UInt32, isFirst: Bool) -> UInt32 {
        var (delta, steps) = (isFirst ? delta / 700 : delta / 2, UInt32(0))
        delta += delta / count
        while delta > 455 {
            delta /= 35
            steps += 36
        }
        return steps + 36 * delta / (delta + 38)
    }
}
