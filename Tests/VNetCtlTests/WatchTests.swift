import Foundation
import Glibc
import TestSupport
import Testing

/// A watch that runs beside the test, and is read line by line.
private final class Watch {
    private let reading: Int32
    private let running: Running
    private var unread: [UInt8] = []

    init(_ daemon: Daemon, _ arguments: String...) throws {
        let folder = try Scratch()
        let pipe = folder.path("pipe")
        mkfifo(pipe, 0o600)
        reading = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        // Until the program has opened its end, a read would find the pipe at its end.
        let writing = open(pipe, O_WRONLY | O_CLOEXEC)
        defer { close(writing) }
        _ = fcntl(reading, F_SETFL, 0)
        running = try Running(
            Programs.vnetctl, ["watch"] + arguments, in: folder, output: pipe,
            environment: ["VNET_SOCKET": daemon.socket])
    }

    /// The next line, when it has come; nil at the end.
    func line() -> String? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            if let end = unread.firstIndex(of: 0x0A) {
                defer { unread.removeSubrange(...end) }
                return String(decoding: unread[..<end], as: UTF8.self)
            }
            let count = read(reading, &chunk, chunk.count)
            guard count > 0 else { return nil }
            unread += chunk[..<count]
        }
    }

    var errors: String { running.errors }

    func interrupt() { running.signal(SIGINT) }
    func stopReading() { close(reading) }
    func end() -> Int32 { running.wait().status }
}

struct WatchTests {
    let daemon: Daemon
    /// Before everything that has happened.
    let beginning: String

    init() throws {
        daemon = try Daemon()
        beginning = try daemon.done("hello", "-o", "epoch").split(separator: "\n")[0] + ":0"
    }

    private func create(_ name: String) throws {
        try daemon.done("cohort", "create", name, "personal-development", "outward")
    }

    @Test func `it goes on over a restart of the daemon, leaves nothing out, and ends by Ctrl-C without failing`()
        throws
    {
        try create("A")
        let watch = try Watch(daemon, "--since", beginning, "--jsonl")
        let numbers = { try (1...2).map { _ in try Self.read(try #require(watch.line())).seq } }
        try create("B")
        #expect(try numbers() == [1, 2])
        daemon.end()
        try daemon.start()
        try create("C")
        try create("D")
        #expect(try numbers() == [3, 4])
        watch.interrupt()
        #expect(watch.line() == nil && watch.end() == 0)
        #expect(watch.errors.isEmpty)
    }

    @Test func `a person reads when, what and what about, and why a moment passes without vnetd`() throws {
        try create("A")
        let watch = try Watch(daemon, "--since", beginning)
        #expect(watch.line() == "Tue  1 Sep 2026 08:00  cohort create       cohort 1")
        daemon.end()
        try daemon.start()
        try create("B")
        #expect(watch.line() == "Tue  1 Sep 2026 08:00  cohort create       cohort 2")
        watch.interrupt()
        #expect(watch.end() == 0)
        #expect(watch.errors.contains("vnetd has gone"))
    }

    @Test func `only what is asked for is told, in the fields that are asked for`() throws {
        try create("A")
        try daemon.done("theme", "add", "Reading")
        try create("B")
        let watch = try Watch(daemon, "--since", beginning, "--kinds", "theme", "-o", "event,subject")
        #expect(watch.line() == "theme.add\ttheme reading")
        watch.interrupt()
        #expect(watch.end() == 0)
    }

    @Test func `it ends when its reader goes away, though nothing happens`() throws {
        try create("A")
        let watch = try Watch(daemon, "--since", beginning)
        #expect(watch.line() != nil)
        watch.stopReading()
        #expect(watch.end() == 0)
    }

    @Test func `it ends without failing when its reader has enough, as a shell sees it`() throws {
        try create("A")
        try create("B")
        let run = try Programs.run(
            "/bin/bash",
            ["-o", "pipefail", "-c", "\"$0\" watch --since \(beginning) --jsonl | head -1", Programs.vnetctl],
            environment: ["VNET_SOCKET": daemon.socket])
        #expect(run.status == 0 && run.lines.count == 1, "\(run.errors)")
    }

    @Test func `a cohort that does not exist is not waited for`() throws {
        let run = try daemon.vnetctl("watch", "--cohort", "99999")
        #expect(run.status == 4)
        #expect(run.errors == "vnetctl: There is no cohort 99999.\n")
    }

    @Test func `it ends when its reader goes away, though vnetd is gone too`() throws {
        try create("A")
        let watch = try Watch(daemon, "--since", beginning)
        #expect(watch.line() != nil)
        daemon.end()
        watch.stopReading()
        #expect(watch.end() == 0)
    }

    @Test func `--json prints one document and ends, as it does everywhere`() throws {
        try create("A")
        try create("B")
        let run = try daemon.vnetctl("watch", "--since", beginning, "--json")
        #expect(run.status == 0 && run.lines.count == 1)
        #expect(try Self.read(run.output) == Event(seq: 1, event: "cohort.create", subject: "cohort 1"))
    }

    @Test func `a store that the cursor is not of is told as a gap`() throws {
        let run = try daemon.vnetctl("watch", "--since", "another:7", "--json")
        #expect(run.output.contains(#""reason":"epoch""#))
    }

    @Test func `without a daemon to begin with, or with a filter that is none, it is refused as everything is`() throws
    {
        #expect(try daemon.vnetctl("watch", "--socket", "/nonexistent").status == 69)
        #expect(try daemon.vnetctl("watch", "--since", "yesterday").status == 64)
        #expect(try daemon.vnetctl("watch", "--kinds", "weather").status == 64)
        #expect(try daemon.vnetctl("watch", "-o", "nmae").status == 64)
    }

    private struct Event: Decodable, Equatable {
        let seq: Int
        let event: String
        let subject: String
    }

    private static func read(_ line: String) throws -> Event {
        try JSONDecoder().decode(Event.self, from: Data(line.utf8))
    }
}
