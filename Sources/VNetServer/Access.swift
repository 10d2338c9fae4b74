import VNetAPI
import VNetPlatform

/// What the peer of one connection may do, and why; worked out once for all its lines.
struct Standing {
    let principal: Principal
    /// The permissions that were granted, without those that they bring with them.
    let grants: [(permission: Permission, reason: String)]

    init(_ uid: UInt32, _ grants: [(permission: Permission, reason: String)], for scope: Scope) {
        principal = Principal(uid: uid, granted: grants.map(\.permission), for: scope)
        self.grants = grants
    }
}

/// Who may do what, from the configuration: which groups and users hold which permission.
public struct Access: Sendable {
    public struct Rule: Equatable, Sendable {
        public enum Who: Equatable, Sendable {
            case group(UInt32, name: String)
            case user(UInt32)
        }

        public var who: Who
        public var permission: Permission

        public init(_ who: Who, _ permission: Permission) {
            self.who = who
            self.permission = permission
        }
    }

    public var rules: [Rule]
    /// A simulation holds nothing confidential: whoever runs it may do everything.
    public var simulationOwner: UInt32?
    /// The users whose permissions are not for the whole network.
    public var scopes: [UInt32: Scope]

    public init(rules: [Rule] = [], simulationOwner: UInt32? = nil, scopes: [UInt32: Scope] = [:]) {
        self.rules = rules
        self.simulationOwner = simulationOwner
        self.scopes = scopes
    }

    func scope(of peer: Peer) -> Scope { scopes[peer.uid] ?? .network }

    /// What a peer of the control socket is granted, each with its reason. One whose groups the kernel would not name may
    /// only ask who it is.
    public func grants(to peer: Peer) -> [(permission: Permission, reason: String)] {
        if peer.uid == simulationOwner {
            return Permission.allCases.filter { $0 != .deliver }.map { ($0, "you run this simulation") }
        }
        guard let groups = peer.groups else {
            return [(.connect, "you can open the socket, but the system would not name your groups")]
        }
        var grants: [(Permission, String)] = [(.connect, "you can open the socket")]
        if peer.uid == 0 { grants.append((.admin, "root")) }
        for rule in rules where rule.permission != .deliver {
            switch rule.who {
            case .group(let id, let name):
                if groups.contains(id) { grants.append((rule.permission, "member of group \(name)")) }
            case .user(let id): if peer.uid == id { grants.append((rule.permission, "user \(id)")) }
            }
        }
        return grants
    }
}
