import VNetAPI
import VNetCore
import VNetStore

/// What a school keeps where a file lacks the column that would tell it anew.
private struct RegisterPart: Sendable {
    let heading: String
    let keep: @Sendable (inout School, School) -> Void

    static let all: [RegisterPart] = [
        RegisterPart(heading: "LA (code)") { $0.localAuthority = $1.localAuthority },
        RegisterPart(heading: "LA (name)") { $0.localAuthority.keepName(of: $1.localAuthority) },
        RegisterPart(heading: "TypeOfEstablishment (name)") { $0.type = $1.type },
        RegisterPart(heading: "PhaseOfEducation (name)") { $0.phase = $1.phase },
        RegisterPart(heading: "StatutoryLowAge") { $0.lowAge = $1.lowAge },
        RegisterPart(heading: "StatutoryHighAge") { $0.highAge = $1.highAge },
        RegisterPart(heading: "NumberOfPupils") { $0.pupils = $1.pupils },
        RegisterPart(heading: "Trusts (code)") { $0.trust = $1.trust },
        RegisterPart(heading: "Trusts (name)") { $0.trust.keepName(of: $1.trust) },
        RegisterPart(heading: "Federations (code)") { $0.federation = $1.federation },
        RegisterPart(heading: "Federations (name)") { $0.federation.keepName(of: $1.federation) },
        RegisterPart(heading: "Street") { $0.street = $1.street },
        RegisterPart(heading: "County (name)") { $0.county = $1.county },
        RegisterPart(heading: "TelephoneNum") { $0.telephone = $1.telephone },
        RegisterPart(heading: "Easting") { ($0.easting, $0.northing) = ($1.easting, $1.northing) },
        RegisterPart(heading: "Northing") { ($0.easting, $0.northing) = ($1.easting, $1.northing) },
    ]
}

extension Change {
    /// Has schools keep what is on record of them where the file lacks the column, and says so: that a file was cut down
    /// does not mean that a school has left its trust.
    func keep(_ missing: Set<String>, of known: [URN: School], in schools: inout [School]) {
        var kept: [String] = []
        for part in RegisterPart.all where missing.contains(part.heading) {
            var isKept = false
            for index in schools.indices {
                guard let before = known[schools[index].urn] else { continue }
                let school = schools[index]
                part.keep(&schools[index], before)
                isKept = isKept || schools[index] != school
            }
            if isKept { kept.append("“\(part.heading)”") }
        }
        guard !kept.isEmpty else { return }
        warn(
            "The file has no column \(kept.joinedInWords), so what is on record there stays as it is. Import a whole file to "
                + "bring it up to date.")
    }
}

extension School.Coded? {
    /// The name that goes with the same code.
    fileprivate mutating func keepName(of other: Self) {
        if let other, self?.code == other.code { self?.name = other.name }
    }
}
