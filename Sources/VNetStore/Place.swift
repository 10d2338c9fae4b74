/// Where a row stands in a list: what it is sorted by, and then its id.
public struct Place: Comparable, Sendable {
    public let sort: String
    public let id: Int64

    public init(_ sort: String, _ id: Int64) {
        self.sort = sort
        self.id = id
    }

    public static func < (a: Place, b: Place) -> Bool { (a.sort, a.id) < (b.sort, b.id) }
}
