/// Reads the 64-bit data block and the footer of a TZif file (RFC 8536, section 3).
struct TZifReader {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private struct Counts {
        let utc: Int, standard: Int, leap: Int, time: Int, type: Int, character: Int

        func size(timeBytes: Int) -> Int {
            time * timeBytes + time + type * 6 + character + leap * (timeBytes + 4) + standard + utc
        }
    }

    /// The transitions, and the offset before the first of them.
    mutating func transitions() throws(TimeZoneError) -> ([(at: Int64, offset: Int)], Int) {
        let first = try header()
        try skip(first.size(timeBytes: 4))
        let counts = try header()
        let start = position
        try skip(counts.size(timeBytes: 8))
        let types = start + counts.time * 8
        let records = types + counts.time
        guard counts.type > 0 else { throw TimeZoneError("The zoneinfo file has no time types.", at: start) }
        func offset(ofType index: Int) -> Int {
            Int(Int32(truncatingIfNeeded: integer(at: records + index * 6, bytes: 4)))
        }
        var result: [(at: Int64, offset: Int)] = []
        for index in 0..<counts.time {
            let type = Int(bytes[types + index])
            guard type < counts.type else { throw TimeZoneError("A transition has no time type.", at: types + index) }
            let at = integer(at: start + index * 8, bytes: 8)
            guard result.last.map({ $0.at < at }) ?? true else {
                throw TimeZoneError("The transitions are not in order.", at: start + index * 8)
            }
            let offset = offset(ofType: type)
            guard abs(offset) < 172_800 else {
                throw TimeZoneError("An offset is out of range.", at: records + type * 6)
            }
            result.append((at, offset))
        }
        return (result, offset(ofType: 0))
    }

    /// The rule for the time after the last transition, if there is one.
    mutating func footer() throws(TimeZoneError) -> POSIXTimeZone? {
        let start = position
        guard start < bytes.count, bytes[start] == 0x0A, let end = bytes[(start + 1)...].firstIndex(of: 0x0A) else {
            throw TimeZoneError("The zoneinfo file has no footer.", at: start)
        }
        if end == start + 1 { return nil }
        guard let rule = POSIXTimeZone(bytes[(start + 1)..<end]) else {
            throw TimeZoneError("The zoneinfo file's footer is not a POSIX time zone.", at: start + 1)
        }
        return rule
    }

    private mutating func header() throws(TimeZoneError) -> Counts {
        let start = position
        try skip(44)
        guard bytes[start..<(start + 4)].elementsEqual("TZif".utf8), bytes[start + 4] >= UInt8(ascii: "2") else {
            throw TimeZoneError("This is not a zoneinfo file of version 2 or later.", at: start)
        }
        func count(_ index: Int) -> Int { Int(integer(at: start + 20 + index * 4, bytes: 4)) }
        return Counts(
            utc: count(0), standard: count(1), leap: count(2), time: count(3), type: count(4), character: count(5))
    }

    private mutating func skip(_ count: Int) throws(TimeZoneError) {
        guard count <= bytes.count - position else {
            throw TimeZoneError("The zoneinfo file is cut off.", at: bytes.count)
        }
        position += count
    }

    /// Big-endian; only the bits that there are.
    private func integer(at start: Int, bytes count: Int) -> Int64 {
        bytes[start..<(start + count)].reduce(0) { $0 << 8 | Int64($1) }
    }
}
