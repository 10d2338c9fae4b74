/// The thing whose facts a reminder follows, as a whole: when it changes, its reminders are planned anew.
public enum ReminderScope: Hashable, Comparable, Sendable {
    case cohort(Int64)
    case enquiry(Int64)
    case hold(Int64)
    case erasure(Int64)

    public var cohort: Int64? { if case .cohort(let id) = self { id } else { nil } }
}
