extension JSONParser {
    /// The number that is next. Without fraction or exponent, and within 64 bits, it is an integer.
    mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var magnitude: UInt64 = 0
        var isExact = true
        let first = position
        while let digit = nextDigit() {
            let (product, overflows) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(UInt64(digit))
            isExact = isExact && !overflows && !carries
            magnitude = sum
        }
        guard position > first else { throw atFault() }
        if bytes[first] == UInt8(ascii: "0"), position > first + 1 { throw JSONError(.invalidNumber, at: first + 1) }
        let isWhole = try !fractionAndExponent()
        if isWhole, isExact {
            if isNegative, magnitude <= 1 << 63, magnitude > 0 {
                return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
            }
            if !isNegative, magnitude < 1 << 63 { return .integer(Int64(magnitude)) }
        }
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        return .number(number)
    }

    /// Past a fraction and an exponent; whether there was either.
    private mutating func fractionAndExponent() throws(JSONError) -> Bool {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try digits()
        }
        return position > start
    }

    private mutating func digits() throws(JSONError) {
        let start = position
        while nextDigit() != nil {}
        guard position > start else { throw atFault() }
    }

    private mutating func nextDigit() -> UInt8? {
        guard position < bytes.count else { return nil }
        let digit = bytes[position] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        position += 1
        return digit
    }

    /// A digit should be next and is not.
    private func atFault() -> JSONError {
        JSONError(position < bytes.count ? .invalidNumber : .unexpectedEnd, at: position)
    }
}
