import CSystemd
import Glibc

/// Listening sockets that systemd has opened for this process, by the names that their units give them
/// (sd_listen_fds_with_names(3)).
public struct PassedSockets {
    private var descriptors: [String: Int32] = [:]

    /// Takes them over; later calls find none.
    public init() throws(SystemError) {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = try check(sd_listen_fds_with_names(1, &names), "take over systemd's sockets")
        for index in 0..<Int(count) {
            guard let name = names?[index] else { continue }
            let descriptor = Int32(SD_LISTEN_FDS_START) + Int32(index)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            descriptors[String(cString: name)] = descriptor
            free(name)
        }
        free(names)
    }

    public subscript(name: String) -> Int32? { descriptors[name] }
}

/// Secrets that systemd hands to this service alone (systemd.exec(5), LoadCredential=).
public enum Credential {
    /// Nil where the service has no such credential.
    public static func read(_ name: String, limit: Int = 4096) throws(SystemError) -> [UInt8]? {
        guard let directory = getenv("CREDENTIALS_DIRECTORY") else { return nil }
        do { return try SmallFile.read(String(cString: directory) + "/" + name, limit: limit) } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }
}
