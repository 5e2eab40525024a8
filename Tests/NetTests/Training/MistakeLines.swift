import Foundation
import Testing

@testable import Net

/// A wrong line of the catalogue, written out as in NumPy. `value` is nil where a network cannot have the mistake.
struct WrongLine: CustomTestStringConvertible, Sendable {
  let id: String
  let kind: StepQuantity.Kind
  /// The number of networks in which the search must find it, at least.
  let least: Int
  let value: @Sendable (MistakeScenario, Int) -> Matrix?
  var testDescription: String { id }

  init(_ id: String, _ kind: StepQuantity.Kind, least: Int = 3, _ value: @escaping @Sendable (MistakeScenario, Int) -> Matrix?) {
    (self.id, self.kind, self.least, self.value) = (id, kind, least, value)
  }

  static let forward: [WrongLine] = [
    WrongLine("Z-no-bias", .Z) { s, l in s.W(l) ⋅ s.A(l - 1) },
    WrongLine("Z-bias-minus", .Z) { s, l in s.W(l) ⋅ s.A(l - 1) - s.b(l) },
    WrongLine("Z-bias-twice", .Z) { s, l in s.W(l) ⋅ s.A(l - 1) + s.b(l) + s.b(l) },
    WrongLine("Z-bias-one", .Z) { s, l in (s.W(l) ⋅ s.A(l - 1)).map { $0 + s.b(l)[0, 0] } },
    WrongLine("Z-W-transposed", .Z) { s, l in s.n(l) == s.n(l - 1) ? s.W(l).T ⋅ s.A(l - 1) + s.b(l) : nil },
    WrongLine("Z-star", .Z, least: 1) { s, l in s.W(l).shape == s.A(l - 1).shape ? s.W(l) * s.A(l - 1) + s.b(l) : nil },
    WrongLine("Z-reads-X", .Z) { s, l in l > 1 && s.n(0) == s.n(l - 1) ? s.W(l) ⋅ s.X + s.b(l) : nil },
    WrongLine("Z-reads-Z", .Z) { s, l in l > 1 ? s.W(l) ⋅ s.Z(l - 1) + s.b(l) : nil },
    WrongLine("A-sigmoid", .A) { s, l in s.uses("sigmoid", l) ? nil : s.Z(l).map { 1 / (1 + exp(-$0)) } },
    WrongLine("A-tanh", .A) { s, l in s.uses("tanh", l) ? nil : s.Z(l).map { tanh($0) } },
    WrongLine("A-relu", .A) { s, l in s.uses("relu", l) ? nil : s.Z(l).map { max(0, $0) } },
    WrongLine("A-left-out", .A) { s, l in s.Z(l) },
    WrongLine("A-sigmoid-sign", .A) { s, l in s.uses("sigmoid", l) ? s.Z(l).map { 1 / (1 + exp($0)) } : nil },
    WrongLine("A-tanh-half", .A) { s, l in s.uses("tanh", l) ? s.Z(l).map { 2 / (1 + exp(-$0)) - 1 } : nil },
    WrongLine("A-derivative", .A) { s, l in s.uses("tanh", l) ? 1 - s.A(l).squared : s.uses("sigmoid", l) ? s.A(l) * (1 - s.A(l)) : nil },
    WrongLine("A-leaky-side", .A, least: 2) { s, l in
      let slope = (s.g(l) as? LeakyReLU)?.slope
      return slope.map { slope in s.Z(l).map { $0 > 0 ? slope * $0 : $0 } }
    },
    WrongLine("A-relu-side", .A, least: 1) { s, l in s.uses("relu", l) ? s.Z(l).map { min(0, $0) } : nil },
    WrongLine("A-softmax-axis", .A) { s, l in
      guard s.uses("softmax", l) else { return nil }
      let e = s.Z(l).map { exp($0) }
      return Matrix.broadcast(e, e.sum(1), /)
    },
    WrongLine("A-softmax-all", .A) { s, l in
      guard s.uses("softmax", l) else { return nil }
      let e = s.Z(l).map { exp($0) }
      return Matrix.broadcast(e, e.sum(nil), /)
    },
    WrongLine("A-softmax-no-sum", .A) { s, l in s.uses("softmax", l) ? s.Z(l).map { exp($0) } : nil },
    WrongLine("A-rounded", .A) { s, l in l == s.L ? s.A(l).map { $0 > 0.5 ? 1 : 0 } : nil },
  ]

