import CFuzzer
import Glibc
import VNetAPI
import VNetJSON

// Framing, envelope, authorisation, decoding and dispatch, as a client reaches them: over a socket, by somebody who may do
// everything. The first argument is the directory for the socket and the store; a corpus directory that follows it is
// filled with a call of every verb.

private let target = try Target(directory: CommandLine.arguments[1])
if CommandLine.arguments.count > 2 { try Seeds.write(to: CommandLine.arguments[2]) }

var argc = CommandLine.argc - 1
var argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
LLVMFuzzerRunDriver(&argc, &argv) { data, size in
    target.feed(UnsafeRawBufferPointer(start: data, count: size))
    return 0
}
