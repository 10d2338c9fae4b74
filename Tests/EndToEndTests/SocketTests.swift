import Foundation
import Glibc
import TestSupport
import Testing

// What vnetd does with what it finds at the paths of its sockets, and with what becomes of them.

/// What can stand at a path that is not vnetd's: how it comes there, and what an error calls it.
private enum Occupant: String, CaseIterable {
    case file, database, pipe, directory, link, danglingLink, otherSocket, datagramSocket

    var name: String {
        switch self {
        case .file, .database: "there is a file"
        case .pipe: "there is a named pipe"
        case .directory: "there is a directory"
        case .link, .danglingLink: "there is a symbolic link"
        case .otherSocket, .datagramSocket: "another program listens there"
        }
    }

    /// Puts it there; what it gives is to be kept until the end.
    func stand(at path: String) throws -> Any? {
        switch self {
        case .file: try Data("precious".utf8).write(to: URL(filePath: path))
        case .database: try Data("SQLite format 3\0".utf8).write(to: URL(filePath: path))
        case .pipe: mkfifo(path, 0o600)
        case .directory: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .link:
            // To what a socket of a dead program would be, but for the link.
            _ = try Programs.python(
                "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", [path + ".target"])
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".target")
        case .danglingLink:
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".none")
        case .otherSocket, .datagramSocket:
            let isDatagram = self == .datagramSocket
            let script = """
                import socket, sys, time
                s = socket.socket(socket.AF_UNIX, socket.\(isDatagram ? "SOCK_DGRAM" : "SOCK_STREAM")); s.bind(sys.argv[1])
                \(isDatagram ? "" : "s.listen(0)")
                open(sys.argv[1] + ".ready", "w").close(); time.sleep(600)
                """
            let scratch = try Scratch()
            let program = try Running("/usr/bin/python3", ["-c", script, path], in: scratch)
            while !FileManager.default.fileExists(atPath: path + ".ready") { usleep(1000) }
            return program
        }
        return nil
    }
}

/// What tells whether it is the same, untouched.
private func identity(_ path: String) -> [Int] {
    var status = stat()
    guard lstat(path, &status) == 0 else { return [] }
    return [Int(status.st_ino), Int(status.st_mode), status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
}

@Test(arguments: Occupant.allCases, ["--socket", "--deliver-socket"])
private func `whatever else stands at a socket's path is left alone, and named`(_ occupant: Occupant, option: String)
    async throws
{
    let directory = try Scratch()
    let path = directory.path("in-the-way")
    let kept = try occupant.stand(at: path)
    defer { withExtendedLifetime(kept) {} }
    let before = identity(path)
    let other = option == "--socket" ? "--deliver-socket" : "--socket"
    let finished = try await Programs.run(
        Programs.bin + "/vnetd",
        ["--state-dir", directory.path("state"), option, path, other, directory.path("other")] + Daemon.simulation)
    #expect(finished.status == 70)
    #expect(finished.errors.contains("Could not listen at \(path): \(occupant.name)"), "\(finished.errors)")
    #expect(finished.errors.contains("ive another path."))
    #expect(identity(path) == before)
}

@Test func `a socket that takes no more connections is somebody's`() async throws {
    let directory = try Scratch()
    let path = directory.path("s")
    let script = """
        import socket, sys, time
        s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(0)
        full = []
        try:
            while True:
                c = socket.socket(socket.AF_UNIX); c.setblocking(False); c.connect(sys.argv[1]); full.append(c)
        except BlockingIOError: pass
        open(sys.argv[1] + ".ready", "w").close(); time.sleep(600)
        """
    let program = try Running("/usr/bin/python3", ["-c", script, path], in: directory)
    while !FileManager.default.fileExists(atPath: path + ".ready") { usleep(1000) }
    let finished = try await Programs.run(
        Programs.bin + "/vnetd", ["--state-dir", directory.path("state"), "--socket", path] + Daemon.simulation)
    #expect(finished.errors.contains("another program listens there"))
    withExtendedLifetime(program) {}
}

@Test(arguments: ["--socket", "--deliver-socket"])
func `a socket without a path would be everybody's, and is refused`(option: String) async throws {
    let directory = try Scratch()
    let finished = try await Daemon.start(in: directory, Daemon.simulation + [option, ""]).ended()
    #expect(finished.status == 70)
    #expect(finished.errors.contains("it needs one, such as /run/vnet/vnetd.sock"), "\(finished.errors)")
}

@Test func `two sockets need two paths`() async throws {
    let directory = try Scratch()
    let finished = try await Daemon.start(
        in: directory, Daemon.simulation + ["--deliver-socket", directory.path("vnetd.sock")]
    ).ended()
    #expect(finished.status == 64)
    #expect(finished.errors.contains("give two paths"))
}

@Test func `a socket that is removed or renamed comes back, and who was connected stays so`() async throws {
    let daemon = try await Daemon()
    let events = daemon.directory.path("events")
    let watch = try Running(
        Programs.bin + "/vnetctl", ["watch", "--jsonl", "--socket", daemon.socket], in: daemon.directory, output: events
    )
    func answers(_ words: String...) async throws -> Bool {
        for _ in 0..<1000 {
            if try await Programs.run(Programs.bin + "/vnetctl", words).status == 0 { return true }
            try await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
    unlink(daemon.socket)
    #expect(try await answers("ping", "--socket", daemon.socket))
    rename(daemon.socket, daemon.socket + ".moved")
    #expect(try await answers("ping", "--socket", daemon.socket))
    unlink(daemon.deliverSocket)
    #expect(try await answers("deliver", "claim", "maildir", "--socket", daemon.deliverSocket))
    var mode = stat()
    #expect(lstat(daemon.socket, &mode) == 0 && mode.st_mode & 0o777 == 0o660)
    #expect(daemon.log.contains("The socket \(daemon.socket) was gone. It is there again."))

    // Another daemon still does not get in, though the lock file goes too.
    unlink(daemon.socket + ".lock")
    unlink(daemon.socket)
    #expect(try await answers("ping", "--socket", daemon.socket))
    let second = try await Programs.run(
        Programs.bin + "/vnetd",
        ["--state-dir", daemon.directory.path("second"), "--socket", daemon.socket] + Daemon.simulation)
    #expect(second.errors.contains("because another vnetd does"), "\(second.errors)")
    #expect(watch.isRunning)
    await daemon.stop()
    watch.signal(SIGINT)
    #expect(await watch.ended().errors.isEmpty)
}

@Test func `what takes the place of a socket while vnetd runs stays there, and the log says so`() async throws {
    let daemon = try await Daemon()
    let file = try daemon.directory.write("precious", to: "file")
    rename(file, daemon.socket)
    for _ in 0..<1000 where !daemon.log.contains("is gone") { try await Task.sleep(for: .milliseconds(5)) }
    #expect(daemon.log.contains("there is a file, and vnetd replaces nothing but a socket"), "\(daemon.log)")
    #expect(try String(contentsOfFile: daemon.socket, encoding: .utf8) == "precious")
}
