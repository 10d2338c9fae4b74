import Glibc

/// Users and groups of this machine, by name.
public enum Accounts {
    /// The id of a group; nil where there is none of this name.
    public static func group(_ name: String) -> UInt32? {
        var entry = Group()
        return find { getgrnam_r(name, &entry, $0, $1, $2) } ? entry.gr_gid : nil
    }

    /// The id of a user; nil where there is none of this name.
    public static func user(_ name: String) -> UInt32? {
        var entry = passwd()
        return find { getpwnam_r(name, &entry, $0, $1, $2) } ? entry.pw_uid : nil
    }

    private typealias Group = Glibc.group

    /// Looks up with room for the largest of entries: a group's lists its members.
    private static func find<Entry>(
        _ look: (UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>) -> Int32
    ) -> Bool {
        var room = [CChar](repeating: 0, count: 1 << 16)
        var found: UnsafeMutablePointer<Entry>?
        return look(&room, room.count, &found) == 0 && found != nil
    }
}
