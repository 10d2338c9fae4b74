import Foundation
import TestSupport
import Testing
import VNetAPI
import VNetCore
import VNetDelivery

/// Debian's Postfix, run by `Scripts/postfix` out of a directory of its own.
private final class Postfix {
    let scratch: Scratch
    private let running: Running
    let submission: Int
    let relay: Int

    /// Nil where it cannot be had, with the reason printed.
    init?() throws {
        scratch = try Scratch()
        for name in ["good.pem", "good.key", "ca.pem"] {
            try FileManager.default.copyItem(atPath: Certificates.shared.path(name), toPath: scratch.path(name))
        }
        // Below the ports that the kernel gives away by itself.
        submission = Int.random(in: 20_000..<30_000)
        relay = submission + 1
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/postfix").path
        running = try Running(
            "/bin/bash", ["-c", "exec \(script) \(scratch.path) \(submission) \(relay) >\(scratch.path)/log 2>&1"],
            in: scratch)
        while !log.contains("daemon started") {
            guard running.isRunning else {
                print(log)
                #expect(running.wait().status == 77, "\(log)")
                return nil
            }
            usleep(20_000)
        }
    }

    var log: String { (try? String(contentsOfFile: scratch.path("log"), encoding: .utf8)) ?? "" }

    func transport(password: String = "secret") throws -> SMTPTransport {
        var server = SMTPServer(host: "localhost", port: submission)
        server.caFile = scratch.path("ca.pem")
        let secret = Secret.file(try scratch.write(password, to: "password"))
        server.login = SMTPServer.Login(user: "office", secret: secret, isToken: false)
        return SMTPTransport(server)
    }

    /// What has come for the head, as soon as there are so many.
    func mails(_ count: Int) -> [String] {
        let folder = scratch.path("mail/head/new")
        for _ in 0..<3000 {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            if names.count >= count {
                return names.compactMap { try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }
            }
            usleep(10_000)
        }
        return []
    }
}

@Test func `Postfix takes letters by one connection, under TLS and a login, and refuses what it should`() throws {
    guard let postfix = try Postfix() else { return }
    let transport = try postfix.transport()
    for number in 1...20 { #expect(transport.deliver(.sample(number)).result == .sent) }
    guard case .ended(.failed, let answer) = transport.deliver(.sample(to: "nobody@school.example")) else {
        Issue.record("A mailbox that is not there was not refused.")
        return
    }
    #expect(answer?.hasPrefix("550 5.1.1") == true)
    transport.rest()
    let mails = postfix.mails(20)
    #expect(mails.count == 20)
    for number in 1...20 {
        // A Maildir has lines that end with LF; Postfix adds fields to the header.
        let letter = String(decoding: Letter.sample(number).content, as: UTF8.self).replacing("\r\n", with: "\n")
        let body = letter[try #require(letter.firstRange(of: "\n\n")).lowerBound...]
        #expect(mails.contains { $0.contains("\nSubject: \(number)\n") && $0.hasSuffix(body) })
    }
    #expect(postfix.log.contains("starttls=1 auth=1 mail=21 rcpt=20/21 data=20"))

    let wrong = try postfix.transport(password: "guess").deliver(.sample())
    #expect(wrong.step == .auth)
    var relay = SMTPServer(host: "127.0.0.1", port: postfix.relay, security: .none)
    #expect(SMTPTransport(relay).deliver(.sample(21)).result == .sent)
    relay.security = .starttls
    relay.caFile = postfix.scratch.path("ca.pem")
    #expect(SMTPTransport(relay).deliver(.sample(22)).step == .tls)
}
