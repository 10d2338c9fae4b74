import VNetJSON

// The compiler starts this program while it builds VNetAPI, and asks it for the code behind each `@Request`, `@Listing`,
// `@Reply` and `@Verbs`: a message is eight bytes of length, lowest first, and so much JSON. swift-syntax speaks the same
// protocol, negotiated by version, but would take two minutes of every clean build to read five kinds of line.

while let question = Pipe.read() {
    Pipe.write(Conversation.answer(to: question).serialized)
}
