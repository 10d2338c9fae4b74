import CGMime
import VNetCore

/// What GMime makes of one field.
enum HeaderReading {
    /// The same for all: no encoding is taken from the environment.
    nonisolated(unsafe) static let options: OpaquePointer = {
        // Once a process, before anything else of GMime.
        g_mime_init()
        let options = g_mime_parser_options_new()!
        g_mime_parser_options_set_allow_addresses_without_domain(options, 1)
        "utf-8".withCString { utf8 in
            "windows-1252".withCString { windows in
                var charsets: [UnsafePointer<CChar>?] = [utf8, windows, nil]
                g_mime_parser_options_set_fallback_charsets(options, &charsets)
            }
        }
        return options
    }()

    /// The field of that name, and no more of what it says than `limit` bytes.
    static func field(_ name: String, _ raw: UnsafePointer<CChar>, limit: Int) -> MailFields.Field {
        var bytes: [CChar] = []
        while bytes.count < limit, raw[bytes.count] != 0 { bytes.append(raw[bytes.count]) }
        bytes.append(0)
        let plain = bytes.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self).inOneLine }
        guard let decoded = g_mime_utils_header_decode_text(options, bytes) else {
            return MailFields.Field(name: name, plain: plain)
        }
        defer { g_free(decoded) }
        return MailFields.Field(name: name, value: String(cString: decoded).inOneLine, raw: plain)
    }
}

/// The addresses that a field names.
enum MailAddresses {
    /// Those that are addresses, in their order; groups are opened.
    static func read(_ value: String) -> [EmailAddress] {
        guard let list = internet_address_list_parse(HeaderReading.options, value) else { return [] }
        defer { g_object_unref(list) }
        return addresses(of: list, depth: 0)
    }

    private static let most: Int32 = 200

    private static func addresses(of list: UnsafeMutablePointer<InternetAddressList>, depth: Int) -> [EmailAddress] {
        guard depth < 3 else { return [] }
        return (0..<min(internet_address_list_length(list), most)).flatMap { index -> [EmailAddress] in
            guard let address = internet_address_list_get_address(list, index) else { return [] }
            let raw = UnsafeMutableRawPointer(address)
            let type = raw.assumingMemoryBound(to: GTypeInstance.self)
            if g_type_check_instance_is_a(type, internet_address_group_get_type()) != 0 {
                let group = raw.assumingMemoryBound(to: InternetAddressGroup.self)
                return internet_address_group_get_members(group).map { addresses(of: $0, depth: depth + 1) } ?? []
            }
            guard g_type_check_instance_is_a(type, internet_address_mailbox_get_type()) != 0,
                let text = internet_address_mailbox_get_addr(raw.assumingMemoryBound(to: InternetAddressMailbox.self))
            else { return [] }
            return EmailAddress(String(cString: text)).map { [$0] } ?? []
        }
    }
}

extension MailFields {
    /// The addresses of all fields of that name.
    func addresses(of name: String) -> [EmailAddress] {
        fields.filter { $0.name == name }.flatMap { MailAddresses.read($0.raw) }
    }
}
