import VNetAPI
import VNetPlatform
import VNetService

/// What is in the way of the daemon's own work: told in `status`, to systemd, and tried again.
extension Daemon {
    /// With less than this many bytes, an ordinary day's changes may find no room.
    private static let leastRoom = 1 << 20

    /// Notes that the disk or the database failed, if that is why a caller was refused something.
    func noteDiskTrouble(_ refusal: Refusal) {
        if [.storageFull, .storageFailed].contains(refusal.code) { noteObstacle(refusal) }
    }

    func noteObstacle(_ refusal: Refusal) {
        obstacle = refusal
        Notify.status("Degraded: \(refusal.message)")
        // A caller who is refused in the meantime puts nothing off.
        let now = clock.monotonicMilliseconds
        if retryBackOff.until <= now { retryBackOff.fail(at: now) }
        retry?.arm(atMilliseconds: retryBackOff.until)
    }

    func forgetObstacle() {
        guard obstacle != nil else { return }
        obstacle = nil
        retryBackOff.reset()
        Notify.status("Serving")
    }

    /// What keeps anything from being written, one sentence each; nothing when all is well.
    var hindrances: [String] {
        if let room = Disk.room(at: service.directory), room < Self.leastRoom {
            return [
                "The disk that holds the state is full, but for \(room >> 10) KiB. What is due waits. Free some space."
            ]
        }
        return obstacle.map {
            ["A change could not be written, and vnetd tries again by itself: \($0.message)"]
        } ?? []
    }

    /// An error as its words, for the log.
    static func sentence(_ error: any Error) -> String {
        let refusal = Service.refusal(for: error)
        return ([refusal.message] + refusal.details).joined(separator: " ")
    }
}
