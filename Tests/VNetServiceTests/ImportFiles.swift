import VNetAPI
import VNetCore
import VNetJSON
import VNetService

extension Network {
    /// Imports a file's bytes by the verb `R`.
    @discardableResult
    func load<R: Request>(
        _: R.Type, _ file: [UInt8], _ params: [String: JSONValue] = [:],
        _ handler: (Service, R, Service.Context) throws -> Outcome
    ) throws -> Outcome {
        let sorted = params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let (request, options) = try R.decode(JSONObject(sorted))
        return try handler(
            service, request,
            Service.Context(verb: R.verb, principal: Self.principal, now: now, options: options, file: file))
    }

    @discardableResult
    func schools(_ file: String, _ params: [String: JSONValue] = [:]) throws -> Outcome {
        try load(SchoolImport.self, Array(file.utf8), params) { try $0.schoolImport($1, $2) }
    }

    @discardableResult
    func links(_ rows: String, _ params: [String: JSONValue] = [:]) throws -> Outcome {
        let header = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"
        return try load(LinkImport.self, Array((header + rows).utf8), params) { try $0.linkImport($1, $2) }
    }

    @discardableResult
    func contacts(_ rows: String, _ params: [String: JSONValue] = [:]) throws -> Outcome {
        try load(ContactImport.self, Array(("URN,role,name,e-mail\n" + rows).utf8), params) {
            try $0.contactImport($1, $2)
        }
    }

    @discardableResult
    func terms(_ events: [(title: String, first: String, end: String)], _ params: [String: JSONValue]) throws -> Outcome
    {
        let lines = events.flatMap {
            ["BEGIN:VEVENT", "SUMMARY:\($0)", "DTSTART;VALUE=DATE:\($1)", "DTEND;VALUE=DATE:\($2)", "END:VEVENT"]
        }
        let file = (["BEGIN:VCALENDAR"] + lines + ["END:VCALENDAR", ""]).joined(separator: "\r\n")
        return try load(TermImport.self, Array(file.utf8), params) { try $0.termImport($1, $2) }
    }

    func school(_ urn: Int) throws -> SchoolView {
        try service.schoolGet(SchoolGet.decode(JSONObject([("urn", .integer(Int64(urn)))])).request).summary
    }
}

/// A register file of a few columns, one row a school.
struct SmallRegister {
    static let header =
        "URN,EstablishmentName,EstablishmentStatus (name),Town,Postcode,Trusts (code),Trusts (name),LA (code),LA (name)\n"

    /// Like the schools of `Network`, all of one local authority.
    var rows = Network.urns.enumerated().map { index, urn in
        ["\(urn)", "School \(index)", "Open", "Norwich", "NR1 1AA"]
            + (index < 2 ? ["16001", "A Trust"] : ["", ""]) + ["926", "Norfolk"]
    }

    var text: String { Self.header + rows.map { $0.joined(separator: ",") + "\n" }.joined() }
}
