import VNetAPI
import VNetStore

extension Service {
    /// A page of a list: `fetch` gives so many of its items, those after a place; `place` says where an item stands.
    func page<List: Listing, Item>(
        _ request: List, _ transaction: Transaction, fetch: (Place?, _ limit: Int) throws -> [Item],
        place: (Item) -> Place, row: (Item) throws -> List.Row
    ) throws -> Page<List> {
        let options = request.page
        // One more than asked for tells whether there is another page.
        let items = try fetch(options.cursor.map { Place($0.sort, $0.id) }, options.limit + 1)
        let generation = try transaction.generation()
        let begun = options.cursor?.generation ?? generation
        var page = Page<List>(
            rows: try items.prefix(options.limit).map(row),
            isChanged: options.cursor.map { $0.generation != generation }, fields: options.fields)
        if items.count > options.limit {
            let last = place(items[options.limit - 1])
            page.next = Cursor(list: List.verb, generation: begun, sort: last.sort, id: last.id)
        }
        return page
    }

    /// Of a list that is short enough to be read whole, and is sorted by what `place` says.
    func page<List: Listing, Item>(
        _ request: List, _ transaction: Transaction, of items: [Item], place: (Item) -> Place,
        row: (Item) throws -> List.Row
    ) throws -> Page<List> {
        try page(
            request, transaction,
            fetch: { after, limit in
                Array(items.drop { item in after.map { !($0 < place(item)) } ?? false }.prefix(limit))
            }, place: place, row: row)
    }
}

extension Place {
    init(_ id: Int64) { self.init("", id) }
}
