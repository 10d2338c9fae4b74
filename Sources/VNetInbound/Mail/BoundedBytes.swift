/// A mail's bytes without what would cost more memory or time than a mail is worth: GMime keeps a hundred bytes for each
/// one of an empty field or part.
struct BoundedBytes {
    private static let longestField = 16 << 10
    private static let mostFields = 1_000
    private static let mostBoundaries = 5_000

    private(set) var bytes: [UInt8] = []
    /// Something was left out.
    private(set) var isCut = false

    /// What stands between one empty line and the next is a header, or may be.
    private var fields = 0
    /// Of the field that is being read, with the lines that continue it; nil where it is none.
    private var fieldLength: Int?
    private var boundaries = 0

    init(_ source: ArraySlice<UInt8>) {
        bytes.reserveCapacity(source.count)
        var start = source.startIndex
        while start < source.endIndex, boundaries < Self.mostBoundaries {
            let end = source[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? source.endIndex
            take(source[start..<end])
            start = end
        }
        if start < source.endIndex { isCut = true }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        let first = line.first ?? 0
        if first == UInt8(ascii: "-"), line.dropFirst().first == first { boundaries += 1 }
        if first == 0x20 || first == 0x09, let length = fieldLength {
            fieldLength = length + line.count
            keep(line, isWanted: length + line.count <= Self.longestField && fields <= Self.mostFields)
        } else if Self.isField(line) {
            fields += 1
            fieldLength = line.count
            if fields > Self.mostFields {
                isCut = true
            } else if line.count > Self.longestField {
                isCut = true
                bytes += line.prefix(Self.longestField) + [0x0A]
            } else {
                bytes += line
            }
        } else {
            fieldLength = nil
            if line.count <= 2 { fields = 0 }
            bytes += line
        }
    }

    private mutating func keep(_ line: ArraySlice<UInt8>, isWanted: Bool) {
        if isWanted { bytes += line } else { isCut = true }
    }

    /// It begins with a name and a colon.
    private static func isField(_ line: ArraySlice<UInt8>) -> Bool {
        let name = line.prefix(80).prefix { byte in
            byte.isDigit || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "_")
        }
        return !name.isEmpty && line.dropFirst(name.count).first == UInt8(ascii: ":")
    }
}
