import CSystemd
import Glibc
import VNetCore

/// The one loop: sockets, timers, signals and the watchdog are sources of it, and everything runs to its end on it.
///
/// A thin face of sd-event. Not for use from another thread; what another thread has to say comes by a `Mailbox`.
public final class EventLoop {
    let event: OpaquePointer
    /// What sources call, kept for as long as the loop.
    private var handlers: [Handler] = []

    final class Handler {
        let call: () -> Void
        init(_ call: @escaping () -> Void) { self.call = call }
    }

    public init() throws(SystemError) {
        var event: OpaquePointer?
        try check(sd_event_new(&event), "make an event loop")
        self.event = event!
        // Under systemd's watchdog, the only thing that wakes an idle daemon.
        try check(sd_event_set_watchdog(self.event, 1), "answer the watchdog")
    }

    deinit { sd_event_unref(event) }

    /// Runs until `stop`; gives its code.
    public func run() throws(SystemError) -> Int32 { try check(sd_event_loop(event), "run the event loop") }

    public func stop(_ code: Int32) { sd_event_exit(event, code) }

    /// Calls `body` whenever `descriptor` can be read.
    public func whenReadable(_ descriptor: Int32, _ body: @escaping () -> Void) throws(SystemError) {
        let userdata = keep(body)
        try check(
            sd_event_add_io(
                event, nil, descriptor, EPOLLIN.rawValue,
                { _, _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, userdata), "watch a descriptor")
    }

    /// Calls `body` when `signal` comes. The signal is blocked for the whole process.
    public func whenSignalled(_ signal: Int32, _ body: @escaping () -> Void) throws(SystemError) {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        sigprocmask(SIG_BLOCK, &set, nil)
        let userdata = keep(body)
        try check(
            sd_event_add_signal(
                event, nil, signal,
                { _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, userdata), "watch a signal")
    }

    /// A timer that calls `body`, not armed yet.
    public func timer(_ clock: Timer.Clock, _ body: @escaping () -> Void) throws(SystemError) -> Timer {
        var source: OpaquePointer?
        try check(
            sd_event_add_time(
                event, &source, clock.rawValue, .max, clock.accuracy,
                { _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, keep(body)), "make a timer")
        return Timer(source: source!, clock: clock)
    }

    private func keep(_ body: @escaping () -> Void) -> UnsafeMutableRawPointer {
        let handler = Handler(body)
        handlers.append(handler)
        return Unmanaged.passUnretained(handler).toOpaque()
    }
}

/// A timer of the loop, armed for one moment at a time.
public final class Timer {
    public enum Clock: Int32, Sendable {
        /// Civil time: what falls due at an instant.
        case civil = 0
        /// Time that only ever runs: deadlines of connections.
        case monotonic = 1

        /// In microseconds. A mail may be a second late; a deadline is met to the tenth.
        fileprivate var accuracy: UInt64 { self == .civil ? 1_000_000 : 100_000 }
    }

    private let source: OpaquePointer
    private let clock: Clock

    fileprivate init(source: OpaquePointer, clock: Clock) {
        self.source = source
        self.clock = clock
        disarm()
    }

    deinit { sd_event_source_unref(source) }

    public func arm(at instant: Instant) { arm(microseconds: UInt64(max(0, instant.seconds)) * 1_000_000) }

    /// On the clock of `Clock.monotonicMilliseconds`.
    public func arm(atMilliseconds milliseconds: Int64) { arm(microseconds: UInt64(max(0, milliseconds)) * 1000) }

    public func disarm() { sd_event_source_set_enabled(source, Int32(SD_EVENT_OFF)) }

    private func arm(microseconds: UInt64) {
        sd_event_source_set_time(source, microseconds)
        sd_event_source_set_enabled(source, Int32(SD_EVENT_ONESHOT))
    }
}

/// What the operating system refused.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    public let action: String
    public let code: Int32

    public init(_ action: String, _ code: Int32) {
        self.action = action
        self.code = code
    }

    public var description: String { "Could not \(action): \(String(cString: strerror(code)))." }
}

/// Throws for what libsystemd returns as a negative errno.
@discardableResult
func check(_ result: Int32, _ action: String) throws(SystemError) -> Int32 {
    guard result >= 0 else { throw SystemError(action, -result) }
    return result
}
