/// Strict JSON: RFC 8259 to the letter, and no duplicate keys.
public enum JSON {
    /// How deep arrays and objects may be nested.
    public static let maximumDepth = 32

    /// The value that `bytes` hold, all of them. Offsets in errors count from the first byte.
    public static func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes)
        return try parser.document()
    }

    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        let result = bytes.withUnsafeBytes { buffer -> Result<JSONValue, JSONError> in
            do throws(JSONError) { return .success(try parse(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    public static func parse(_ text: String) throws(JSONError) -> JSONValue { try parse(Array(text.utf8)) }
}

/// A recursive descent over the bytes; `position` is always that of the next byte to look at.
struct JSONParser {
    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var depth = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(.byteOrderMark, at: 0) }
        skipWhitespace()
        let value = try value()
        skipWhitespace()
        guard position == bytes.count else { throw JSONError(.trailingBytes, at: position) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        var members: [(key: String, value: JSONValue)] = []
        members.reserveCapacity(4)
        var keys = KeySet()
        if try !closes(UInt8(ascii: "}")) {
            repeat {
                skipWhitespace()
                guard try peek() == UInt8(ascii: "\"") else { throw unexpected() }
                let start = position
                let key = try string()
                guard keys.insert(key, members) else { throw JSONError(.duplicateKey, at: start) }
                skipWhitespace()
                try expect(UInt8(ascii: ":"))
                skipWhitespace()
                members.append((key, try value()))
            } while try continues(UInt8(ascii: "}"))
        }
        depth -= 1
        return .object(JSONObject(members))
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if try !closes(UInt8(ascii: "]")) {
            repeat {
                skipWhitespace()
                elements.append(try value())
            } while try continues(UInt8(ascii: "]"))
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[index] else { throw unexpected() }
            position += 1
        }
        return value
    }

    // Steps

    /// Past the opening bracket.
    private mutating func enter() throws(JSONError) {
        guard depth < JSON.maximumDepth else { throw JSONError(.tooDeep, at: position) }
        depth += 1
        position += 1
    }

    /// Whether the container ends at once.
    private mutating func closes(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        guard try peek() == bracket else { return false }
        position += 1
        return true
    }

    /// Past a comma, true; past the closing bracket, false.
    private mutating func continues(_ bracket: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == bracket else { throw unexpected() }
        position += 1
        return byte != bracket
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try peek() == byte else { throw unexpected() }
        position += 1
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    func unexpected() -> JSONError { JSONError(.unexpectedByte, at: position) }
}

/// The keys of an object so far: compared one by one while there are few, hashed when there are many, so that an object
/// of ten thousand keys costs no more than its length.
private struct KeySet {
    private static let few = 16
    private var hashed: Set<[UInt8]> = []

    /// False when `key` is among the keys of `members`, byte for byte.
    mutating func insert(_ key: String, _ members: [(key: String, value: JSONValue)]) -> Bool {
        guard members.count >= Self.few else {
            return !members.contains { $0.key.utf8.count == key.utf8.count && $0.key.utf8.elementsEqual(key.utf8) }
        }
        if hashed.isEmpty { hashed = Set(members.map { Array($0.key.utf8) }) }
        return hashed.insert(Array(key.utf8)).inserted
    }
}
