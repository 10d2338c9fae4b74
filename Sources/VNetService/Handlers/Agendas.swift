import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func agendaGet(_ request: AgendaGet) throws(Refusal) -> AgendaGet.Response {
        try read { transaction in
            let session = try transaction.require(session: request.session)
            return AgendaGet.Response(
                items: try transaction.programme(of: session).map { AgendaGet.Item(start: $0.start, title: $0.title) })
        }
    }

    public func agendaSet(_ request: AgendaSet, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let session = try change.transaction.require(session: request.session)
            change.id = session.id
            try session.state.require(
                [.planned, .invited, .postponed], "Its programme can be set", towards: .reschedule)
            let items = try request.items.enumerated().map { try AgendaItem($1, in: session, at: $0) }
            guard Set(items.map(\.start)).count == items.count else {
                throw Refusal(.ruleRefused, "Two parts begin at the same time.", path: "$.items")
            }
            for item in items { try change.requireTime(item.start, on: session.date, path: "$.items") }
            guard try change.transaction.agenda(of: session.id) != items.sorted(by: { $0.start < $1.start }) else {
                return
            }
            try change.transaction.setAgenda(items, of: session.id)
            change.subject = "session \(session.id)"
            let parts = "\(items.count) part\(items.count == 1 ? "" : "s")"
            change.note("The programme of the \(session.kind.title) is set, in \(parts).")
        }
    }
}

extension AgendaItem {
    /// “09:00 Protocols”.
    fileprivate init(_ item: Label, in session: Session, at index: Int) throws(Refusal) {
        let parts = item.text.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, let start = CivilTime(iso: parts[0]), start >= session.start, start < session.finish
        else {
            throw Refusal(
                .ruleRefused,
                "“\(item.text)” does not begin with a time from \(session.start.iso) on and before \(session.finish.iso), "
                    + "followed by what happens then.", path: "$.items[\(index)]")
        }
        self.init(start: start, title: parts[1])
    }
}

extension Transaction {
    /// What a session consists of: what was set or, for a training half day, the network's four parts.
    func programme(of session: Session) throws -> [AgendaItem] {
        let own = try agenda(of: session.id)
        guard own.isEmpty, session.kind == .training, let cohort = try cohort(session.cohort) else { return own }
        let theme = try subject(of: cohort)
        return TrainingProgramme.parts(theme: theme, from: session.start, to: session.finish).map {
            AgendaItem(start: $0.start, title: $0.title)
        }
    }
}

extension [AgendaItem] {
    /// “09:00 protocols; 10:00 the framework for peer review”
    var inWords: String { map { "\($0.start.iso) \($0.title)" }.joined(separator: "; ") }
}
