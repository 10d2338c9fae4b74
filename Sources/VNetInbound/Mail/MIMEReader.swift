import CGMime

/// A message as GMime parses it, each limit kept.
struct MIMEReader {
    private static let deepest = 24
    private static let mostParts = 250
    private static let mostFields = 500
    private static let longestField = 8_192
    /// Of a part that is text, in bytes as they came.
    private static let longestText = 512 << 10
    /// Of all texts together.
    private static let mostText = 2 << 20

    private var parts: [InboundMail.Part] = []
    private var returned: MailFields?
    private var protection = InboundMail.Protection.none
    private var isCut = false
    private var textLeft = mostText
    private var signedDepth = 0

    static func read(_ bytes: [UInt8]) -> InboundMail {
        let options = HeaderReading.options
        var reader = MIMEReader()
        reader.isCut = bytes.count > InboundMail.largest
        let start = Self.start(of: bytes)
        let bounded = BoundedBytes(bytes[start...].prefix(reader.isCut ? 1 << 20 : InboundMail.largest))
        let fields = reader.parse(bounded.bytes, options, isWhole: !reader.isCut)
        reader.isCut = reader.isCut || bounded.isCut
        return InboundMail(
            fields: fields, parts: reader.parts, returned: reader.returned, protection: reader.protection,
            isCut: reader.isCut, size: bytes.count)
    }

    /// Empty lines and the line of a mailbox file (“From ”) may stand before a header.
    private static func start(of bytes: [UInt8]) -> Int {
        var start = bytes.firstIndex { $0 != 0x0A && $0 != 0x0D } ?? bytes.endIndex
        let line = bytes[start...].prefix(6)
        if line.starts(with: Array("From ".utf8)) || line.starts(with: Array(">From ".utf8)) {
            start = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
        }
        return start
    }

    private mutating func parse(_ bytes: [UInt8], _ options: OpaquePointer, isWhole: Bool) -> MailFields {
        guard !bytes.isEmpty else { return MailFields([]) }
        let stream = bytes.withUnsafeBytes { g_mime_stream_mem_new_with_buffer($0.baseAddress, $0.count)! }
        defer { g_object_unref(stream) }
        let parser = g_mime_parser_new_with_stream(stream)!
        defer { g_object_unref(parser) }
        guard let message = g_mime_parser_construct_message(parser, options) else {
            return MailFields([])
        }
        defer { g_object_unref(message) }
        let fields = fields(of: object(message))
        if isWhole, let body = g_mime_message_get_mime_part(message) { visit(body, depth: 0, isReturned: false) }
        return fields
    }

    private mutating func fields(of object: UnsafeMutablePointer<GMimeObject>) -> MailFields {
        guard let list = g_mime_object_get_header_list(object) else { return MailFields([]) }
        let count = g_mime_header_list_get_count(list)
        if count > Self.mostFields { isCut = true }
        return MailFields(
            (0..<min(count, Int32(Self.mostFields))).compactMap { index in
                guard let header = g_mime_header_list_get_header_at(list, index),
                    let name = g_mime_header_get_name(header), let raw = g_mime_header_get_raw_value(header)
                else { return nil }
                return HeaderReading.field(String(cString: name).lowercased(), raw, limit: Self.longestField)
            })
    }

    private mutating func visit(_ object: UnsafeMutablePointer<GMimeObject>, depth: Int, isReturned: Bool) {
        guard depth < Self.deepest, parts.count < Self.mostParts else {
            isCut = true
            return
        }
        if isA(object, g_mime_multipart_get_type()) {
            visitMultipart(object, depth: depth, isReturned: isReturned)
        } else if isA(object, g_mime_message_part_get_type()) {
            guard let message = g_mime_message_part_get_message(pointer(object)) else { return }
            if returned == nil { returned = fields(of: self.object(message)) }
            if let body = g_mime_message_get_mime_part(message) { visit(body, depth: depth + 1, isReturned: true) }
        } else {
            add(object, isReturned: isReturned)
        }
    }