  static let cost: [WrongLine] = [
    WrongLine("J-sign", .J) { s, _ in s.loss == "cross_entropy" ? (1 / s.m) * (s.Y * s.logA + (1 - s.Y) * s.logOther).sum(nil) : nil },
    WrongLine("J-sum", .J) { s, _ in s.loss == "mse" ? 0.5 * (s.A(s.L) - s.Y).squared.sum(nil) : nil },
    WrongLine("J-mean-over-units", .J) { s, _ in s.loss == "mse" ? (0.5 / s.m / s.n(s.L)) * (s.A(s.L) - s.Y).squared.sum(nil) : nil },
    WrongLine("J-mse-no-half", .J) { s, _ in s.loss == "mse" ? (1 / s.m) * (s.A(s.L) - s.Y).squared.sum(nil) : nil },
    WrongLine("J-mse-root", .J) { s, _ in s.loss == "mse" ? (s.A(s.L) - s.Y).squared.reduced(.mean, axis: nil).map { $0.squareRoot() } : nil },
    WrongLine("J-absolute", .J) { s, _ in s.loss == "mse" ? (1 / s.m) * (s.A(s.L) - s.Y).map { abs($0) }.sum(nil) : nil },
    WrongLine("J-log10", .J) { s, _ in
      s.loss == "cross_entropy" ? (-1 / s.m) * (s.Y * s.A(s.L).map { log10($0) } + (1 - s.Y) * s.A(s.L).map { log10(1 - $0) }).sum(nil) : nil
    },
    WrongLine("J-log2", .J, least: 2) { s, _ in s.loss == "categorical" ? (-1 / s.m) * (s.Y * s.A(s.L).map { log2($0) }).sum(nil) : nil },
    WrongLine("J-no-second-term", .J) { s, _ in s.loss == "cross_entropy" ? (-1 / s.m) * (s.Y * s.logA).sum(nil) : nil },
    WrongLine("J-no-first-term", .J) { s, _ in s.loss == "cross_entropy" ? (-1 / s.m) * ((1 - s.Y) * s.logOther).sum(nil) : nil },
    WrongLine("J-term-sign", .J) { s, _ in s.loss == "cross_entropy" ? (-1 / s.m) * (s.Y * s.logA - (1 - s.Y) * s.logOther).sum(nil) : nil },
    WrongLine("J-mean-twice", .J) { s, _ in s.loss == "mse" ? (0.5 / s.m / s.m) * (s.A(s.L) - s.Y).squared.sum(nil) : nil },
    WrongLine("J-last-example", .J) { s, _ in s.loss == "mse" ? 0.5 * (s.A(s.L) - s.Y).lastColumn!.squared.sum(nil) : nil },
    WrongLine("J-epsilon-1e-8", .J) { s, _ in
      s.loss == "cross_entropy" ? (-1 / s.m) * (s.Y * s.A(s.L).map { log($0 + 1e-8) } + (1 - s.Y) * s.A(s.L).map { log(1 - $0 + 1e-8) }).sum(nil) : nil
    },
    WrongLine("J-swapped", .J) { s, _ in
      s.isSoft ? (-1 / s.m) * (s.A(s.L) * s.Y.map { log($0) } + (1 - s.A(s.L)) * s.Y.map { log(1 - $0) }).sum(nil) : nil
    },
    WrongLine("J-mse", .J) { s, _ in s.loss == "mse" ? nil : (0.5 / s.m) * (s.A(s.L) - s.Y).squared.sum(nil) },
    WrongLine("old-A-in-J", .J) { s, _ in Matrix(row: [s.old.cost!]) },
  ]

