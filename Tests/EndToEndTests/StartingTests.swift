import Foundation
import Glibc
import TestSupport
import Testing

// What vnetd refuses to start on, and what it takes over.

/// Starts a vnetd that has to end by itself.
private func refused(
    _ directory: Scratch, _ arguments: [String] = Daemon.simulation, environment: [String: String] = [:]
) async throws -> Finished {
    try await Daemon.start(in: directory, arguments, environment).ended()
}

@Test func `a second daemon on the same state directory is refused, and the first goes on`() async throws {
    let first = try await Daemon()
    let finished = try await Programs.run(
        Programs.bin + "/vnetd",
        ["--state-dir", first.state, "--socket", first.directory.path + "/other.sock"] + Daemon.simulation)
    #expect(finished.status == 70)
    #expect(finished.errors.contains("Could not use \(first.state), because another vnetd does"))
    #expect(try await first.ctl("ping").status == 0)
}

@Test func `a second daemon on the same socket is refused, and the first goes on`() async throws {
    let first = try await Daemon()
    let finished = try await Programs.run(
        Programs.bin + "/vnetd",
        ["--state-dir", first.directory.path + "/other", "--socket", first.socket] + Daemon.simulation)
    #expect(finished.status == 70)
    #expect(finished.errors.contains("Could not listen at \(first.socket), because another vnetd does"))
    #expect(try await first.ctl("ping").status == 0)
}

@Test(arguments: [0o777, 0o1777, 0o770, 0o702])
func `a state directory that others can change is refused, with what makes it right`(mode: Int) async throws {
    let directory = try Scratch()
    let state = directory.path("state")
    try FileManager.default.createDirectory(
        atPath: state, withIntermediateDirectories: false, attributes: [.posixPermissions: mode])
    chmod(state, mode_t(mode))
    let finished = try await refused(directory)
    #expect(finished.status == 70)
    #expect(finished.errors.contains("“chmod 700 \(state)” makes it its owner's alone"), "\(finished.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: state).isEmpty)
    chmod(state, 0o700)
    _ = try await Daemon(directory)
}

@Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
func `somebody else's state directory is refused untouched, with whom to run it as`() async throws {
    let directory = try Scratch()
    let state = directory.path("state")
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
    chown(state, 65534, 65534)
    let finished = try await refused(directory)
    #expect(finished.status == 70)
    #expect(finished.errors.contains("it belongs to the user with the id 65534"), "\(finished.errors)")
    #expect(finished.errors.contains("Run it as the owner, or name another directory."))
    #expect(try FileManager.default.contentsOfDirectory(atPath: state).isEmpty)
}

@Test func `a signal to reload that comes before the configuration was read is obeyed, and ends nothing`() async throws
{
    let directory = try Scratch()
    let file = directory.path("vnetd.toml")
    mkfifo(file, 0o600)
    let running = try Daemon.start(in: directory, Daemon.simulation + ["--config", file])
    func hasSaid(_ words: String) async throws {
        for _ in 0..<2000 where running.isRunning && !running.errors.contains(words) {
            try await Task.sleep(for: .milliseconds(5))
        }
        try #require(running.errors.contains(words), "\(running.errors)")
    }
    // A pipe cannot be opened for writing before vnetd reads from it, nor read to its end before it is closed.
    let pipe = open(file, O_WRONLY)
    running.signal(SIGHUP)
    close(pipe)
    try await hasSaid("Serving")
    // It was read again, as it was asked to be; a pipe is waited for at the start only.
    try await hasSaid("is not a regular file")
    unlink(file)
    try "[network]\nname = \"Reloaded\"\n".write(toFile: file, atomically: true, encoding: .utf8)
    running.signal(SIGHUP)
    try await hasSaid("was read again")
    #expect(running.errors.contains("Taken over from the configuration: network.name."), "\(running.errors)")
    running.signal(SIGTERM)
    #expect(await running.ended().status == 0)
}

@Test func `the socket that a killed daemon left is taken over`() async throws {
    let first = try await Daemon()
    await first.killed()
    #expect(FileManager.default.fileExists(atPath: first.socket))
    let second = try await Daemon(first.directory)
    #expect(try await second.ctl("ping").status == 0)
}

@Test func `a database of a later version is refused untouched`() async throws {
    let directory = try await stopped()
    try await sql("PRAGMA user_version = 99", directory)
    try await expectUntouched(directory, "was written by a later version of vnetd (schema 99)")
}

@Test func `a database of another program is refused untouched`() async throws {
    let directory = try Scratch()
    try FileManager.default.createDirectory(atPath: directory.path + "/state", withIntermediateDirectories: true)
    try await sql("CREATE TABLE theirs (x)", directory)
    try await expectUntouched(directory, "is a database of another program")
}

@Test func `a simulation is not gone on with as real, nor the other way round`() async throws {
    let simulated = try await stopped()
    let real = try await stopped([])
    #expect(try await refused(simulated, []).errors.contains("holds a simulation"))
    #expect(try await refused(real).errors.contains("holds a real network's data"))
}

