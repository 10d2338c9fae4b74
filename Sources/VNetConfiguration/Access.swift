import VNetAPI
import VNetPlatform
import VNetServer
import VNetTOML

extension Table {
    /// The groups that a package makes. Where one does not exist, nobody has its permission by it.
    static let defaultGroups: [(name: String, permission: Permission)] = [
        ("vnet", .read), ("vnet-operator", .operate), ("vnet-confidential", .confidential), ("vnet-dpo", .dpo),
        ("vnet-admin", .admin),
    ]

    /// `[access.groups]` and `[access.users]`: a name each, with the permissions that it gives. Groups that are named replace
    /// those that come with the package.
    func accessRules() -> [Access.Rule] {
        var rules: [Access.Rule] = []
        var hasGroups = false
        read("access") { access in
            access.read("groups") { groups in
                hasGroups = true
                for name in groups.keys {
                    groups.list(name, of: Self.wanted, Self.permission) { permissions in
                        guard let id = Accounts.group(name) else {
                            return groups.fault(
                                name, "is no group of this machine. Make it with “groupadd”, or leave it out")
                        }
                        rules += permissions.map { Access.Rule(.group(id, name: name), $0) }
                    }
                }
            }
            access.read("users") { users in
                for name in users.keys {
                    users.list(name, of: Self.wanted, Self.permission) { permissions in
                        guard let id = Accounts.user(name) else {
                            return users.fault(name, "is no user of this machine")
                        }
                        rules += permissions.map { Access.Rule(.user(id), $0) }
                    }
                }
            }
        }
        guard !hasGroups else { return rules }
        return rules
            + Self.defaultGroups.compactMap { name, permission in
                Accounts.group(name).map { Access.Rule(.group($0, name: name), permission) }
            }
    }

    private static let wanted =
        "permissions: \(Permission.grantable.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))"

    private static func permission(_ text: String) -> Permission? {
        Permission(rawValue: text).flatMap { Permission.grantable.contains($0) ? $0 : nil }
    }
}

extension Permission {
    /// `connect` is everybody's who can open the socket; `deliver` belongs to the mailer's socket.
    fileprivate static let grantable: [Permission] = [.read, .operate, .confidential, .dpo, .admin]
}