  static let errors: [WrongLine] = [
    WrongLine("dA-sign", .dA) { s, l in l == s.L && s.loss == "mse" ? s.Y - s.A(l) : nil },
    WrongLine("dA-no-second-term", .dA) { s, l in l == s.L && s.loss == "cross_entropy" ? Matrix.broadcast(s.Y, s.A(l)) { -$0 / $1 } : nil },
    WrongLine("dA-term-sign", .dA) { s, l in l == s.L && s.loss == "cross_entropy" ? Matrix.broadcast(s.Y, s.A(l)) { -$0 / $1 - (1 - $0) / (1 - $1) } : nil },
    WrongLine("dA-swapped", .dA) { s, l in
      l == s.L && s.isSoft ? Matrix.broadcast(s.Y, s.A(l)) { -$1 / $0 + (1 - $1) / (1 - $0) } : nil
    },
    WrongLine("dA-difference", .dA) { s, l in l == s.L && s.loss != "mse" ? s.A(l) - s.Y : nil },
    WrongLine("dA-W-not-transposed", .dA) { s, l in l < s.L && s.n(l) == s.n(l + 1) ? s.W(l + 1) ⋅ s.dZ(l + 1) : nil },
    WrongLine("dA-W-updated", .dA) { s, l in l < s.L ? (s.W(l + 1) - s.alpha * s.dW(l + 1)).T ⋅ s.dZ(l + 1) : nil },
    WrongLine("dA-own-W", .dA, least: 2) { s, l in l < s.L && s.n(l) == s.n(l + 1) && s.n(l) == s.n(l - 1) ? s.W(l).T ⋅ s.dZ(l + 1) : nil },
    WrongLine("dA-of-dA", .dA) { s, l in l < s.L && !s.uses("linear", l + 1) ? s.W(l + 1).T ⋅ s.dA(l + 1) : nil },
    WrongLine("dA-no-W", .dA) { s, l in l < s.L && s.n(l + 1) == s.n(l) ? s.dZ(l + 1) : nil },
    WrongLine("old-dZ", .dA) { s, l in l < s.L ? s.W(l + 1).T ⋅ s.old.dZ(l + 1) : nil },
    WrongLine("dZ-swapped", .dZ) { s, l in l == s.L && s.fits ? s.Y - s.A(l) : nil },
    WrongLine("dZ-slope-too", .dZ) { s, l in l == s.L && s.uses("sigmoid", l) ? (s.A(l) - s.Y) * (s.A(l) * (1 - s.A(l))) : nil },
    WrongLine("dZ-fit-taken", .dZ) { s, l in l == s.L && !s.fits ? s.A(l) - s.Y : nil },
    WrongLine("dZ-mean", .dZ) { s, l in l == s.L && s.fits ? (1 / s.m) * (s.A(l) - s.Y) : nil },
    WrongLine("dZ-double", .dZ) { s, l in l == s.L && s.fits ? 2.0 * (s.A(l) - s.Y) : nil },
    WrongLine("dZ-half", .dZ) { s, l in l == s.L && s.fits ? 0.5 * (s.A(l) - s.Y) : nil },
    WrongLine("dZ-of-Z", .dZ) { s, l in l == s.L && s.fits && !s.uses("linear", l) ? s.Z(l) - s.Y : nil },
    WrongLine("dZ-of-classes", .dZ) { s, l in l == s.L && s.fits ? s.A(l).map { $0 > 0.5 ? 1 : 0 } - s.Y : nil },
    WrongLine("dZ-no-target", .dZ) { s, l in l == s.L && s.fits ? s.A(l) : nil },
    WrongLine("dZ-is-dA", .dZ) { s, l in l == s.L && s.loss == "cross_entropy" ? Matrix.broadcast(s.Y, s.A(l)) { -$0 / $1 + (1 - $0) / (1 - $1) } : nil },
    WrongLine("dZ-squared", .dZ) { s, l in l == s.L && s.fits ? (s.A(l) - s.Y).squared : nil },
    WrongLine("old-A-in-dZ", .dZ) { s, l in l == s.L && s.fits ? s.old.A(l) - s.Y : nil },
  ]

