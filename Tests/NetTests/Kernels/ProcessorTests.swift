import TestSupport
import Testing

@testable import Net

/// The tests know which kernels a machine has, and which of them they pass over there.
@Suite struct ProcessorTests {
  static let machines: [(name: String, flags: String, kernels: [String])] = [
    ("nothing told", "", ["plain"]), ("Nehalem", "flags\t\t: fpu sse sse2 ssse3 sse4_1 sse4_2 popcnt", ["plain"]),
    ("Sandy Bridge", "flags\t\t: fpu sse4_2 avx", ["plain"]), ("AVX2 without FMA", "flags\t\t: avx avx2", ["plain"]),
    ("Haswell", "processor\t: 0\nflags\t\t: avx fma avx2 bmi2", ["avx2", "plain"]),
    ("Knights Landing, without AVX512DQ", "flags\t\t: fma avx2 avx512f avx512pf avx512er avx512cd", ["avx2", "plain"]),
    ("Skylake-X", "flags\t\t: fma avx2 avx512f avx512dq avx512cd avx512bw avx512vl", ["avx512", "avx2", "plain"]),
    ("names that only begin alike", "flags\t\t: fma4 avx avx2_x", ["plain"]), ("ARM", "Features\t: fp asimd avx2 fma", ["plain"]),
  ]

  @Test(arguments: machines.map(\.name)) func kernels(_ name: String) throws {
    let machine = try #require(Self.machines.first { $0.name == name })
    #expect(Kernels.names.filter { Processor.has($0, description: machine.flags) } == machine.kernels)
  }

  /// What Linux says of this machine is what the kernels find by themselves.
  @Test(.enabled(if: !Processor.isSupposed, "the tests take this machine for another one")) func agreesWithTheKernels() {
    #expect(Kernels.names.filter { Processor.has($0) } == Kernels.available)
  }

  @Test(.enabled(if: Processor.has("avx2"), "this processor has no AVX2: its kernels are not tested")) func avx2IsTested() {
    #expect(KernelTests.kinds.contains("avx2"))
  }

  @Test(.enabled(if: Processor.has("avx512"), "this processor has no AVX-512: its kernels are not tested")) func avx512IsTested() {
    #expect(KernelTests.kinds.contains("avx512"))
  }
}
