import Testing
import VNetCore
import VNetInbound

struct ReadinessAnswerTests {
    private func verdicts(_ text: String) -> String {
        ReadinessAnswer(text, criteria: 3).verdicts.map { $0 == .yes ? "y" : $0 == .no ? "n" : "?" }.joined()
    }

    @Test(arguments: [
        "Yes", "yes.", "Yes to all three", "Yes, all three.", "YES!", "1. Yes\n2. Yes\n3. Yes", "1. Yes 2. Yes 3. Yes",
        "1) yes\n2) yes\n3) yes", "Yes to 1, 2 and 3", "1, 2 and 3: yes", "1\nYes\n2\nYes\n3\nYes",
        "Hi Ada,\nYes to all three.\nBest wishes\nMaria Nolan\nNot just a headteacher",
        "Dear team,\n\nYes, we confirm that all three criteria are met.\n\nKind regards", "Yes thanks", "y y y",
    ])
    func `a clear yes counts for all`(_ text: String) { #expect(verdicts(text) == "yyy") }

    @Test(arguments: [
        ("1 and 2 yes, 3 not yet", "yyn"), ("1. Yes\n2. Not yet\n3. No", "ynn"), ("Yes to 1 and 2, no to 3", "yyn"),
        ("No", "nnn"), ("We are not ready", "nnn"), ("Yes to the first and second", "yy?"), ("2: yes", "?y?"),
        ("First and third yes", "y?y"),
    ])
    func `yes and no are told apart by their numbers`(_ text: String, _ expected: String) {
        #expect(verdicts(text) == expected)
    }

    @Test(arguments: [
        "", "Yes, but we still need a policy", "Yes if the governors agree", "Yes?", "I think so", "Yes, mostly",
        "Yes except 3",
        "Yes. 3 not yet", "Yes to 4", "We had 3 inset days, yes", "1 yes, 2, 3 no", "Yes we will be by October",
        "Yes yes no",
        "We can't say yes", "See attached", "> 1. Practised?\nYes\n> 2. Prepared?\nYes", "Yes, subject to the budget",
        "Yes once Ada is back", "Hopefully yes", "Not sure about 1", "👍", "Yes, apart from the documents",
    ])
    func `what is not clearly a yes never counts as one`(_ text: String) { #expect(verdicts(text) == "???") }

    @Test func `what is said besides is told`() {
        #expect(ReadinessAnswer("Yes to all three. What time does it start?", criteria: 3).saysMore)
        #expect(
            ReadinessAnswer("Yes to all three. What time does it start?", criteria: 3).verdicts == [.yes, .yes, .yes])
        #expect(!ReadinessAnswer("Yes to all three.", criteria: 3).saysMore)
    }
}

struct AvailabilityAnswerTests {
    private static let asked = CivilDate(iso: "2026-11-02")!...CivilDate(iso: "2026-11-20")!

    private func read(_ text: String) -> AvailabilityAnswer { AvailabilityAnswer(text, asked: Self.asked) }

    private func days(_ text: String) -> [String]? {
        let answer = read(text)
        guard answer.isCertain else { return nil }
        return answer.unavailable.map {
            $0.lowerBound == $0.upperBound ? "\($0.lowerBound.day)" : "\($0.lowerBound.day)-\($0.upperBound.day)"
        }
    }

    @Test(arguments: [
        ("Can't do Tuesdays, nor 3–7 November", ["3-7", "10", "17"]), ("I can’t do Tuesdays.", ["3", "10", "17"]),
        ("We are not available on 12 November.", ["12"]), ("Any day except Wednesdays", ["4", "11", "18"]),
        ("Any day is fine", []), ("No days to avoid", []), ("Tue 3 Nov: y\nWed 4 Nov: n\nThu 5 Nov: yes", ["4"]),
        ("We are closed from 9 November to 13 November.", ["9-13"]),
        ("I am away 9–13 November", ["9-13"]), ("I am free any day", []),
        ("Not the week commencing 9 November", ["9-13"]),
        ("I'm away 16th to 18th November and cannot do any Monday", ["2", "9", "16-18"]),
        ("12 and 13 November are not possible", ["12-13"]),
        ("Hi Ada,\n\nI can't do Fridays.\n\nThanks\nMaria", ["6", "13", "20"]),
        ("I'm not free 9, 10 and 12 November", ["9-10", "12"]), ("Not 30 October to 3 November", ["2-3"]),
        ("We are very busy all through this term I am afraid, so that we cannot do\nFridays", ["6", "13", "20"]),
    ])
    func `days that somebody cannot come become periods`(_ text: String, _ expected: [String]) {
        #expect(days(text) == expected)
    }

    @Test(arguments: [
        "", "Hello", "I can do Tuesdays", "Tuesday mornings are out", "Not Tuesday", "Can't do 3/11",
        "Probably not 5 November",
        "Monday 3 November is no good", "Not 5 January", "I can't do Fridays after half term", "November is difficult",
        "Can you do 5 November?", "No", "Not 5 November before noon", "I can't do Tuesdays but could do 3 November",
        "Our INSET is on 5 November", "Any day unless 5 November is wanted", "Not before 9 November",
        "Not from 9 November",
    ])
    func `where that is not certain somebody has to look`(_ text: String) { #expect(days(text) == nil) }

    @Test func `what was understood of an uncertain answer is proposed`() {
        #expect(
            read("I can't do 5 November.\nTuesdays are tricky.").unavailable.map(\.lowerBound.iso) == ["2026-11-05"])
    }
}
