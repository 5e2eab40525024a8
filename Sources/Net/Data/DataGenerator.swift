/// What `data NAME` is asked for.
public struct DataRequest: Sendable {
  /// Examples in all.
  public var examples: Int
  /// Standard deviation of the noise, in the meaning of the set.
  public var noise: Double
  public var classes: Int
  /// The radius of the inner circle as a share of the outer one's.
  public var factor: Double

  public init(examples: Int = 400, noise: Double = 0, classes: Int = 2, factor: Double = 0.8) {
    self.examples = examples
    self.noise = noise
    self.classes = classes
    self.factor = factor
  }
}

/// A data set that is made from a seed. One type a file; `DataGenerators.all` lists them.
public protocol DataGenerator: Sendable {
  var name: String { get }
  var summary: String { get }
  /// Whether `classes=` may be more than 2.
  var takesClasses: Bool { get }
  /// Whether `factor=` means anything.
  var takesFactor: Bool { get }
  /// `request` must have been checked: 2 ≤ examples, finite noise ≥ 0, 2 ≤ classes ≤ examples, 0 ≤ factor < 1.
  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset
}

extension DataGenerator {
  public var takesFactor: Bool { false }
}

/// The one list of generators: the command, help and completion walk it.
public enum DataGenerators {
  public static let all: [any DataGenerator] = [Flower(), Moons(), Circles(), Blobs(), Spirals(), ExclusiveOr()]

  public static func named(_ name: String) -> (any DataGenerator)? { all.first { $0.name == name } }
}
