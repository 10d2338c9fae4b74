import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// The commands that a sentence names in quotation marks, without what follows the verb.
private func commands(in sentence: String) -> [String] {
    sentence.split(separator: "“", omittingEmptySubsequences: false).dropFirst().compactMap { part in
        part.split(separator: "”").first.map { $0.split(separator: " ").prefix(2).joined(separator: ".") }
    }
}

private func check<State: StateMachine>(_: State.Type) {
    let verbs = Set(Verb.allCases.map(\.rawValue))
    for state in State.allCases {
        let isFinal = !State.Act.allCases.contains { state.allows($0) }
        for act in State.Act.allCases where !state.allows(act) && State.transition(act).to != state {
            let refused = #expect(throws: RefusedAct.self) { try state.after(act) }
            let message = refused?.message ?? ""
            let named = commands(in: refused?.advice ?? "")
            #expect(named.allSatisfy(verbs.contains), "No verb: \(message)")
            #expect(!named.isEmpty || isFinal, "Nothing to do: \(message)")
            #expect(!isFinal || message.contains(" is final"), "Not said to be final: \(message)")
            #expect(message.contains(" only while it is "), "\(message)")
        }
    }
}

@Suite struct RefusalTests {
    let network: Network
    init() throws { network = try Network() }

    private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

    @Test func `every refusal of every machine says what to do, in commands that there are`() {
        let machines: [any StateMachine.Type] = [
            CoachingState.self, CohortState.self, EnquiryState.self, EnrolmentState.self, ErasureState.self,
            GroupState.self, MessageState.self, PurgeState.self, SessionState.self, VisitState.self,
        ]
        for machine in machines { check(machine) }
    }

    @Test func `a cohort that is a draft is not started, but opened first`() throws {
        try network.run(
            CohortCreate.self, ["name": .string("PD"), "theme": .string("send"), "policy": .string("outward")]
        ) { try $0.cohortCreate($1, $2) }
        let starting = refusal {
            try network.run(CohortClose.self, ["cohort": .integer(1)]) { try $0.cohortClose($1, $2) }
        }
        #expect(
            starting?.message
                == "The cohort is a draft. It can be closed only while it is running. “cohort open” opens it to schools."
        )
        let enrolling = refusal {
            try network.run(EnrolmentCreate.self, ["cohort": .integer(1), "urn": .integer(Int64(Network.urns[0]))]) {
                try $0.enrolmentCreate($1, $2)
            }
        }
        #expect(enrolling?.code == .stateRefused)
        #expect(
            enrolling?.message
                == "The cohort is a draft. Schools can enrol only while it is recruiting. “cohort open” opens it to schools."
        )
    }

    @Test(arguments: [
        (0, "No school is confirmed, so there are no groups of three and four. Confirm at least three."),
        (1, "1 confirmed school cannot be split into groups of three and four. Confirm at least three."),
        (5, "5 confirmed schools cannot be split into groups of three and four. Confirm one more, or withdraw one."),
    ])
    func `how many schools cannot be split is said in good English`(_ count: Int, _ message: String) throws {
        try network.recruited(count)
        let refused = refusal {
            try network.run(CohortStart.self, ["cohort": .integer(1)]) { try $0.cohortStart($1, $2) }
        }
        #expect(refused?.message == message)
    }

    @Test func `what is missing for a visit to be agreed is said`() throws {
        try network.grouped()
        let refused = refusal { try network.run(VisitAgree.self, ["visit": .integer(1)]) { try $0.visitAgree($1, $2) } }
        #expect(refused?.message.contains("“visit agree --date”") == true)
    }

    @Test func `a visit that is over is not said to be movable`() throws {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        let moving = refusal { try network.agree(1, on: "2026-11-05") }
        #expect(moving?.message.contains("“visit reschedule” moves it") == true)
        try network.run(VisitCancel.self, ["visit": .integer(1)]) { try $0.visitCancel($1, $2) }
        let refused = refusal { try network.agree(1, on: "2026-11-05") }
        #expect(
            refused?.message
                == "The visit is cancelled. A day for it can be agreed only while it is unset. That is final; a school gets "
                + "another visit when it joins a group, with “group join”.")
    }

    @Test func `what is written about a visit waits until it was held, and the states that allow it are named`() throws
    {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        let writeUp = refusal {
            try network.run(WriteupRecord.self, ["visit": .integer(1), "text": .string("Calm.")]) {
                try $0.writeupRecord($1, $2)
            }
        }
        #expect(
            writeUp?.message
                == "The visit is agreed. Its write-up can be recorded only while it is held or written up. “visit hold” "
                + "records that it took place.")
        let response = refusal {
            try network.run(
                FeedbackRecord.self,
                [
                    "visit": .integer(1), "urn": .integer(Int64(Network.urns[0])), "text": .string("Fair."),
                ]
            ) { try $0.feedbackRecord($1, $2) }
        }
        #expect(response?.message.contains("only while it is held, written up or accepted") == true)
    }

    @Test func `a visit that took place before the day on record is held on its true day, and no longer to come`()
        throws
    {
        try network.grouped()
        try network.agree(1, on: "2026-11-03")
        try network.advance(to: "2026-10-12T12:00:00Z")
        func hold(_ day: String?) throws -> Outcome {
            let on = day.map { ["on": JSONValue.string($0)] } ?? [:]
            return try network.run(VisitHold.self, on.merging(["visit": .integer(1)]) { $1 }) {
                try $0.visitHold($1, $2)
            }
        }
        let refused = refusal { _ = try hold(nil) }
        #expect(refused?.message.hasSuffix("If it was held before, say when with “visit hold --on”.") == true)
        #expect(refusal { _ = try hold("2026-10-13") }?.code == .ruleRefused)
        #expect(
            try hold("2026-10-08").changes.contains(
                "It was on Thursday 8 October 2026, not on Tuesday 3 November 2026."))
        #expect(try network.cohort().visits.first { $0.id == 1 }?.date == CivilDate(iso: "2026-10-08"))
        // Host and two reviewers had the other day in their calendars.
        let told = try network.messages().prefix(3)
        #expect(told.allSatisfy { $0.kind == .cancellation })
        #expect(
            try network.words(of: told[0].id).contains(
                "on Tuesday 3 November 2026 is no longer in your calendar: it took place on Thursday 8 October 2026."))
        #expect(try hold("2026-10-08").changes.isEmpty)
        #expect(refusal { _ = try hold("2026-10-09") }?.code == .exists)
    }

    @Test func `a session that was held on another day than planned is held on its true day`() throws {
        try network.recruited(3)
        try network.schedule("training", on: "2026-09-22")
        try network.advance(to: "2026-09-17T12:00:00Z")
        let refused = refusal {
            try network.run(SessionHold.self, ["session": .integer(1)]) { try $0.sessionHold($1, $2) }
        }
        #expect(refused?.message.contains("“session hold --on”") == true)
        try network.run(SessionHold.self, ["session": .integer(1), "on": .string("2026-09-15")]) {
            try $0.sessionHold($1, $2)
        }
        #expect(try network.cohort().sessions.first?.date == CivilDate(iso: "2026-09-15"))
        #expect(try network.messages().prefix(3).allSatisfy { $0.kind == .cancellation })
    }
}
