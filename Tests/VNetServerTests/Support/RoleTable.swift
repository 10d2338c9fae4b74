/// Who may do what, in the words in which the network decided it: each verb under the one role that it takes. Written by hand
/// and not read off the verb table, which is what it is held against. A verb that is new, or that is moved, is to be decided
/// on here too.
enum RoleTable {
    /// By role: the others that it brings with it, and its own verbs.
    static let roles: [String: (brings: [String], verbs: String)] = [
        // Whoever can open the socket learns who they are to it, and what it speaks.
        "connect": (
            [],
            """
            hello ping rpc.discover whoami
            """
        ),
        // States and dates, no person's contact data.
        "read": (
            ["connect"],
            """
            agenda.get availability.list coaching.count coaching.list cohort.get cohort.list cohort.timeline consent.list
            enquiry.list enrolment.get enrolment.list events.subscribe evidence.list
            federation.get federation.list feedback.list furthertraining.list group.get group.list group.options
            holiday.list invite.list membership.list obligation.list outbox.list person.get protocol.list
            reminder.explain reminder.list retention.rules school.get school.list session.get session.list status
            term.list theme.list trust.get trust.list visit.get visit.list writeup.list
            """
        ),
        // Day-to-day changes, contact data.
        "operate": (
            ["connect", "read"],
            """
            agenda.set attendance.record availability.clear availability.set coaching.abandon coaching.record
            coaching.start cohort.cancel cohort.change cohort.close cohort.create cohort.open cohort.start
            concern.handover concern.list concern.mark conflict.create conflict.list conflict.remove consent.give
            consent.withdraw contact.import enquiry.contact enquiry.convert enquiry.create enquiry.decline enquiry.get
            enrolment.confirm enrolment.create enrolment.defer enrolment.pause enrolment.replace enrolment.resume
            enrolment.withdraw evidence.amend evidence.destroy evidence.record feedback.record furthertraining.record
            group.assist group.confirm group.continue group.create group.dissolve group.join group.pause group.resume
            holiday.import link.import mail.test membership.create membership.end outbox.cancel outbox.flush outbox.hold
            outbox.release outbox.retry outbox.show person.list protocol.accept readiness.attest readiness.retract
            referral.list referral.record reminder.preview report.record report.share reviewer.assign reviewer.create
            reviewer.list school.import session.cancel session.change session.hold session.postpone session.repeat
            session.reschedule session.schedule tenure.end tenure.open tenure.replace term.import theme.add theme.demand
            theme.rename theme.retire visit.agree visit.cancel visit.change visit.hold visit.lead visit.miss
            visit.prepare visit.propose visit.reschedule walkthrus.create writeup.accept writeup.record
            """
        ),
        // Review notes, write-ups, feedback.
        "confidential": (
            ["connect", "read"],
            """
            evidence.get feedback.get report.get writeup.get
            """
        ),
        // Retention preview, holds, approval, erasure, access requests, read log; no day-to-day changes.
        "dpo": (
            ["connect", "read"],
            """
            audit.list certificate.get certificate.list erasure.complete erasure.get erasure.list erasure.refuse
            erasure.request erasure.withdraw hold.extend hold.get hold.lift hold.list hold.place person.export
            person.find purge.get purge.list retention.preview retention.run suppression.lift suppression.list
            """
        ),
        // Configuration, backup, keys, the clock.
        "admin": (
            ["connect", "read", "operate"],
            """
            clock.advance clock.confirm daemon.reload protocol.publish
            """
        ),
        // What leaves, on the delivery socket only.
        "deliver": (
            ["connect"],
            """
            deliver.claim deliver.report deliver.stop deliver.tested
            """
        ),
    ]

    /// Every verb that any of the roles may call.
    static func verbs(_ held: [String]) -> Set<String> {
        held.reduce(into: []) { verbs, role in
            guard let row = roles[role] else { return }
            verbs.formUnion(row.verbs.split(whereSeparator: \.isWhitespace).map(String.init))
            verbs.formUnion(Self.verbs(row.brings))
        }
    }
}