  static let slopes: [WrongLine] = [
    WrongLine("slope-left-out", .dZ) { s, l in s.hasSlope(l) ? s.dA(l) : nil },
    WrongLine("slope-Z-for-A", .dZ) { s, l in
      guard s.hasSlope(l) else { return nil }
      return s.uses("tanh", l) ? s.dA(l) * (1 - s.Z(l).squared) : s.uses("sigmoid", l) ? s.dA(l) * (s.Z(l) * (1 - s.Z(l))) : nil
    },
    WrongLine("slope-A-for-Z", .dZ) { s, l in
      guard s.hasSlope(l) else { return nil }
      return s.uses("tanh", l) ? s.dA(l) * s.A(l).map { 1 - tanh($0) * tanh($0) } : nil
    },
    WrongLine("slope-is-value", .dZ) { s, l in s.hasSlope(l) ? s.dA(l) * s.A(l) : nil },
    WrongLine("slope-no-square", .dZ) { s, l in s.hasSlope(l) && s.uses("tanh", l) ? s.dA(l) * (1 - s.A(l)) : nil },
    WrongLine("slope-plus", .dZ) { s, l in s.hasSlope(l) && s.uses("tanh", l) ? s.dA(l) * s.A(l).map { 1 + $0 * $0 } : nil },
    WrongLine("slope-twice", .dZ) { s, l in s.hasSlope(l) ? s.dZ(l) * s.slope(l) : nil },
    WrongLine("slope-leaky-side", .dZ, least: 2) { s, l in
      guard s.hasSlope(l), let slope = (s.g(l) as? LeakyReLU)?.slope else { return nil }
      return s.dA(l) * s.Z(l).map { $0 > 0 ? slope : 1 }
    },
    WrongLine("slope-relu-side", .dZ, least: 1) { s, l in s.hasSlope(l) && s.uses("relu", l) ? s.dA(l) * s.Z(l).map { $0 > 0 ? 0 : 1 } : nil },
    WrongLine("slope-sigmoid", .dZ) { s, l in
      s.hasSlope(l) && !s.uses("sigmoid", l) ? s.dA(l) * s.Z(l).map { exp(-$0) / ((1 + exp(-$0)) * (1 + exp(-$0))) } : nil
    },
    WrongLine("slope-sigmoid-by-value", .dZ) { s, l in s.hasSlope(l) && !s.uses("sigmoid", l) ? s.dA(l) * (s.A(l) * (1 - s.A(l))) : nil },
    WrongLine("slope-tanh", .dZ) { s, l in s.hasSlope(l) && !s.uses("tanh", l) ? s.dA(l) * s.Z(l).map { 1 - tanh($0) * tanh($0) } : nil },
    WrongLine("slope-tanh-by-value", .dZ) { s, l in s.hasSlope(l) && !s.uses("tanh", l) ? s.dA(l) * (1 - s.A(l).squared) : nil },
    WrongLine("slope-relu", .dZ) { s, l in s.hasSlope(l) && !s.uses("relu", l) ? s.dA(l) * s.Z(l).map { $0 > 0 ? 1 : 0 } : nil },
    WrongLine("slope-softmax-diagonal", .dZ, least: 1) { s, l in l == s.L && !s.fits && s.uses("softmax", l) ? s.dA(l) * (s.A(l) * (1 - s.A(l))) : nil },
    WrongLine("slope-layer-before", .dZ) { s, l in s.hasSlope(l) && s.n(l) == s.n(l - 1) ? s.dA(l) * s.g(l).derivative(at: s.Z(l - 1)) : nil },
    WrongLine("old-A-in-slope", .dZ) { s, l in s.hasSlope(l) && s.uses("tanh", l) ? s.dA(l) * (1 - s.old.A(l).squared) : nil },
  ]

