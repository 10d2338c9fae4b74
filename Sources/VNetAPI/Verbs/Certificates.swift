import VNetCore

// What is proved of purges: one signed certificate each.

public struct CertificateList: Listing {
    public static let verb = Verb.certificateList
    public static let about = About(
        "List the certificates of purges, newest first.", .dpo, .reads, rendering: .table("certificates"))
    public let page: PageOptions

    public init(_ fields: inout RequestFields) throws(Refusal) {
        page = try PageOptions(&fields, of: Self.self)
    }

    public typealias Row = CertificateSummary
    public static let rows: StaticString = "certificates"
    public static let order: StaticString = "Newest first."
}

extension Page where List == CertificateList {
    public var certificates: [CertificateSummary] { rows }
}

public struct CertificateGet: Request {
    public static let verb = Verb.certificateGet
    public static let about = About(
        "Print the certificate of a purge, to be saved to a file and given away.", .dpo, .reads, errors: [.notFound],
        rendering: .text("text"))
    public let certificate: Int64

    public init(_ fields: inout RequestFields) throws(Refusal) {
        certificate = try fields.required("certificate", "The certificate's id.")
    }

    public struct Response: Reply {
        public var summary: CertificateSummary
        public var text: Document

        public init(summary: CertificateSummary, text: Document) {
            self.summary = summary
            self.text = text
        }

        public static let sample = Response(summary: CertificateSummary.sample, text: Document.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.embed(summary)
            fields.field(
                "text", text,
                "What was signed; then the signature and the public key, each in base64 between two lines that say so.")
        }
    }
}

/// A certificate in one line.
public struct CertificateSummary: Reply {
    public var id: Int64
    public var purge: Int64
    public var issuedAt: Instant
    public var key: String

    public init(id: Int64, purge: Int64, issuedAt: Instant, key: String) {
        self.id = id
        self.purge = purge
        self.issuedAt = issuedAt
        self.key = key
    }

    public static let sample = CertificateSummary(id: 1, purge: 1, issuedAt: Instant.sample, key: "sha256:0")

    public func write(_ fields: inout ReplyFields) {
        fields.field("id", id, "The certificate's id.")
        fields.field("purge", purge, "The purge that it is of.")
        fields.field("issued_at", issuedAt, "When it was issued, with the end of the purge.")
        fields.field("key", key, "The fingerprint of the key that it is signed with; vnetd --signed-by takes it.")
    }
}
