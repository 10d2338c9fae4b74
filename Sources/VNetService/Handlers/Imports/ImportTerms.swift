import VNetAPI
import VNetCore
import VNetImport
import VNetStore

extension Service {
    public func termImport(_ request: TermImport, _ context: Context) throws(Refusal) -> Outcome {
        let dates: TermDates
        do throws(ImportFault) {
            dates = try TermDates.read(
                context.file, zones: CalendarZones(local: configuration.zone, named: configuration.zoneNamed),
                accepting: Set(request.accepted ?? []))
        } catch { throw Refusal(error) }
        return try change(context) { change in
            let owner = try change.transaction.termOwner(authority: request.authority, urn: request.urn)
            if request.isInstead, request.urn == nil {
                throw Refusal(
                    .paramsInvalid, "“instead” is for the terms of one school: give its URN.", path: "$.instead")
            }
            try change.replaceTerms(of: owner, by: dates)
            if let urn = request.urn { try change.setOwnTerms(of: urn, to: dates.span, request.isInstead) }
            change.warnOfIgnored(dates.ignored)
            change.tellGuesses(dates.guesses)
            change.subject = "term dates"
            guard !change.changes.isEmpty else { return }
            forgetCalendars()
            for cohort in try change.transaction.liveCohorts(of: owner) { change.touch(cohort) }
        }
    }

    public func termList(_ request: TermList, at now: Instant) throws(Refusal) -> TermList.Response {
        try read { transaction in
            let from = request.from ?? today(at: now)
            let owner = try transaction.termOwner(authority: request.authority, urn: request.urn)
            let (authority, own) = try transaction.closuresInForce(for: owner)
            let views =
                authority.map { ClosureView($0, .authority) } + own.map { ClosureView($0, .school) }
            return try page(
                request, transaction, of: views.filter { $0.last >= from },
                place: { Place("\($0.first) \($0.last) \($0.source.rawValue) \($0.title)", 0) }
            ) { $0 }
        }
    }
}

extension Change {
    fileprivate func warnOfIgnored(_ events: [String]) {
        guard !events.isEmpty else { return }
        let shown = events.prefix(ImportReport.named).joined(separator: "; ")
        let more = events.count > ImportReport.named ? "; \(events.count - ImportReport.named) more" : ""
        warn("Left out, as neither terms nor closures: \(shown)\(more).")
    }

    /// Says what was left out that may be a closure or a term, and how to have it taken.
    fileprivate func tellGuesses(_ guesses: [TermGuess]) {
        for guess in guesses.prefix(ImportReport.named) {
            warn(
                "Left out, as not certain: line \(guess.line), “\(guess.title)”, \(guess.days.words). It may be "
                    + "\(guess.meaning); “--accept \(guess.line)” takes it for that.")
        }
        guard guesses.count > 1 else { return }
        let more = guesses.count - ImportReport.named
        if more > 0 { warn("Left out, as not certain: \(more) more.") }
        warn("To take all of them: “--accept \(guesses.map { String($0.line) }.joined(separator: ","))”.")
    }

    /// Has `dates` take the place of what was on record for the days that it speaks of.
    fileprivate func replaceTerms(of owner: TermOwner, by dates: TermDates) throws {
        let before = try transaction.closures(of: owner)
        let told = try transaction.toldClosures(of: owner)
        let wanted = Set(dates.closures.map { Closure(days: $0.days, title: $0.title) })
        for closure in told where !wanted.contains(closure) && dates.span.contains(closure.days) {
            try transaction.removeClosure(closure, of: owner)
        }
        for closure in wanted.subtracting(told) { try transaction.addClosure(closure, of: owner) }
        try replaceTerms(of: owner, by: dates.terms)
        let after = try transaction.closures(of: owner)
        var report = ImportReport(of: "closure")
        let (known, fresh) = (Set(before), Set(after))
        for closure in before where !fresh.contains(closure) { report.add(.removed, closure.words) }
        for closure in after where !known.contains(closure) { report.add(.added, closure.words) }
        report.note(in: self)
    }

    /// Terms of a file that tells any take the place of all that they overlap.
    private func replaceTerms(of owner: TermOwner, by terms: [ClosedRange<CivilDate>]) throws {
        guard let first = terms.first?.lowerBound, let last = terms.map(\.upperBound).max() else { return }
        var report = ImportReport(of: "term")
        let known = try transaction.terms(of: owner)
        for term in known where !terms.contains(term) && term.overlaps(first...last) {
            try transaction.removeTerm(term, of: owner)
            report.add(.removed, term.words)
        }
        for term in terms where !known.contains(term) {
            try transaction.addTerm(term, of: owner)
            report.add(.added, term.words)
        }
        report.note(in: self)
    }

    fileprivate func setOwnTerms(of urn: URN, to span: ClosedRange<CivilDate>, _ isInstead: Bool) throws {
        let days = "from \(span.lowerBound.words) to \(span.upperBound.words)"
        let before = try transaction.ownTerms(of: urn)
        if isInstead {
            guard try transaction.addOwnTerms(span, of: urn) else { return }
            note("School \(urn) keeps its own terms instead of its local authority's \(days).")
        } else if before.contains(where: span.contains) {
            _ = try transaction.removeOwnTerms(within: span, of: urn)
            note("School \(urn) follows its local authority's terms again \(days).")
        }
    }
}

extension Transaction {
    /// Whose term dates a request is about.
    fileprivate func termOwner(authority: Label?, urn: URN?) throws -> TermOwner {
        switch (authority, urn) {
        case (nil, let urn?): return .school(try require(school: urn).urn)
        case (let authority?, nil):
            let found = try localAuthorities(called: authority.text)
            guard let first = found.first else {
                throw Refusal(
                    .notFound,
                    "No school on the register is of a local authority called “\(authority)”. Give its code or "
                        + "its name as the register has it.", path: "$.la")
            }
            guard found.count == 1 else {
                let codes = found.map(\.code).joinedInWords
                throw Refusal(.notFound, "“\(authority)” is the name of \(codes). Give the code.", path: "$.la")
            }
            return .authority(first.code)
        default:
            throw Refusal(
                .paramsInvalid, "Give either a local authority (la) or a school (urn).",
                path: urn == nil ? "$.la" : "$.urn")
        }
    }

    fileprivate func liveCohorts(of owner: TermOwner) throws -> [Int64] {
        switch owner {
        case .authority(let code): try liveCohorts(inAuthority: code)
        case .school(let urn): try liveCohorts(of: urn)
        }
    }
}

extension Closure {
    fileprivate var words: String { "\(days.words), \(title)" }
}

extension ClosedRange<CivilDate> {
    fileprivate var words: String {
        lowerBound == upperBound ? lowerBound.words : "\(lowerBound.words) to \(upperBound.words)"
    }
}

extension ClosureView {
    fileprivate init(_ closure: Closure, _ source: Source) {
        self.init(
            first: closure.days.lowerBound, last: closure.days.upperBound, title: closure.title, source: source)
    }
}
