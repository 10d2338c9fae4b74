/// Whose affairs a permission is for.
public enum Scope: Hashable, Sendable {
    case network
    /// The schools of one trust, by its code on the register.
    case trust(String)

    /// Whether a permission for this is one for `other` too.
    public func covers(_ other: Scope) -> Bool {
        switch (self, other) {
        case (.network, _): true
        case (.trust(let own), .trust(let other)): own == other
        case (.trust, .network): false
        }
    }

    var words: String {
        switch self {
        case .network: "the whole network"
        case .trust(let code): "trust \(code)"
        }
    }
}

/// Who asks, what they may do, and for whom.
public struct Principal: Equatable, Sendable {
    public let uid: UInt32
    public let permissions: Permissions
    public let scope: Scope

    /// With all that the granted permissions bring with them.
    public init(uid: UInt32, granted: some Sequence<Permission>, for scope: Scope = .network) {
        self.uid = uid
        permissions = granted.reduce(into: []) { $0.formUnion($1.includes) }
        self.scope = scope
    }

    /// Whether `permission` is held for `scope`: the one place where that is decided. What takes only a connection tells
    /// nothing of any school, so it is for everybody.
    public func may(_ permission: Permission, for scope: Scope) -> Bool {
        permissions.contains(permission) && (permission == .connect || self.scope.covers(scope))
    }

    /// Refuses whoever may not; `needs` begins the sentence: “Message 3 needs”.
    public func require(_ permission: Permission, for scope: Scope, _ needs: @autoclosure () -> String) throws(Refusal)
    {
        guard !may(permission, for: scope) else { return }
        let reach = permissions.contains(permission) ? " for \(scope.words), and yours is for \(self.scope.words)" : ""
        throw Refusal(
            .permissionDenied,
            "\(needs()) the permission “\(permission.rawValue)”\(reach). “whoami” shows what you may do.")
    }
}
