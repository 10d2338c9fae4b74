import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func membershipCreate(_ request: MembershipCreate, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let school = try change.transaction.require(school: request.urn)
            let period = MembershipPeriod(since: request.since ?? change.today, until: request.until)
            if let until = period.until, until < period.since {
                throw Refusal(.ruleRefused, "A membership ends after it begins.", path: "$.until")
            }
            let present = try change.transaction.memberships(of: school.urn)
            if let same = present.first(where: { $0.period == period }) {
                change.id = same.id
                return
            }
            if let other = present.first(where: { $0.period.overlaps(period) }) {
                throw Refusal(
                    .exists,
                    "\(school.name) is a member from \(other.period.since.words)"
                        + (other.period.until.map { " to \($0.words)" } ?? "")
                        + ", by membership \(other.id). "
                        + (other.period.until == nil ? "End that one first, or choose" : "Choose")
                        + " days outside it.",
                    path: "$.since"
                )
            }
            let id = try change.transaction.addMembership(of: school.urn, period)
            change.id = id
            change.subject = "membership \(id)"
            change.note(
                "\(school.name) is a member of the network from \(period.since.words)"
                    + (period.until.map { " to \($0.words)." } ?? "."))
        }
    }

    public func membershipEnd(_ request: MembershipEnd, _ context: Context) throws(Refusal) -> Outcome {
        try change(context) { change in
            let membership = try change.transaction.require(membership: request.membership)
            change.id = membership.id
            let day = request.on ?? change.today
            guard day != membership.period.until else { return }
            guard day >= membership.period.since else {
                throw Refusal(
                    .ruleRefused, "This membership begins on \(membership.period.since.words), after that day.",
                    path: "$.on")
            }
            if let later = try change.transaction.memberships(of: membership.urn).first(where: {
                $0.id != membership.id
                    && $0.period.overlaps(MembershipPeriod(since: membership.period.since, until: day))
            }) {
                throw Refusal(
                    .ruleRefused, "Membership \(later.id) begins on \(later.period.since.words), before that day.",
                    path: "$.on")
            }
            try change.transaction.endMembership(membership.id, on: day)
            change.subject = "membership \(membership.id)"
            change.note("The membership of \(membership.school) ends on \(day.words).")
            for id in try change.transaction.liveCohorts(of: membership.urn) {
                let cohort = try change.transaction.require(cohort: id)
                guard cohort.programme == .walkthrus, cohort.state != .closed else { continue }
                change.warn(
                    "\(membership.school) takes part in cohort \(id), a \(cohort.programme.title), which is for members."
                )
            }
        }
    }

    public func membershipList(_ request: MembershipList, at now: Instant) throws(Refusal) -> MembershipList.Response {
        try read { transaction in
            if let urn = request.urn { _ = try transaction.require(school: urn) }
            let day = request.on ?? today(at: now)
            return try page(
                request, transaction,
                fetch: {
                    try transaction.memberships(of: request.urn, activeOn: request.on, after: $0, limit: $1)
                }, place: \.place
            ) {
                MembershipView(
                    id: $0.id, urn: $0.urn, school: $0.school, since: $0.period.since, until: $0.period.until,
                    isActive: $0.period.isActive(on: day))
            }
        }
    }
}
