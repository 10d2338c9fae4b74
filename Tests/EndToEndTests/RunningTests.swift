import Foundation
import TestSupport
import Testing

// Signals, configuration and a full disk, on a daemon that runs.

@Test func `a changed reminder rule changes the plan, by a reload and by a signal`() async throws {
    let directory = try Scratch()
    let file = try directory.write("", to: "vnetd.toml")
    let daemon = try await Daemon(directory, Daemon.simulation + ["--config", file])
    try await daemon.prepareCohort()
    func training() async throws -> [String] { try await daemon.reminders().filter { $0.contains(" training ") } }
    let before = try await training()
    #expect(before.contains { $0.contains("10 working days before Tuesday 29 September 2026") })

    _ = try directory.write("[reminders.training]\noffsets = [\"-7\"]\n", to: "vnetd.toml")
    #expect(try await training() == before)
    try await daemon.does("daemon", "reload")
    let after = try await training()
    #expect(!after.isEmpty && after.allSatisfy { $0.contains("7 working days before Tuesday 29 September 2026") })

    _ = try directory.write("[reminders.training]\noffsets = [\"-3\"]\n", to: "vnetd.toml")
    daemon.signal(SIGHUP)
    for _ in 0..<500 where try await training() == after { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try await training().allSatisfy { $0.contains("3 working days before") })

    // And at a start with it.
    await daemon.stop()
    _ = try directory.write("[reminders.training]\noffsets = [\"-4\"]\n", to: "vnetd.toml")
    let restarted = try await Daemon(directory, Daemon.simulation + ["--config", file])
    let reminders = try await restarted.reminders().filter { $0.contains(" training ") }
    #expect(!reminders.isEmpty && reminders.allSatisfy { $0.contains("4 working days before") })
}

@Test func `whatever a reload changes is told and holds, and nothing is told of what is as it was`() async throws {
    let directory = try Scratch()
    let file = try directory.write("", to: "vnetd.toml")
    let daemon = try await Daemon(directory, Daemon.simulation + ["--config", file])
    let text = """
        [network]
        name = "Norfolk"
        admin = "Office <office@example.org>"
        [access.users]
        root = ["read"]
        [retention]
        write_up = "60d"
        [limits]
        connections = 32
        line_bytes = 2048
        """
    _ = try directory.write(text, to: "vnetd.toml")
    let told =
        "Taken over from the configuration: network.name, network.admin, retention.write_up, limits.line_bytes, "
        + "limits.connections, access.\n"
    #expect(try await daemon.does("daemon", "reload", "--dry-run").contains(told))
    #expect(try await daemon.does("hello", "-o", "limits.connections") == "64\n")
    // When write-ups go has changed, and with it when that is announced.
    let replanned = "Reminders follow the rules of the configuration as it is now.\n"
    #expect(try await daemon.does("daemon", "reload") == told + replanned)
    #expect(try await daemon.does("hello", "-o", "limits.connections,limits.line_bytes") == "32\t2048\n")
    let urns = Array(repeating: "120928", count: 500).joined(separator: ",")
    let long = try await daemon.ctl("group", "create", "1", "A", urns)
    #expect(long.errors.contains("more than the 2048 bytes"), "\(long.errors)")
    #expect(try await daemon.does("daemon", "reload") == "Nothing to change: it is so already.\n")
}

