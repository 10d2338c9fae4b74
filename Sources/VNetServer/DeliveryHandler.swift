import VNetAPI
import VNetPlatform

/// The mailer's socket, on which there are the delivery verbs and nothing else.
final class DeliveryHandler: LineHandler {
    private unowned let daemon: Daemon
    private var attached: Set<UInt64> = []

    init(_ daemon: Daemon) { self.daemon = daemon }

    /// Whether a mailer is connected.
    var isAttached: Bool { !attached.isEmpty }

    func handle(
        _ line: UnsafeRawBufferPointer, of connection: UInt64, from peer: Peer, file: inout OpenFile?,
        into output: inout [UInt8]
    ) -> LineOutcome {
        attached.insert(connection)
        return daemon.handle(
            line, of: connection, at: .delivery,
            Standing(peer.uid, [(.deliver, "you can open the delivery socket")], for: .network),
            &file, &output)
    }

    func answer(_ fault: LineFault, into output: inout [UInt8]) { daemon.answer(fault, into: &output) }

    func closed(_ connection: UInt64) {
        attached.remove(connection)
        daemon.closedDelivery(connection)
    }
}
