import Foundation
import TestSupport

/// Something that listens where vnetd would, and answers each line with the next of some texts; then it is silent.
final class FakeDaemon {
    private let folder: Scratch
    private let process: Running

    var socket: String { folder.path("s") }

    init(replies: [String]) throws {
        folder = try Scratch()
        let script = """
            import socket, sys
            server = socket.socket(socket.AF_UNIX)
            server.bind(sys.argv[1])
            server.listen()
            open(sys.argv[1] + ".listening", "w").close()
            held = []
            while True:
                connection, _ = server.accept()
                held.append(connection)
                lines = connection.makefile("rb")
                for reply in sys.argv[2:]:
                    if not lines.readline(): break
                    # Too long for a command line, it comes in a file.
                    if reply.startswith("@"): reply = open(reply[1:]).read()
                    connection.sendall(reply.encode() + b"\\n")
            """
        process = try Running("/usr/bin/env", ["python3", "-c", script, folder.path("s")] + replies, in: folder)
        // The file is made after listening has begun; until then there is nothing to ask.
        while !FileManager.default.fileExists(atPath: folder.path("s.listening")) { usleep(1000) }
    }

    func vnetctl(_ arguments: String...) throws -> Finished {
        try Programs.run(Programs.vnetctl, arguments, environment: ["VNET_SOCKET": socket])
    }
}
