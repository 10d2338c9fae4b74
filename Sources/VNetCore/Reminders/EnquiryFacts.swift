/// What the reminder plan of an enquiry is made from.
public struct EnquiryFacts: Sendable {
    public var enquiry: Int64
    public var state: EnquiryState
    /// When the enquirer was last heard from or spoken with.
    public var lastContact: CivilDate

    public init(enquiry: Int64, state: EnquiryState, lastContact: CivilDate) {
        self.enquiry = enquiry
        self.state = state
        self.lastContact = lastContact
    }
}

extension ReminderPlan {
    /// When an enquiry lapses, whether or not a mail says so: when the mail would, or after 11 working days; nil once it has
    /// ended.
    public func lapse(of facts: EnquiryFacts) -> Instant? {
        guard facts.state.isOpen else { return nil }
        let rule = rules.rules[.enquiryLapse]
        let offset = rule?.escalations.first ?? ReminderOffset(11)
        let (day, _) = Self.sendingDay(offset, from: facts.lastContact, in: calendar(nil))
        return zone.instant(on: day, at: rule?.time ?? ReminderSchedule.defaultTime)
    }

    /// While an enquiry is open the administrator is reminded of it, and then told that it has lapsed.
    public func reminders(for facts: EnquiryFacts) -> [PlannedReminder] {
        func occasion(_ kind: ReminderKind) -> Occasion {
            Occasion(kind: kind, subject: .init(.enquiry, facts.enquiry), date: facts.lastContact, recipients: [])
        }
        return switch facts.state {
        case .received, .contacted: [.enquiry, .enquiryLapse].flatMap { reminders(for: occasion($0)) }
        // That it has lapsed stays true, and is still to be told.
        case .lapsed: reminders(for: occasion(.enquiryLapse))
        case .converted, .declined: []
        }
    }
}
