import VNetAPI
import VNetStore

extension Service {
    /// How many items are looked at for one page: a filter that admits few does not hold up others. Such a page may have
    /// fewer rows than it could, or none, and another after it.
    static let mostLookedAt = 2000

    /// A page of a list: `fetch` gives so many of its items, those after a place; `place` says where an item stands.
    func page<List: Listing, Item>(
        _ request: List, _ transaction: Transaction, fetch: (Place?, _ limit: Int) throws -> [Item],
        place: (Item) -> Place, row: (Item) throws -> List.Row
    ) throws -> Page<List> {
        let options = request.page
        var last = options.cursor.map { Place($0.sort, $0.id) }
        var (rows, looked, isThereMore): ([List.Row], Int, Bool) = ([], 0, true)
        while isThereMore, rows.count < options.limit, looked < Self.mostLookedAt {
            // One more than are looked at tells whether there is another page.
            let batch = options.filter == nil ? options.limit : max(options.limit, 200)
            let items = try fetch(last, batch + 1)
            isThereMore = items.count > batch
            for (index, item) in items.prefix(batch).enumerated() {
                let row = try row(item)
                if options.filter?.admits(row) ?? true { rows.append(row) }
                (last, looked) = (place(item), looked + 1)
                guard rows.count == options.limit else { continue }
                isThereMore = isThereMore || index + 1 < items.count
                break
            }
        }
        let generation = try transaction.generation()
        var page = Page<List>(
            rows: rows, isChanged: options.cursor.map { $0.generation != generation }, fields: options.fields)
        if isThereMore, let last {
            let begun = options.cursor?.generation ?? generation
            page.next = Cursor(list: List.verb, generation: begun, sort: last.sort, id: last.id)
        }
        return page
    }

    /// Of a list that is short enough to be read whole; its order is that of the places.
    func page<List: Listing, Item>(
        _ request: List, _ transaction: Transaction, of items: [Item], place: (Item) -> Place,
        row: (Item) throws -> List.Row
    ) throws -> Page<List> {
        let sorted = items.map { (item: $0, place: place($0)) }.sorted { $0.place < $1.place }
        return try page(
            request, transaction,
            fetch: { after, limit in
                Array(sorted.drop { item in after.map { !($0 < item.place) } ?? false }.prefix(limit))
            }, place: \.place, row: { try row($0.item) })
    }
}

extension Place {
    init(_ id: Int64) { self.init("", id) }
}
