import Glibc
import Testing
import VNetAPI
import VNetJSON
import VNetPlatform
import VNetServer

/// What the daemon says to a call of each verb with a parameter that no verb has: a refusal of the caller comes first.
private func verdicts(_ serving: Serving, of peer: Peer) throws -> [Verb: Bool] {
    let client = try serving.connect(as: peer)
    var verdicts: [Verb: Bool] = [:]
    for verb in Verb.allCases {
        client.send(#"{"id":0,"method":"\#(verb.rawValue)","params":{"no_such_parameter":0}}"# + "\n")
        try serving.turns.settle()
        try serving.finishWork()
        let reply = try #require(try client.replies().first, "\(verb)")
        #expect(
            reply.code == "permission.denied" || reply.code == "params.invalid" || reply.code == "descriptor.missing")
        verdicts[verb] = reply.code != "permission.denied"
    }
    client.hangUp()
    try serving.turns.settle()
    return verdicts
}

/// That the peer may call what the table gives to these roles, and nothing else.
private func expect(_ serving: Serving, _ peer: Peer, has roles: [String], also extra: Set<Verb> = []) throws {
    let verdicts = try verdicts(serving, of: peer)
    let allowed = RoleTable.verbs(roles)
    for verb in Verb.allCases {
        let expected = allowed.contains(verb.rawValue) || extra.contains(verb)
        #expect(verdicts[verb] == expected, "\(verb.rawValue) for \(roles)")
    }
}

@Test func `each verb is decided on, under one role`() {
    let decided = RoleTable.roles.values.flatMap { $0.verbs.split(whereSeparator: \.isWhitespace).map(String.init) }
    #expect(decided.sorted() == Verb.allCases.map(\.rawValue).sorted())
}

@Test func `with every set of roles, a verb is allowed exactly when the table gives it to one of them`() throws {
    let serving = try Serving()
    for bits in 0..<(1 << Serving.groups.count) {
        let held = Serving.groups.indices.filter { bits >> $0 & 1 == 1 }.map { Serving.groups[$0] }
        try expect(
            serving, Peer(uid: 1000, pid: 1, groups: Set(held.map(\.id))),
            has: ["connect"] + held.map(\.permission.rawValue))
    }
}

@Test func `root may what an administrator may, which is nothing confidential and no approval`() throws {
    let serving = try Serving()
    try expect(serving, Peer(uid: 0, pid: 1, groups: [0]), has: ["admin"])
    let client = try serving.connect(as: Peer(uid: 0, pid: 1, groups: [0]))
    for verb in ["evidence.get", "feedback.get", "report.get", "writeup.get", "retention.run", "hold.lift"] {
        #expect(try serving.call(client, verb).code == "permission.denied", "\(verb)")
    }
}

@Test func `who acts for one trust may call nothing that is for the whole network, whatever they may do`() throws {
    let serving = try Serving(scopes: [1001: .trust("5")])
    let peer = Peer(uid: 1001, pid: 1, groups: Set(Serving.groups.map(\.id)))
    try expect(serving, peer, has: ["connect"])
    let refused = try serving.call(try serving.connect(as: peer), "cohort.list")
    #expect(
        refused.at(["error", "message"])?.description
            == #""“cohort.list” needs the permission “read” for the whole network, and yours is for trust 5. "#
            + #"“whoami” shows what you may do.""#)
}

@Test func `a permission for the network is one for each trust, and one for a trust is for that alone`() {
    let operators = [Scope.network, .trust("5")].map { Principal(uid: 1, granted: [.operate], for: $0) }
    let scopes = [Scope.network, .trust("5"), .trust("6")]
    #expect(
        operators.map { one in scopes.map { one.may(.read, for: $0) } } == [[true, true, true], [false, true, false]])
    #expect(!operators[0].may(.confidential, for: .trust("5")))
}

@Test func `a peer whose groups the system would not name is refused, also when it is root`() throws {
    let serving = try Serving()
    for uid: UInt32 in [0, 1000] { try expect(serving, Peer(uid: uid, pid: 1, groups: nil), has: ["connect"]) }
}

@Test func `the daemon's own user may have the configuration read again, and nothing else that others may not`() throws
{
    let serving = try Serving()
    try expect(
        serving, Peer(uid: Serving.ownUID, pid: 1, groups: []), has: ["connect"], also: [.daemonReload])
}

@Test func `inside a user namespace everybody is nobody, who may nothing`() throws {
    let serving = try Serving()
    try expect(serving, Peer(uid: 65_534, pid: 1, groups: [65_534]), has: ["connect"])
}

@Test func `whoami names each permission with its reason`() throws {
    let serving = try Serving()
    let client = try serving.connect(as: Peer(uid: 1000, pid: 1, groups: [10, 12]))
    let result = try serving.call(client, "whoami").at(["result", "grants"])
    #expect(
        result?.description
            == #"[{"permission":"connect","reason":"you can open the socket"},{"permission":"read","reason":"member of group "#
            + #"read"},{"permission":"confidential","reason":"member of group confidential"}]"#)
}

@Test func `who connects is known by what the kernel says of the socket`() throws {
    let turns = try Turns()
    let listener = OpenFile(taking: try UnixSocket.listen(turns.socket, mode: 0o600))
    let client = try LineClient(turns.socket)
    let accepted = OpenFile(taking: try #require(try UnixSocket.accept(listener.descriptor)))
    let peer = try #require(Peer(of: accepted.descriptor))
    #expect(peer.uid == getuid() && peer.pid == getpid())
    #expect(peer.groups?.contains(getgid()) == true)
    client.hangUp()
    let notASocket = OpenFile(taking: open("/dev/null", O_RDONLY))
    #expect(Peer(of: notASocket.descriptor) == nil)
}
