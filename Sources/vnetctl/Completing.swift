import VNetAPI
import VNetCommandLine
import VNetJSON

extension VNetCtl {
    /// Prints the words that could be meant. Somebody is typing: whatever goes wrong is kept quiet, and soon over.
    func complete(_ words: [String]) {
        switch Completion.of(words) {
        case .nothing: return
        case .files: Terminal.write(":files\n")
        case .words(let candidates): print(candidates)
        case .names(let source, let typed):
            var settings = Self.settings(of: words)
            settings.socket = settings.socket ?? self.settings.socket
            settings.timeoutMilliseconds = 500
            let verb = source.verb.rawValue
            guard let reply = try? Session(settings).call(verb, source.params(typed: typed)) else { return }
            print(source.candidates(reply, typed: typed))
        }
    }

    /// The socket may be named in the words before.
    private static func settings(of words: [String]) -> Settings {
        var parser = CommandLineParser(Array(words.dropLast()))
        _ = try? parser.parse()
        return parser.settings
    }

    private func print(_ candidates: [Candidate]) {
        Terminal.write(
            candidates.map { "\($0.isByName ? ":name\t" : "")\($0.word)\t\($0.summary)\n" }.joined())
    }
}
