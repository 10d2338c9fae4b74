import CGMime
import VNetCore

/// A message as GMime writes it. No boundary, id or date is left to chance: all come from the draft.
struct MIMEMessage {
    let draft: MailDraft
    let zone: TimeZoneRules
    let subject: String
    let text: String
    let html: String

    /// 7-bit, lines ended by CR LF.
    func bytes() -> [UInt8] {
        Self.initialised
        let message = g_mime_message_new(1)!
        defer { g_object_unref(message) }
        add(GMIME_ADDRESS_TYPE_FROM, draft.from, to: message)
        add(GMIME_ADDRESS_TYPE_TO, draft.to, to: message)
        if let copied = draft.copiedTo { add(GMIME_ADDRESS_TYPE_CC, copied, to: message) }
        g_mime_message_set_subject(message, HeaderText.encoded(subject), "utf-8")
        setDate(of: message)
        g_mime_message_set_message_id(message, draft.messageID)
        for (name, value) in [
            ("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All"),
            ("X-VNet-Loop", draft.from.address.text),
        ] { g_mime_object_set_header(object(message), name, value, "utf-8") }
        let body = body()
        g_mime_message_set_mime_part(message, object(body))
        g_object_unref(body)
        return serialised(message)
    }

    /// Text and HTML; with a calendar entry, that too, and again as a file for those who read only files.
    private func body() -> UnsafeMutableRawPointer {
        let alternative = multipart("alternative")
        append(part("text", "plain", text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE), to: alternative)
        append(part("text", "html", html, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE), to: alternative)
        guard let event = draft.calendar else { return alternative }
        let calendar = event.iCalendar()
        let inline = part("text", "calendar", calendar, GMIME_CONTENT_ENCODING_BASE64)
        g_mime_object_set_content_type_parameter(object(inline), "method", event.method.rawValue)
        append(inline, to: alternative)
        let mixed = multipart("mixed")
        append(alternative, to: mixed)
        let file = part("text", "calendar", calendar, GMIME_CONTENT_ENCODING_BASE64)
        g_mime_object_set_content_type_parameter(object(file), "method", event.method.rawValue)
        g_mime_object_set_disposition(object(file), "attachment")
        g_mime_part_set_filename(file.assumingMemoryBound(to: GMimePart.self), "invite.ics")
        append(file, to: mixed)
        return mixed
    }

    private func multipart(_ subtype: String) -> UnsafeMutableRawPointer {
        let multipart = g_mime_multipart_new_with_subtype(subtype)!
        let letters = draft.messageID.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(40)
        g_mime_multipart_set_boundary(multipart, "=_\(subtype)_\(letters)")
        return UnsafeMutableRawPointer(multipart)
    }

    private func part(
        _ type: String, _ subtype: String, _ content: String, _ encoding: GMimeContentEncoding
    ) -> UnsafeMutableRawPointer {
        let part = g_mime_part_new_with_type(type, subtype)!
        let bytes = Array(content.utf8)
        let stream = g_mime_stream_mem_new_with_buffer(bytes, bytes.count)!
        let wrapper = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)!
        g_object_unref(stream)
        g_mime_part_set_content(part, wrapper)
        g_object_unref(wrapper)
        g_mime_part_set_content_encoding(part, encoding)
        let raw = UnsafeMutableRawPointer(part)
        g_mime_object_set_content_type_parameter(object(raw), "charset", "utf-8")
        return raw
    }

    private func append(_ child: UnsafeMutableRawPointer, to parent: UnsafeMutableRawPointer) {
        g_mime_multipart_add(parent.assumingMemoryBound(to: GMimeMultipart.self), object(child))
        g_object_unref(child)
    }

    private func add(_ type: GMimeAddressType, _ mailbox: Mailbox, to message: UnsafeMutablePointer<GMimeMessage>) {
        g_mime_message_add_mailbox(message, type, HeaderText.encoded(mailbox.name), mailbox.address.text)
    }

    private func setDate(of message: UnsafeMutablePointer<GMimeMessage>) {
        let offset = zone.offset(at: draft.date)
        let local = g_time_zone_new_offset(Int32(offset))
        defer { g_time_zone_unref(local) }
        let utc = g_date_time_new_from_unix_utc(gint64(draft.date.seconds))
        defer { g_date_time_unref(utc) }
        let date = g_date_time_to_timezone(utc, local)
        defer { g_date_time_unref(date) }
        g_mime_message_set_date(message, date)
    }

    private func serialised(_ message: UnsafeMutablePointer<GMimeMessage>) -> [UInt8] {
        let options = g_mime_format_options_new()
        defer { g_mime_format_options_free(options) }
        g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
        guard let text = g_mime_object_to_string(object(message), options) else { return [] }
        defer { g_free(text) }
        return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    private func object(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutablePointer<GMimeObject> {
        pointer.assumingMemoryBound(to: GMimeObject.self)
    }

    /// Once a process, when the first mail is written or read: a daemon that does neither does not pay for it.
    static let initialised: Void = g_mime_init()
}
