import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func certificateList(_ request: CertificateList) throws(Refusal) -> CertificateList.Response {
        try read { transaction in
            try page(
                request, transaction, fetch: { try transaction.certificates(before: $0?.id, limit: $1) },
                place: { Place($0.id) }, row: CertificateSummary.init)
        }
    }

    public func certificateGet(_ request: CertificateGet) throws(Refusal) -> CertificateGet.Response {
        try read { transaction in
            let certificate = try transaction.require(certificate: request.certificate)
            return CertificateGet.Response(
                summary: CertificateSummary(certificate), text: Document(certificate.signed.file))
        }
    }
}

extension CertificateSummary {
    init(_ certificate: IssuedCertificate) {
        self.init(
            id: certificate.id, purge: certificate.purge, issuedAt: certificate.issuedAt,
            key: certificate.signed.fingerprint)
    }
}
