import Net

/// An entry as arithmetic: value = scale · Σ terms + offset, each term a product of numbers with names.
struct EntryExplanation: Sendable {
  struct Factor: Equatable, Sendable {
    /// `X[1,37]`, `-Y[1,3]`, `1/A2[1,3]`
    let name: String
    var value: Double
    /// The entry that the number is, or is made from; nil for what is no entry.
    var entry: Entry?
  }

  struct Term: Equatable, Sendable {
    var factors: [Factor]
    /// What the sum counts by: an example, a unit, an input; counted from 1. nil where the term stands alone.
    var index: Int?
    /// The example that the term belongs to, counted from 1.
    var example: Int?

    /// The product of the factors.
    var value: Double { factors.dropFirst().reduce(factors[0].value) { $0 * $1.value } }
    var names: String { factors.map(\.name).joined(separator: " · ") }
  }

  /// What the index of the terms counts.
  enum Sum: String, Sendable {
    case examples = "example"
    case units = "unit"
    case inputs = "input"
    case none = ""
  }

  let entry: Entry
  /// In the notes' form, with the indices of this entry: `1/m · Σ dZ1[2,i] · X[1,i]`.
  let formula: String
  let sum: Sum
  var terms: [Term]
  /// With its name where it is no plain 1: `1/m`, `g1'(Z1[2,5])`.
  var scale = Factor(name: "1", value: 1)
  /// How the scale follows, in numbers: `1 - 0.5**2`.
  var scaleArithmetic: String?
  /// b, where one is added.
  var offset: Factor?
  /// For A: how it follows from the z that the terms make, in numbers.
  var activation: String?
  /// The network's own value.
  let value: Double
  /// Whether it is, or is the derivative by, a parameter that steps leave as it is.
  var isFrozen = false

  /// The entries that its factors and its scale are.
  var entries: [Entry] { terms.flatMap { $0.factors.compactMap(\.entry) } + [scale.entry].compactMap { $0 } }

  /// Σ of the terms, with the rounding of the additions carried along.
  var sumOfTerms: Double { Self.sum(terms.map(\.value)) }

  /// scale · Σ terms + offset: the entry as this arithmetic makes it; of an A, its z.
  var total: Double { scale.value * sumOfTerms + (offset?.value ?? 0) }

  /// Σ |terms|, times |scale|: what the exactness of a sum is measured by.
  var magnitude: Double { abs(scale.value) * Self.sum(terms.map { abs($0.value) }) }

  /// A sum whose rounding errors are added up apart (Neumaier).
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
