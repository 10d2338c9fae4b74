import Testing
import VNetAPI
import VNetCore
import VNetDelivery

private let hour: Int64 = 3600
private let start = Instant(seconds: 1_800_000_000 / hour * hour)

/// Sends as fast as it may for so many seconds; the seconds after the start at which messages went.
private func send(_ pace: inout Pace, for seconds: Int64) -> [Int64] {
    var now = start
    var sent: [Int64] = []
    while now < start.adding(seconds: seconds) {
        let wait = pace.wait(at: now)
        if wait == 0 {
            pace.note(at: now)
            sent.append(now.seconds - start.seconds)
        } else {
            now = now.adding(seconds: wait)
        }
        if sent.count > 100_000 { break }
    }
    return sent
}

@Test func `no minute has more than its number, and none is wasted`() {
    var pace = Pace(perMinute: 30)
    let sent = send(&pace, for: 600)
    #expect(sent.count == 300)
    for first in sent { #expect(sent.count { (first..<first + 60).contains($0) } <= 30) }
}

@Test func `no day has more than its number, whenever it begins`() {
    var pace = Pace(perMinute: 30, perDay: 100)
    let sent = send(&pace, for: 4 * 24 * hour)
    for first in sent { #expect(sent.count { (first..<first + 24 * hour).contains($0) } <= 100) }
    #expect(sent.count > 300)
}

@Test func `without limits nothing waits`() {
    var pace = Pace()
    for _ in 0..<1000 {
        #expect(pace.wait(at: start) == 0)
        pace.note(at: start)
    }
    #expect(pace.record.isEmpty)
}

@Test func `the day's number outlives the program`() {
    var pace = Pace(perDay: 10)
    for _ in 0..<10 { pace.note(at: start) }
    var next = Pace(perDay: 10)
    next.recall(pace.record)
    #expect(next.dayWait(at: start.adding(seconds: 3600)) == 24 * hour)
    #expect(next.dayWait(at: start.adding(seconds: 25 * 3600)) == 0)
    var another = Pace(perDay: 10)
    another.recall("nonsense\n1\n-1 -1\n99999999999999999999 1\n\n")
    #expect(another.wait(at: start) == 0)
}

@Test func `a clock that is put back makes nothing wait for the time that was`() {
    var pace = Pace(perMinute: 1, perDay: 1)
    pace.note(at: start.adding(days: 300))
    #expect(pace.wait(at: start) == 0)
}

@Test func `a login is tried seldom, another trouble more often, and neither less than every hour`() {
    for (step, waits) in [
        (DeliveryStep.auth, [300, 600, 1200, 2400, 3600, 3600]), (.connect, [30, 60, 120, 240, 300, 300]),
    ] {
        var patience = Patience()
        #expect(waits.map { _ in patience.wait(after: step) } == waits.map(Int64.init))
        patience.reset()
        #expect(patience.wait(after: step) == waits[0])
    }
}
