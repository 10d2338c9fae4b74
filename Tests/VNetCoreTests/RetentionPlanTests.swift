import Testing
import VNetCore

private let today = CivilDate(iso: "2027-03-01")!

private func record(_ class: RetentionClass, _ id: Int64, after iso: String = "2026-11-24") -> RetainedRecord {
    RetainedRecord(class: `class`, id: id, cohort: 1, trigger: CivilDate(iso: iso)!)
}

private func hold(_ id: Int64, _ records: RecordID...) -> HeldRecords {
    HeldRecords(
        hold: Hold(
            id: id, subject: .cohort(1), reason: .claim, owner: .legal, placedOn: today, placedBy: 0, reviewOn: today),
        records: Set(records))
}

private func plan(_ records: [RetainedRecord], _ holds: [HeldRecords] = []) -> RetentionPlan {
    RetentionPlan(records, rules: RetentionSchedule(), today: today, holds: holds)
}

@Test func `what a hold keeps is not in the plan, and so not in what is digested`() {
    let records = [record(.writeUp, 1), record(.writeUp, 2), record(.feedbackResponse, 1)]
    let held = plan(records, [hold(1, RecordID(.writeUp, 1))])
    #expect(held.items.map(\.record) == [records[1], records[2]])
    #expect(held.held.map(\.record) == [records[0]])
    #expect(held.canonicalText == plan(Array(records.dropFirst())).canonicalText)
    #expect(held.canonicalText != plan(records).canonicalText)
}

@Test func `a record that two holds keep is held back once, and one that is not due is not held back`() {
    let records = [record(.writeUp, 1), record(.writeUp, 2, after: "2026-12-24")]
    let both = hold(1, RecordID(.writeUp, 1), RecordID(.writeUp, 2))
    let held = plan(records, [both, hold(2, RecordID(.writeUp, 1))])
    #expect(held.items.isEmpty)
    #expect(held.held.map(\.record) == [records[0]])
}

@Test func `a hold on a record of one class keeps none of the same id in another`() {
    let records = [record(.writeUp, 1), record(.outcomeReport, 1)]
    #expect(plan(records, [hold(1, RecordID(.writeUp, 1))]).items.map(\.record) == [records[1]])
}
