import VNetAPI
import VNetCore
import VNetStore

/// What the daemon knows of the mailer's connection.
public struct MailerConnection: Sendable {
    public var isConnected: Bool
    /// Until when it has asked to be given nothing; nil unless it has.
    public var pausesUntil: Instant?

    public init(isConnected: Bool, pausesUntil: Instant? = nil) {
        self.isConnected = isConnected
        self.pausesUntil = pausesUntil
    }
}

extension Service {
    /// Mail that is due for longer than this, in seconds, waits for something.
    private static let usualWait: Int64 = 300

    /// Why mail does not leave, with what to do about it; nothing while it does.
    func mailProblems(at now: Instant, _ transaction: Transaction) throws -> [String] {
        guard let mailer = mailer() else { return [] }
        if let stoppage {
            return [
                "No mail leaves: \(stoppage.cause). \(Self.advice(at: stoppage.step)) vnet-mailer tries again by itself."
            ]
        }
        guard try transaction.clockDoubt() == nil, let due = try transaction.nextDeliveryAt(),
            due < now.adding(seconds: -Self.usualWait)
        else { return [] }
        let waits = "Mail has been waiting since \(words(due))"
        guard mailer.isConnected else {
            return ["\(waits), and no mailer is connected: see “systemctl status vnet-mailer”."]
        }
        if let until = mailer.pausesUntil {
            return ["\(waits): the mail server has been sent as much as it takes, and is sent more at \(words(until))."]
        }
        return ["\(waits), though a mailer is connected: see “journalctl -u vnet-mailer”."]
    }

    private func words(_ instant: Instant) -> String {
        let civil = configuration.zone.civil(at: instant)
        return "\(civil.date.iso) \(civil.time.iso)"
    }

    /// What helps where delivery failed at a step, as a sentence.
    public static func advice(at step: DeliveryStep) -> String {
        switch step {
        case .name: "Check “host” in mailer.toml, and that this machine can look names up."
        case .connect: "Check “host” and “port” in mailer.toml, and that no firewall is in the way."
        case .tls:
            "Check “host”, “port” and “security” in mailer.toml. A certificate that is not trusted has to be replaced at the "
                + "server, or its issuer named by “ca_file”."
        case .auth: "Check “user” and the password or token in mailer.toml, and that the account may send by SMTP."
        case .mail: "Check that the account may send as the “sender” of vnetd.toml."
        case .rcpt: "Try another address, to see whether it is this one."
        case .data: "The codes say what the server has against the mail; its operator knows more."
        }
    }
}
