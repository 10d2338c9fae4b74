/// Why bytes are not JSON by RFC 8259, and where.
public struct JSONError: Error, Equatable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        case unexpectedEnd = "unexpected_end"
        case unexpectedByte = "unexpected_byte"
        case trailingBytes = "trailing_bytes"
        case byteOrderMark = "byte_order_mark"
        case tooDeep = "too_deep"
        case duplicateKey = "duplicate_key"
        case invalidUTF8 = "invalid_utf8"
        case controlCharacter = "control_character"
        case invalidEscape = "invalid_escape"
        case loneSurrogate = "lone_surrogate"
        case invalidNumber = "invalid_number"
        case numberOutOfRange = "number_out_of_range"
    }

    public let reason: Reason
    /// Of the first byte at fault, counted from 0; the length of the text where it ends too soon.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// What is wrong, in words, with the offset.
    public var message: String {
        let what =
            switch reason {
            case .unexpectedEnd: "The JSON text ends too soon"
            case .unexpectedByte: "A byte stands where JSON does not allow it"
            case .trailingBytes: "Something follows the JSON value"
            case .byteOrderMark: "The JSON text begins with a byte order mark"
            case .tooDeep: "Arrays and objects are nested deeper than \(JSON.maximumDepth)"
            case .duplicateKey: "A key comes twice in one object"
            case .invalidUTF8: "The JSON text is not valid UTF-8"
            case .controlCharacter: "A control character in a string is not escaped"
            case .invalidEscape: "An escape in a string is not one of JSON's"
            case .loneSurrogate: "A \\u escape is half of a surrogate pair"
            case .invalidNumber: "A number is not written as JSON has it"
            case .numberOutOfRange: "A number is too large"
            }
        return "\(what), at byte \(offset)."
    }
}
