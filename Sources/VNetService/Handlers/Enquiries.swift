import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func enquiryCreate(_ request: EnquiryCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let transaction = change.transaction
            let source = try source(of: request, transaction)
            let letter = EnquiryLetter(
                contact: Contact(name: request.contact, email: request.email), question: request.question)
            if let open = try transaction.openEnquiry(from: source) {
                guard try readable({ try transaction.letter(ofEnquiry: open.id) }) == letter else {
                    throw Refusal(
                        .exists,
                        "Enquiry \(open.id) from \(open.enquirer) is still open. Go on with that one: “enquiry contact” "
                            + "records a call.")
                }
                change.id = open.id
                return try change.requireSame(
                    request.received, as: open.receivedOn, path: "$.received",
                    "Enquiry \(open.id) from \(open.enquirer) is on record as received on \(open.receivedOn.words).")
            }
            let received = request.received ?? change.today
            try change.requireReached(received, path: "$.received")
            let id = try transaction.addEnquiry(from: source, letter, on: received)
            change.id = id
            change.subject = "enquiry \(id)"
            change.note("Enquiry \(id) from \(try transaction.require(enquiry: id).enquirer) is on record.")
            change.touch(.enquiry(id))
        }
    }

    private func source(of request: EnquiryCreate, _ transaction: Transaction) throws -> EnquirySource {
        switch (request.urn, request.trust, request.organisation) {
        case (let urn?, nil, nil): return .school(try transaction.require(school: urn).urn)
        case (nil, let code?, nil):
            guard try transaction.trustName(code) != nil else {
                throw Refusal(
                    .notFound,
                    "There is no trust with the code “\(code)” on the register. “trust list --matching” finds a code by the name. Of "
                        + "a trust that is not there, give the name as the organisation instead.",
                    path: "$.trust")
            }
            return .trust(code)
        case (nil, nil, let name?): return .organisation(name)
        default:
            throw Refusal(.paramsInvalid, "Say who asks by one of urn, trust and organisation.", path: "$.urn")
        }
    }

    public func enquiryContact(_ request: EnquiryContact, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let day = request.on ?? change.today
            try change.move(enquiry: request.enquiry, .contact) { enquiry in
                try change.requireReached(day)
                guard day >= enquiry.lastContact else {
                    throw Refusal(
                        .ruleRefused, "The last contact on record is later, on \(enquiry.lastContact.words).",
                        path: "$.on")
                }
                let isNews = day != enquiry.lastContact || enquiry.state != .contacted
                enquiry.lastContact = day
                return isNews ? "\(enquiry.enquirer) was spoken with on \(day.words)." : nil
            }
        }
    }

    public func enquiryConvert(_ request: EnquiryConvert, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let present = try change.transaction.require(enquiry: request.enquiry)
            if present.state == .converted { try change.requireConverted(present, request) }
            try change.move(enquiry: request.enquiry, .convert) { enquiry in
                var schools = request.schools ?? []
                if schools.isEmpty, case .school(let urn) = enquiry.source { schools = [urn] }
                guard !schools.isEmpty else {
                    throw Refusal(
                        .paramsInvalid, "\(enquiry.enquirer) is not a school. Name the schools that enrol.",
                        path: "$.schools")
                }
                for urn in schools { try change.enrol(urn, in: request.cohort) }
                enquiry.cohort = request.cohort
                enquiry.lastContact = max(enquiry.lastContact, change.today)
                return "The enquiry from \(enquiry.enquirer) has led to cohort \(request.cohort)."
            }
        }
    }

    public func enquiryDecline(_ request: EnquiryDecline, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            try change.move(enquiry: request.enquiry, .decline) { "The enquiry from \($0.enquirer) is declined." }
        }
    }

    /// Nothing came of an enquiry in time; at the tick at which that falls due.
    func lapse(enquiry id: Int64, at now: Instant, _ transaction: Transaction) throws {
        let change = Change(transaction, service: self, now: now)
        guard try transaction.require(enquiry: id).state.allows(.lapse) else { return }
        try change.move(enquiry: id, .lapse) { "The enquiry from \($0.enquirer) has lapsed." }
        try change.settle()
        try transaction.advanceGeneration()
        try transaction.recordAudit(at: now, uid: uid, verb: "enquiry.lapse", subject: change.subject)
    }

    public func enquiryList(_ request: EnquiryList) throws(Refusal) -> EnquiryList.Response {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.enquiries(in: request.state, before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: EnquirySummary.init)
        }
    }

    public func enquiryGet(_ request: EnquiryGet) throws(Refusal) -> EnquiryView {
        try read { transaction in
            let enquiry = try transaction.require(enquiry: request.enquiry)
            guard let letter = try transaction.letter(ofEnquiry: enquiry.id) else {
                throw Refusal(.recordGone, "What came with enquiry \(enquiry.id) has been purged.")
            }
            return EnquiryView(
                summary: EnquirySummary(enquiry), contact: letter.contact.name.text, email: letter.contact.email.text,
                question: letter.question.text)
        }
    }
}

extension Change {
    /// Refuses where an enquiry has led to something else than what is asked for.
    fileprivate func requireConverted(_ enquiry: Enquiry, _ request: EnquiryConvert) throws {
        try requireSame(
            request.cohort, as: enquiry.cohort, path: "$.cohort",
            "The enquiry from \(enquiry.enquirer) has led to cohort \(enquiry.cohort ?? 0). “enrolment create” enrols a "
                + "school in another.")
        for urn in request.schools ?? [] where try transaction.enrolment(of: urn, in: request.cohort) == nil {
            throw Refusal(
                .exists,
                "The enquiry from \(enquiry.enquirer) has led to cohort \(request.cohort) without \(urn). “enrolment "
                    + "create” enrols a school.", path: "$.schools")
        }
    }

    /// Does `act` to an enquiry; `edit` sets what goes with it and says what changed, or gives nil where nothing did.
    fileprivate func move(
        enquiry id: Int64, _ act: EnquiryState.Act, _ edit: (inout Enquiry) throws -> String?
    ) throws {
        var enquiry = try transaction.require(enquiry: id)
        self.id = id
        guard let state = try enquiry.state.after(act) else { return }
        guard let sentence = try edit(&enquiry) else { return }
        enquiry.state = state
        enquiry.endedOn = state.isOpen ? nil : today
        try transaction.save(enquiry)
        self.id = id
        subject = "enquiry \(id)"
        note(sentence)
        touch(.enquiry(id))
    }
}

extension EnquirySummary {
    init(_ enquiry: Enquiry) {
        self.init(
            id: enquiry.id, enquirer: enquiry.enquirer, urn: nil, trust: nil, state: enquiry.state,
            receivedOn: enquiry.receivedOn, lastContact: enquiry.lastContact, endedOn: enquiry.endedOn,
            cohort: enquiry.cohort)
        switch enquiry.source {
        case .school(let urn): self.urn = urn
        case .trust(let code): trust = code
        case .organisation: break
        }
    }
}
