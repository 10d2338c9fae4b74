import CSystemd

/// What the daemon tells systemd. Without systemd, nothing happens.
public enum Notify {
    public static func ready(_ status: String) { sd_notify(0, "READY=1\nSTATUS=\(status)") }
    public static func stopping() { sd_notify(0, "STOPPING=1") }
    public static func status(_ text: String) { sd_notify(0, "STATUS=\(text)") }
}
