import VNetAPI
import VNetImport
import VNetStore

/// What an import does, in words: how many of each kind, then the first of them one by one.
struct ImportReport {
    enum Kind: String, CaseIterable {
        case added, changed, closed, removed
        case missing = "missing from the file"
    }

    /// How many of each kind are named.
    static let named = 20

    private let thing: String
    private var counts: [Kind: Int] = [:]
    private var lines: [Kind: [String]] = [:]

    /// `thing` is what is imported, in the singular.
    init(of thing: String) { self.thing = thing }

    mutating func add(_ kind: Kind, _ name: @autoclosure () -> String) {
        counts[kind, default: 0] += 1
        if lines[kind, default: []].count < Self.named { lines[kind, default: []].append(name()) }
    }

    mutating func count(_ saved: Saved, _ name: @autoclosure () -> String) {
        switch saved {
        case .added: add(.added, name())
        case .changed: add(.changed, name())
        case .unchanged: break
        }
    }

    func note(in change: Change) {
        for kind in Kind.allCases {
            guard let count = counts[kind] else { continue }
            change.note("\(count) \(thing)\(count == 1 ? "" : "s") \(kind.rawValue).")
            for line in lines[kind, default: []] { change.note("\(kind.rawValue): \(line)") }
            if count > Self.named { change.note("\(kind.rawValue): \(count - Self.named) more") }
        }
    }

    func count(of kind: Kind) -> Int { counts[kind, default: 0] }
}

extension Change {
    /// Says so, and what to do, where an import does to more than one in twenty of what is on record, and to more than
    /// three, what it seldom does. Whether it did.
    @discardableResult
    func warnIfUnusual(_ count: Int, of total: Int, _ things: String, _ what: String, _ advice: String) -> Bool {
        guard count > max(3, total / 20) else { return false }
        warn("\(count) of the \(total) \(things) on record \(what), which is unusually many. \(advice)")
        return true
    }
}

extension ImportOutcome {
    /// Refuses a file with broken rows, all of them named, unless they are to be left out.
    func requireSound(skippingBroken: Bool = false) throws(Refusal) {
        guard let first = faults.first, isUnreadable || !skippingBroken else { return }
        let count = faults.count + furtherFaults
        var details = faults.map(\.text)
        if furtherFaults > 0 { details.append("\(furtherFaults) more") }
        throw Refusal(
            .dataInvalid,
            count == 1
                ? "Nothing was imported: \(first.text)"
                : "Nothing was imported: the file has \(count) faults. \(first.text)", details: details)
    }

    /// Says what was left out, and what was read by guessing.
    func warnOfBroken(in change: Change) {
        for oddity in oddities.prefix(ImportReport.named) { change.warn(oddity.text) }
        let more = oddities.count + furtherOddities - ImportReport.named
        if more > 0 { change.warn("\(more) more values are in another encoding than the rest of the file.") }
        for fault in faults { change.warn("Left out: \(fault.text)") }
        if furtherFaults > 0 { change.warn("Left out: \(furtherFaults) more.") }
    }
}