@Test func `a bad configuration is refused with every fault named, and the old one stays`() async throws {
    let directory = try Scratch()
    let file = try directory.write("[reminders.training]\noffsets = [\"-7\"]\n", to: "vnetd.toml")
    let daemon = try await Daemon(directory, Daemon.simulation + ["--config", file])
    try await daemon.prepareCohort()
    let before = try await daemon.reminders()
    _ = try directory.write(
        "[reminders.training]\noffsets = [\"soon\"]\n[network]\nnmae = \"x\"\n[limits]\nconnections = 0\n",
        to: "vnetd.toml")
    let faults = [
        "reminders.training.offsets[0] is not one of offsets", "network.nmae is not known here",
        "limits.connections has to be a whole number from 2 to 4096",
    ]
    let reload = try await daemon.ctl("daemon", "reload", "--json")
    #expect(reload.status == 78)
    for fault in faults { #expect(reload.errors.contains(fault), "\(reload.errors)") }
    daemon.signal(SIGHUP)
    for _ in 0..<500 where !daemon.log.contains(faults[2]) { try await Task.sleep(for: .milliseconds(10)) }
    for fault in faults { #expect(daemon.log.contains(fault), "\(daemon.log)") }
    #expect(try await daemon.reminders() == before)

    // Nor does a daemon start with it.
    let check = try await Programs.run(Programs.bin + "/vnetd", ["--check-config", "--config", file])
    #expect(check.status == 78)
    for fault in faults { #expect(check.errors.contains(fault)) }
    let other = try Scratch()
    let start = try await Daemon.start(in: other, Daemon.simulation + ["--config", file]).ended()
    #expect(start.status == 78)
}

@Test func `a good configuration passes the check, and so does the example`() async throws {
    let file = try Scratch()
    for path in [try file.write("[network]\nname = \"A\"\n", to: "a.toml"), Programs.root + "/contrib/vnetd.toml"] {
        let check = try await Programs.run(Programs.bin + "/vnetd", ["--check-config", "--config", path])
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.output == "\(path) is in order.\n")
    }
}

@Test func `asked to end, it ends within five seconds, whoever is connected`() async throws {
    let daemon = try await Daemon()
    try await daemon.prepareCohort()
    // One who waits for something that does not happen, one who is silent in the middle of a line.
    let waiting = try Running(
        Programs.bin + "/vnetctl", ["outbox", "flush", "--socket", daemon.socket, "--timeout", "60"],
        in: daemon.directory)
    let silent = try Running(
        "/usr/bin/python3",
        [
            "-c",
            "import socket, sys, time; s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1]); s.send(b'{'); time.sleep(60)",
            daemon.socket,
        ], in: daemon.directory)
    #expect(try await daemon.ctl("ping").status == 0)
    let clock = ContinuousClock()
    let start = clock.now
    let ended = await daemon.stop()
    #expect(ended.status == 0)
    #expect(clock.now - start < .seconds(5))
    #expect(await waiting.ended().status != 0)
    silent.signal(SIGKILL)
}

@Test(.enabled(if: canMount, "only root can mount a small file system"))
func `a full disk is told, loses nothing, and is gone on from when there is room again`() async throws {
    let directory = try Scratch()
    try FileManager.default.createDirectory(atPath: directory.path + "/state", withIntermediateDirectories: true)
    let mounted = try await Programs.run(
        "/bin/mount", ["-t", "tmpfs", "-o", "size=3m,mode=700", "vnet-test", directory.path + "/state"])
    try #require(mounted.status == 0, "\(mounted.errors)")
    do {
        let daemon = try await Daemon(directory)
        try await daemon.prepareCohort()
        let filler = directory.path + "/state/filler"
        _ = try await Programs.run("/bin/dd", ["if=/dev/zero", "of=\(filler)", "bs=4096"])
        let refused = try await outOfSpace(daemon)
        #expect(refused.errors.contains("\"code\":\"storage.full\""), "\(refused.errors)")
        #expect(refused.errors.contains("The disk is full. Free some space and try again. Nothing was changed."))
        #expect(refused.status == 70)
        #expect(try await daemon.ctl("cohort", "list").status == 0)
        let status = try await daemon.ctl("status")
        #expect(status.status == 3)
        #expect(status.output.contains("! The disk that holds the state is full"), "\(status.output)")
        #expect(try await daemon.ctl("is-healthy").status == 3)
        try FileManager.default.removeItem(atPath: filler)
        let cohorts = try await daemon.reply("cohort", "list", "--limit", "1000")["cohorts"] as? [Any]
        try await daemon.does("cohort", "create", "After", "send", "outward")
        #expect(try await daemon.ctl("is-healthy").status == 0)
        await daemon.killed()
        let again = try await Daemon(directory)
        let after = try await again.reply("cohort", "list", "--limit", "1000")["cohorts"] as? [Any]
        #expect(after?.count == cohorts.map { $0.count + 1 })
        #expect(try await again.ctl("retention", "preview").status == 0)
        await again.stop()
    } catch {
        _ = try? await Programs.run("/bin/umount", ["-l", directory.path + "/state"])
        throw error
    }
    _ = try await Programs.run("/bin/umount", ["-l", directory.path + "/state"])
}

private let canMount = geteuid() == 0

/// Changes things until that is refused.
private func outOfSpace(_ daemon: Daemon) async throws -> Finished {
    for number in 0..<500 {
        let finished = try await daemon.ctl("cohort", "create", "Cohort \(number)", "send", "outward", "--json")
        if finished.status != 0 { return finished }
    }
    return try #require(nil, "the disk never was full")
}

@Test func `what the system does not let it write is refused, and neither ends it nor holds it up`() async throws {
    let finished = try await Programs.run(Programs.scripts + "/limits", [Programs.bin + "/vnetd"])
    #expect(finished.status == 0, "\(finished.errors)")
}
