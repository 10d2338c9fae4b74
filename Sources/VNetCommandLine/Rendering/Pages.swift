import VNetAPI
import VNetJSON

extension RequestLine {
    /// Whether all pages of a list are asked for: neither how many rows nor where to begin was said.
    public var followsPages: Bool {
        verb.request.listedRows != nil && params["limit"] == nil && params["cursor"] == nil
    }

    /// The request for the first of all pages, each as large as it may be.
    public var paged: RequestLine {
        guard followsPages else { return self }
        var line = self
        line.params["limit"] = .integer(1000)
        return line
    }
}

/// The pages of a list, put together to the one document that they are pages of.
public struct Pages {
    private let list: String
    private var reply: JSONObject
    private var rows: [JSONValue] = []
    private var hasChanged = false

    /// Nil for a reply that there is no more of.
    public init?(_ first: JSONObject, of line: RequestLine) {
        guard let list = line.verb.request.listedRows, first["next_cursor"] != nil else { return nil }
        self.list = list
        reply = first
        add(first)
    }

    /// Where to go on; nil when all pages are there.
    public var next: JSONValue? { reply["next_cursor"] }

    public mutating func append(_ page: JSONObject) {
        reply = page
        add(page)
    }

    private mutating func add(_ page: JSONObject) {
        if case .array(let fresh)? = page[list] { rows += fresh }
        hasChanged = hasChanged || page.flag("changed")
    }

    /// The whole list. `changed` says whether anything was changed while it was read, if that was so.
    public var whole: JSONObject {
        var whole = reply
        whole[list] = .array(rows)
        whole["next_cursor"] = nil
        whole["changed"] = hasChanged ? .bool(true) : nil
        return whole
    }
}
