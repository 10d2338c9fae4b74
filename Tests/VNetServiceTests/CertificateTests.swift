import Testing
import VNetAPI
import VNetCore
import VNetJSON
import VNetService
import VNetStore

/// Each purge is proved by a certificate that anybody can check.
struct CertificateTests {
    let network = try! Network()

    /// Purges an enquiry that came on a day of its own.
    private func purge(_ name: String) throws {
        try network.run(
            EnquiryCreate.self,
            [
                "contact": .string("Pat Enquirer"), "email": .string("pat@school.example"),
                "question": .string("May we join?"), "organisation": .string(name),
            ]
        ) { try $0.enquiryCreate($1, $2) }
        network.now = network.now.adding(days: 400)
        try network.purge()
    }

    private func certificate(_ id: Int64) throws -> CertificateGet.Response {
        try network.service.certificateGet(CertificateGet.decode(JSONObject([("certificate", .integer(id))])).request)
    }

    private func signed(_ id: Int64) throws -> SignedCertificate {
        try #require(SignedCertificate(file: Array(certificate(id).text.text.utf8)))
    }

    private func list() throws -> [CertificateSummary] {
        try network.service.certificateList(CertificateList.decode(JSONObject([])).request).certificates
    }

    @Test func `a purge that is complete has a certificate of what went, by which rule, and how it was verified`()
        throws
    {
        #expect(try list().isEmpty)
        try purge("Asker")
        let certificate = try signed(1)
        #expect(certificate.isGenuine)
        let text = certificate.text
        #expect(text.hasPrefix("vnet certificate of a purge, form 1\nCertificate: 1\nNetwork: Peer review network\n"))
        for line in [
            "Simulation: yes", "Previous: none", "Purge: 1", "Approved by: user id 1000", "Records: 1",
            "Purged: 1 enquiry, 12 months after the last contact",
            "Verified: keys destroyed, rows deleted, files rewritten; 1 ciphertext looked for in vnet.db, vnet.db-wal and "
                + "not found",
        ] { #expect(text.contains("\n\(line)\n"), "\(line)\nis not in\n\(text)") }
        #expect(certificate.fact("List")?.hasPrefix("sha256:") == true)
        for personal in ["Pat", "Asker", "@"] { #expect(!text.contains(personal)) }
        #expect(try list().map(\.purge) == [1])
        #expect(try list().map(\.key) == [certificate.fingerprint])
    }

    @Test func `a certificate names the one before by its digest, under the same key, also after a restart`() throws {
        try purge("First")
        try network.restart()
        try purge("Second")
        #expect(try signed(2).fact("Previous") == signed(1).digest)
        #expect(try signed(2).publicKey == signed(1).publicKey)
        #expect(try list().map(\.id) == [2, 1])
    }

    @Test func `a certificate of which any one bit was changed is not taken for genuine`() throws {
        try purge("Asker")
        let file = Array(try certificate(1).text.text.utf8)
        #expect(SignedCertificate(file: file)?.isGenuine == true)
        let length = try signed(1).text.utf8.count
        for index in file.indices {
            // Every bit of what is decoded, and one of each byte of what is not.
            for bit in index < length ? index % 8..<index % 8 + 1 : 0..<8 {
                var changed = file
                changed[index] ^= 1 << bit
                #expect(SignedCertificate(file: changed)?.isGenuine != true, "byte \(index), bit \(bit)")
            }
        }
        for end in file.indices { #expect(SignedCertificate(file: Array(file[..<end])) == nil) }
        #expect(SignedCertificate(file: file + file) == nil)
    }

    @Test func `a name of several lines adds no line to a certificate`() throws {
        var configuration = network.service.configuration
        configuration.name = "A\nRecords: 0\r\nnetwork"
        _ = try network.service.reconfigure(configuration, network.context(.daemonReload))
        try purge("Asker")
        #expect(try signed(1).fact("Network") == "A Records: 0 network")
        #expect(try signed(1).fact("Records") == "1")
    }
}
