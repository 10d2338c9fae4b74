import VNetCore
import VNetPlatform
import VNetStore

/// Why a certificate is not to be relied on, and what to do.
struct CertificateFault: Error {
    let message: String
}

/// Checks certificates offline: each by its own signature and key, and together that none is missing between them.
struct Verifying {
    /// The fingerprint that all keys have to have; nil for any.
    let key: String?
    private(set) var lines: [String] = []
    private var last: (file: String, certificate: SignedCertificate)?

    init(signedBy key: String?) { self.key = key }

    mutating func check(_ file: String) throws {
        let certificate = try Self.read(file)
        guard certificate.isGenuine else {
            throw CertificateFault(
                message: "\(file) is not as it was signed: its text or its signature was changed. Get it again with "
                    + "“vnetctl certificate get”, and do not rely on this one.")
        }
        if let key, certificate.fingerprint != key {
            throw CertificateFault(
                message:
                    "\(file) is signed by another key, \(certificate.fingerprint). Ask the network whether that key "
                    + "is one of its own.")
        }
        if let last { try Self.check(certificate, in: file, after: last.certificate, in: last.file) }
        lines.append(
            "\(file): certificate \(certificate.fact("Certificate") ?? "?"), of purge \(certificate.fact("Purge") ?? "?"), is "
                + "as it was signed.")
        if certificate.fact("Simulation") == "yes" { lines.append("  It is of a simulation, and proves nothing.") }
        last = (file, certificate)
    }

    /// What is to be said when all have been checked.
    var conclusion: String {
        guard let certificate = last?.certificate, key == nil else {
            return "All are signed by the key that was named."
        }
        return
            "The key is \(certificate.fingerprint). Compare it with what “vnetctl certificate list” shows at the network."
    }

    private static func read(_ file: String) throws -> SignedCertificate {
        let bytes = try SmallFile.read(file, limit: 1 << 20)
        guard let certificate = SignedCertificate(file: bytes), certificate.text.hasPrefix(Certificate.title + "\n")
        else {
            let isTranslated = bytes.contains(0x0D)
            throw CertificateFault(
                message: "\(file) is no certificate"
                    + (isTranslated ? ": its lines were given other ends on the way" : "")
                    + ". Give the file as “vnetctl certificate get” printed it.")
        }
        return certificate
    }

    private static func check(
        _ certificate: SignedCertificate, in file: String, after last: SignedCertificate, in lastFile: String
    ) throws {
        guard certificate.fingerprint == last.fingerprint else {
            throw CertificateFault(
                message: "\(file) is signed by another key than \(lastFile). Ask the network why it has two.")
        }
        guard certificate.fact("Previous") == last.digest else {
            throw CertificateFault(
                message:
                    "\(file) does not follow \(lastFile): one between them is missing, one was issued again, or they are in another order. Give all "
                    + "of them, oldest first.")
        }
    }
}
