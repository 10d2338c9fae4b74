import CStart
import Glibc

/// What a program does before anything else.
public enum Start {
    /// Has standard input, output and error that are closed stay so: otherwise the first files and sockets that are opened
    /// take their places, and are read and written in their stead. Then gives the words that the program was called with.
    ///
    /// Where not even that can be done, the program ends; there is nobody whom it could tell.
    public static func words() -> Words {
        guard vnet_hold_standard_descriptors() == 0 else { _exit(EX_OSERR) }
        return Words((1..<max(1, vnet_argument_count())).map { vnet_argument($0) })
    }
}

/// The words after a program's name.
public struct Words: Sendable {
    /// With “�” in place of bytes that are not UTF-8.
    public let all: [String]
    /// What is wrong with the first that is not UTF-8. Nothing may be done with such words: what is stored or opened by
    /// them would not be what was meant.
    public let fault: String?

    init(_ words: [UnsafePointer<CChar>]) {
        all = words.map { String(cString: $0) }
        fault = zip(1..., words).first { String(validatingCString: $1) == nil }.map { position, word in
            "Argument \(position), “\(String(cString: word))”, is not text in UTF-8. Type it in a terminal that is set to UTF-8."
        }
    }
}
