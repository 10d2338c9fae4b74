import CSystemd
import Glibc
import Synchronization

/// Does work that takes long on a thread of its own, one piece after the other, while the loop goes on.
///
/// Used from the loop's thread only; what comes of a piece of work is handed over there.
public final class Worker<Output: Sendable> {
    public typealias Work = @Sendable () -> Output

    private struct Job {
        let work: () -> Work
        let then: (Output) -> Void
    }

    private let mailbox: WorkerMailbox<Output>
    private let detach: WorkerThread.Detach
    /// The first is being done.
    private var jobs: [Job] = []

    /// `detach` says on what thread the work is done.
    public init(_ loop: EventLoop, detach: @escaping WorkerThread.Detach = WorkerThread.detach) throws(SystemError) {
        self.detach = detach
        mailbox = try WorkerMailbox()
        try loop.whenReadable(mailbox.descriptor) { [unowned self] in finish() }
    }

    /// Does what `work` gives when all that was asked for before is done; `then` gets what comes of it. Both are called on
    /// the loop.
    public func submit(then: @escaping (Output) -> Void, _ work: @escaping () -> Work) {
        jobs.append(Job(work: work, then: then))
        if jobs.count == 1 { begin(work()) }
    }

    private func begin(_ work: @escaping Work) {
        let mailbox = mailbox
        detach { mailbox.put(work()) }
    }

    private func finish() {
        guard let output = mailbox.take() else { return }
        // While it is handed over it still counts as being done, so that what is asked for now is begun once, below.
        jobs[0].then(output)
        jobs.removeFirst()
        if let next = jobs.first { begin(next.work()) }
    }
}

/// The one way from a worker's thread to the loop: a value, and an eventfd that says that it is there.
///
/// Holds the latest value only: what was not taken in time is replaced.
public final class WorkerMailbox<Value: Sendable>: Sendable {
    let descriptor: Int32
    private let value = Mutex<Value?>(nil)

    public init() throws(SystemError) {
        descriptor = eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("make an eventfd", errno) }
    }

    deinit { close(descriptor) }

    public func put(_ fresh: Value) {
        value.withLock { $0 = fresh }
        eventfd_write(descriptor, 1)
    }

    public func take() -> Value? {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return value.withLock { value in
            defer { value = nil }
            return value
        }
    }
}

extension EventLoop {
    /// Calls `body` whenever there is something in a mailbox.
    public func whenFilled<Value>(_ mailbox: WorkerMailbox<Value>, _ body: @escaping () -> Void) throws(SystemError) {
        try whenReadable(mailbox.descriptor, body)
    }
}

/// Where long work is done.
public enum WorkerThread {
    public typealias Detach = (@escaping @Sendable () -> Void) -> Void

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Runs `body` on a new thread; on the caller's where the system has no more threads. Signals stay with the loop: those
    /// that it watches are blocked already.
    public static func detach(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(Body(body))
        let code = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        if code == 0 { pthread_detach(thread) } else { argument.takeRetainedValue().run() }
    }
}
