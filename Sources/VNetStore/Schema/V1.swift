extension Schema {
    /// The first released schema. Never edited once released: a later version migrates it.
    ///
    /// Instants are Unix seconds, days are `YYYY-MM-DD`. `sealed` columns are AES-GCM ciphertexts whose key is `key_slot`
    /// of the keyring; a row whose key is gone is a row whose text is gone. What is deleted with what is said by the
    /// foreign keys: a parent with confidential children can't go before them.
    static let v1 = [register, terms, programme, enquiries, written, outbox, retention, erasure, wire]
}
