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
    public var includes: Permissions {
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

/// A set of permissions, as bits: it is looked at for every line and for many a field.
public struct Permissions: Equatable, Sendable, ExpressibleByArrayLiteral {
    private var bits: UInt8 = 0

    public init(_ elements: some Sequence<Permission>) { for element in elements { bits |= Self.bit(element) } }

    public init(arrayLiteral elements: Permission...) { self.init(elements) }

    public func contains(_ permission: Permission) -> Bool { bits & Self.bit(permission) != 0 }

    public mutating func formUnion(_ other: Permissions) { bits |= other.bits }

    /// In the order of their declarations.
    public var elements: [Permission] { Permission.allCases.filter(contains) }

    private static func bit(_ permission: Permission) -> UInt8 {
        switch permission {
        case .connect: 1
        case .read: 1 << 1
        case .operate: 1 << 2
        case .confidential: 1 << 3
        case .dpo: 1 << 4
        case .admin: 1 << 5
        case .deliver: 1 << 6
        }
    }
}
