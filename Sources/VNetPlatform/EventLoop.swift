import CSystemd
import Glibc
import VNetCore

/// The one loop: sockets, timers, signals and the watchdog are sources of it, and everything runs to its end on it.
///
/// A thin face of sd-event. Not for use from another thread; what another thread has to say comes by a `WorkerMailbox`.
public final class EventLoop {
    let event: OpaquePointer
    private let clock: any Clock
    /// What sources call, kept for as long as the loop.
    private var handlers: [Handler] = []
    private var timers: [WeakTimer] = []

    final class Handler {
        var call: () -> Void
        init(_ call: @escaping () -> Void) { self.call = call }
    }

    private struct WeakTimer { weak var timer: Timer? }

    /// `clock` is the one by which monotonic timers are armed.
    public init(clock: any Clock = SystemClock()) throws(SystemError) {
        self.clock = clock
        var event: OpaquePointer?
        try check(sd_event_new(&event), "make an event loop")
        self.event = event!
        // Under systemd's watchdog, the only thing that wakes an idle daemon.
        try check(sd_event_set_watchdog(self.event, 1), "answer the watchdog")
    }

    deinit { sd_event_unref(event) }

    /// Runs until `stop`; gives its code.
    public func run() throws(SystemError) -> Int32 { try check(sd_event_loop(event), "run the event loop") }

    /// Lets one source have its turn, after waiting for one at most `milliseconds`; false when there was none, or when the
    /// loop has ended. For who drives the loop by hand.
    public func turn(milliseconds: UInt64 = 0) throws(SystemError) -> Bool {
        guard !hasEnded else { return false }
        return try check(sd_event_run(event, milliseconds * 1000), "run the event loop") > 0
    }

    /// Whether `stop` was called, and what it asked for is done.
    public var hasEnded: Bool { sd_event_get_state(event) == Int32(SD_EVENT_FINISHED) }

    /// Has monotonic timers look at the clock again, after one that is moved by hand was.
    public func clockWasMoved() {
        timers.removeAll { $0.timer == nil }
        for entry in timers { entry.timer?.rearm() }
    }

    public func stop(_ code: Int32) { sd_event_exit(event, code) }

    /// Calls `body` whenever `descriptor` can be read.
    public func whenReadable(_ descriptor: Int32, _ body: @escaping () -> Void) throws(SystemError) {
        let userdata = Unmanaged.passUnretained(keep(body)).toOpaque()
        try check(
            sd_event_add_io(
                event, nil, descriptor, EPOLLIN.rawValue,
                { _, _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, userdata), "watch a descriptor")
    }

    /// Has `signal` wait until `whenSignalled` takes it, for the whole process and threads that are made later.
    public static func block(_ signal: Int32) {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, signal)
        sigprocmask(SIG_BLOCK, &set, nil)
    }

    /// Calls `body` when `signal` comes. The signal is blocked for the whole process.
    public func whenSignalled(_ signal: Int32, _ body: @escaping () -> Void) throws(SystemError) {
        Self.block(signal)
        let userdata = Unmanaged.passUnretained(keep(body)).toOpaque()
        try check(
            sd_event_add_signal(
                event, nil, signal,
                { _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, userdata), "watch a signal")
    }

    /// Calls `body` when anything in the directory of `path` is removed, renamed or replaced. Costs nothing until then.
    public func whenChanged(beside path: String, _ body: @escaping () -> Void) throws(SystemError) {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let userdata = Unmanaged.passUnretained(keep(body)).toOpaque()
        try check(
            sd_event_add_inotify(
                event, nil, directory, UInt32(IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO),
                { _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, userdata), "watch the directory \(directory)")
    }

    /// A timer that calls `body`, not armed yet.
    public func timer(_ kind: Timer.Kind, _ body: @escaping () -> Void) throws(SystemError) -> Timer {
        var source: OpaquePointer?
        let handler = keep({})
        try check(
            sd_event_add_time(
                event, &source, kind.rawValue, .max, kind.accuracy,
                { _, _, userdata in
                    Unmanaged<Handler>.fromOpaque(userdata!).takeUnretainedValue().call()
                    return 0
                }, Unmanaged.passUnretained(handler).toOpaque()), "make a timer")
        let timer = Timer(source: source!, clock: clock)
        handler.call = { [weak timer] in
            timer?.due = nil
            body()
        }
        if kind == .monotonic { timers.append(WeakTimer(timer: timer)) }
        return timer
    }

    private func keep(_ body: @escaping () -> Void) -> Handler {
        let handler = Handler(body)
        handlers.append(handler)
        return handler
    }
}

/// A timer of the loop, armed for one moment at a time.
public final class Timer {
    public enum Kind: Int32, Sendable {
        /// Civil time: what falls due at an instant.
        case civil = 0
        /// Time that only ever runs: deadlines of connections.
        case monotonic = 1

        /// In microseconds. A mail may be a second late; a deadline is met to the tenth.
        fileprivate var accuracy: UInt64 { self == .civil ? 1_000_000 : 100_000 }
    }

    private let source: OpaquePointer
    private let clock: any Clock
    /// When a monotonic timer is armed for, in milliseconds.
    fileprivate var due: Int64?

    fileprivate init(source: OpaquePointer, clock: any Clock) {
        self.source = source
        self.clock = clock
        disarm()
    }

    deinit { sd_event_source_unref(source) }

    /// For a civil timer.
    public func arm(at instant: Instant) {
        sd_event_source_set_time(source, UInt64(max(0, instant.seconds)) * 1_000_000)
        enable()
    }

    /// For a monotonic timer, on the clock of `Clock.monotonicMilliseconds`.
    public func arm(atMilliseconds milliseconds: Int64) {
        due = milliseconds
        rearm()
    }

    public func disarm() {
        due = nil
        sd_event_source_set_enabled(source, Int32(SD_EVENT_OFF))
    }

    fileprivate func rearm() {
        guard let due else { return }
        sd_event_source_set_time_relative(source, UInt64(max(0, due - clock.monotonicMilliseconds)) * 1000)
        enable()
    }

    private func enable() { sd_event_source_set_enabled(source, Int32(SD_EVENT_ONESHOT)) }
}

/// What the operating system refused.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    public let action: String
    public let code: Int32
    /// Why, and what to do; the system's word for `code` where nothing better is known.
    public let reason: String

    public init(_ action: String, _ code: Int32, because reason: String? = nil) {
        self.action = action
        self.code = code
        self.reason = reason ?? String(cString: strerror(code))
    }

    public var description: String { "Could not \(action): \(reason)." }
}

/// Throws for what libsystemd returns as a negative errno.
@discardableResult
func check(_ result: Int32, _ action: String) throws(SystemError) -> Int32 {
    guard result >= 0 else { throw SystemError(action, -result) }
    return result
}
