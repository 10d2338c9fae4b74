import Foundation
import TestSupport
import Testing

// What the daemon sends is held against what it says of itself, by Python's jsonschema.

/// Runs a script beside the tests on the programs that were built with them.
private func script(_ name: String) async throws -> Finished {
    let scripts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts")
    return try await Programs.run(scripts.appending(path: name).path, [Programs.folder])
}

@Test func `every reply of a cohort's year fits its schema, and so does every error`() async throws {
    let run = try await script("validated-year")
    #expect(run.status == 0, "\(run.errors)\n\(run.output.split(separator: "\n").suffix(200).joined(separator: "\n"))")
    #expect(run.output.contains("verb cohort.get"))
    #expect(run.output.contains("refused school.get not_found"))
}

@Test func `the examples run: a client in Python, and one in socat and jq`() async throws {
    let run = try await script("try-examples")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("The examples run."))
}
