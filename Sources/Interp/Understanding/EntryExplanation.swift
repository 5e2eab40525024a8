import Net

/// The arithmetic of an entry: value = scale · Σ terms + offset. Each term is a product of named numbers.
struct EntryExplanation: Sendable {
  /// A number with its name.
  struct Factor: Equatable, Sendable {
    /// The name, such as `X[1,37]`, `-Y[1,3]` or `1/A2[1,3]`.
    let name: String
    var value: Double
    /// The entry that gives the number; nil where no entry does.
    var entry: Entry?
  }

  struct Term: Equatable, Sendable {
    var factors: [Factor]
    /// The number of the example, unit or input that the sum counts, from 1. It is nil where the sum counts nothing.
    var index: Int?
    /// The example of the term, from 1; nil where it has none.
    var example: Int?

    /// The product of the factors. There must be one factor at least.
    var value: Double { factors.dropFirst().reduce(factors[0].value) { $0 * $1.value } }
    /// The names of the factors as a product.
    var names: String { factors.map(\.name).joined(separator: " · ") }
  }

  /// What the terms of the sum count.
  enum Sum: String, Sendable {
    case examples = "example"
    case units = "unit"
    case inputs = "input"
    case none = ""
  }

  let entry: Entry
  /// The formula of the notes with the indices of this entry: `1/m · Σ dZ1[2,i] · X[1,i]`.
  let formula: String
  let sum: Sum
  var terms: [Term]
  /// The scale. Its name is `1/m` or `g1'(Z1[2,5])`, for example, or `1`.
  var scale = Factor(name: "1", value: 1)
  /// How the scale is computed, in numbers: `1 - 0.5**2`. It is nil where the scale needs no explanation.
  var scaleArithmetic: String?
  /// The bias that is added in Z, or the term of the L2 penalty in dW and J; nil where there is none.
  var offset: Factor?
  /// How A follows from z in numbers, without the mask of dropout; nil for other quantities.
  var activation: String?
  /// The mask of a unit that dropout may drop, divided by the share of units that it keeps.
  var mask: Factor?
  /// Whether a step goes along an average of this gradient and the earlier ones.
  var followsAverage = false
  /// The largest norm to which the gradients were clipped; nil where they were not.
  var clip: Double?
  /// The value in the network.
  let value: Double
  /// Whether steps do not change the parameter, or the parameter of this derivative.
  var isFrozen = false

  /// The entries of its factors and its scale.
  var entries: [Entry] { terms.flatMap { $0.factors.compactMap(\.entry) } + [scale.entry].compactMap { $0 } }

  /// Σ of the terms, with a correction for rounding errors.
  var sumOfTerms: Double { Self.sum(terms.map(\.value)) }

  /// scale · Σ terms + offset. This is the entry as the arithmetic gives it; for an A it is z.
  var total: Double { scale.value * sumOfTerms + (offset?.value ?? 0) }

  /// The sum of values by Neumaier's method, which adds up the rounding errors separately. Without values it is 0.
  static func sum(_ values: [Double]) -> Double {
    var total = 0.0
    var lost = 0.0
    for value in values {
      let next = total + value
      lost += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
      total = next
    }
    return lost.isFinite ? total + lost : total
  }
}
