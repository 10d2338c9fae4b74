import Glibc
import VNetCore

/// The only file of the project that reads a clock.
public protocol Clock: AnyObject {
    /// Civil time, to the second.
    var now: Instant { get }
    /// Milliseconds of a clock that only ever runs, for deadlines.
    var monotonicMilliseconds: Int64 { get }
}

extension Clock {
    /// The system's: whoever waits for a simulation waits in real time.
    public var monotonicMilliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Seconds since the machine was started, those that it slept included: what civil time is compared with.
    public var elapsedSeconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec)
    }
}

/// The system's.
public final class SystemClock: Clock {
    public init() {}

    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec))
    }
}

/// One that stands still until it is moved, and is never moved back.
public final class ManualClock: Clock {
    public private(set) var now: Instant
    /// Nil where deadlines go by the system's clock.
    private var milliseconds: Int64?

    /// With `monotonicMilliseconds`, deadlines too stand still until they are moved, and the loop is told
    /// (`EventLoop.clockWasMoved`).
    public init(_ now: Instant, monotonicMilliseconds: Int64? = nil) {
        self.now = now
        milliseconds = monotonicMilliseconds
    }

    public var monotonicMilliseconds: Int64 { milliseconds ?? SystemClock().monotonicMilliseconds }

    public func advance(to instant: Instant) { now = max(now, instant) }

    public func advance(byMilliseconds step: Int64) { milliseconds? += max(0, step) }
}
