import VNetAPI
import VNetCore
import VNetJSON
import VNetService

/// Tests of the mail: vnetd has no network, so the mailer that waits for a message gets one, and tells how it went.
extension Daemon {
    /// A test that a mailer is at.
    struct Trial {
        let connection: UInt64
        let id: JSONValue
        let principal: Principal
        let mailer: UInt64
    }

    /// Hands a test to a mailer.
    func begin(_ request: MailTest, _ call: Call, _ connection: UInt64) throws(Refusal) {
        guard let index = claims.indices.last else { throw isMailerAttached ? Self.mailerIsBusy : Self.noMailer }
        let claim = claims[index]
        lastTrial += 1
        let reply = try service.trial(lastTrial, to: request.address, at: call.now)
        claims.remove(at: index)
        trials[lastTrial] = Trial(
            connection: connection, id: call.envelope.id, principal: call.principal, mailer: claim.connection)
        answer(claim.connection, onDelivery: true) {
            ReplyLine.result(claim.id, reply, claim.principal.permissions, into: &$0)
        }
    }

    /// Gives who asked for a test what the mailer tells of it.
    func finish(_ request: DeliverTested) throws(Refusal) -> DeliverTested.Response {
        guard let trial = trials[request.trial] else {
            throw Refusal(
                .notFound, "There is no test \(request.trial), or nobody waits for it any more.", path: "$.trial")
        }
        var steps: [MailTest.Step] = []
        for (index, line) in request.steps.enumerated() {
            let words = line.text.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let step = DeliveryStep(rawValue: String(words[0])),
                ["yes", "no"].contains(words[1])
            else {
                throw Refusal(
                    .paramsInvalid, "A step is its name, yes or no, and what was seen.", path: "$.steps[\(index)]")
            }
            let isDone = words[1] == "yes"
            let detail = isDone ? String(words[2]) : "\(words[2]). \(Service.advice(at: step))"
            steps.append(MailTest.Step(step: step, isDone: isDone, detail: detail))
        }
        trials[request.trial] = nil
        let reply = MailTest.Response(isDelivered: steps.last?.isDone == true, steps: steps)
        answer(trial.connection) { ReplyLine.result(trial.id, reply, trial.principal.permissions, into: &$0) }
        return DeliverTested.Response()
    }

    /// Whoever waits for a test on which nothing will be heard is told so.
    func endTrials(where isLost: (Trial) -> Bool, telling refusal: Refusal) {
        for (number, trial) in trials.filter({ isLost($0.value) }) {
            trials[number] = nil
            answer(trial.connection) { ReplyLine.error(trial.id, refusal, into: &$0) }
        }
    }

    static let mailerWent = Refusal(
        .stateRefused, "The mailer went away in the middle of the test. See “journalctl -u vnet-mailer”, and try again."
    )
    private static let mailerIsBusy = Refusal(.busy, "The mailer is at a message. Try again in a moment.")
    private static let noMailer = Refusal(
        .stateRefused,
        "No mailer is connected, and vnetd has no network. Start it with “systemctl start vnet-mailer”; if it ends again, "
            + "“journalctl -u vnet-mailer” says why.")
}