    private mutating func visitMultipart(
        _ object: UnsafeMutablePointer<GMimeObject>, depth: Int, isReturned: Bool
    ) {
        let multipart: UnsafeMutablePointer<GMimeMultipart> = pointer(object)
        let type = Self.type(of: object)
        let first = parts.count
        if !isReturned {
            if type == "multipart/encrypted" { protection = .encrypted }
            if type == "multipart/signed", protection == .none { protection = .signed }
        }
        let count = g_mime_multipart_get_count(multipart)
        for index in 0..<count {
            guard let part = g_mime_multipart_get_part(multipart, index) else { continue }
            visit(part, depth: depth + 1, isReturned: isReturned)
        }
        // Where the boundary is missing or wrong, everything stands in front of the first part, or behind the last.
        if parts.count == first {
            for text in [g_mime_multipart_get_prologue(multipart), g_mime_multipart_get_epilogue(multipart)] {
                guard let text, parts.count < Self.mostParts else { continue }
                let bytes = Self.bytes(text, limit: Self.longestText)
                append(Charset.text(bytes, nil), type: "text/plain", of: object, isReturned: isReturned)
            }
        }
        guard type == "multipart/alternative" else { return }
        let isPlain = parts[first...].contains { part in
            part.type == "text/plain" && part.name == nil && part.text?.contains { !$0.isWhitespace } == true
        }
        for index in parts.indices[first...] where isPlain && parts[index].type == "text/html" {
            parts[index].isAlternative = true
        }
    }

    private mutating func add(_ object: UnsafeMutablePointer<GMimeObject>, isReturned: Bool) {
        let type = Self.type(of: object)
        if !isReturned, ["application/pkcs7-mime", "application/x-pkcs7-mime"].contains(type) {
            let data = isA(object, g_mime_part_get_type()) ? decodedBytes(object, limit: Self.mostText) : nil
            protection = data.flatMap(SignedData.content) == nil ? .encrypted : .signed
            if let content = data.flatMap(SignedData.content) { return visitSigned(content) }
        }
        append(decoded(object, type), type: type, of: object, isReturned: isReturned)
    }

    /// A signature that holds what it signs: a message within it.
    private mutating func visitSigned(_ content: [UInt8]) {
        guard signedDepth < 3 else {
            isCut = true
            return
        }
        signedDepth += 1
        let bounded = BoundedBytes(content[...])
        isCut = isCut || bounded.isCut
        _ = parse(bounded.bytes, HeaderReading.options, isWhole: true)
        signedDepth -= 1
    }

    private mutating func append(
        _ text: String?, type: String, of object: UnsafeMutablePointer<GMimeObject>, isReturned: Bool
    ) {
        if type == "text/rfc822-headers" || type == "text/rfc822-header", returned == nil, let text {
            returned = MailFields.groups(text).first
        }
        var parameters: [String: String] = [:]
        for name in ["report-type", "method", "smime-type"] {
            guard let value = g_mime_object_get_content_type_parameter(object, name) else { continue }
            parameters[name] = String(cString: value).lowercased()
        }
        parts.append(
            InboundMail.Part(
                type: type, parameters: parameters, name: name(of: object, type), text: text,
                isReturned: isReturned))
    }

    /// What is read although it may be attached as a file.
    private static let reports = [
        "text/calendar", "application/ics", "message/delivery-status", "message/global-delivery-status",
        "message/feedback-report", "message/disposition-notification", "text/rfc822-headers", "text/rfc822-header",
    ]

    /// The name of a file that is attached; nil of a part that is the mail itself. Some give even that a name.
    private func name(of object: UnsafeMutablePointer<GMimeObject>, _ type: String) -> String? {
        guard isA(object, g_mime_part_get_type()) else { return nil }
        let name = g_mime_part_get_filename(pointer(object)).map { String(cString: $0).inOneLine }
        let disposition = g_mime_object_get_disposition(object).map { String(cString: $0).lowercased() }
        let isFirst = !parts.contains { $0.text != nil }
        if disposition != "attachment", type.hasPrefix("text/") || Self.reports.contains(type), name == nil || isFirst {
            return nil
        }
        return String((name ?? type).prefix(200))
    }