@Test func `a simulation goes on where it was, and says so when it is told to begin elsewhere`() async throws {
    let directory = try await stopped()
    let daemon = try await Daemon(directory, ["--simulate", "2027-01-01T08:00:00Z"])
    #expect(await daemon.stop().errors.contains("The simulation goes on at 2026-09-01T07:00:00Z"))
}

@Test func `another master key is refused by name, and one of the wrong length with what to do`() async throws {
    let keys = try Scratch()
    for (name, text) in [
        ("a", String(repeating: "k", count: 32)), ("b", String(repeating: "l", count: 32)), ("c", "k"),
    ] {
        try FileManager.default.createDirectory(atPath: "\(keys.path)/\(name)", withIntermediateDirectories: true)
        _ = try keys.write(text, to: "\(name)/vnet-master-key")
    }
    func environment(_ name: String) -> [String: String] { ["CREDENTIALS_DIRECTORY": "\(keys.path)/\(name)"] }
    let daemon = try await Daemon(environment: environment("a"))
    await daemon.stop()
    let wrong = try await refused(daemon.directory, environment: environment("b"))
    #expect(wrong.status == 70)
    #expect(wrong.errors.contains("was made with another master key"))
    let short = try await refused(daemon.directory, environment: environment("c"))
    #expect(short.status == 78)
    #expect(short.errors.contains("The credential vnet-master-key has 1 byte; it has to have 32"))
    _ = try await Daemon(daemon.directory, environment: environment("a"))
}

@Test func `killed while it makes its store, it makes it at the next start`() async throws {
    for milliseconds in 0..<30 {
        let directory = try Scratch()
        let first = try Daemon.start(in: directory, Daemon.simulation)
        try await Task.sleep(for: .milliseconds(milliseconds))
        first.signal(SIGKILL)
        _ = await first.ended()
        let second = try await Daemon(directory)
        #expect(try await second.ctl("status").status == 0)
    }
}

@Test func `sockets that systemd opened are taken over by their names`() async throws {
    let directory = try Scratch()
    // In the other order than vnetd would ask for them.
    let running = try Running(
        Programs.scripts + "/activate",
        [
            "deliver=\(directory.path)/d.sock", "control=\(directory.path)/c.sock", "--", Programs.bin + "/vnetd",
            "--state-dir", directory.path + "/state", "--socket", directory.path + "/unused.sock",
        ] + Daemon.simulation, in: directory)
    // Connecting works from the moment that the socket is open; the answer comes when the daemon is there.
    func ping() async throws -> Finished {
        try await Programs.run(Programs.bin + "/vnetctl", ["ping", "--socket", directory.path + "/c.sock"])
    }
    var pinged = try await ping()
    for _ in 0..<500 where pinged.status == 69 {
        try await Task.sleep(for: .milliseconds(10))
        pinged = try await ping()
    }
    #expect(pinged.status == 0, "\(pinged.errors)\(running.errors)")
    let claimed = try await Programs.run(
        Programs.bin + "/vnetctl", ["deliver", "claim", "maildir", "--socket", directory.path + "/d.sock"])
    #expect(claimed.status == 0, "\(claimed.errors)")
    #expect(!FileManager.default.fileExists(atPath: directory.path + "/unused.sock"))
    running.signal(SIGTERM)
    #expect(await running.ended().status == 0)
}

@Test func `without a terminal or a journal, it says in words on standard error what it does`() async throws {
    let daemon = try await Daemon()
    let ended = await daemon.stop()
    #expect(ended.status == 0)
    #expect(ended.output == "")
    #expect(ended.errors == "Serving \(daemon.socket), a simulation.\nStopped.\n")
}

@Test func `what it keeps is for its own user only, and when it has ended, all of it is in the database's file`()
    async throws
{
    let directory = try await stopped()
    let state = directory.path + "/state"
    let names = try FileManager.default.contentsOfDirectory(atPath: state)
    #expect(names.contains("vnet.db") && !names.contains("vnet.db-wal"), "\(names)")
    for name in names {
        let mode = try FileManager.default.attributesOfItem(atPath: state + "/" + name)[.posixPermissions] as? Int
        #expect(mode == 0o600, "\(name)")
    }
}

/// A directory with the state of a daemon that has ended.
private func stopped(_ arguments: [String] = Daemon.simulation) async throws -> Scratch {
    let daemon = try await Daemon(nil, arguments)
    await daemon.stop()
    return daemon.directory
}

private func sql(_ statement: String, _ directory: Scratch) async throws {
    let program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()"
    let finished = try await Programs.run(
        "/usr/bin/python3", ["-c", program, directory.path + "/state/vnet.db", statement])
    try #require(finished.status == 0, "\(finished.errors)")
}

private func expectUntouched(_ directory: Scratch, _ reason: String) async throws {
    let database = directory.path + "/state/vnet.db"
    let before = try Data(contentsOf: URL(filePath: database))
    let finished = try await refused(directory)
    #expect(finished.status == 70)
    #expect(finished.errors.contains(reason), "\(finished.errors)")
    #expect(try Data(contentsOf: URL(filePath: database)) == before)
}
