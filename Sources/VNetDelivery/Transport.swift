import VNetAPI
import VNetCore

/// One message on its way to one recipient, as it was frozen.
public struct Letter: Sendable {
    public var sender: EmailAddress
    public var recipient: EmailAddress
    public var messageID: String
    /// Lines of 7 bits that end with CR LF.
    public var content: [UInt8]

    public init(sender: EmailAddress, recipient: EmailAddress, messageID: String, content: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.messageID = messageID
        self.content = content
    }

    /// Whether its end can be told from its text: nothing is empty, each line ends with CR LF, and neither CR nor LF, nor NUL,
    /// stands anywhere else.
    var isSafe: Bool {
        var isAfterCR = false
        for byte in content {
            if byte == 0 || isAfterCR != (byte == 0x0A) { return false }
            isAfterCR = byte == 0x0D
        }
        return content.suffix(2) == [0x0D, 0x0A]
    }
}

/// What became of an attempt to deliver a letter.
public enum Attempt: Equatable, Sendable {
    /// It is over. `answer` is what the server said, its codes first.
    case ended(DeliveryResult, answer: String? = nil)
    /// No letter would get through: this one has not been tried.
    case stopped(Stoppage)
}

/// Why nothing can be delivered.
public struct Stoppage: Error, Equatable, Sendable {
    public let step: DeliveryStep
    /// What went wrong, in words that name nobody.
    public let cause: String
}

/// How one step of a trial went.
public struct StepFinding: Equatable, Sendable {
    public let step: DeliveryStep
    public let isDone: Bool
    public let detail: String
}

/// A way for mail to leave.
public protocol Transport: Swift.AnyObject {
    var kind: TransportKind { get }
    func deliver(_ letter: Letter) -> Attempt
    /// Delivers a letter on a connection of its own, and says how each step went, up to the first that failed.
    func test(_ letter: Letter) -> [StepFinding]
    /// Whether a connection is held for the next letter.
    var isConnected: Bool { get }
    /// Ends the connection, if there is one: there is nothing to deliver for a while.
    func rest()
}
