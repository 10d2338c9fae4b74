import VNetCore

// The proof of each purge: a signed certificate.

@Listing("List the certificates of purges, newest first.", .dpo, rows: "certificates", order: "Newest first.")
public struct CertificateList: Listing {
    public typealias Row = CertificateSummary
}

extension Page where List == CertificateList {
    public var certificates: [CertificateSummary] { rows }
}

@Request(
    "Print the certificate of a purge, to be saved to a file and given away.", .dpo, .reads, errors: [.notFound],
    rendering: .text("text"))
public struct CertificateGet: Request {
    @Field("The certificate's id.") public let certificate: Int64

    @Reply public struct Response: Reply {
        @Embedded public var summary: CertificateSummary
        @Field("What was signed; then the signature and the public key, each in base64 between two lines that say so.")
        public var text: Document
    }
}

/// A certificate in one line.
@Reply public struct CertificateSummary: Reply {
    @Field("The certificate's id.") public var id: Int64
    @Field("The purge that it certifies.") public var purge: Int64
    @Field("When it was issued, as the purge ended.") public var issuedAt: Instant
    @Field("The fingerprint of the key that it is signed with; vnetd --signed-by takes it.") public var key: String
}
