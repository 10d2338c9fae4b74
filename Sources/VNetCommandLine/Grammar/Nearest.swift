/// Finds what somebody probably meant to type.
enum Nearest {
    /// The candidate that differs least from `word`, if it differs little.
    static func to(_ word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        let limit = max(1, word.count / 3)
        let rated = candidates.map { (candidate: $0, distance: distance(Array(word), Array($0.lowercased()))) }
        if let best = rated.min(by: { $0.distance < $1.distance }), best.distance <= limit { return best.candidate }
        let longer = candidates.filter { word.count > 1 && $0.hasPrefix(word) }
        return longer.count == 1 ? longer[0] : nil
    }

    /// “ Did you mean “x”?”, or nothing.
    static func hint(_ word: String, among candidates: [String], prefix: String = "") -> String {
        to(word, among: candidates).map { " Did you mean “\(prefix)\($0)”?" } ?? ""
    }

    /// Letters inserted, left out, exchanged or swapped with their neighbour (optimal string alignment).
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 1..<(a.count + 1) {
            var row = [i]
            for j in 1..<(b.count + 1) {
                let exchange = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var best = min(exchange, rows[i - 1][j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
