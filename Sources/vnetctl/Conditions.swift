import Glibc
import VNetAPI
import VNetClient
import VNetCommandLine
import VNetJSON

/// `wait` and `is-…`.
extension VNetCtl {
    func wait(for condition: WaitCondition) throws(Complaint) {
        switch condition {
        case .up: try waitUntilUp()
        case .down: try waitUntilDown()
        case .idle: try waitUntilIdle()
        }
        switch settings.form {
        case .human, .fields: break
        case .json, .jsonLines: Terminal.write("{\"\(condition.rawValue)\":true}\n")
        }
    }

    private func waitUntilIdle() throws(Complaint) {
        do throws(Complaint) { _ = try Session(settings).call(Verb.outboxFlush.rawValue) } catch {
            guard error.status == .timedOut else { throw error }
            throw Complaint(
                .timedOut, error.code, "Messages are still on their way. A longer --timeout waits for them.")
        }
    }

    /// Nothing says when a socket begins to be listened at, so it is tried, ever more rarely.
    private func waitUntilUp() throws(Complaint) {
        var pause = 5
        var remaining = settings.timeoutMilliseconds
        while true {
            do throws(Complaint) {
                _ = try Session(limited(to: remaining)).call(Verb.ping.rawValue)
                return
            } catch { guard error.status == .unavailable else { throw error } }
            guard remaining > 0 else {
                throw Complaint(.timedOut, "timed_out", "vnetd did not come up in time. Its log says why.")
            }
            let now = min(pause, remaining)
            Self.sleep(milliseconds: now)
            remaining -= now
            pause = min(pause * 2, 500)
        }
    }

    /// A daemon that ends closes its connections. That it closes one for another reason shows when it is tried again.
    private func waitUntilDown() throws(Complaint) {
        while true {
            do throws(Complaint) { try Session(settings).waitForEnd() } catch {
                if error.status == .unavailable { return }
                guard error.status == .timedOut else { throw error }
                throw Complaint(.timedOut, error.code, "vnetd is still up. A longer --timeout waits for its end.")
            }
            Self.sleep(milliseconds: 10)
        }
    }

    private func limited(to milliseconds: Int) -> Settings {
        var settings = settings
        settings.timeoutMilliseconds = max(1, milliseconds)
        return settings
    }

    private static func sleep(milliseconds: Int) {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        var rest = timespec()
        while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
    }

    /// Done where it is so, and not so where it is not, or nobody answers.
    func answer(_ question: Question) throws(Complaint) -> ExitStatus {
        let isSo: Bool
        let name: String
        do throws(Complaint) {
            let session = try Session(settings)
            switch question {
            case .up:
                name = "up"
                _ = try session.call(Verb.ping.rawValue)
                isSo = true
            case .healthy:
                name = "healthy"
                isSo = try session.call(Verb.status.rawValue)["health"] == .string("good")
            case .idle:
                name = "idle"
                guard case .object(let outbox)? = try session.call(Verb.status.rawValue)["outbox"] else {
                    return .notSo
                }
                isSo = outbox["waiting"] == .integer(0)
            }
        } catch { throw error.asNotRunning }
        switch settings.form {
        case .human, .fields: Terminal.write(isSo ? "yes\n" : "no\n")
        case .json, .jsonLines: Terminal.write("{\"\(name)\":\(isSo)}\n")
        }
        return isSo ? .done : .notSo
    }
}
