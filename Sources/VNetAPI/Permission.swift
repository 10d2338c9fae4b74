/// What a caller must hold for a verb, or to see a field.
public enum Permission: String, CaseIterable, Sendable {
    /// Anybody who can open the socket.
    case connect
    /// States and dates; no person's contact data.
    case read
    /// Day-to-day changes, and contact data.
    case operate
    /// Review notes, write-ups and feedback.
    case confidential
    /// Retention, holds, erasure and the read log; no day-to-day changes.
    case dpo
    /// Configuration, backup, keys and the simulated clock.
    case admin
    /// Claiming and reporting messages, on the delivery socket only.
    case deliver

    /// What holding this one brings with it. Deliberately not a ladder: an administrator of the machine reads no
    /// confidential text and approves no purge.
    public var includes: Set<Permission> {
        switch self {
        case .connect: [.connect]
        case .read: [.connect, .read]
        case .operate: [.connect, .read, .operate]
        case .confidential: [.connect, .read, .confidential]
        case .dpo: [.connect, .read, .dpo]
        case .admin: [.connect, .read, .operate, .admin]
        case .deliver: [.connect, .deliver]
        }
    }
}

/// Who is asking, and what they may do.
public struct Caller: Equatable, Sendable {
    public let uid: UInt32
    public let permissions: Set<Permission>

    /// With all that the granted permissions bring with them.
    public init(uid: UInt32, granted: some Sequence<Permission>) {
        self.uid = uid
        permissions = granted.reduce(into: []) { $0.formUnion($1.includes) }
    }

    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}
