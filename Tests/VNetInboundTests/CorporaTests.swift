import Foundation
import Testing
import VNetCore
import VNetInbound

/// Mails that nobody here wrote. `VNET_CORPORA` names the directory of the sets: bounces, replies, replies-eml,
/// replies-html, imip, mime.
private let corpora = ProcessInfo.processInfo.environment["VNET_CORPORA"]

@Suite(
    .enabled("The mails of others are not part of this repository: VNET_CORPORA names their directory.") {
        corpora != nil
    })
struct CorporaTests {
    private func files(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
        let root = URL(filePath: corpora ?? "").appending(path: folder)
        return try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
            .filter { !$0.hasPrefix("LICENCE") && !$0.hasSuffix(".json") }
            .map { ($0, Array(try Data(contentsOf: root.appending(path: $0)))) }
    }

    private func facts(_ bytes: [UInt8]) -> InboundFacts {
        InboundFacts(InboundMail(bytes), on: CivilDate(iso: "2026-11-03")!, in: zones)
    }

    private func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    @Test func `no mail ends or hangs the process`() throws {
        for folder in ["mime", "bounces", "imip", "replies/mails", "replies-eml", "replies-html"] {
            for (name, bytes) in try files(folder) {
                // On a busy machine what is quick may wait for its turn, but not again and again.
                let isQuick = (0..<5).contains { _ in
                    let start = ContinuousClock.now
                    _ = facts(bytes)
                    return start.duration(to: .now) < .seconds(1)
                }
                #expect(isQuick, "\(folder)/\(name)")
            }
        }
    }

    /// The fields of the report itself, read by eye as it were: without MIME, without order.
    private func reported(_ bytes: [UInt8]) -> (address: String, isTemporary: Bool)? {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").lowercased()
        guard let found = text.firstMatch(of: /\nfinal-recipient:[^;\n]*;\s*<?([^\s<>@]+@[^\s<>]+)/) else { return nil }
        let before = text[..<found.range.lowerBound]
        let start = before.ranges(of: "\n\n").last?.upperBound ?? text.startIndex
        let end = text[found.range.upperBound...].firstRange(of: "\n\n")?.lowerBound ?? text.endIndex
        let group = "\n" + text[start..<end]
        let status = group.firstMatch(of: /\nstatus:\s*([245])\./).map { String($0.1) }
        let isDelayed = group.firstMatch(of: /\naction:\s*delayed/) != nil
        return (String(found.1), isDelayed || status == "4")
    }

    @Test func `bounces are recognised, with the address and whether it will do another time`() throws {
        var (read, known, right) = (0, 0, 0)
        var wrong: [String] = []
        for (name, bytes) in try files("bounces") {
            switch facts(bytes).kind {
            case .answer, .encrypted, .list, .calendar: Issue.record("\(name) is taken for what a person says.")
            case .bounce(let bounce):
                read += 1
                guard let expected = reported(bytes) else { continue }
                known += 1
                let isRight = bounce.failures.contains { failure in
                    [failure.address, failure.original].compactMap { $0?.text.lowercased() }.contains(expected.address)
                        && (failure.kind == .temporary) == expected.isTemporary
                }
                if isRight { right += 1 } else { wrong.append(name) }
            case .feedbackReport, .automaticReply, .receipt, .loop:
                #expect(reported(bytes) == nil, "\(name) is no bounce.")
            }
        }
        print("bounces: \(read) recognised; of \(known) with a report \(right) right; not: \(wrong)")
        #expect(right * 100 >= known * 97)
    }

    @Test func `replies are cut to what was answered`() throws {
        var (right, wrong) = (0, [String]())
        let expected = Dictionary(uniqueKeysWithValues: try files("replies/trimmed").map { ($0.name, $0.bytes) })
        let mails = try files("replies/mails")
        for (name, bytes) in mails {
            let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
            let isRight = words(ReplyText(text).text) == words(String(decoding: expected[name] ?? [], as: UTF8.self))
            if isRight { right += 1 } else { wrong.append(name) }
        }
        print("replies: \(right) of \(mails.count) exactly; not: \(wrong)")
        #expect(right * 100 >= mails.count * 90)
    }

    @Test func `replies of all mail programs are cut`() throws {
        for (name, bytes) in try files("replies-eml") where name.hasSuffix(".eml") {
            #expect(ReplyText(InboundMail(bytes)).text == "Hello", "\(name)")
        }
        for (name, bytes) in try files("replies-html") {
            let mail = InboundMail(Array("Content-Type: text/html; charset=utf-8\n\n".utf8) + bytes)
            #expect(words(ReplyText(mail).text).joined(separator: " ") == "Hi. I am fine. Thanks, Alex", "\(name)")
        }
    }

    @Test func `answers of calendars are read, and bounces of them are bounces`() throws {
        for (name, bytes) in try files("imip") {
            let kind = facts(bytes).kind
            switch (name, kind) {
            case (let name, .calendar(let reading)) where name.hasPrefix("good"):
                let message = try #require(reading.messages.first)
                #expect(message.uid == "1E71F9C8-AEDA-48EB-98D0-76E898F6BB5C" && message.sequence == 7)
                #expect(message.attendees.map(\.participation) == [.accepted])
            case ("reply_missing_attendee", .calendar(let reading)): #expect(reading.faults == [.noAttendee])
            case ("reply_missing_attachment", .answer): break
            case (let name, .bounce(let bounce)) where name.hasPrefix("dsn"):
                #expect(bounce.failures.map(\.address?.text) == ["nonexistant@example.com"])
            case (let name, _) where name.hasSuffix(".ics"):
                let reading = CalendarReading(String(decoding: bytes, as: UTF8.self), in: zones)
                #expect(reading.messages.map(\.method) == [.reply, .reply, .reply, .reply, .reply, .counter])
                #expect(reading.faults.count == 9)
            default: Issue.record("\(name) is \(kind).")
            }
        }
    }
}
