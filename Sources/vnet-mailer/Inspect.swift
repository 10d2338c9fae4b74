import ArgumentParser
import Glibc
import VNetAPI
import VNetCore
import VNetInbound
import VNetJSON
import VNetPlatform

/// `vnet-mailer inspect`: what mails are taken for, for an administrator who wonders.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what mails are taken for, and changes nothing.",
        discussion:
            "Reads mails, each in its file or all of a Maildir, and prints one line of JSON for each: an answer, a bounce, an "
            + "automatic reply, the answer of a calendar. Nothing is sent, moved or handed on.")

    @Argument(help: "Mails, or Maildirs with mails in new and cur.") var paths: [String]
    @Option(help: "The time zone of times that name none.") var zone = "Europe/London"

    func run() throws {
        guard let local = Self.rules(zone) else {
            throw ValidationError("There is no time zone “\(zone)” on this system: see /usr/share/zoneinfo.")
        }
        let zones = CalendarZones(local: local, named: Self.rules)
        var isWhole = true
        for path in paths {
            do throws(SystemError) {
                for file in try Spool.files(path) { isWhole = show(file, zones) && isWhole }
            } catch {
                isWhole = false
                Log.error(error.description)
            }
        }
        if !isWhole { throw ExitCode(VNetAPI.ExitStatus.noInput.rawValue) }
    }

    /// Whether it could be read.
    private func show(_ file: String, _ zones: CalendarZones) -> Bool {
        do throws(SystemError) {
            let mail = try SpooledMail(file)
            let facts = InboundFacts(InboundMail(mail.bytes), on: mail.arrived, in: zones)
            print(JSONValue.object(JSONObject([("file", .string(file))] + facts.members)))
            return true
        } catch {
            Log.error(error.description)
            return false
        }
    }

    @Sendable private static func rules(_ name: String) -> TimeZoneRules? {
        guard let bytes = try? SmallFile.zoneinfo(name) else { return nil }
        return try? TimeZoneRules(name: name, tzif: bytes)
    }
}
