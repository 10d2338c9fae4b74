import VNetAPI
import VNetCore

/// Everything that is held about a person, as the person reads it.
struct PersonBundle {
    private let reply: PersonExport.Response
    private let configuration: NetworkConfiguration

    init(_ reply: PersonExport.Response, _ configuration: NetworkConfiguration) {
        self.reply = reply
        self.configuration = configuration
    }

    var text: String {
        (head + roles + acceptances + reviews + messages + enquiries + requests + foot).joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        [
            "What \(configuration.name) holds about \(reply.name)",
            "As of \(reply.on.words); access under Article 15 of the UK GDPR", "",
            "Name     \(reply.name)", "Address  \(reply.email)", "Number   \(reply.record.id)",
        ] + kept(.contact)
    }

    private var roles: [String] {
        section(
            "Roles",
            reply.record.tenures.map { tenure in
                let place = tenure.school.map { " of \($0)" } ?? " of the network"
                let end = tenure.until.map { " until \($0.words)" } ?? ""
                return ["\(tenure.role.rawValue)\(place), from \(tenure.since.words)\(end)"]
            })
    }

    private var acceptances: [String] {
        section(
            "Acceptances of the protocol",
            reply.record.acceptances.map { ["version \($0.version), on \($0.acceptedOn.words)"] })
    }

    private var reviews: [String] {
        section(
            "Visits reviewed or led",
            reply.record.reviews.map { review in
                let part = review.isLead ? "lead reviewer" : "reviewer"
                let school = review.school.map { " for \($0)" } ?? ""
                let day = review.date?.words ?? "without a date"
                return ["visit \(review.visit) to \(review.host), \(day), \(review.state.words): \(part)\(school)"]
            })
    }

    private var messages: [String] {
        section(
            "Messages written to you",
            reply.messages.map { message in
                let day = configuration.zone.civil(at: message.composedAt).date.words
                let head = "message \(message.id), \(message.kind), \(day), \(message.state.rawValue)"
                guard let subject = message.subject else { return ["\(head): its text is no longer kept"] }
                guard let body = message.body else {
                    return ["\(head): \(subject)", "", "    It carries a school's report, which is not in here.", ""]
                }
                let lines = body.text.split(separator: "\n", omittingEmptySubsequences: false)
                return ["\(head): \(subject)", ""] + lines.map { $0.isEmpty ? "" : "    \($0)" } + [""]
            }) + kept(.messageBody)
    }

    private var enquiries: [String] {
        section(
            "Enquiries from your address",
            reply.enquiries.map { enquiry in
                let head = "enquiry \(enquiry.id) from \(enquiry.enquirer), \(enquiry.receivedOn.words)"
                return ["\(head), \(enquiry.state.rawValue): \(enquiry.question)"]
            }) + kept(.enquiry)
    }

    private var requests: [String] {
        section(
            "Requests for erasure",
            reply.requests.map { request in
                let head = "request \(request.id), received on \(request.receivedOn.words)"
                let refusal = request.refusal.map { ", for \($0.words)" } ?? ""
                return ["\(head), due on \(request.dueOn.words): \(request.state.rawValue)\(refusal)"]
            }) + kept(.erasureRequest)
    }

    private var foot: [String] {
        [
            "",
            "Not in here: write-ups, feedback and outcome reports. They are the schools', and are not searched for "
                + "names.",
            "How your data are used, and your rights: \(configuration.privacyURL)",
        ]
    }

    private func section(_ title: String, _ items: [[String]]) -> [String] {
        ["", items.isEmpty ? "\(title): none" : "\(title) (\(items.count))"]
            + items.flatMap { $0.map { $0.isEmpty ? "" : "  " + $0 } }
    }

    /// Until when records of a class are kept.
    private func kept(_ class: RetentionClass) -> [String] {
        ["  Kept until \(configuration.retention.reason(for: `class`))."]
    }
}

extension VisitState {
    fileprivate var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
