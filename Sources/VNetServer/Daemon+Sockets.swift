import VNetPlatform

/// Sockets that somebody removes while the daemon runs.
extension Daemon {
    /// Has the socket at `path` made again when it is gone. Who is connected stays so.
    public func keep(_ path: SocketPath, of door: Door) throws(SystemError) {
        try loop.whenChanged(beside: path.path) { [unowned self] in
            guard !isStopping, !path.isInPlace else { return }
            do {
                (door == .control ? control : delivery)?.move(to: try path.listen())
                Log.warning("The socket \(path.path) was gone. It is there again.")
            } catch { Log.error("The socket \(path.path) is gone. \(error) Start vnetd anew when that is put right.") }
        }
    }
}
