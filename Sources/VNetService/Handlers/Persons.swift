import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

// What is held about one person.

extension Service {
    public func personGet(_ request: PersonGet) throws(Refusal) -> PersonGet.Response {
        try read { transaction in
            let contact = try transaction.require(person: request.person)
            return PersonGet.Response(
                name: contact.name.text, email: contact.email.text, record: try transaction.record(of: request.person))
        }
    }

    public func personExport(_ request: PersonExport, _ context: Context) throws(Refusal) -> PersonExport.Response {
        try disclose(context, subject: "person \(request.person)") { transaction in
            let contact = try transaction.require(person: request.person)
            var reply = PersonExport.Response(
                on: today(at: context.now), name: contact.name.text, email: contact.email.text,
                record: try transaction.record(of: request.person),
                messages: try transaction.messages(to: request.person).map { message in
                    SentMessage(message, try readable({ try transaction.content(ofMessage: message.id) }))
                },
                enquiries: try transaction.enquiries(withEmail: contact.email).map(PersonEnquiry.init),
                requests: try transaction.erasures(of: request.person).map {
                    ErasureView($0, today: today(at: context.now))
                })
            reply.text = Document(PersonBundle(reply, configuration).text)
            return reply
        }
    }
}

extension Transaction {
    fileprivate func record(of person: Int64) throws -> PersonRecord {
        PersonRecord(
            id: person,
            tenures: try allTenures(ofPerson: person).map { tenure in
                TenureView(
                    id: tenure.id, role: tenure.role, urn: tenure.urn,
                    school: try tenure.urn.flatMap { try school($0)?.name }, since: tenure.since, until: tenure.until)
            },
            acceptances: try acceptances(ofPerson: person).map {
                PersonRecord.Acceptance(version: $0.version, acceptedOn: $0.on)
            },
            reviews: try reviews(ofPerson: person).map {
                PersonReview(
                    visit: $0.visit, cohort: $0.cohort, host: $0.host, school: $0.school, isLead: $0.isLead,
                    date: $0.date, state: $0.state)
            })
    }
}

extension SentMessage {
    init(_ message: Message, _ content: [UInt8]?) {
        let mail = content.flatMap(MailText.init)
        self.init(
            id: message.id, kind: message.kind, state: message.state, composedAt: message.composedAt,
            // A report is a school's, whoever was sent it.
            subject: mail?.subject, body: message.isConfidential ? nil : mail.map { Document($0.text) })
    }
}

extension PersonEnquiry {
    init(_ enquiry: Enquiry, _ letter: EnquiryLetter) {
        self.init(
            id: enquiry.id, enquirer: enquiry.enquirer, state: enquiry.state, receivedOn: enquiry.receivedOn,
            contact: letter.contact.name.text, question: letter.question.text)
    }
}
