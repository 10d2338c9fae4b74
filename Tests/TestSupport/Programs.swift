import Foundation

/// Programs, run as a person or a script runs them.
package enum Programs {
    /// Where the test runner was built to, and vnetd, vnetctl and vnet-mailer with it.
    package static let folder: String = {
        let folder = Bundle.main.bundlePath
        if FileManager.default.fileExists(atPath: folder + "/vnetctl") { return folder }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    }()

    package static let vnetctl = folder + "/vnetctl"

    /// Runs a program to its end; see `Running`.
    package static func run(
        _ program: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Finished {
        let scratch = try Scratch()
        return try Running(program, arguments, in: scratch, input: input, environment: environment).wait()
    }

    /// The same, while other tests go on.
    package static func run(
        _ program: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) async throws -> Finished {
        let scratch = try Scratch()
        return try await Running(program, arguments, in: scratch, input: input, environment: environment).ended()
    }

    package static func python(_ script: String, _ arguments: [String] = [], input: String? = nil) throws -> Finished {
        try run("/usr/bin/env", ["python3", "-c", script] + arguments, input: input)
    }
}
