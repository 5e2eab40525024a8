/// The options of the command `data NAME`.
public struct DataRequest: Sendable {
  /// The number of examples.
  public var examples: Int
  /// The standard deviation of the noise. Each data set uses it in its own way.
  public var noise: Double
  /// The number of classes.
  public var classes: Int
  /// The radius of the inner circle divided by the radius of the outer circle.
  public var factor: Double

  public init(examples: Int = 400, noise: Double = 0, classes: Int = 2, factor: Double = 0.8) {
    self.examples = examples
    self.noise = noise
    self.classes = classes
    self.factor = factor
  }
}

/// A data set that is generated from a seed.
///
/// Each generator is a type in a file with its name. `DataGenerators.all` lists all generators.
public protocol DataGenerator: Sendable {
  /// The name as it is typed after `data`.
  var name: String { get }
  /// One line for `help`.
  var summary: String { get }
  /// Whether the option `classes=` may be more than 2.
  var takesClasses: Bool { get }
  /// Whether the generator uses the option `factor=`.
  var takesFactor: Bool { get }
  /// Draws the examples: X is (2, m), and Y holds the classes.
  ///
  /// The caller checks `request` first: 2 ≤ examples, finite noise ≥ 0, 2 ≤ classes ≤ examples, 0 ≤ factor < 1. Where Ctrl-C ends the work early, the
  /// result is incomplete and the caller throws it away.
  func make(_ request: DataRequest, generator: inout MersenneTwister) -> Dataset
}

extension DataGenerator {
  public var takesFactor: Bool { false }
}

/// The list of all generators. The command `data`, `help` and completion read it.
public enum DataGenerators {
  /// All generators in the order of `help`.
  public static let all: [any DataGenerator] = [Flower(), Moons(), Circles(), Blobs(), Spirals(), ExclusiveOr()]

  /// The generator with this name; nil where there is none.
  public static func named(_ name: String) -> (any DataGenerator)? { all.first { $0.name == name } }
}
