/// What mail systems say, in small letters.
enum BounceWords {
    static let senders = [
        "mailer-daemon", "mailerdaemon", "mailer_daemon", "mail.delivery.system", "postmaster", "post_master",
        "mail-daemon",
        "maildaemon", "mail delivery", "mail deliver", "system administrator", "delivery subsystem", "mailer daemon",
        "microsoft outlook", "mail administrator", "mail router", "bounce", "mail system", "smtp gateway",
        "e-mail system",
        "no-reply", "noreply", "interscan",
    ]

    static let subjects = [
        "undeliver", "non-deliver", "delivery fail", "delivery status", "delivery error", "delivery problem",
        "delivery notification", "delivery delayed", "delivery report", "delivery incomplete", "delivery warning",
        "failure notice", "failure delivery", "failed delivery", "failure notification", "returned mail",
        "returned to sender",
        "returning message", "returned to you", "mail failed", "mail delivery", "mail failure", "mail system error",
        "mail error", "message delivery", "could not be delivered", "cannot be delivered", "couldn't be delivered",
        "not delivered", "error sending your mail", "email delivery", "e-mail delivery", "message delayed",
        "delayed mail",
        "warning: message", "unable to deliver", "bounce", "user unknown", "nondeliverable", "unzustellbar",
        "zustellung",
        "nicht zugestellt", "non remis", "échec de la remise", "no se puede entregar", "no se pudo entregar",
        "onbestelbaar",
        "mancato recapito", "non recapitabile", "não entregue", "ej levererat", "kunne ikke leveres", "не доставлено",
        "配信", "送信できませんでした", "エラーメール", "退信", "系统退信", "配達不能",
    ]

    /// That something was not delivered.
    static let failures = [
        "could not be delivered", "couldn't be delivered", "could not deliver", "cannot be delivered",
        "was not delivered",
        "not been delivered", "not yet been delivered", "wasn't able to deliver", "unable to deliver",
        "delivery to the following",
        "delivery failed",
        "delivery has failed", "failed permanently", "failed to deliver", "error delivering", "trouble delivering",
        "did not reach", "could not be reached", "permanent fatal errors", "had delivery", "fatal errors",
        "delivery problems",
        "undeliverable", "undelivered", "user unknown", "unknown user", "no such user", "host unknown",
        "mailbox unavailable",
        "has been delayed", "was rejected", "were rejected", "been rejected", "error occurred while",
        "delivery of the following",
        "invalid user", "invalid address", "recipient address rejected", "incorrectly constructed", "delivery failure",
        "has been failed", "failure reasons", "recipients were affected", "was undeliverable", "no valid recipients",
        "does not exist", "may not exist", "delivery errors", "following addresses",
        "following address", "following recipient", "doesn't have a", "returned permanent errors", "not be delivered",
        "konnte nicht zugestellt", "n'a pas pu être", "送信できませんでした", "не может быть доставлено", "送信に失敗",
    ]

    /// That it may do later.
    static let temporary = [
        "try again", "temporar", "timed out", "timeout", "in the queue too long", "connection refused", "giving up",
        "expired", "multiple retries", "could not deliver for", "deferred", "greylist", "graylist", "not reachable",
        "will be retried", "has been delayed", "not yet been delivered", "retry",
    ]

    /// That it is still being tried.
    static let delays = [
        "not yet been delivered", "has been delayed", "warning message only", "delivery attempts will continue",
        "will be retried", "will keep trying", "will continue to try", "still being tried", "still trying",
        "will retry", "you do not need to resend", "not need to resend",
    ]

    /// Where the message that came back begins.
    static let originals = [
        "original message", "original mail", "message headers follow", "below this line", "is a copy of the",
        "this is a copy of",
        "a copy of your message", "header of the original", "headers of the original", "unsent message follows",
        "message text follows", "below is a copy of", "included is a copy", "enclosed is a copy",
        "message header follows",
        "original headers", "returned message follows", "undelivered message follows", "message follows",
        "original email",
        "start of returned message", "returned message", "content of your message", "transcript of original",
        "header of your message",
    ]

    /// Lines about who else to turn to, and about the sender.
    static let asides = [
        "contact", "for further assistance", "help", "mail from", "from:", "envelope-from", "sender:", "reply-to",
        "cc:",
        "return-path", "return path", "to:", "subject:", "sent:", "received:", "message-id", "visit", "e-mail us",
        "email us",
        "generated from", "generated by", "from ",
    ]

    static func has(_ text: some StringProtocol, _ words: [String]) -> Bool {
        words.contains { text.contains($0) }
    }
}
