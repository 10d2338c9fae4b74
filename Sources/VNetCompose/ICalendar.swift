import CLibical
import Glibc
import VNetCore

extension CalendarEvent {
    /// The entry as an iCalendar object (RFC 5545), in UTC, lines folded and ended by CR LF.
    func iCalendar() -> String {
        let calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT)!
        defer { icalcomponent_free(calendar) }
        icalcomponent_add_property(calendar, icalproperty_new_prodid("-//vnet//vnetd//EN"))
        icalcomponent_add_property(calendar, icalproperty_new_version("2.0"))
        icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"))
        let wire = method == .request ? ICAL_METHOD_REQUEST : ICAL_METHOD_CANCEL
        icalcomponent_add_property(calendar, icalproperty_new_method(wire))
        let event = icalcomponent_new(ICAL_VEVENT_COMPONENT)!
        icalcomponent_add_component(calendar, event)
        icalcomponent_add_property(event, icalproperty_new_uid(uid))
        icalcomponent_add_property(event, icalproperty_new_sequence(Int32(clamping: sequence)))
        icalcomponent_add_property(event, icalproperty_new_dtstamp(Self.time(stamp)))
        icalcomponent_add_property(event, icalproperty_new_dtstart(Self.time(start)))
        icalcomponent_add_property(event, icalproperty_new_dtend(Self.time(end)))
        icalcomponent_add_property(event, icalproperty_new_summary(summary))
        if let location { icalcomponent_add_property(event, icalproperty_new_location(location)) }
        icalcomponent_add_property(event, icalproperty_new_description(description))
        let status =
            switch method {
            case .request: isTentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED
            case .cancel: ICAL_STATUS_CANCELLED
            }
        icalcomponent_add_property(event, icalproperty_new_status(status))
        icalcomponent_add_property(event, organizerProperty())
        icalcomponent_add_property(event, attendeeProperty())
        guard let text = icalcomponent_as_ical_string_r(calendar) else { return "" }
        defer { free(text) }
        return String(cString: text)
    }

    private func organizerProperty() -> OpaquePointer {
        let property = icalproperty_new_organizer("mailto:" + organizer.address.text)!
        icalproperty_add_parameter(property, icalparameter_new_cn(organizer.name.withoutQuotes))
        return property
    }

    private func attendeeProperty() -> OpaquePointer {
        let property = icalproperty_new_attendee("mailto:" + attendee.address.text)!
        icalproperty_add_parameter(property, icalparameter_new_cn(attendee.name.withoutQuotes))
        icalproperty_add_parameter(property, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT))
        if method == .request {
            icalproperty_add_parameter(property, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION))
            icalproperty_add_parameter(property, icalparameter_new_rsvp(ICAL_RSVP_TRUE))
        }
        return property
    }

    private static func time(_ instant: Instant) -> icaltimetype {
        icaltime_from_timet_with_zone(time_t(instant.seconds), 0, icaltimezone_get_utc_timezone())
    }
}

extension String {
    /// A parameter value cannot contain a double quote (RFC 5545, 3.1).
    fileprivate var withoutQuotes: String { replacing("\"", with: "'") }
}
