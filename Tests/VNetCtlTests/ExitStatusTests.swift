import Foundation
import TestSupport
import Testing
import VNetAPI

/// The rows of the table of exit statuses, one by one.
struct ExitStatusTests {
    @Test(arguments: ErrorCode.allCases)
    func `each code that the daemon refuses with has its exit status`(_ code: ErrorCode) throws {
        let fake = try FakeDaemon(replies: [
            #"{"jsonrpc":"2.0","id":1,"error":{"code":\#(code.rpcCode),"message":"No.","data":{"code":"\#(code.rawValue)"}}}"#,
            #"{"jsonrpc":"2.0","id":2,"result":{"protocol":1}}"#,
        ])
        let run = try fake.vnetctl("cohort", "get", "1")
        #expect(run.status == code.exit.rawValue)
        #expect(run.output.isEmpty)
        #expect(run.errors == "vnetctl: No.\n")
    }

    @Test func `what is done exits with 0, and what is so already as well`() throws {
        let daemon = try Daemon()
        let file = try daemon.folder.write(Daemon.register, to: "schools.csv")
        for _ in 0..<2 { #expect(try daemon.vnetctl("school", "import", file).status == 0) }
        #expect(try daemon.vnetctl("is-up").status == 0)
        #expect(try daemon.vnetctl("is-healthy").status == 0)
        #expect(try daemon.vnetctl("is-idle").status == 0)
        #expect(try daemon.vnetctl("status").status == 0)
    }

    @Test func `real refusals exit as the table says`() throws {
        let daemon = try Daemon()
        try daemon.done("cohort", "create", "Autumn", "personal-development", "outward")
        let bad = try daemon.folder.write("URN,EstablishmentName\n1,x\n", to: "bad.csv")
        let cases: [(status: Int32, arguments: [String])] = [
            (1, ["cohort", "start", "1"]),
            (4, ["cohort", "get", "9"]),
            (5, ["cohort", "open", "1", "--if-generation", "99"]),
            (64, ["cohort", "get"]),
            (64, ["cohort", "list", "--stat", "running"]),
            (65, ["school", "import", bad]),
            (66, ["school", "import", daemon.folder.path("missing.csv")]),
            (66, ["school", "import", daemon.folder.path]),
        ]
        for (status, arguments) in cases {
            let run = try daemon.run(arguments)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("vnetctl: "))
        }
    }

    @Test
    func
        `a missing socket and a refused connection both exit with 69, and with 3 where the question is whether it runs`()
        throws
    {
        let daemon = try Daemon()
        let missing = daemon.folder.path("nobody")
        let refused = daemon.folder.path("left-behind")
        _ = try Programs.python("import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", [refused])
        for socket in [missing, refused] {
            for command in [["ping"], ["cohort", "list"], ["call", "ping"]] {
                #expect(try daemon.run(["--socket", socket] + command).status == 69)
            }
            for command in [["status"], ["is-up"], ["is-healthy"], ["is-idle"]] {
                let run = try daemon.run(["--socket", socket] + command)
                #expect(run.status == 3)
                #expect(run.output.isEmpty && run.errors.contains(socket))
            }
        }
    }

    @Test func `a status that needs attention exits with 3, and is-idle while a message waits`() throws {
        let status = #"{"id":1,"result":{"health":"degraded","problems":["The clock jumped."],"outbox":{"waiting":2}}}"#
        let fake = try FakeDaemon(replies: [status, #"{"id":2,"result":{}}"#])
        let run = try fake.vnetctl("status")
        #expect(run.status == 3)
        #expect(run.output.contains("! The clock jumped."))
        #expect(try fake.vnetctl("is-healthy").status == 3)
        #expect(try fake.vnetctl("is-idle").status == 3)
        #expect(try fake.vnetctl("is-up").status == 0)
    }

    @Test func `another version of the protocol exits with 76, and so does what is no vnetd`() throws {
        let newer = try FakeDaemon(replies: [
            #"{"id":1,"error":{"code":-32601,"message":"No such method.","data":{"code":"method.unknown"}}}"#,
            #"{"id":2,"result":{"protocol":2}}"#,
        ])
        let run = try newer.vnetctl("cohort", "list")
        #expect(run.status == 76)
        #expect(run.errors.contains("version 2"))
        for reply in ["220 mail.example ESMTP", "{}", #"{"id":7,"result":{}}"#] {
            #expect(try FakeDaemon(replies: [reply]).vnetctl("ping").status == 76)
        }
    }

    @Test func `silence ends with 124 when the time is over, and not by a drop at a time`() throws {
        let silent = try FakeDaemon(replies: [])
        for command in [["ping"], ["wait", "up"], ["wait", "idle"], ["wait", "down"]] {
            let run = try Programs.run(
                Programs.vnetctl, command + ["--timeout", "0.2"], environment: ["VNET_SOCKET": silent.socket])
            #expect(run.status == 124, "\(command)")
        }
        let nobody = try Programs.run(
            Programs.vnetctl, ["wait", "up", "--timeout", "0.1", "--socket", silent.socket + ".none"])
        #expect(nobody.status == 124)
    }

    @Test func `a refusal by one who closes the connection at once is read, not taken for nobody's being there`() throws
    {
        let refusal =
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32006,"message":"Too many.","data":{"code":"connection.limit"}}}"#
        let folder = try Scratch()
        let script = """
            import socket, sys
            server = socket.socket(socket.AF_UNIX)
            server.bind(sys.argv[1])
            server.listen()
            open(sys.argv[1] + ".listening", "w").close()
            while True:
                connection, _ = server.accept()
                connection.sendall(sys.argv[2].encode() + b"\\n")
                connection.close()
            """
        let server = try Running("/usr/bin/env", ["python3", "-c", script, folder.path("s"), refusal], in: folder)
        while !FileManager.default.fileExists(atPath: folder.path("s.listening")) { usleep(1000) }
        // Before it is sent, while it is sent, and after: a long request is not taken whole.
        let document = try folder.write(String(repeating: "Long. ", count: 100_000), to: "document")
        for command in [["ping"], ["cohort", "list"], ["writeup", "record", "1", document]] {
            for _ in 0..<20 {
                let run = try Programs.run(
                    Programs.vnetctl, command + ["--json"], environment: ["VNET_SOCKET": folder.path("s")])
                #expect(run.status == 75, "\(command): \(run.errors)")
                #expect(run.errors.contains(#""retry_after_ms":1000,"hint":"Close a connection"#))
            }
        }
        withExtendedLifetime(server) {}
    }

    @Test func `wait down ends when the daemon does, and says that it is up while it is`() throws {
        let daemon = try Daemon()
        let waiting = try daemon.vnetctl("wait", "down", "--timeout", "0.1")
        #expect(waiting.status == 124)
        #expect(waiting.errors.hasPrefix("vnetctl: vnetd is still up."), "\(waiting.errors)")
        #expect(try daemon.vnetctl("wait", "idle").status == 0)
        daemon.end()
        #expect(try daemon.vnetctl("wait", "down").status == 0)
    }
}
