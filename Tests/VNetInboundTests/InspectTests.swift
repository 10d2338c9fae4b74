import Foundation
import TestSupport
import Testing

/// `vnet-mailer inspect`, as an administrator runs it.
struct InspectTests {
    private let folder: Scratch

    init() throws {
        folder = try Scratch()
        for name in ["new", "cur", "tmp"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: false)
        }
    }

    private func inspect(_ arguments: String...) throws -> Finished {
        try Programs.run(Programs.folder + "/vnet-mailer", ["inspect"] + arguments)
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func `each mail of a Maildir is told in one line, and stays where it is`() throws {
        try folder.write("From: Ada <head@a.example>\nSubject: Re: Visit\n\nYes\n\n-- \nAda\n", to: "new/1")
        try folder.write(
            "From: mailer-daemon@mx.example\nSubject: Mail delivery failed\n\n<head@a.example>: 550 5.1.1 user unknown\n",
            to: "new/2:2,S")
        try folder.write(
            "From: head@a.example\nSubject: Automatic reply\n\nI am away until 13 November 2099.\n", to: "cur/3:2,S")
        let result = try inspect(folder.path)
        #expect(result.status == 0 && result.errors.isEmpty)
        let mails = try result.lines.map(object)
        #expect(mails.map { $0["kind"] as? String } == ["answer", "bounce", "automatic_reply"])
        #expect(mails[0]["text"] as? String == "Yes" && mails[0]["from"] as? [String] == ["head@a.example"])
        let failures = try #require(mails[1]["failures"] as? [[String: Any]])
        #expect(failures.map { $0["address"] as? String } == ["head@a.example"])
        #expect(failures.map { $0["fails"] as? String } == ["permanent"] && failures[0]["status"] as? String == "5.1.1")
        #expect(mails[2]["end"] as? String == "2099-11-13")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("new")).count == 2)
    }

    @Test func `the answer of a calendar is told with its times`() throws {
        let calendar = """
            BEGIN:VCALENDAR
            METHOD:COUNTER
            BEGIN:VEVENT
            UID:visit-7@n.example
            DTSTAMP:20261103T080000Z
            DTSTART;TZID=Europe/Paris:20261110T140000
            DURATION:PT2H
            ATTENDEE;PARTSTAT=TENTATIVE:mailto:head@a.example
            END:VEVENT
            END:VCALENDAR

            """
        let file = try folder.write("From: head@a.example\nContent-Type: text/calendar\n\n" + calendar, to: "mail")
        let told = try #require(try object(inspect(file).output)["calendar"] as? [[String: Any]])
        #expect(told.map { $0["uid"] as? String } == ["visit-7@n.example"])
        #expect(
            told[0]["start"] as? String == "2026-11-10T13:00:00Z" && told[0]["end"] as? String == "2026-11-10T15:00:00Z"
        )
        let people = try #require(told[0]["attendees"] as? [[String: Any]])
        #expect(people.map { $0["participation"] as? String } == ["tentative"])
    }

    @Test func `what cannot be read is named, and the others are told all the same`() throws {
        let file = try folder.write("From: a@a.example\n\nYes", to: "mail")
        let result = try inspect(folder.path("missing"), file, "/dev/null", folder.path("new"))
        #expect(result.status == 66 && result.lines.count == 1)
        for text in ["missing", "/dev/null: it is not a file", "it has no “new”, as a Maildir has"] {
            #expect(result.errors.contains(text), "\(text)")
        }
        #expect(try inspect("--zone", "Nowhere/Never", file).status == 64)
    }
}
