import CFuzzer
import VNetJSON

/// Whatever comes, nothing traps; what is accepted is written and read back as the same; an error lies within.
private func parse(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let value: JSONValue
    do throws(JSONError) { value = try JSON.parse(UnsafeRawBufferPointer(start: data, count: size)) } catch {
        precondition((0...size).contains(error.offset), "an offset beyond the end")
        return 0
    }
    let again = try? JSON.parse(value.serialized)
    precondition(again == value, "another value was read back")
    return 0
}

var argc = CommandLine.argc
var argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
LLVMFuzzerRunDriver(&argc, &argv) { parse($0, $1) }
