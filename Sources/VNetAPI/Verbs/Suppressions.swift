import VNetCore

// People who must not be added again unasked, and whether an address is known.

@Request("Find what is held under an e-mail address, by its ids.", .dpo, .reads)
public struct PersonFind: Request {
    @Field("The address.", reader: .operate) public let email: EmailAddress

    @Reply public struct Response: Reply {
        @Field("The person with this address.") public var person: Int64?
        @Field("Enquiries with this address to answer to.") public var enquiries: [Int64]
        @Field("Its entry on the suppression list.") public var suppression: Int64?
    }
}

@Listing(
    "List the entries of the suppression list: people who were purged, and must not be added again unasked. "
        + "“person find” shows which entry an address has.", .dpo, rows: "entries", order: "Newest first.")
public struct SuppressionList: Listing {
    @Reply public struct Row: Reply {
        @Field("The entry's id, for suppression lift.") public var id: Int64
        @Field("Whether the person asked for erasure, or their retention period ended.") public var reason:
            SuppressionReason
        @Field("When the person was purged.") public var addedOn: CivilDate
    }
}

@Request(
    "Take an entry off the suppression list, because the person has come back of their own accord.", .dpo, .changes,
    errors: [.notFound])
public struct SuppressionLift: Request {
    @Field("The entry's id.") public let suppression: Int64
}
