import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

/// Runs `body` and turns whatever it throws into what a caller is told: what it has changed is undone then.
func refusing<T>(_ body: () throws -> T) throws(Refusal) -> T {
    do { return try body() } catch let refusal as Refusal { throw refusal } catch {
        var refusal = Service.refusal(for: error)
        if [.storageFailed, .storageFull].contains(refusal.code) { refusal.message += " Nothing was changed." }
        throw refusal
    }
}

extension Service {
    /// What a caller, or the log, is told of an error: the one place where errors get their codes. One that nobody foresaw
    /// is named by its kind alone, for what it holds may be anybody's.
    public static func refusal(for error: any Error) -> Refusal {
        switch error {
        case let refusal as Refusal: refusal
        case let act as RefusedAct: Refusal(.stateRefused, act.message)
        case let error as StoreError: Refusal(error)
        case let error as KeyringError: Refusal(.storageFailed, error.message)
        case let error as ComposeError: Refusal(.internalError, error.message)
        default: Refusal(.internalError, "vnetd met a fault of its own, \(type(of: error)). Report it, please.")
        }
    }
}

extension ComposeError {
    fileprivate var message: String {
        switch self {
        case .controlCharacter(let field): "A mail could not be written: its \(field) holds a line break."
        case .noItems: "A mail could not be written: there is nothing to say in it."
        }
    }
}

extension Refusal {
    /// A change that names nothing to change is a slip, and never “so already”.
    static func nothingNamed(_ choices: String) -> Refusal {
        Refusal(.paramsInvalid, "Say what to change: \(choices).", path: "$")
    }

    init(_ error: StoreError) {
        let code: ErrorCode =
            switch error {
            case .foreign, .newer, .corrupt, .failed: .storageFailed
            case .full: .storageFull
            case .simulation: .simulationRequired
            case .gone, .unreadable: .recordGone
            }
        self.init(code, error.message)
    }
}
