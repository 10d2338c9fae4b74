import VNetAPI
import VNetCore
import VNetPlatform
import VNetService

/// Long work: done by the worker with a store of its own, while the loop goes on answering. What would write meanwhile
/// waits, its line unread, so that the two never meet.
extension Daemon {
    /// How long a line waits for the worker before it is told that the daemon is busy, in milliseconds.
    private static let patienceMilliseconds: Int64 = 5000
    typealias Job = @Sendable (Service) throws(Refusal) -> [UInt8]

    /// Whether a line that would write has to wait. The mailer waits as long as it takes; others are told after a while.
    func mustWait(_ connection: UInt64, isMailer: Bool) throws(Refusal) -> Bool {
        guard writersAtWork > 0 else {
            waitingSince[connection] = nil
            return false
        }
        guard !isMailer else { return true }
        let now = clock.monotonicMilliseconds
        let since = waitingSince[connection] ?? now
        guard now - since < Self.patienceMilliseconds else {
            waitingSince[connection] = nil
            throw Refusal(.busy, "An import or a purge is under way. Try again in a moment.")
        }
        waitingSince[connection] = since
        armPatience()
        return true
    }

    private func armPatience() {
        guard let first = waitingSince.values.min() else { return }
        patience?.arm(atMilliseconds: first + Self.patienceMilliseconds)
    }

    /// Offers the lines that wait again: those that have waited too long are answered.
    func loseFirstPatience() {
        guard !isStopping else { return endAnyhow() }
        control?.resume()
        armPatience()
    }

    /// Has the worker carry out `call`; its reply comes when it is done.
    func work(on call: Call, for connection: UInt64, taking file: inout OpenFile?) throws(Refusal) {
        let about = call.envelope.verb.request.about
        let passed = about.takesFile ? try Self.regularFile(&file) : nil
        let (progress, id) = (progress, call.envelope.id)
        let job: Job = { service throws(Refusal) in
            var call = call
            call.progress = { progress.put(ProgressNotice(id: id, done: $0, total: $1)) }
            if let passed { call.file = try Self.contents(of: passed) }
            var reply: [UInt8] = []
            _ = try service.dispatch(call, into: &reply)
            return reply
        }
        atWork = (connection, call.envelope.id)
        write(job) { [unowned self] result in
            tellProgress()
            atWork = nil
            answer(connection) { output in
                switch result {
                case .success(let reply): output += reply
                case .failure(let refusal): ReplyLine.error(call.envelope.id, refusal, into: &output)
                }
            }
        }
    }

    /// Tells who asked for the work that is being done how far it is, unless it has not read what it was told before.
    func tellProgress() {
        guard let notice = progress.take(), let (connection, _) = atWork else { return }
        var line: [UInt8] = []
        NotificationLine.append(notice, readers: [.connect], to: &line)
        control?.send(line, whileParked: connection)
    }

    /// What is done after the start, while the daemon already answers: a purge that was interrupted goes on, and what is stored
    /// is checked.
    func beginLongWork() {
        hasLeftoverKeys = service.hasLeftoverKeys
        carryOnPurging()
        look(for: { service throws(Refusal) in try service.check() }, then: foundDamage)
    }

    private func foundDamage(_ lines: [String]) {
        look(for: { service throws(Refusal) in try service.unreadableRecords() }, then: foundUnreadable)
        guard !lines.isEmpty else { return }
        service.damage = lines
        for line in lines { Log.error("The database is damaged: \(line)") }
        Notify.status("Degraded: the database is damaged")
    }

    private func foundUnreadable(_ records: [String]) {
        service.unreadable = records
        for record in records { Log.error("The text of \(record) cannot be opened: its key is damaged or missing.") }
    }

    /// Has the worker look for what is not as it should be; `then` gets what it found. A daemon that stops waits for it, so that
    /// the last to close the database is the one that empties its log.
    private func look(
        for find: @escaping @Sendable (Service) throws(Refusal) -> [String], then: @escaping ([String]) -> Void
    ) {
        guard !isStopping else { return }
        let job: Job = { service throws(Refusal) in try find(service).flatMap { Array($0.utf8) + [0x0A] } }
        isLooking = true
        run(job) { [unowned self] result in
            isLooking = false
            switch result {
            case .success(let lines):
                then(String(decoding: lines, as: UTF8.self).split(separator: "\n").map(String.init))
            case .failure(let refusal): Log.error(refusal.message)
            }
            endIfDrained()
        }
    }

    /// Long work that writes: it has the turn to write until it is done.
    func write(_ job: @escaping Job, then: @escaping (Result<[UInt8], Refusal>) -> Void) {
        writersAtWork += 1
        run(job) { [unowned self] result in
            writersAtWork -= 1
            service.invalidateKeys()
            if case .failure(let refusal) = result { noteDiskTrouble(refusal) }
            then(result)
            control?.resume()
            delivery?.resume()
            reloadIfWanted()
            takeBackAttempts()
            catchUp()
            endIfDrained()
        }
    }

    private func run(_ job: @escaping Job, then: @escaping (Result<[UInt8], Refusal>) -> Void) {
        // What the service knows when the work is begun, which may be more than when it was asked for.
        worker.submit(then: then) { [service] in
            let open = service.opener
            return {
                do throws(Refusal) { return .success(try job(open())) } catch { return .failure(error) }
            }
        }
    }

    /// A pipe or a device could keep the worker waiting for ever.
    private static func regularFile(_ file: inout OpenFile?) throws(Refusal) -> OpenFile {
        guard let passed = file else {
            throw Refusal(.descriptorMissing, "This verb takes an open file, passed with the request's line.")
        }
        file = nil
        guard passed.isRegular else {
            throw Refusal(.dataInvalid, "What was passed is not a regular file. Save it as one, and pass that.")
        }
        return passed
    }

    private static func contents(of file: OpenFile) throws(Refusal) -> [UInt8] {
        do { return try SmallFile.read(descriptor: file.descriptor, name: "the file", limit: About.largestFile) } catch
        {
            throw Refusal(.dataInvalid, error.description)
        }
    }
}
