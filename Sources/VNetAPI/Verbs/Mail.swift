import VNetCore

@Request(
    "Have the mailer send a test mail, and say how each step went, up to the first that failed. Nothing of it is kept.",
    .operate, .waits, errors: [.stateRefused, .transportRefused])
public struct MailTest: Request {
    @Field("To whom.") public let address: EmailAddress

    @Reply public struct Response: Reply {
        @Field("Whether the mail was taken.", as: "delivered") public var isDelivered: Bool
        @Field("What was gone through, in order.") public var steps: [Step]
    }

    @Reply public struct Step: Reply {
        @Field("What was tried.") public var step: DeliveryStep
        @Field("Whether it went well.", as: "done") public var isDone: Bool
        @Field("What was seen or, where it failed, why.") public var detail: String
    }
}
