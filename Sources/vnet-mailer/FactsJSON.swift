import VNetCore
import VNetInbound
import VNetJSON

private typealias Members = [(key: String, value: JSONValue)]

// What is not there is left out, rather than null.

private func text(_ key: String, _ value: String?) -> Members { value.map { [(key, .string($0))] } ?? [] }

private func list(_ key: String, _ values: [String]) -> Members {
    values.isEmpty ? [] : [(key, .array(values.map(JSONValue.string)))]
}

private func objects(_ key: String, _ values: [Members]) -> Members {
    [(key, .array(values.map { .object(JSONObject($0)) }))]
}

extension InboundFacts {
    /// The facts as members of a JSON object; `kind` says which of them there are.
    var members: [(key: String, value: JSONValue)] {
        var members: Members = [("kind", .string(name))]
        members += list("from", from.map(\.text)) + text("subject", subject) + text("message_id", messageID)
        members +=
            text("in_reply_to", inReplyTo) + list("tokens", tokens.map(\.text)) + list("attachments", attachments)
        if isSigned { members.append(("signed", .bool(true))) }
        if isCut { members.append(("cut", .bool(true))) }
        return members + details
    }

    private var name: String {
        switch kind {
        case .loop: "loop"
        case .feedbackReport: "feedback_report"
        case .bounce: "bounce"
        case .receipt: "receipt"
        case .calendar: "calendar"
        case .automaticReply: "automatic_reply"
        case .list: "list"
        case .encrypted: "encrypted"
        case .answer: "answer"
        }
    }

    private var details: Members {
        switch kind {
        case .loop, .receipt, .list, .encrypted: []
        case .feedbackReport(let report):
            text("type", report.type) + list("recipients", report.recipients.map(\.text))
        case .bounce(let bounce):
            objects("failures", bounce.failures.map(\.members)) + text("returned", bounce.messageID)
        case .calendar(let reading):
            objects("calendar", reading.messages.map(\.members)) + list("faults", reading.faults.map(\.text))
        case .automaticReply(let reply): text("end", reply.end?.iso)
        case .answer(let reply): text("text", reply.text)
        }
    }
}

extension Bounce.Failure {
    fileprivate var members: Members {
        text("address", address?.text) + text("original", original?.text) + text("fails", kind.rawValue)
            + text("status", status?.description) + [("delayed", .bool(isDelayed))]
    }
}

extension CalendarMessage {
    fileprivate var members: Members {
        var members = text("method", method.rawValue) + text("uid", uid) + text("recurrence", recurrence?.text)
        members += [("sequence", .integer(Int64(sequence)))] + text("stamp", stamp?.rfc3339UTC)
        members += objects("attendees", attendees.map(\.members))
        members += text("start", proposal?.start.text) + text("end", proposal?.end?.text)
        return members + text("comment", comment)
    }
}

extension CalendarMessage.Attendee {
    fileprivate var members: Members {
        text("address", address.text) + text("participation", participation.rawValue) + text("sent_by", sentBy?.text)
            + list("delegated_to", delegatedTo.map(\.text)) + list("delegated_from", delegatedFrom.map(\.text))
    }
}

extension CalendarMessage.Time {
    fileprivate var text: String {
        switch self {
        case .day(let date): date.iso
        case .moment(let instant): instant.rfc3339UTC
        }
    }
}

extension CalendarFault {
    fileprivate var text: String {
        switch self {
        case .unreadable: "unreadable"
        case .noUID: "no uid"
        case .noAttendee: "no attendee"
        case .unclearTime: "unclear time"
        case .otherMethod(let method): "method \(method)"
        }
    }
}
