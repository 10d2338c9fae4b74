import Testing
import VNetCore

/// What one person, 7, is written about a visit on Tuesday 3 November, as it stands on 1 October.
struct InvitationPlanTests {
    private static func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }

    private let plan = InvitationPlan(today: day("2026-10-01"))

    private func entry(
        _ iso: String = "2026-11-03", from start: String = "09:00", host: Int64 = 1, lead: Int64? = nil,
        isTentative: Bool = false
    ) -> CalendarEntry {
        CalendarEntry(
            date: Self.day(iso), start: CivilTime(iso: start)!, finish: CivilTime(iso: "15:00")!,
            place: "School \(host)", host: host,
            lead: lead, isTentative: isTentative)
    }

    /// With 7 invited, for the enrolments 1 and 2, unless `isOff`.
    private func event(_ entry: CalendarEntry, isOff: Bool = false, isHeld: Bool = false) -> InvitedEvent {
        InvitedEvent(
            subject: .init(.visit, 1), entry: entry, invited: isOff || isHeld ? [:] : [7: [1, 2]], isHeld: isHeld)
    }

    private func sent(_ entry: CalendarEntry) -> InviteHistory.Item {
        .init(entry: entry, isCancellation: false, mayHaveArrived: true)
    }

    private func unsent(_ entry: CalendarEntry) -> InviteHistory.Item {
        .init(entry: entry, isCancellation: false, mayHaveArrived: false)
    }

    private func cancelled(_ entry: CalendarEntry, sent: Bool) -> InviteHistory.Item {
        .init(entry: entry, isCancellation: true, mayHaveArrived: sent)
    }

    private func act(_ event: InvitedEvent, after items: InviteHistory.Item...) -> InvitationAct {
        plan.act(of: event, for: 7, after: InviteHistory(items: items, enrolments: [1, 2]))
    }

    @Test func `who is invited and has nothing is invited once, whatever number of schools brings them`() {
        #expect(act(event(entry())) == .invite(entry()))
        #expect(act(event(entry()), after: sent(entry())) == .nothing)
        #expect(act(event(entry()), after: unsent(entry())) == .nothing)
        #expect(plan.act(of: event(entry()), for: 8, after: InviteHistory()) == .nothing)
    }

    @Test func `what has not left is written anew when other schools bring the person, and what has left is not`() {
        func act(_ item: InviteHistory.Item) -> InvitationAct {
            plan.act(of: event(entry()), for: 7, after: InviteHistory(items: [item], enrolments: [1, 2, 3]))
        }
        #expect(act(unsent(entry())) == .invite(entry()))
        #expect(act(sent(entry())) == .nothing)
    }

    @Test func `who has it is written to once no school brings them any more, or it is off`() {
        #expect(act(event(entry(), isOff: true), after: sent(entry())) == .cancel(entry()))
        #expect(act(event(entry(), isOff: true), after: unsent(entry())) == .withdraw)
        #expect(act(event(entry(), isOff: true)) == .nothing)
        let isOff = [sent(entry()), cancelled(entry(), sent: true)]
        #expect(act(event(entry(), isOff: true), after: isOff[0], isOff[1]) == .nothing)
        #expect(act(event(entry()), after: isOff[0], isOff[1]) == .invite(entry()))
    }

    @Test func `a change is told against what was last got, and what never left does not count`() {
        let (first, second, third) = (entry(), entry("2026-11-10"), entry("2026-11-17"))
        #expect(act(event(third), after: sent(first)) == .change(third, from: first, [.date]))
        #expect(act(event(third), after: sent(first), unsent(second)) == .change(third, from: first, [.date]))
        #expect(act(event(third), after: sent(first), sent(second)) == .change(third, from: second, [.date]))
        #expect(act(event(first), after: sent(first), unsent(second)) == .withdraw)
        // That it was off never left either: they have it as it was.
        let isOff = cancelled(first, sent: false)
        #expect(act(event(first), after: sent(first), isOff) == .withdraw)
        #expect(act(event(second), after: sent(first), isOff) == .change(second, from: first, [.date]))
    }

    @Test func `that it is off today goes out in any case, and a new day is an invitation after it`() {
        let plan = InvitationPlan(today: Self.day("2026-11-03"))
        let history = InviteHistory(items: [sent(entry()), cancelled(entry(), sent: false)])
        #expect(plan.standing(history) == 2)
        let moved = entry("2026-11-10")
        #expect(plan.act(of: event(moved), for: 7, after: history) == .invite(moved))
        // A day earlier it would not have stood.
        #expect(InvitationPlan(today: Self.day("2026-11-02")).standing(history) == 1)
    }

    @Test func `each thing that is another is told, and what says nothing new is not`() {
        func differences(_ new: CalendarEntry, _ old: CalendarEntry) -> Set<CalendarEntry.Difference> {
            guard case .change(_, _, let found) = act(event(new), after: sent(old)) else { return [] }
            return found
        }
        #expect(differences(entry(from: "10:00"), entry()) == [.times])
        #expect(differences(entry(host: 2), entry()) == [.host])
        #expect(differences(entry(isTentative: true), entry()) == [.standing])
        #expect(differences(entry(lead: 5), entry()) == [.lead])
        #expect(differences(entry("2026-11-10", lead: 5), entry(lead: 4)) == [.date, .lead])
        // That nobody leads it for now is told when somebody does.
        #expect(differences(entry(), entry(lead: 4)) == [])
        var renamed = entry()
        renamed.place = "Academy 1"
        #expect(differences(renamed, entry()) == [])
        // Of a session the place is where it is held.
        var (hall, church) = (entry(), entry())
        (hall.host, church.host, hall.place, church.place) = (nil, nil, "Hall", "Church")
        #expect(differences(hall, church) == [.place])
    }

    @Test func `nobody is invited to a day that is proposed only, and whoever has it learns of the day`() {
        let proposed = entry("2026-11-10", isTentative: true)
        #expect(act(event(proposed)) == .nothing)
        #expect(act(event(proposed), after: unsent(entry())) == .withdraw)
        #expect(act(event(proposed), after: sent(entry())) == .change(proposed, from: entry(), [.date, .standing]))
    }

    @Test func `what is past is left alone, and what took place stays where it took place`() {
        let past = entry("2026-09-08")
        #expect(act(event(past)) == .nothing)
        #expect(act(event(past, isOff: true), after: sent(past)) == .nothing)
        #expect(act(event(entry(), isHeld: true), after: sent(entry())) == .nothing)
        // It took place on another day than the one in the calendar, which is still to come.
        #expect(act(event(entry("2026-10-01"), isHeld: true), after: sent(entry())) == .cancel(entry()))
        #expect(act(event(entry(), isHeld: true)) == .nothing)
    }
}
