/// Every way in which a request can be refused: the stable code on the wire, and what it means to a script.
public enum ErrorCode: String, CaseIterable, Sendable {
    // The line
    case jsonInvalid = "json.invalid"
    case lineTooLong = "line.too_long"
    case lineTooSlow = "line.too_slow"
    case lineIncomplete = "line.incomplete"
    case requestInvalid = "request.invalid"
    case methodUnknown = "method.unknown"
    case paramsInvalid = "params.invalid"
    case descriptorMissing = "descriptor.missing"

    // The caller
    case permissionDenied = "permission.denied"
    case connectionLimit = "connection.limit"

    // The state
    case notFound = "not_found"
    case exists = "exists"
    case stateRefused = "state.refused"
    case ruleRefused = "rule.refused"
    case generationMismatch = "generation.mismatch"
    case idempotencyMismatch = "idempotency.mismatch"
    case dataInvalid = "data.invalid"
    case simulationRequired = "simulation.required"
    case transportRefused = "transport.refused"
    case digestMismatch = "digest.mismatch"
    case recordGone = "record.gone"

    // The daemon
    case busy
    case storageFull = "storage.full"
    case storageFailed = "storage.failed"
    case readOnly = "storage.read_only"
    case configurationRejected = "configuration.rejected"
    case internalError = "internal"

    /// The JSON-RPC 2.0 error code: the standard's own where it has one, else one of the server range.
    public var rpcCode: Int {
        switch self {
        case .jsonInvalid, .lineTooLong, .lineTooSlow, .lineIncomplete: -32700
        case .requestInvalid: -32600
        case .methodUnknown: -32601
        case .paramsInvalid, .descriptorMissing: -32602
        case .internalError: -32603
        case .permissionDenied: -32001
        case .notFound, .recordGone: -32002
        case .exists, .generationMismatch, .idempotencyMismatch, .digestMismatch: -32003
        case .stateRefused, .ruleRefused, .simulationRequired, .transportRefused: -32004
        case .dataInvalid: -32005
        case .busy, .connectionLimit: -32006
        case .storageFull, .storageFailed, .readOnly: -32007
        case .configurationRejected: -32008
        }
    }

    /// What vnetctl exits with.
    public var exit: ExitStatus {
        switch self {
        case .jsonInvalid, .lineTooLong, .lineTooSlow, .lineIncomplete, .requestInvalid, .methodUnknown,
            .paramsInvalid, .descriptorMissing:
            .usage
        case .permissionDenied: .noPermission
        case .notFound, .recordGone: .notFound
        case .exists, .generationMismatch, .idempotencyMismatch, .digestMismatch: .conflict
        case .stateRefused, .ruleRefused, .simulationRequired, .transportRefused: .refused
        case .dataInvalid: .dataError
        case .busy, .connectionLimit: .temporary
        case .storageFull, .storageFailed, .readOnly, .internalError: .internalError
        case .configurationRejected: .configuration
        }
    }

    /// What it means, to whoever reads a list of them.
    public var meaning: String {
        switch self {
        case .jsonInvalid: "The line is not strict JSON."
        case .lineTooLong: "The line is longer than the server takes."
        case .lineIncomplete: "The last line has no line feed at its end."
        case .lineTooSlow: "The line was not complete in time."
        case .requestInvalid: "The line is JSON, but no request."
        case .methodUnknown: "There is no such method."
        case .paramsInvalid: "A parameter is missing, unknown or not what it has to be."
        case .descriptorMissing: "The verb takes an open file, and none was passed."
        case .permissionDenied: "The caller may not do that."
        case .connectionLimit: "There are too many connections."
        case .notFound: "What was named does not exist."
        case .exists: "What was to be made is there already."
        case .stateRefused: "It is not in a state that allows that."
        case .ruleRefused: "A rule of the programme forbids it."
        case .generationMismatch: "Something was changed since the generation that was named."
        case .idempotencyMismatch: "Another request had the same idempotency key."
        case .dataInvalid: "The file or text is not what it has to be."
        case .simulationRequired: "Only a simulation can do that."
        case .transportRefused: "Messages of this store are not delivered that way."
        case .digestMismatch: "The list is no longer the one that was looked at."
        case .recordGone: "It was purged."
        case .busy: "Long work is under way."
        case .storageFull: "There is no room on the disk."
        case .storageFailed: "The disk or the database failed."
        case .readOnly: "The database is damaged, so nothing is changed."
        case .configurationRejected: "The configuration is wrong, and the old one stays."
        case .internalError: "A fault of the program."
        }
    }

