import Foundation
import TestSupport

extension Programs {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    /// The programs as people run them: built for release, by `make`.
    static let bin = ProcessInfo.processInfo.environment["VNET_BIN"] ?? root + "/.build/bin"
    static let scripts = root + "/Tests/EndToEndTests/Scripts"
    static let demo = root + "/contrib/demo"
}

/// Lets so many pass at a time.
actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ places: Int) { free = places }

    func pass<T: Sendable>(_ body: @Sendable () async throws -> T) async rethrows -> T {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        defer { if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() } }
        return try await body()
    }
}