    private mutating func decoded(_ object: UnsafeMutablePointer<GMimeObject>, _ type: String) -> String? {
        guard isA(object, g_mime_part_get_type()) else { return nil }
        let isMessage = name(of: object, type) == nil && type.hasPrefix("text/")
        guard isMessage || Self.reports.contains(type) else { return nil }
        let limit = min(Self.longestText, textLeft)
        guard let bytes = decodedBytes(object, limit: limit) else { return "" }
        textLeft -= min(textLeft, bytes.count)
        let charset = g_mime_object_get_content_type_parameter(object, "charset").map { String(cString: $0) }
        return Charset.text(bytes, charset)
    }

    /// What a part holds, and no more of it than `limit` bytes as they came; nil where it holds nothing.
    private mutating func decodedBytes(_ object: UnsafeMutablePointer<GMimeObject>, limit: Int) -> [UInt8]? {
        let part: UnsafeMutablePointer<GMimePart> = pointer(object)
        guard let wrapper = g_mime_part_get_content(part), let stream = g_mime_data_wrapper_get_stream(wrapper)
        else { return nil }
        let raw = Self.bytes(of: stream, limit: limit + 1)
        if raw.count > limit { isCut = true }
        return Self.decode(raw.prefix(limit), g_mime_data_wrapper_get_encoding(wrapper))
    }
}

// What needs no state.
extension MIMEReader {
    private static func type(of object: UnsafeMutablePointer<GMimeObject>) -> String {
        guard let type = g_mime_object_get_content_type(object),
            let media = g_mime_content_type_get_media_type(type),
            let subtype = g_mime_content_type_get_media_subtype(type)
        else { return "text/plain" }
        return (String(cString: media) + "/" + String(cString: subtype)).lowercased()
    }

    private static func bytes(_ text: UnsafePointer<CChar>, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit, text[bytes.count] != 0 { bytes.append(UInt8(bitPattern: text[bytes.count])) }
        return bytes
    }

    private static func bytes(of stream: UnsafeMutablePointer<GMimeStream>, limit: Int) -> [UInt8] {
        g_mime_stream_reset(stream)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while bytes.count < limit {
            let count = buffer.withUnsafeMutableBytes { raw in
                g_mime_stream_read(stream, raw.bindMemory(to: CChar.self).baseAddress, raw.count)
            }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return Array(bytes.prefix(limit))
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, _ encoding: GMimeContentEncoding) -> [UInt8] {
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, encoding)
        var out = [UInt8](repeating: 0, count: Int(g_mime_encoding_outlen(&state, bytes.count)) + 64)
        let count = bytes.withUnsafeBytes { input in
            out.withUnsafeMutableBytes { output in
                g_mime_encoding_flush(
                    &state, input.bindMemory(to: CChar.self).baseAddress, input.count,
                    output.bindMemory(to: CChar.self).baseAddress)
            }
        }
        return Array(out[..<min(count, out.count)])
    }
}

private func isA(_ object: UnsafeMutablePointer<GMimeObject>, _ type: GType) -> Bool {
    object.withMemoryRebound(to: GTypeInstance.self, capacity: 1) { g_type_check_instance_is_a($0, type) != 0 }
}

private func pointer<T>(_ object: UnsafeMutablePointer<GMimeObject>) -> UnsafeMutablePointer<T> {
    UnsafeMutableRawPointer(object).assumingMemoryBound(to: T.self)
}

extension MIMEReader {
    private func object(_ message: UnsafeMutablePointer<GMimeMessage>) -> UnsafeMutablePointer<GMimeObject> {
        UnsafeMutableRawPointer(message).assumingMemoryBound(to: GMimeObject.self)
    }
}
