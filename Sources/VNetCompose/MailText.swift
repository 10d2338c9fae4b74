import CGMime

/// What a message that was frozen says to a person: its subject and its plain text, without MIME and empty lines at its end.
public struct MailText: Equatable, Sendable {
    public let subject: String
    public let text: String

    /// Nil where the bytes are no message with a plain text.
    public init?(_ bytes: [UInt8]) {
        MIMEMessage.initialised
        guard let stream = g_mime_stream_mem_new_with_buffer(bytes, bytes.count) else { return nil }
        defer { g_object_unref(stream) }
        guard let parser = g_mime_parser_new_with_stream(stream) else { return nil }
        defer { g_object_unref(parser) }
        guard let message = g_mime_parser_construct_message(parser, nil) else { return nil }
        defer { g_object_unref(message) }
        guard let part = g_mime_message_get_mime_part(message), let text = Self.plainText(in: part) else { return nil }
        subject = g_mime_message_get_subject(message).map { String(cString: $0) } ?? ""
        var lines = text.replacing("\r\n", with: "\n")[...]
        while lines.last?.isNewline == true { lines.removeLast() }
        self.text = String(lines)
    }

    /// The first part that is plain text, at any depth.
    private static func plainText(in part: UnsafeMutablePointer<GMimeObject>) -> String? {
        guard let type = g_mime_object_get_content_type(part) else { return nil }
        let raw = UnsafeMutableRawPointer(part)
        if g_mime_content_type_is_type(type, "multipart", "*") != 0 {
            let multipart = raw.assumingMemoryBound(to: GMimeMultipart.self)
            for index in 0..<g_mime_multipart_get_count(multipart) {
                if let child = g_mime_multipart_get_part(multipart, index), let text = plainText(in: child) {
                    return text
                }
            }
            return nil
        }
        guard g_mime_content_type_is_type(type, "text", "plain") != 0,
            let text = g_mime_text_part_get_text(raw.assumingMemoryBound(to: GMimeTextPart.self))
        else { return nil }
        defer { g_free(text) }
        return String(cString: text)
    }
}
