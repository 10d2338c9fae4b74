import VNetAPI

/// Delivers into a Maildir: works with no mail server at all.
public final class MaildirTransport: Transport {
    public let kind = TransportKind.maildir
    public let isConnected = false
    private let maildir: Maildir

    /// The directory is made where there is none.
    public init(_ path: String) throws(MaildirError) { maildir = try Maildir(path) }

    public func deliver(_ letter: Letter) -> Attempt {
        do throws(MaildirError) {
            try maildir.deliver(letter.content, named: letter.messageID)
            return .ended(.sent)
        } catch { return .ended(.deferred, answer: "4.3.0 \(error.description)") }
    }

    public func test(_ letter: Letter) -> [StepFinding] {
        switch deliver(letter) {
        case .ended(.sent, _):
            [StepFinding(step: .data, isDone: true, detail: "it is in the Maildir, and goes no further")]
        case .ended(_, let answer): [StepFinding(step: .data, isDone: false, detail: answer ?? "")]
        case .stopped(let stoppage): [StepFinding(step: stoppage.step, isDone: false, detail: stoppage.cause)]
        }
    }

    public func rest() {}
}
