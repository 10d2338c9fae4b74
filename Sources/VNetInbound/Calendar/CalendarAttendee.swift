import CLibical
import VNetCore

/// The people of a calendar entry.
enum CalendarAttendee {
    /// Nil where it names no address.
    static func read(_ property: OpaquePointer) -> CalendarMessage.Attendee? {
        // Exchange may name people by its own directory, and the address beside it.
        let email = parameter(property, ICAL_EMAIL_PARAMETER) { icalparameter_get_email($0) }
        guard let address = CalendarReader.value(property).flatMap(address) ?? email.flatMap(address) else {
            return nil
        }
        let partstat = icalproperty_get_first_parameter(property, ICAL_PARTSTAT_PARAMETER)
        return CalendarMessage.Attendee(
            address: address,
            participation: partstat.map { participation(icalparameter_get_partstat($0)) } ?? .needsAction,
            sentBy: parameter(property, ICAL_SENTBY_PARAMETER) { icalparameter_get_sentby($0) }.flatMap(self.address),
            delegatedTo: addresses(
                parameter(property, ICAL_DELEGATEDTO_PARAMETER) { icalparameter_get_delegatedto($0) }),
            delegatedFrom: addresses(
                parameter(property, ICAL_DELEGATEDFROM_PARAMETER) { icalparameter_get_delegatedfrom($0) }))
    }

    private static func participation(_ status: icalparameter_partstat) -> CalendarMessage.Participation {
        switch status {
        case ICAL_PARTSTAT_ACCEPTED: .accepted
        case ICAL_PARTSTAT_DECLINED: .declined
        case ICAL_PARTSTAT_TENTATIVE: .tentative
        case ICAL_PARTSTAT_DELEGATED: .delegated
        default: .needsAction
        }
    }

    private static func parameter(
        _ property: OpaquePointer, _ kind: icalparameter_kind, _ get: (OpaquePointer) -> UnsafePointer<CChar>?
    ) -> String? {
        icalproperty_get_first_parameter(property, kind).flatMap(get).map { String(cString: $0) }
    }

    private static func addresses(_ list: String?) -> [EmailAddress] {
        (list ?? "").split(separator: ",").prefix(20).compactMap { address(String($0)) }
    }

    /// `mailto:head@a-school.example`, in any case, perhaps quoted, perhaps without its beginning.
    private static func address(_ text: String) -> EmailAddress? {
        var text = text.filter { $0 != "\"" && !$0.isWhitespace }
        if text.lowercased().hasPrefix("mailto:") { text = String(text.dropFirst(7)) }
        return EmailAddress(text.replacing("%2B", with: "+").replacing("%40", with: "@"))
    }
}
