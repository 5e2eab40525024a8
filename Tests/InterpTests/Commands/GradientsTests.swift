import Foundation
import Testing

@testable import Interp

/// The table of `gradients`. The test computes every column in a second way, by expressions of the shell.
@Suite struct GradientsTests {
  private static let start = "init 2 4:tanh 1:sigmoid seed=2; alpha = 1.2\n"

  private func rows(_ text: String) -> [String: [String: Any]] {
    let layers = (TestSession(json: true).run(text).objects.last?["layers"] as? [[String: Any]]) ?? []
    return Dictionary(uniqueKeysWithValues: layers.map { ($0["name"] as! String, $0) })
  }

  private func value(_ text: String) -> Double {
    (TestSession(json: true).run(text).objects.last?["value"] as? Double) ?? .nan
  }

  private func isNear(_ found: Any?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    (found as? Double).map { abs($0 - expected) <= tolerance * max(1, abs(expected)) } ?? false
  }

  private static let angle = "arc = sum(before * dW1) / norm(before) / norm(dW1); arc"

  /// The angle is the one between the two gradients of the test, with single steps and with `train`, after `backward` and after a step.
  @Test func angles() {
    let byHand = Self.start + "repeat 5 { forward; backward; step }; forward; backward; before = dW1; step; forward; backward; "
    let cosine = value(byHand + Self.angle)
    #expect(cosine < 1 && cosine > 0)
    for way in [byHand, byHand + "step; ", Self.start + "train 7; ", Self.start + "train 7 until=(J < 0); ", Self.start + "train 6; forward; backward; "] {
      let angle = rows(way + "gradients")["dW1"]?["angle"] as? Double
      #expect(angle.map { abs(cos($0 * .pi / 180) - cosine) < 1e-12 } == true, "\(way): \(String(describing: angle))")
    }
  }

  private func cos(_ x: Double) -> Double { value("cos(\(x))") }

  /// There is no angle at the first step, at the first step after `init`, and where the step before had other data.
  @Test func noStepBefore() {
    for text in [
      "forward; backward; gradients", "forward; backward; step; gradients", "train 1; gradients", "train 9; init seed=3; train 1; gradients",
      "train 9; X = X + 1; gradients", "train 9; data moons; gradients",
      "train 9; Y = 1 - Y; gradients", "train 9; data moons; forward; backward; gradients",
    ] {
      #expect(rows(Self.start + text).values.allSatisfy { $0["angle"] is NSNull } && rows(Self.start + text).count == 4, "\(text)")
    }
    for text in ["train 2; gradients", "train 1; forward; backward; step; gradients"] {
      #expect(rows(Self.start + text).values.allSatisfy { $0["angle"] is Double }, "\(text)")
    }
  }

  /// Right after a step the ratio belongs to its update, with its alpha and the weights before it.
  @Test func ratios() {
    let before = Self.start + "train 3; forward; backward; W = W1; "
    let share = value(before + "norm(dW1) / norm(W)")
    for (text, alpha) in [
      (before + "gradients", 1.2), (before + "step 0.5; gradients", 0.5), (before + "step; gradients", 1.2), (before + "alpha = -3; gradients", 3),
      (before + "step 0.5; W1 = 2 * W1; gradients", 1.2), (Self.start + "train 4 alpha=0.5; gradients", nil),
    ] as [(String, Double?)] {
      let found = rows(text)["dW1"]?["update_ratio"]
      if let alpha { #expect(isNear(found, alpha * share), "\(text): \(String(describing: found))") }
    }
    let last = Self.start + "train 3 alpha=0.5; forward; backward; 0.5 * norm(dW1) / norm(W1)"
    #expect(isNear(rows(Self.start + "train 4 alpha=0.5; gradients")["dW1"]?["update_ratio"], value(last)))
    // A frozen entry is left out of what the step changes.
    #expect(isNear(rows(before + "freeze W1[2,:]; gradients")["dW1"]?["update_ratio"], value(before + "D = dW1; D[2,:] = 0; 1.2 * norm(D) / norm(W1)")))
    #expect(isNear(rows(before + "freeze W1; step; unfreeze; gradients")["dW1"]?["update_ratio"], 0))
  }

  @Test func columns() {
    let start = Self.start + "train 3; forward; backward; "
    for (field, expression) in [
      ("norm", "norm(dW1)"), ("mean", "mean(dW1)"), ("zeros", "0"), ("max", "max([max(dW1), -min(dW1)]) * sign(max(dW1) + min(dW1))"),
      ("i", "argmax(max(abs(dW1), axis=1))"), ("j", "argmax(max(abs(dW1), axis=0))"),
    ] { #expect(isNear(rows(start + "gradients")["dW1"]?[field], value(start + expression)), "\(field)") }
  }

  /// Gradients that are exactly 0, numbers that are not finite, and weights of 0.
  @Test func edges() {
    let dead = rows("init 2 3:relu 1:sigmoid seed=1; b1 = [-100; 0; -100]; train 2; gradients")
    #expect(isNear(dead["dW1"]?["zeros"], 2.0 / 3) && dead["dW1"]?["angle"] is Double)
    let none = rows("init 2 3:relu 1:sigmoid seed=1; b1 = [-100; -100; -100]; train 3; gradients")
    #expect(isNear(none["dW1"]?["norm"], 0) && isNear(none["dW1"]?["zeros"], 1) && isNear(none["dW1"]?["update_ratio"], 0) && none["dW1"]?["angle"] is NSNull)
    let zeros = rows("init 2 1:sigmoid weights=zeros; forward; backward; gradients")
    #expect(zeros["dW1"]?["update_ratio"] as? String == "Infinity")
    let nan = rows("init seed=2; train 2; W1[2,1] = nan; forward; backward; gradients")
    #expect(nan["dW1"]?["norm"] as? String == "NaN" && nan["dW1"]?["max"] as? String == "NaN" && nan["dW1"]?["angle"] is NSNull)
    #expect(rows("init seed=2; train 2; W1[2,1] = nan; train 1; gradients").count == 4)
    #expect(isNear(rows("init seed=2; freeze W1, b1, W2, b2; train 5; gradients")["dW1"]?["angle"], 0))
  }

  /// No line is wider than 80 columns. The table shows fewer digits where it would be too wide.
  @Test func fitsTheWindow() {
    let start = "data blobs classes=3 seed=2; X = [X * 1e-9; randn(300, 400)]; init 302 20:tanh 11:tanh 3:softmax seed=1; "
    for text in ["train 7; gradients", "forward; backward; gradients", "set digits 17; train 5; gradients"] {
      let lines = run(start + text).lines
      #expect(lines.count >= 7 && lines.allSatisfy { $0.count <= 80 }, "\(lines.joined(separator: "\n"))")
    }
    #expect(run("init seed=2; train 5; gradients").lines[1].hasSuffix("°"))
    #expect(run("init seed=2; train 5; gradients").lines.last == "stale: of step 5")
  }
}