  static let gradients: [WrongLine] = [
    WrongLine("dW-sum-for-mean", .dW) { s, l in s.dZ(l) ⋅ s.A(l - 1).T },
    WrongLine("dW-mean-twice", .dW) { s, l in (1 / s.m / s.m) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-double", .dW) { s, l in (2 / s.m) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-half", .dW) { s, l in (0.5 / s.m) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-sign", .dW) { s, l in (-1 / s.m) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-over-units", .dW) { s, l in (1 / s.n(l)) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-over-inputs", .dW) { s, l in (1 / s.n(0)) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-less-one", .dW) { s, l in (1 / (s.m - 1)) * (s.dZ(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-transposed", .dW) { s, l in (1 / s.m) * (s.A(l - 1) ⋅ s.dZ(l).T) },
    WrongLine("dW-not-transposed", .dW, least: 1) { s, l in s.m == s.n(l - 1) ? (1 / s.m) * (s.dZ(l) ⋅ s.A(l - 1)) : nil },
    WrongLine("dW-reads-X", .dW) { s, l in l > 1 && s.n(0) == s.n(l - 1) ? (1 / s.m) * (s.dZ(l) ⋅ s.X.T) : nil },
    WrongLine("dW-reads-Z", .dW) { s, l in l > 1 ? (1 / s.m) * (s.dZ(l) ⋅ s.Z(l - 1).T) : nil },
    WrongLine("dW-reads-own-A", .dW) { s, l in s.n(l) == s.n(l - 1) ? (1 / s.m) * (s.dZ(l) ⋅ s.A(l).T) : nil },
    WrongLine("dW-reads-dA", .dW) { s, l in (1 / s.m) * (s.dA(l) ⋅ s.A(l - 1).T) },
    WrongLine("dW-star", .dW) { s, l in s.n(l) == s.n(l - 1) || s.n(l) == 1 ? (1 / s.m) * (s.dZ(l) * s.A(l - 1)) : nil },
    WrongLine("dW-last-example", .dW) { s, l in (1 / s.m) * (s.dZ(l).lastColumn! ⋅ s.A(l - 1).lastColumn!.T) },
    WrongLine("dW-accumulated", .dW) { s, l in s.dW(l) + s.old.dW(l) },
    WrongLine("dW-not-renewed", .dW) { s, l in s.old.dW(l) },
    WrongLine("old-A-in-dW", .dW) { s, l in l > 1 ? (1 / s.m) * (s.dZ(l) ⋅ s.old.A(l - 1).T) : nil },
    WrongLine("db-sum-for-mean", .db) { s, l in s.dZ(l).sum(1) },
    WrongLine("db-mean-twice", .db) { s, l in (1 / s.m / s.m) * s.dZ(l).sum(1) },
    WrongLine("db-sign", .db) { s, l in (-1 / s.m) * s.dZ(l).sum(1) },
    WrongLine("db-no-keepdims", .db) { s, l in s.n(l) > 1 ? Matrix(row: ((1 / s.m) * s.dZ(l).sum(1)).elements) : nil },
    WrongLine("db-axis", .db) { s, l in (1 / s.m) * s.dZ(l).sum(0) },
    WrongLine("db-axis-whole", .db) { s, l in s.dZ(l).sum(0) },
    WrongLine("db-axis-mean", .db) { s, l in (1 / s.n(l)) * s.dZ(l).sum(0) },
    WrongLine("db-all", .db) { s, l in (1 / s.m) * s.dZ(l).sum(nil) },
    WrongLine("db-all-whole", .db) { s, l in s.dZ(l).sum(nil) },
    WrongLine("db-all-mean", .db) { s, l in (1 / s.m / s.n(l)) * s.dZ(l).sum(nil) },
    WrongLine("db-reads-dA", .db) { s, l in (1 / s.m) * s.dA(l).sum(1) },
    WrongLine("db-last-example", .db) { s, l in (1 / s.m) * s.dZ(l).lastColumn! },
    WrongLine("db-not-summed", .db) { s, l in (1 / s.m) * s.dZ(l) },
    WrongLine("db-accumulated", .db) { s, l in s.db(l) + s.old.db(l) },
  ]

  static let updates: [WrongLine] = [
    WrongLine("W-uphill", .W) { s, l in s.W(l) + s.alpha * s.dW(l) },
    WrongLine("W-no-alpha", .W) { s, l in s.W(l) - s.dW(l) },
    WrongLine("W-alpha-squared", .W) { s, l in s.W(l) - (s.alpha * s.alpha) * s.dW(l) },
    WrongLine("W-twice", .W) { s, l in s.W(l) - (2 * s.alpha) * s.dW(l) },
    WrongLine("W-not-updated", .W) { s, l in s.W(l) },
    WrongLine("W-only-step", .W) { s, l in -s.alpha * s.dW(l) },
    WrongLine("dW-sum-for-mean", .W) { s, l in s.W(l) - (s.alpha * s.m) * s.dW(l) },
    WrongLine("dW-accumulated", .W) { s, l in s.W(l) - s.alpha * (s.dW(l) + s.old.dW(l)) },
    WrongLine("dA-W-updated", .W) { s, l in
      guard l < s.L, s.hasSlope(l) else { return nil }
      let dZ = ((s.W(l + 1) - s.alpha * s.dW(l + 1)).T ⋅ s.dZ(l + 1)) * s.slope(l)
      return s.W(l) - (s.alpha / s.m) * (dZ ⋅ s.A(l - 1).T)
    },
    WrongLine("b-uphill", .b) { s, l in s.b(l) + s.alpha * s.db(l) },
    WrongLine("b-alpha-squared", .b) { s, l in s.b(l) - (s.alpha * s.alpha) * s.db(l) },
    WrongLine("db-accumulated", .b) { s, l in s.b(l) - s.alpha * (s.db(l) + s.old.db(l)) },
  ]

  static let all = forward + cost + errors + slopes + gradients + updates
}

extension MistakeScenario {
  fileprivate var isSoft: Bool { loss == "cross_entropy" && Y.elements.allSatisfy { $0 > 0 && $0 < 1 } }
  fileprivate var logA: Matrix { A(L).map { log($0) } }
  fileprivate var logOther: Matrix { A(L).map { log(1 - $0) } }
}
