import VNetAPI
import VNetPlatform
import VNetService

/// Who is told of what happens.
///
/// The queue is the store's own table: a subscription is no more than a number in it. Its events are read when the
/// connection has taken what was sent before, so a slow reader costs nobody anything; one that is too far behind is brought to
/// the present, and told so.
struct Subscription {
    let principal: Principal
    let kinds: Set<String>?
    let cohort: Int64?
    /// The last event that was sent, or passed over.
    var seq: Int64
    /// Up to here it gets whatever is kept, for it asked to.
    let catchesUpTo: Int64
    /// To be told before the next event.
    var gap: GapReason?

    func concerns(_ event: EventNotice) -> Bool {
        if let kinds, !kinds.contains(where: { event.name.hasPrefix($0 + ".") }) { return false }
        if let cohort, !event.cohorts.contains(cohort) { return false }
        return Verb(rawValue: event.name).map { principal.may($0.request.about.told, for: .network) } ?? true
    }
}

extension Daemon {
    /// How many events a subscriber that was up to date may be behind.
    static let mostBehind: Int64 = 4096
    private static let batch = 128

    func subscribe(_ request: EventsSubscribe, _ principal: Principal, _ connection: UInt64) throws(Refusal)
        -> EventsSubscribe.Response
    {
        if let cohort = request.cohort { try service.requireCohort(cohort) }
        let latest = try service.eventRange().latest
        let isOther = request.since.map { $0.epoch != service.epoch || $0.seq > latest } ?? false
        subscriptions[connection] = Subscription(
            principal: principal, kinds: request.kinds.map { Set($0.map(\.name)) }, cohort: request.cohort,
            seq: isOther ? latest : request.since?.seq ?? latest, catchesUpTo: latest, gap: isOther ? .epoch : nil)
        return EventsSubscribe.Response(epoch: service.epoch, seq: latest)
    }

    /// Has subscribers be told soon. Costs nothing while there are none.
    func tellSubscribers() {
        guard !subscriptions.isEmpty else { return }
        teller?.arm(atMilliseconds: 0)
    }

    func tellNow() { for connection in subscriptions.keys.sorted() { control?.notify(connection) } }

    public func notifications(for connection: UInt64, into output: inout [UInt8]) {
        guard var subscription = subscriptions[connection] else { return }
        defer { subscriptions[connection] = subscription }
        do { try write(to: &subscription, &output) } catch { Log.error(Self.sentence(error)) }
    }

    private func write(to subscription: inout Subscription, _ output: inout [UInt8]) throws {
        try findGap(&subscription)
        let readers = subscription.principal.permissions
        if let reason = subscription.gap {
            subscription.gap = nil
            NotificationLine.append(
                GapNotice(epoch: service.epoch, seq: subscription.seq, reason: reason), readers: readers, to: &output)
        }
        // What concerns nobody is passed over here rather than at every wake-up.
        while output.isEmpty {
            let events = try service.events(after: subscription.seq, limit: Self.batch)
            guard let last = events.last else { return }
            subscription.seq = last.seq
            for event in events {
                guard subscription.concerns(event) else { continue }
                NotificationLine.append(event, readers: readers, to: &output)
            }
        }
    }

    private func findGap(_ subscription: inout Subscription) throws {
        let (oldest, latest) = try service.eventRange()
        if let oldest, subscription.seq + 1 < oldest {
            subscription.gap = subscription.gap ?? .old
            subscription.seq = oldest - 1
        }
        if subscription.seq >= subscription.catchesUpTo, latest - subscription.seq > Self.mostBehind {
            subscription.gap = .behind
            subscription.seq = latest
        }
    }
}
