import VNetAPI
import VNetCore
import VNetStore

// “So already” is said only where all that was asked for is so now.

extension Change {
    /// Refuses where `asked` is given and is not what is on record, which `sentence` says, with what to do.
    func requireSame<T: Equatable>(
        _ asked: T?, as present: T?, path: String, _ sentence: @autoclosure () -> String
    ) throws(Refusal) {
        guard let asked, asked != present else { return }
        throw Refusal(.exists, sentence(), path: path)
    }

    /// Whether a text that comes in is on record as it is. Who may not read it is not told: for them it always is another.
    /// One that can no longer be read is another, so that a new one can take its place.
    func isSame(_ text: Document, as present: @autoclosure () throws -> String?) throws -> Bool {
        try readsConfidential && text.text == readable { try present() }
    }

    /// Refuses to put another text in the place of one that a hold keeps; `advice` says what is possible meanwhile.
    func requireReplaceable(_ class: RetentionClass, _ id: Int64?, _ advice: String = "") throws {
        guard let id else { return }
        let record = RecordID(`class`, id)
        guard let held = try transaction.heldRecords().first(where: { $0.records.contains(record) }) else { return }
        throw Refusal(
            .ruleRefused,
            "Hold \(held.hold.id) keeps what is on record as it is, because of \(held.hold.reason.title), and this would "
                + "take its place. Keep the new text until \(held.hold.owner.title) has had the hold lifted.\(advice)",
            path: "$.text")
    }
}
