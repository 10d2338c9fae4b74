// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

// Each arrow below is a rule: a target may import what it lists and nothing else. `make check` builds with
// `--explicit-target-dependency-import-check error`, and ArchitectureTests hold the rest (see Sources/README.md).
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "vnet",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        // Values and decisions
        .target(name: "VNetCore", swiftSettings: strict),
        .target(name: "VNetJSON", swiftSettings: strict),
        .macro(name: "VNetMacros", dependencies: ["VNetJSON"], swiftSettings: strict),
        .target(name: "VNetAPI", dependencies: ["VNetCore", "VNetJSON", "VNetMacros"], swiftSettings: strict),

        // The rims: disk, files, mail, operating system
        .target(
            name: "VNetStore",
            dependencies: [
                "CFileSystem", "VNetCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(name: "VNetImport", dependencies: ["VNetCore", "VNetJSON", "CLibical"], swiftSettings: strict),
        .target(
            name: "VNetCompose",
            dependencies: ["VNetCore", "CGMime", "CLibical", .product(name: "Mustache", package: "swift-mustache")],
            resources: [.embedInCode("Templates")],
            swiftSettings: strict),
        .target(name: "VNetInbound", dependencies: ["VNetCore", "CGMime", "CLibical"], swiftSettings: strict),
        .target(
            name: "VNetService",
            dependencies: ["VNetAPI", "VNetCore", "VNetStore", "VNetImport", "VNetCompose"],
            swiftSettings: strict),
        .target(
            name: "VNetPlatform", dependencies: ["VNetCore", "CSystemd"], swiftSettings: strict),
        .target(
            name: "VNetServer",
            dependencies: ["VNetAPI", "VNetCore", "VNetJSON", "VNetService", "VNetPlatform", "CSystemd"],
            swiftSettings: strict),

        .target(
            name: "VNetTOML",
            dependencies: ["VNetCore", "VNetPlatform", .product(name: "TOMLKit", package: "TOMLKit")],
            swiftSettings: strict),
        .target(
            name: "VNetConfiguration",
            dependencies: [
                "VNetAPI", "VNetCompose", "VNetCore", "VNetPlatform", "VNetServer", "VNetService", "VNetTOML",
            ],
            swiftSettings: strict),
        .target(
            name: "VNetDelivery",
            dependencies: ["CCurl", "VNetAPI", "VNetCore", "VNetPlatform", "VNetTOML"], swiftSettings: strict),

        .target(name: "VNetStart", dependencies: ["CStart"], swiftSettings: strict),
        .target(name: "VNetClient", dependencies: ["VNetAPI", "VNetJSON"], swiftSettings: strict),
        .target(name: "VNetCommandLine", dependencies: ["VNetAPI", "VNetCore", "VNetJSON"], swiftSettings: strict),
        .executableTarget(
            name: "vnetd",
            dependencies: [
                "VNetAPI", "VNetCompose", "VNetConfiguration", "VNetCore", "VNetPlatform", "VNetServer", "VNetService",
                "VNetStart", "VNetStore", "VNetTOML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "vnetctl",
            dependencies: ["CMemfd", "VNetAPI", "VNetClient", "VNetCommandLine", "VNetCore", "VNetJSON", "VNetStart"],
            swiftSettings: strict),
        .executableTarget(
            name: "vnet-mailer",
            dependencies: [
                "VNetAPI", "VNetClient", "VNetCore", "VNetDelivery", "VNetInbound", "VNetJSON", "VNetPlatform",
                "VNetStart", "VNetTOML",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // C libraries
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CFileSystem"),
        .target(name: "CStart"),
        .systemLibrary(name: "CMemfd"),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CGMime", pkgConfig: "gmime-3.0", providers: [.apt(["libgmime-3.0-dev"])]),
        .systemLibrary(name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),

        // Tests
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "VNetCoreTests", dependencies: ["TestSupport", "VNetCore"], swiftSettings: strict),
        .testTarget(
            name: "VNetCommandLineTests", dependencies: ["VNetCommandLine", "VNetAPI", "VNetCore", "VNetJSON"],
            swiftSettings: strict),
        .testTarget(name: "VNetCtlTests", dependencies: ["TestSupport", "VNetAPI"], swiftSettings: strict),
        .testTarget(name: "VNetJSONTests", dependencies: ["TestSupport", "VNetJSON"], swiftSettings: strict),
        .testTarget(
            name: "VNetStoreTests",
            dependencies: [
                "TestSupport", "VNetStore", "VNetCore", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ManualTests", dependencies: ["TestSupport", "VNetAPI", "VNetCommandLine", "VNetCore"],
            swiftSettings: strict),
        .testTarget(
            name: "VNetComposeTests", dependencies: ["TestSupport", "VNetCompose", "VNetCore"], swiftSettings: strict),
        .testTarget(
            name: "VNetServiceTests",
            dependencies: [
                "TestSupport", "VNetService", "VNetAPI", "VNetCompose", "VNetCore", "VNetJSON", "VNetStore",
            ],
            swiftSettings: strict),
        // Scripts of its own on the built programs; it imports none of them.
        .testTarget(
            name: "ConformanceTests", dependencies: ["TestSupport"], exclude: ["Scripts"], swiftSettings: strict),
        .testTarget(
            name: "VNetServerTests",
            dependencies: [
                "TestSupport", "VNetServer", "VNetAPI", "VNetCore", "VNetJSON", "VNetPlatform", "VNetService",
                "VNetStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", dependencies: ["VNetAPI", "VNetCore"], swiftSettings: strict),
        .testTarget(
            name: "VNetConfigurationTests",
            dependencies: [
                "TestSupport", "VNetConfiguration", "VNetAPI", "VNetCompose", "VNetCore", "VNetServer", "VNetService",
                "VNetTOML",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "VNetDeliveryTests",
            dependencies: ["TestSupport", "VNetDelivery", "VNetAPI", "VNetCore", "VNetTOML"],
            exclude: ["Scripts"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestSupport", "VNetAPI", "VNetConfiguration"], exclude: ["Scripts"],
            swiftSettings: strict),
        .testTarget(
            name: "VNetInboundTests", dependencies: ["TestSupport", "VNetInbound", "VNetCore"], swiftSettings: strict),
        .testTarget(
            name: "VNetImportTests", dependencies: ["TestSupport", "VNetImport", "VNetCore", "VNetJSON"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// The fuzz targets link libFuzzer, which only `contrib/fuzz/run` asks for.
if Context.environment["VNET_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CFuzzer", path: "contrib/fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz-json", dependencies: ["CFuzzer", "VNetJSON"], path: "contrib/fuzz/JSON", swiftSettings: strict),
        .executableTarget(
            name: "fuzz-mail", dependencies: ["CFuzzer", "VNetCore", "VNetInbound"], path: "contrib/fuzz/Mail",
            swiftSettings: strict),
        .executableTarget(
            name: "fuzz-server",
            dependencies: [
                "CFuzzer", "VNetAPI", "VNetCore", "VNetJSON", "VNetPlatform", "VNetServer", "VNetService", "VNetStore",
            ],
            path: "contrib/fuzz/Server", swiftSettings: strict),
        .executableTarget(
            name: "fuzz-files",
            dependencies: ["CFuzzer", "VNetCompose", "VNetConfiguration", "VNetCore", "VNetImport", "VNetTOML"],
            path: "contrib/fuzz/Files", swiftSettings: strict),
    ]
}
