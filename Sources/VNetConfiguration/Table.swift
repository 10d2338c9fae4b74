import TOMLKit
import VNetCompose
import VNetCore
import VNetPlatform

/// A table of a TOML file, read key by key. It collects what is wrong, and takes a key that nobody asked for as a mistake.
final class Table {
    private let table: TOMLTable
    private let path: String
    private let faults: Faults
    private var known: Set<String> = []

    private final class Faults {
        let file: String
        var sentences: [String] = []
        init(file: String) { self.file = file }
    }

    init(_ text: String, file: String) throws(ConfigurationError) {
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

    private init(_ table: TOMLTable, path: String, _ faults: Faults) {
        self.table = table
        self.path = path
        self.faults = faults
    }

    /// In the order of the alphabet.
    var keys: [String] { table.keys.sorted() }

    /// Throws what is wrong, the file's or the caller's.
    func finish() throws(ConfigurationError) {
        checkKeys()
        guard faults.sentences.isEmpty else {
            throw ConfigurationError(file: faults.file, faults: faults.sentences)
        }
    }

    /// Notes that a value cannot be used. `what` goes on from the name of the key.
    func fault(_ key: String, _ what: String) { faults.sentences.append("\(path)\(key) \(what).") }

    /// Keys that are right though nothing was read from them.
    func allow(_ keys: [String]) { known.formUnion(keys) }

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

    func read(_ key: String, _ body: (Table) -> Void) {
        func use(_ inner: TOMLTable) {
            let table = Table(inner, path: "\(path)\(key).", faults)
            body(table)
            table.checkKeys()
        }
        take(key, "a table, [\(path)\(key)]", { $0.table }, use)
    }

    func text(_ key: String, _ use: (String) -> Void) {
        take(key, "text on one line, in quotation marks", { $0.string.flatMap { Self.isLine($0) ? $0 : nil } }, use)
    }

    func converted<T>(_ key: String, _ wanted: String, _ convert: (String) -> T?, _ use: (T) -> Void) {
        take(key, wanted, { $0.string.flatMap(convert) }, use)
    }

    func mailbox(_ key: String, _ use: (Mailbox) -> Void) {
        if let value = table[key], Self.namesSeveral(value) {
            known.insert(key)
            return fault(
                key,
                "names more than one address, and takes one: give that of a mailbox or list that reaches all who are to read it"
            )
        }
        converted(key, "a name and an address, such as \"Peer reviews <office@example.org>\"", Mailbox.init, use)
    }

    private static func namesSeveral(_ value: any TOMLValueConvertible) -> Bool {
        guard let text = value.string else { return (value.array?.count ?? 0) > 1 }
        return text.split { " ,;<>".contains($0) }.count { EmailAddress(String($0)) != nil } > 1
    }

    func time(_ key: String, _ use: (CivilTime) -> Void) {
        take(
            key, "a local time, such as \"08:00\"",
            { $0.string.flatMap(CivilTime.init(iso:)) ?? $0.time.flatMap(CivilTime.init) }, use)
    }

    func whole(_ key: String, _ range: ClosedRange<Int>, _ use: (Int) -> Void) {
        take(
            key, "a whole number from \(range.lowerBound) to \(range.upperBound)",
            { $0.int.flatMap { range.contains($0) ? $0 : nil } }, use)
    }

    func bool(_ key: String, _ use: (Bool) -> Void) { take(key, "true or false", { $0.bool }, use) }

    func list<T>(_ key: String, of wanted: String, _ convert: (String) -> T?, _ use: ([T]) -> Void) {
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

    /// `network.time_zone`, which everything else is understood in. Where it is not known, that is noted, and UTC serves for
    /// finding what else is wrong; on a machine without any time zone there is nothing more to find.
    func timeZone() throws(ConfigurationError) -> TimeZoneRules {
        let name = table["network"]?.table?["time_zone"]?.string ?? "Europe/London"
        if let rules = Self.rules(of: name) { return rules }
        faults.sentences.append(
            "network.time_zone is “\(name)”, which this machine does not know. Name one such as Europe/London; if that is not "
                + "known either, install the package tzdata.")
        guard let utc = Self.rules(of: "UTC") else {
            throw ConfigurationError(file: faults.file, faults: faults.sentences)
        }
        return utc
    }

    static func rules(of zone: String) -> TimeZoneRules? {
        (try? SmallFile.zoneinfo(zone)).flatMap { try? TimeZoneRules(name: zone, tzif: $0) }
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

extension Mailbox {
    /// `Name <address>`.
    fileprivate init?(_ text: String) {
        guard text.last == ">", let open = text.lastIndex(of: "<"),
            let address = EmailAddress(String(text[text.index(after: open)...].dropLast()))
        else { return nil }
        var name = text[..<open].split(separator: " ").joined(separator: " ")
        // As in a mail's header, a name that holds a comma may stand in quotation marks.
        if name.count > 1, name.hasPrefix("\""), name.hasSuffix("\"") { name = String(name.dropFirst().dropLast()) }
        guard !name.isEmpty, !name.contains(where: { "<>\"".contains($0) }),
            !name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return nil }
        self.init(name: name, address: address)
    }
}