    /// After how many milliseconds the same request is worth another try; nil where time alone mends nothing.
    public var retryAfterMilliseconds: Int? {
        switch self {
        case .busy, .connectionLimit: 1000
        case .storageFull: 60_000
        default: nil
        }
    }

    /// Whether the same request may succeed later without anybody changing it.
    public var isRetryable: Bool { retryAfterMilliseconds != nil }

    /// What usually helps.
    public var hint: String {
        switch self {
        case .jsonInvalid: "Send one JSON object a line, as RFC 8259 has it."
        case .lineTooLong: "Send less in one line; “hello” says how much it may be."
        case .lineTooSlow: "Send each line in one piece."
        case .lineIncomplete: "End each line with a line feed."
        case .requestInvalid: "Send an object with “id”, “method” and “params”."
        case .methodUnknown: "“rpc.discover” lists the methods."
        case .paramsInvalid: "“rpc.discover” describes the parameters of each method."
        case .descriptorMissing: "Pass an open file with the first byte of the line."
        case .permissionDenied: "“whoami” says what you may do, and why."
        case .connectionLimit: "Close a connection, or try again later."
        case .notFound: "List what there is, and name one of those."
        case .exists: "Use what is there, or give the new one another name."
        case .stateRefused: "Do first what the message says it waits for."
        case .ruleRefused: "Change what the message names."
        case .generationMismatch: "Look at it again, and repeat with the new generation."
        case .idempotencyMismatch: "Give each request a key of its own."
        case .dataInvalid: "Mend what the message and the details name, and send it again."
        case .simulationRequired: "Start vnetd with --simulate to try this."
        case .transportRefused: "Deliver by the transport that the message names."
        case .digestMismatch: "Look at a new preview, and run that."
        case .recordGone: "What was purged cannot be brought back; of what is damaged the message says more."
        case .busy: "Try again in a moment."
        case .storageFull: "Make room on the disk that holds the state."
        case .storageFailed: "Look into vnetd's log, and at the disk."
        case .readOnly: "Read “A damaged database” in vnetd(8) before anything else."
        case .configurationRejected: "Mend the configuration as the details say, and reload it."
        case .internalError: "Look into vnetd's log, and report what you find."
        }
    }
}

/// vnetctl's exit statuses: those of sysexits(3) where they fit, LSB's 3 for “not running, or not so”.
public enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case refused = 1
    case notSo = 3
    case notFound = 4
    case conflict = 5
    case usage = 64
    case dataError = 65
    case noInput = 66
    case unavailable = 69
    case internalError = 70
    case temporary = 75
    case protocolMismatch = 76
    case noPermission = 77
    case configuration = 78
    case timedOut = 124

    public var meaning: String {
        switch self {
        case .done: "done, or true, or already so"
        case .refused: "refused"
        case .notSo: "not running, or not so"
        case .notFound: "the named thing does not exist"
        case .conflict: "exists already, or was changed meanwhile"
        case .usage: "the command line or request is wrong"
        case .dataError: "bad input data"
        case .noInput: "an input file cannot be opened"
        case .unavailable: "the daemon cannot be reached"
        case .internalError: "internal or storage error"
        case .temporary: "busy; trying again may work"
        case .protocolMismatch: "the daemon speaks another protocol version"
        case .noPermission: "permission denied"
        case .configuration: "the configuration was rejected"
        case .timedOut: "timed out"
        }
    }
}
