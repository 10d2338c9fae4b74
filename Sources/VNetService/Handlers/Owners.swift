import VNetAPI
import VNetCore
import VNetStore

extension Service {
    public func trustList(_ request: TrustList) throws(Refusal) -> TrustList.Response { try owners(request, .trust) }

    public func federationList(_ request: FederationList) throws(Refusal) -> FederationList.Response {
        try owners(request, .federation)
    }

    public func trustGet(_ request: TrustGet) throws(Refusal) -> OwnerDetail { try owner(.trust, request.trust) }

    public func federationGet(_ request: FederationGet) throws(Refusal) -> OwnerDetail {
        try owner(.federation, request.federation)
    }

    private func owners<List: OwnerListing>(_ request: List, _ kind: Owner.Kind) throws(Refusal) -> Page<List> {
        try read { transaction in
            try page(
                request, transaction,
                fetch: { try transaction.owners(kind, matching: request.matching, after: $0, limit: $1) },
                place: \.place, row: OwnerView.init)
        }
    }

    private func owner(_ kind: Owner.Kind, _ code: String) throws(Refusal) -> OwnerDetail {
        try read { transaction in
            let owner = try transaction.require(kind, code)
            let schools = try transaction.schools(matching: nil, of: (kind, code), limit: 100)
            return OwnerDetail(
                summary: OwnerView(owner),
                schools: try schools.map {
                    OwnerDetail.School(
                        urn: $0.urn, school: $0.name, town: $0.town, isOpen: $0.isOpen,
                        cohorts: try transaction.cohortsUnderWay(of: $0.urn))
                })
        }
    }
}

extension OwnerView {
    init(_ owner: Owner) {
        self.init(code: owner.code, name: owner.name, size: owner.schools, enrolled: owner.enrolled)
    }
}

extension Transaction {
    func require(_ kind: Owner.Kind, _ code: String) throws -> Owner {
        guard let owner = try owner(kind, code) else {
            throw Refusal(
                .notFound, "There is no \(kind) “\(code)” on the register. “\(kind) list” shows the codes.",
                path: "$.\(kind)")
        }
        return owner
    }
}
