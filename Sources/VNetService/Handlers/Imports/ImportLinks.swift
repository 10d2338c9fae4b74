import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func linkImport(_ request: LinkImport, _ context: Context) throws(Refusal) -> Outcome {
        let outcome = GIASLinks.read(context.file)
        try outcome.requireSound(skippingBroken: request.skipsBroken)
        return try change(context) { change in
            outcome.warnOfBroken(in: change)
            let known = Dictionary(
                uniqueKeysWithValues: try change.transaction.links().map { (Pair($0), $0) })
            let told = ToldLinks(outcome.records.compactMap(\.record))
            var report = ImportReport(of: "link")
            for (index, (pair, link)) in told.links.sorted(by: { $0.key < $1.key }).enumerated() {
                if index % 1_000 == 0 { context.progress?(index, told.links.count) }
                guard known[pair] != link else { continue }
                try change.transaction.save(link)
                report.add(known[pair] == nil ? .added : .changed, "\(link.successor) follows \(link.predecessor)")
            }
            report.note(in: change)
            told.warn(in: change)
            change.warnIfUnusual(
                report.count(of: .changed), of: known.count, "links", "say something else in this file",
                "Make sure that it is the present links file and not one of an earlier year.")
            change.subject = "\(told.links.count) links"
            try change.followSuccessors()
        }
    }
}

private struct Pair: Hashable, Comparable {
    let predecessor: URN
    let successor: URN

    init(_ link: SchoolLink) { (predecessor, successor) = (link.predecessor, link.successor) }

    static func < (a: Pair, b: Pair) -> Bool {
        (a.predecessor, a.successor) < (b.predecessor, b.successor)
    }
}

/// What a links file says, which has most links twice, once from either side. The sides often differ: one then gives the
/// day on which the old school closed, the other the one on which the new one opened.
private struct ToldLinks {
    private(set) var links: [Pair: SchoolLink] = [:]
    private var withTwoDays: Set<Pair> = []
    private var withTwoKinds: Set<Pair> = []

    init(_ rows: [SuccessorLink]) {
        for row in rows {
            let link = SchoolLink(
                predecessor: row.predecessor, successor: row.successor, kind: row.kind, since: row.since)
            add(link, Pair(link))
        }
    }

    /// The later day is taken, and what is more than a plain succession: whoever waits, or asks, does no harm.
    private mutating func add(_ link: SchoolLink, _ pair: Pair) {
        guard let other = links[pair] else {
            links[pair] = link
            return
        }
        if let a = other.since, let b = link.since, a != b { withTwoDays.insert(pair) }
        if other.kind != link.kind { withTwoKinds.insert(pair) }
        links[pair] = SchoolLink(
            predecessor: link.predecessor, successor: link.successor,
            kind: other.kind == .whole ? link.kind : other.kind,
            since: [other.since, link.since].compactMap(\.self).max())
    }

    func warn(in change: Change) {
        if !withTwoDays.isEmpty {
            change.warn("\(withTwoDays.count) of the links have a different day on either side; the later one counts.")
        }
        if !withTwoKinds.isEmpty {
            change.warn(
                "\(withTwoKinds.count) of the links are a plain succession on one side and a split, merger or amalgamation on "
                    + "the other; they count as the latter.")
        }
        let circular = circular
        guard !circular.isEmpty else { return }
        let named = circular.prefix(ImportReport.named).map(\.description).joinedInWords
        let more = circular.count > ImportReport.named ? " and \(circular.count - ImportReport.named) more" : ""
        change.warn(
            "\(circular.count) schools follow one another in circles in this file: \(named)\(more). One that has closed "
                + "goes on as one that is open, if the links lead to it.")
    }

    /// The schools from which the links lead back to themselves, by URN.
    private var circular: [URN] {
        var successors: [URN: Set<URN>] = [:]
        var predecessors: [URN: Set<URN>] = [:]
        for pair in links.keys {
            successors[pair.predecessor, default: []].insert(pair.successor)
            predecessors[pair.successor, default: []].insert(pair.predecessor)
        }
        // What leads nowhere, or is led to from nowhere, is in no circle, and nor is what that leaves so.
        var ends = Array(Set(successors.keys).symmetricDifference(predecessors.keys))
        while let end = ends.popLast() {
            for next in successors.removeValue(forKey: end) ?? [] {
                predecessors[next]?.remove(end)
                if predecessors[next]?.isEmpty == true { ends.append(next) }
            }
            for previous in predecessors.removeValue(forKey: end) ?? [] {
                successors[previous]?.remove(end)
                if successors[previous]?.isEmpty == true { ends.append(previous) }
            }
        }
        return successors.filter { !$0.value.isEmpty }.keys.sorted()
    }
}
