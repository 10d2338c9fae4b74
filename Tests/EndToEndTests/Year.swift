import Foundation
import TestSupport
import Testing
import VNetAPI

/// One run of the demo's year by `Scripts/year`, and what it left.
struct Year: Sendable {
    let directory: Scratch

    /// The year without interruption, run once: by whoever asks first.
    static let uninterrupted = Task { try await Year(state: fresh(), seed: nil) }

    /// An empty store, which every run starts from, so that Message-IDs are the same in all.
    private static func fresh() async throws -> Scratch {
        let daemon = try await Daemon()
        let ended = await daemon.stop()
        try #require(ended.status == 0)
        return daemon.directory
    }

    private init(state: Scratch, seed: Int?, pace: String? = nil) async throws {
        directory = try Scratch()
        try FileManager.default.copyItem(atPath: state.path + "/state", toPath: directory.path + "/fresh")
        try FileManager.default.copyItem(atPath: state.path + "/state", toPath: directory.path + "/state")
        _ = try directory.write(Questions.lines(), to: "questions")
        let arguments = [directory.path] + (seed.map { [String($0), pace ?? ""] } ?? [])
        let finished = try await Programs.run(Programs.scripts + "/year", arguments, environment: ["BIN": Programs.bin])
        try #require(
            finished.status == 0, "the year failed: \(finished.errors)\n\(text("strikes"))\n\(text("daemon.log"))")
    }

    /// A year in which the programs are killed at points that `seed` draws.
    func interrupted(seed: Int) async throws -> Year {
        let copy = try Scratch()
        try FileManager.default.copyItem(atPath: directory.path + "/fresh", toPath: copy.path + "/state")
        return try await Year(state: copy, seed: seed, pace: directory.path + "/pace")
    }

    /// A file that the run left; empty where there is none.
    func text(_ name: String) -> String {
        (try? String(contentsOfFile: "\(directory.path)/\(name)", encoding: .utf8)) ?? ""
    }

    /// The mails of the year itself, by file name.
    func mails() throws -> [String: Data] { try files(in: directory.path + "/mails") }

    /// Those that followed it, too.
    func allMails() throws -> [String: Data] { try files(in: directory.path + "/Maildir/new") }

    /// What each question was answered with, without what a repetition may rightly change: how often a message was tried, and
    /// how often somebody who got no answer read what is confidential.
    func answers() throws -> [String] {
        let questions = text("questions").split(separator: "\n")
        return try text("replies").split(separator: "\n").enumerated().map { index, line in
            let reply = try JSONSerialization.jsonObject(with: Data(line.utf8))
            let sorted = try JSONSerialization.data(withJSONObject: Self.settled(reply), options: .sortedKeys)
            return "\(questions[index % questions.count]) → \(String(decoding: sorted, as: UTF8.self))"
        }
    }

    private static func settled(_ value: Any) -> Any {
        if let list = value as? [Any] {
            return list.filter { !isDisclosure($0) }.map(settled)
        }
        guard var object = value as? [String: Any] else { return value }
        for key in ["attempts", "last_error", "seq"] { object[key] = nil }
        if object["verb"] != nil { object["id"] = nil }
        return object.mapValues(settled)
    }

    private static func isDisclosure(_ value: Any) -> Bool {
        guard let verb = (value as? [String: Any])?["verb"] as? String, let verb = Verb(rawValue: verb) else {
            return false
        }
        return verb.request.about.isDisclosing
    }
}

extension About {
    var isDisclosing: Bool { if case .discloses = effect { true } else { false } }
    var isReading: Bool { if case .reads = effect { true } else { isDisclosing } }
}

/// A request for everything that can be read, made from the verb table.
enum Questions {
    static func lines() throws -> String {
        var lines: [String] = []
        for verb in Verb.allCases where verb.request.about.isReading && verb.request.about.permission != .deliver {
            var requests: [[String: Any]] = [[:]]
            for field in verb.request.parameters where field.isRequired {
                let values = try #require(
                    values[field.name],
                    "\(verb.rawValue) takes “\(field.name)”: say in Questions.values which there are to be asked for")
                requests = requests.flatMap { request in
                    values.map { value in request.merging([field.name: value]) { $1 } }
                }
            }
            let hasLimit = verb.request.parameters.contains { $0.name == "limit" }
            for var request in requests {
                if hasLimit { request["limit"] = 1000 }
                lines.append(try line(verb.rawValue, request))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ method: String, _ params: [String: Any]) throws -> String {
        let request: [String: Any] = ["id": 1, "method": method, "params": params]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: request, options: .sortedKeys), as: UTF8.self)
    }

    /// The year's, and a few beyond: what is refused has to be refused alike.
    private static let values: [String: [any Sendable]] = [
        "cohort": Array(1...5), "visit": Array(1...16), "message": Array(1...300), "reminder": Array(1...450),
        "enquiry": [1, 2, 3], "purge": [1, 2], "hold": [1, 2], "certificate": [1, 2], "erasure": [1, 2],
        "note": [1, 2], "person": Array(1...30), "email": ["nobody@school.example"],
        "trust": ["19157", "1"], "federation": ["1"],
        "group": Array(1...8), "session": Array(1...10),
        "urn": (try? String(contentsOfFile: Programs.demo + "/contacts.csv", encoding: .utf8))?
            .split(separator: "\n").compactMap { Int($0.prefix(6)) } ?? [],
    ]
}
