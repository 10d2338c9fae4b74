import VNetJSON

@Request("Describe every method, its parameters, reply and errors, as an OpenRPC document.", .connect, .reads)
public struct RpcDiscover: Request {
    @Reply public struct Response: Reply {
        @Field("The version of the OpenRPC specification that this follows.") let openrpc: String = OpenRPC.version
        @Field("What is described.") let info: Info = Info()
        @Field("Every method, by name.") var methods: [AnyObject]
        @Field("What several methods refer to, notifications, and every error.") var components: AnyObject
    }

    @Reply struct Info: Reply {
        @Field("The name of the program.") let title: String = "vnetd"
        @Field("Its version.") let version: String = ProtocolVersion.product
        @Field("How it is spoken to.")
        let description: String =
            "JSON-RPC 2.0 over a Unix stream socket: one message a line, and a reply to each, in their order. Parameters are "
            + "passed by name. An error's data.code is stable; the schema of its data is under the error's “data”."
    }
}

extension RpcDiscover.Response {
    /// Of this very program. (The sample says nothing: one that described every method would describe itself, without end.)
    public init() {
        self.init(methods: Verb.allCases.map(OpenRPC.method), components: OpenRPC.components())
    }
}
