import Glibc

/// Draws from the binomial distribution as NumPy's legacy generator makes them: the number of successes in n trials.
///
/// Where the rarer outcome has an expected count of 30 or less, one uniform draw is compared with the summed probabilities. Otherwise numbers are
/// proposed and accepted or rejected by the method BTPE of Kachitvichyanukul and Schmeiser (1988). The constants for n and p are computed once.
public struct Binomial: Sendable {
  private enum Method: Sendable {
    case following(Following)
    case rejecting(Rejecting)
  }

  private let n: Int
  /// Whether failures are drawn in place of successes, because failures are rarer.
  private let isTurned: Bool
  private let method: Method

  /// Computes the constants for n and p.
  /// - Parameters:
  ///   - n: the number of trials, 0 to 2^53. Up to this limit every count is a double, and no square in NumPy's formulas overflows.
  ///   - p: the probability of success, 0 to 1.
  public init(n: Int, p: Double) {
    self.n = n
    isTurned = p > 0.5
    let rarer = isTurned ? 1 - p : p
    method = rarer * Double(n) <= 30 ? .following(Following(n, rarer)) : .rejecting(Rejecting(n, rarer))
  }

  /// The number of successes in one draw, 0 to n.
  public func draw(_ generator: inout MersenneTwister) -> Int {
    let count =
      switch method {
      case .following(let method): method.draw(&generator)
      case .rejecting(let method): method.draw(&generator)
      }
    return isTurned ? n - count : count
  }
}

/// The method for a small expected count. A uniform draw is compared with the probability of 0; the rest is compared with that of 1, and so on.
private struct Following: Sendable {
  let n: Int
  let (p, q): (Double, Double)
  /// The probability of no success.
  let none: Double
  /// Ten deviations above the mean. Where the count passes it, a new uniform draw is made.
  let bound: Int

  init(_ n: Int, _ p: Double) {
    (self.n, self.p, q) = (n, p, 1 - p)
    none = exp(Double(n) * log(q))
    let mean = Double(n) * p
    bound = Int(min(Double(n), mean + 10 * (mean * q + 1).squareRoot()))
  }

  func draw(_ generator: inout MersenneTwister) -> Int {
    var count = 0
    var probability = none
    var rest = generator.uniform()
    while rest > probability {
      count += 1
      if count > bound {
        (count, probability) = (0, none)
        rest = generator.uniform()
      } else {
        rest -= probability
        probability = Double(n - count + 1) * p * probability / (Double(count) * q)
      }
    }
    return count
  }
}

/// The method BTPE. A triangle, a parallelogram and two exponential tails cover the distribution. The names of the numbers are those in the paper.
private struct Rejecting: Sendable {
  let n: Int
  let (r, q, nrq): (Double, Double, Double)
  /// The most likely count.
  let m: Int
  let (xm, xl, xr): (Double, Double, Double)
  let (c, lambdaL, lambdaR): (Double, Double, Double)
  /// The summed areas: up to the end of the triangle, of the parallelogram, of the left tail and of the right tail.
  let (p1, p2, p3, p4): (Double, Double, Double, Double)

  /// The constants for n and p, with p at most 1/2.
  init(_ n: Int, _ p: Double) {
    self.n = n
    r = min(p, 1 - p)
    q = 1 - r
    nrq = Double(n) * r * q
    let fm = Double(n) * r + r
    m = Int(fm.rounded(.down))
    p1 = (2.195 * nrq.squareRoot() - 4.6 * q).rounded(.down) + 0.5
    xm = Double(m) + 0.5
    (xl, xr) = (xm - p1, xm + p1)
    c = 0.134 + 20.5 / (15.3 + Double(m))
    let left = (fm - xl) / (fm - xl * r)
    lambdaL = left * (1 + left / 2)
    let right = (xr - fm) / (xr * q)
    lambdaR = right * (1 + right / 2)
    p2 = p1 * (1 + 2 * c)
    p3 = p2 + c / lambdaL
    p4 = p3 + c / lambdaR
  }

  func draw(_ generator: inout MersenneTwister) -> Int {
    while true {
      let u = generator.uniform() * p4
      var v = generator.uniform()
      // Every count in the triangle is accepted.
      if u <= p1 { return Int((xm - p1 * v + u).rounded(.down)) }
      let proposed: Double
      if u <= p2 {
        let x = xl + (u - p1) / c
        v = v * c + 1 - abs(Double(m) - x + 0.5) / p1
        if v > 1 { continue }
        proposed = x.rounded(.down)
      } else if v == 0 {
        continue
      } else if u <= p3 {
        proposed = (xl + log(v) / lambdaL).rounded(.down)
        v = v * (u - p2) * lambdaL
      } else {
        proposed = (xr - log(v) / lambdaR).rounded(.down)
        v = v * (u - p3) * lambdaR
      }
      guard proposed >= 0, let count = Int(exactly: proposed), count <= n else { continue }
      if accepts(count, v) { return count }
    }
  }

  private func accepts(_ y: Int, _ v: Double) -> Bool {
    let k = Double(abs(y - m))
    guard k > 20, k < nrq / 2 - 1 else { return v <= ratio(y) }
    // The logarithm has a lower and an upper bound. Outside the two bounds, no more need be computed.
    let width = (k / nrq) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / nrq + 0.5)
    let middle = -k * k / (2 * nrq)
    let logarithm = log(v)
    if logarithm < middle - width { return true }
    if logarithm > middle + width { return false }
    let (x1, f1, z, w) = (Double(y + 1), Double(m + 1), Double(n + 1 - m), Double(n - y + 1))
    let limit =
      xm * log(f1 / x1) + (Double(n - m) + 0.5) * log(z / w) + Double(y - m) * log(w * r / (x1 * q)) + Self.tail(f1) + Self.tail(z) + Self.tail(x1)
      + Self.tail(w)
    return logarithm <= limit
  }

  /// f(y) / f(m), where f(k) is the probability of k successes. It is a product of the ratios from m to y.
  private func ratio(_ y: Int) -> Double {
    let s = r / q
    let a = s * Double(n + 1)
    var result = 1.0
    if m < y {
      for i in m + 1...y { result *= a / Double(i) - s }
    } else if m > y {
      for i in y + 1...m { result /= a / Double(i) - s }
    }
    return result
  }

  /// The part of log x! that Stirling's formula leaves out.
  private static func tail(_ x: Double) -> Double {
    let square = x * x
    return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
  }
}
