/// What came out of a file: the good records, and what is wrong with the others. One bad row never hides a good one.
public struct ImportOutcome<Record: Sendable>: Sendable {
    /// In the file's order, each with the line on which it begins.
    public private(set) var records: [(line: Int, record: Record)] = []
    /// The first faults, at most 100, in the file's order.
    public private(set) var faults: [ImportFault] = []
    /// How many faults there were beyond those kept.
    public private(set) var furtherFaults = 0
    /// Values that were read, though not as the rest of the file: the first of them, at most 100, in the file's order.
    public private(set) var oddities: [ImportFault] = []
    /// How many there were beyond those kept.
    public private(set) var furtherOddities = 0
    /// The headings that mean nothing to this reader, as they can be printed.
    public private(set) var ignoredColumns: [String] = []
    /// The headings of the columns that this reader knows and the file lacks.
    public private(set) var missingColumns: Set<String> = []
    /// Whether the file as a whole is at fault, so that there are no rows to speak of.
    public private(set) var isUnreadable = false

    private static var maximumFaults: Int { 100 }
    /// Four times the register with all schools that ever closed: more would only fill the memory.
    private static var maximumRecords: Int { 200_000 }

    /// Reads a CSV file whose columns are known by their headings; `record` makes one row into a record.
    init<Column: CSVColumn>(
        csv bytes: [UInt8], _ record: (CSVRow<Column>) throws(ImportFault) -> Record
    ) {
        do throws(ImportFault) {
            let source = try SourceText(bytes)
            var reader = CSVReader(source)
            let header = try CSVHeader<Column>(reading: &reader)
            ignoredColumns = header.ignored
            missingColumns = Set(header.missing.map { $0.headings[0] })
            while !reader.isAtEnd {
                guard records.count < Self.maximumRecords else {
                    throw ImportFault(.file, "the file has more than \(Self.maximumRecords) rows: split it")
                }
                readRow(of: header, from: &reader, record)
            }
        } catch {
            isUnreadable = true
            add(error)
        }
    }

    private mutating func readRow<Column: CSVColumn>(
        of header: CSVHeader<Column>, from reader: inout CSVReader,
        _ record: (CSVRow<Column>) throws(ImportFault) -> Record
    ) {
        do throws(ImportFault) {
            try reader.readRecord(columnNames: header.names)
            // Excel writes rows that were cleared as nothing but commas.
            guard !reader.isBlankRecord else { return }
            let row = try CSVRow(reader, header)
            records.append((row.line, try record(row)))
            for oddity in row.oddities {
                if oddities.count < Self.maximumFaults { oddities.append(oddity) } else { furtherOddities += 1 }
            }
        } catch {
            add(error)
        }
    }

    private mutating func add(_ fault: ImportFault) {
        if faults.count < Self.maximumFaults { faults.append(fault) } else { furtherFaults += 1 }
    }
}
