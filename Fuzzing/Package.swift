// swift-tools-version: 6.2
import PackageDescription

// Feeds random input to the readers, guided by coverage. tools/fuzz-files.sh builds this package with the flags that it needs.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "nnshell", path: "..")],
  targets: [
    .executableTarget(
      name: "Readers", dependencies: [.product(name: "Net", package: "nnshell"), .product(name: "Interp", package: "nnshell")],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
  ],
  swiftLanguageModes: [.v6]
)
