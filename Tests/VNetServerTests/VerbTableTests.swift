import Testing
import VNetAPI

@Test func `the verbs stand in alphabetical order, in the source and by name`() {
    let names = Verb.allCases.map(\.rawValue)
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
}

@Test func `each verb is bound to the request that says it is its own`() {
    for verb in Verb.allCases { #expect(verb.request.verb == verb) }
}

@Test func `each verb is called noun and verb, and says in one sentence what it does`() {
    for verb in Verb.allCases {
        let parts = verb.rawValue.split(separator: ".")
        #expect(parts.count == 2 || ["hello", "ping", "status", "whoami"].contains(verb.rawValue), "\(verb.rawValue)")
        let isPlain = verb.rawValue.allSatisfy { ("a"..."z").contains($0) || $0 == "." }
        #expect(isPlain, "\(verb.rawValue)")
        let summary = verb.request.about.summary
        #expect(summary.first?.isUppercase == true && summary.hasSuffix("."), "\(verb.rawValue): \(summary)")
    }
}

@Test func `only long work takes a file, and no verb names an error twice or one that every verb has`() {
    for verb in Verb.allCases {
        let about = verb.request.about
        if about.takesFile, case .worksLong = about.effect {} else { #expect(!about.takesFile, "\(verb.rawValue)") }
        #expect(Set(about.errors).count == about.errors.count, "\(verb.rawValue)")
        let common: Set<ErrorCode> = [.jsonInvalid, .requestInvalid, .methodUnknown, .paramsInvalid, .permissionDenied]
        #expect(common.isDisjoint(with: about.errors), "\(verb.rawValue)")
    }
}

@Test func `what discloses is confidential or contact data, and what changes needs more than reading`() {
    for verb in Verb.allCases {
        let about = verb.request.about
        if case .discloses = about.effect {
            #expect([.confidential, .operate, .dpo].contains(about.permission), "\(verb.rawValue)")
        }
        if about.isChange { #expect(![.connect, .read].contains(about.permission), "\(verb.rawValue)") }
    }
}

@Test func `parameters and fields are named in small letters, each once, with a sentence about it`() {
    for verb in Verb.allCases {
        let request = verb.request
        for fields in [request.parameters, request.replyFields] {
            let names = fields.map(\.name)
            #expect(Set(names).count == names.count, "\(verb.rawValue): \(names)")
            for field in fields {
                let isPlain = field.name.allSatisfy {
                    ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
                }
                #expect(isPlain, "\(verb.rawValue): \(field.name)")
                #expect(field.summary.hasSuffix("."), "\(verb.rawValue), \(field.name): \(field.summary)")
            }
        }
    }
}
