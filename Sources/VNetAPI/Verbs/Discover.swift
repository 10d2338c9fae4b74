import VNetJSON

public struct RPCDiscover: Request {
    public static let verb = Verb.rpcDiscover
    public static let about = About(
        "Describe every method, its parameters, reply and errors, as an OpenRPC document.", .connect, .reads)
    public init(_ fields: inout RequestFields) throws(Refusal) {}

    public struct Response: Reply {
        var methods: [AnyObject]
        var components: AnyObject

        /// Of this very program.
        public init() {
            methods = Verb.allCases.map(OpenRPC.method)
            components = OpenRPC.components()
        }

        private init(methods: [AnyObject], components: AnyObject) {
            self.methods = methods
            self.components = components
        }

        // A sample that described every method would describe itself, without end.
        public static let sample = Response(methods: [AnyObject.sample], components: AnyObject.sample)

        public func write(_ fields: inout ReplyFields) {
            fields.field("openrpc", OpenRPC.version, "The version of the OpenRPC specification that this follows.")
            fields.object("info", Info(), "What is described.")
            fields.field("methods", methods, "Every method, by name.")
            fields.field("components", components, "What several methods refer to, notifications, and every error.")
        }
    }

    struct Info: Reply {
        static let sample = Info()

        func write(_ fields: inout ReplyFields) {
            fields.field("title", "vnetd", "The name of the program.")
            fields.field("version", ProtocolVersion.product, "Its version.")
            fields.field(
                "description",
                "JSON-RPC 2.0 over a Unix stream socket: one message a line, and a reply to each, in their order. Parameters are "
                    + "passed by name. An error's data.code is stable; the schema of its data is under the error's “data”.",
                "How it is spoken to.")
        }
    }
}
