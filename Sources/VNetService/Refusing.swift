import VNetAPI
import VNetCompose
import VNetCore
import VNetStore

/// Runs `body` and turns whatever it throws into what a caller is told: the one place where errors get their codes.
func refusing<T>(_ body: () throws -> T) throws(Refusal) -> T {
    do { return try body() } catch let refusal as Refusal { throw refusal } catch let act as RefusedAct {
        throw Refusal(.stateRefused, act.message)
    } catch let error as StoreError { throw Refusal(error) } catch let error as KeyringError {
        throw Refusal(.storageFailed, error.message + " Nothing was changed.")
    } catch let error as ComposeError {
        throw Refusal(.internalError, "A message could not be written: \(error).")
    } catch { throw Refusal(.internalError, "\(error)") }
}

extension Refusal {
    init(_ error: StoreError) {
        let code: ErrorCode =
            switch error {
            case .foreign, .newer, .corrupt, .failed: .storageFailed
            case .full: .storageFull
            case .simulation: .simulationRequired
            case .gone, .unreadable: .recordGone
            }
        // What a change throws has undone it, and who asks to read changes nothing.
        let isUndone = [.storageFailed, .storageFull].contains(code)
        self.init(code, error.message + (isUndone ? " Nothing was changed." : ""))
    }
}
