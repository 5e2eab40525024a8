// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target. A warning stops the build, and unsafe code must be marked `unsafe`.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// Net computes, so a debug build compiles it for speed too. The tests then take half the time.
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
let fastC: [CSetting] = [.unsafeFlags(["-O2"], .when(configuration: .debug))]

let package = Package(
  name: "nnshell",
  products: [
    .executable(name: "nnshell", targets: ["NNShell"]),
    .executable(name: "nnshell-arrays", targets: ["ArrayReader"]),
    .library(name: "Net", targets: ["Net"]),
    .library(name: "Interp", targets: ["Interp"]),
    .library(name: "CWitness", type: .dynamic, targets: ["CWitness"]),
  ],
  targets: [
    .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CMatIO", pkgConfig: "matio", providers: [.apt(["libmatio-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CProcess"),
    .systemLibrary(name: "CSpawn"),
    .target(name: "CVectorMath", cSettings: fastC, linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CTable", cxxSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))], linkerSettings: [.linkedLibrary("stdc++")]),
    .target(name: "Net", dependencies: ["COpenBLAS", "CVectorMath", "CTable", "CZip", "CZlib", "CSpawn"], swiftSettings: fast),
    .target(
      name: "Interp", dependencies: ["Net"],
      resources: [
        "Pages/page.html", "Pages/page.css", "Pages/page.js", "Programs/data.py", "Programs/session.py", "Programs/training.py",
      ].map { .embedInCode($0) }, swiftSettings: strict),
    .executableTarget(name: "NNShell", dependencies: ["Interp", "CEdit", "CProcess"], swiftSettings: strict),
    .executableTarget(name: "ArrayReader", dependencies: ["CMatIO", "CHDF5"]),
    .target(name: "CPty", path: "Tests/CPty", linkerSettings: [.linkedLibrary("util")]),
    .target(name: "CWitness", path: "Tests/CWitness"),
    .target(name: "TestSupport", dependencies: ["CPty"], path: "Tests/TestSupport", swiftSettings: strict),
    .executableTarget(name: "Fuzz", dependencies: ["Interp"], path: "Tests/Fuzz", exclude: ["planted-defects.patch"], swiftSettings: strict),
    .testTarget(name: "NetTests", dependencies: ["Net", "TestSupport"], exclude: ["Figures"], swiftSettings: strict),
    .testTarget(name: "InterpTests", dependencies: ["Interp", "TestSupport"], exclude: ["Figures"], swiftSettings: strict),
    .testTarget(name: "NNShellTests", dependencies: ["NNShell", "TestSupport"], exclude: ["instructions.json"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
