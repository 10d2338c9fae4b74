import VNetCore
import VNetStore

extension Change {
    /// Sessions stay planned until there is somebody to invite: from then on they are sent out.
    func sendOutSessions(of id: Int64) throws {
        guard let cohort = try transaction.cohort(id), cohort.state.isUnderWay else { return }
        let planned = try transaction.sessions(in: id).filter { $0.state == .planned }
        guard !planned.isEmpty, try transaction.enrolments(in: id).contains(where: \.state.takesPart) else { return }
        for session in planned { try transaction.apply(.invite, to: session) }
    }
}
