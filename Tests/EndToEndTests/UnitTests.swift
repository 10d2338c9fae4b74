import Foundation
import TestSupport
import Testing

private func unit(_ name: String) throws -> String {
    try String(contentsOfFile: "\(Programs.root)/systemd/\(name)", encoding: .utf8)
}

@Test(arguments: ["vnetd.service.in", "vnet-mailer.service.in"])
func `no unit is in a user namespace, where every peer would read as 65534 and have no permission`(name: String) throws
{
    let lines = try unit(name).split(separator: "\n")
    #expect(lines.contains("PrivateUsers=no"))
    // What systemd cannot have without one.
    #expect(!lines.contains { $0.hasPrefix("DynamicUser=") })
}

@Test func `what is confidential is kept from core dumps, swap and the network`() throws {
    let lines = try unit("vnetd.service.in").split(separator: "\n")
    for setting in ["LimitCORE=0", "MemorySwapMax=0", "PrivateNetwork=yes", "StateDirectoryMode=0700", "UMask=0077"] {
        #expect(lines.contains(Substring(setting)), "\(setting)")
    }
}

@Test func `each socket has the name that vnetd looks for, and a group of its own`() throws {
    let control = try unit("vnetd.socket")
    let delivery = try unit("vnetd-deliver.socket")
    for (text, name, group) in [(control, "control", "vnet"), (delivery, "deliver", "vnet-mailer")] {
        let lines = text.split(separator: "\n")
        for setting in ["FileDescriptorName=\(name)", "SocketGroup=\(group)", "SocketMode=0660", "SocketUser=root"] {
            #expect(lines.contains(Substring(setting)), "\(setting)")
        }
    }
}
