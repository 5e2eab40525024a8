// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "nnshell", path: "..")],
  targets: [
    .executableTarget(name: "Step", dependencies: [.product(name: "Net", package: "nnshell")])
  ],
  swiftLanguageModes: [.v6]
)
