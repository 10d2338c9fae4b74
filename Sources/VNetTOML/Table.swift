import TOMLKit
import VNetCore
import VNetPlatform

/// A table of a TOML file, read key by key. It collects what is wrong, and takes a key that nobody asked for as a mistake.
public final class Table {
    private let table: TOMLTable
    private let path: String
    private let faults: Faults
    private var known: Set<String> = []

    private final class Faults {
        let file: String
        var sentences: [String] = []
        init(file: String) { self.file = file }
    }

    public init(_ text: String, file: String) throws(ConfigurationError) {
        do { table = try TOMLTable(string: text) } catch {
            guard let error = error as? TOMLParseError else {
                throw ConfigurationError(file: file, faults: ["\(error)"])
            }
            let at = error.source.begin
            throw ConfigurationError(
                file: file, faults: ["line \(at.line), column \(at.column): \(error.description)."])
        }
        path = ""
        faults = Faults(file: file)
    }

    /// In bytes. A real file is a tenth of it; the parser calls itself for each part of a dotted key, and a file of 300 KB of them
    /// would end the process.
    private static let largestFile = 1 << 16

    /// Reads the file at `path`, which may be a pipe only where nobody is kept waiting by it: at a start.
    public convenience init(path: String, atStart: Bool = true) throws(ConfigurationError) {
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(path, limit: Self.largestFile, mayWait: atStart) } catch {
            throw ConfigurationError(file: path, faults: [error.description])
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw ConfigurationError(file: path, faults: ["The file is not text in UTF-8. Save it as that."])
        }
        try self.init(text, file: path)
    }

    private init(_ table: TOMLTable, path: String, _ faults: Faults) {
        self.table = table
        self.path = path
        self.faults = faults
    }

    /// In the order of the alphabet.
    public var keys: [String] { table.keys.sorted() }

    /// Throws what is wrong, the file's or the caller's.
    public func finish() throws(ConfigurationError) {
        checkKeys()
        guard faults.sentences.isEmpty else { throw error }
    }

    /// All that has been noted until now.
    public var error: ConfigurationError { ConfigurationError(file: faults.file, faults: faults.sentences) }

    /// Notes that a value cannot be used. `what` goes on from the name of the key.
    public func fault(_ key: String, _ what: String) { faults.sentences.append("\(path)\(key) \(what).") }

    /// Keys that are right though nothing was read from them.
    public func allow(_ keys: [String]) { known.formUnion(keys) }

    /// A value as texts: itself, or the items of a list. None where it is neither.
    public func texts(_ key: String) -> [String] {
        guard let value = table[key] else { return [] }
        return value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
    }

    /// The table of that name as it stands, before its keys are read; nil where there is none.
    public func peek(_ key: String) -> Table? {
        table[key]?.table.map { Table($0, path: "\(path)\(key).", faults) }
    }

    private func checkKeys() {
        for key in keys where !known.contains(key) {
            fault(key, "is not known here. What there is: \(known.sorted().joined(separator: ", "))")
        }
    }

    private func value<T>(_ key: String, _ convert: (any TOMLValueConvertible) -> T?) -> T?? {
        known.insert(key)
        guard let value = table[key] else { return nil }
        return .some(convert(value))
    }

    private func take<T>(
        _ key: String, _ wanted: String, _ convert: (any TOMLValueConvertible) -> T?, _ use: (T) -> Void
    ) {
        switch value(key, convert) {
        case .none: break
        case .some(.some(let value)): use(value)
        case .some(.none): fault(key, "has to be \(wanted)")
        }
    }

    // Kinds of values

    public func read(_ key: String, _ body: (Table) -> Void) {
        func use(_ inner: TOMLTable) {
            let table = Table(inner, path: "\(path)\(key).", faults)
            body(table)
            table.checkKeys()
        }
        take(key, "a table, [\(path)\(key)]", { $0.table }, use)
    }

    public func text(_ key: String, _ use: (String) -> Void) {
        take(key, "text on one line, in quotation marks", { $0.string.flatMap { Self.isLine($0) ? $0 : nil } }, use)
    }

    public func converted<T>(_ key: String, _ wanted: String, _ convert: (String) -> T?, _ use: (T) -> Void) {
        take(key, wanted, { $0.string.flatMap(convert) }, use)
    }

    public func time(_ key: String, _ use: (CivilTime) -> Void) {
        take(
            key, "a local time, such as \"08:00\"",
            { $0.string.flatMap(CivilTime.init(iso:)) ?? $0.time.flatMap(CivilTime.init) }, use)
    }

    public func whole(_ key: String, _ range: ClosedRange<Int>, _ use: (Int) -> Void) {
        take(
            key, "a whole number from \(range.lowerBound) to \(range.upperBound)",
            { $0.int.flatMap { range.contains($0) ? $0 : nil } }, use)
    }

    public func bool(_ key: String, _ use: (Bool) -> Void) { take(key, "true or false", { $0.bool }, use) }

    public func list<T>(_ key: String, of wanted: String, _ convert: (String) -> T?, _ use: ([T]) -> Void) {
        func useAll(_ array: TOMLArray) {
            var items: [T] = []
            for (index, item) in array.enumerated() {
                guard let value = item.string.flatMap(convert) else {
                    return fault("\(key)[\(index)]", "is not one of \(wanted)")
                }
                items.append(value)
            }
            use(items)
        }
        take(key, "a list of \(wanted)", { $0.array }, useAll)
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    }
}

extension CivilTime {
    fileprivate init?(_ time: TOMLTime) {
        guard time.second == 0, time.nanoSecond == 0 else { return nil }
        self.init(hour: time.hour, minute: time.minute)
    }
}

/// All that is wrong with a configuration: one sentence each, with its place in the file.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    public let file: String
    public let faults: [String]

    public init(file: String, faults: [String]) {
        self.file = file
        self.faults = faults
    }

    public var lines: [String] { faults.map { "\(file): \($0)" } }
    public var description: String { lines.joined(separator: "\n") }
}
