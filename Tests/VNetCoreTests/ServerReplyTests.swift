import Testing
import VNetCore

@Test(
    arguments: [
        (
            "550 5.1.1 <robin@school.example>: Recipient address rejected", "550 5.1.1",
            "550 5.1.1, there is no such mailbox"
        ),
        (
            "550-5.1.1 The account robin@school.example does not exist", "550 5.1.1",
            "550 5.1.1, there is no such mailbox"
        ),
        ("452 4.2.2 Over quota", "452 4.2.2", "452 4.2.2, the mailbox is full"),
        ("450 #4.7.1 greylisted", "450 4.7.1", "450 4.7.1, the server does not take mail from here"),
        ("451 try later", "451", "451"), ("4.3.0 no space left on device", "4.3.0", "4.3.0, the mail system failed"),
        ("554 5.9.9", "554 5.9.9", "554 5.9.9"),
    ])
func `of a server's answer only the codes are kept`(words: String, codes: String, meaning: String) throws {
    let reply = try #require(ServerReply(words))
    #expect(reply.codes == codes && reply.words == meaning)
    #expect(ServerReply(reply.codes) == reply)
}

@Test(arguments: [
    "", "robin@school.example", "timed out after 300 s", "1550 5.1.1", "199 5", "600", "5.1 x", "5.1.robin",
])
func `what begins with no code is not kept at all`(words: String) { #expect(ServerReply(words) == nil) }
