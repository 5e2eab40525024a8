import TestSupport
import Testing

@testable import Interp

/// The scale of the data: how it is fitted, read and applied to new inputs.
@Suite struct ScaleTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("t.csv", "a,b,c,d,y\n1,10,0.1,0.30000000000000004,0\n2,20,0.1,0.3,1\n3,60,0.1,0.3,0\n6,30,0.1,0.30000000000000004,1\n")
  }

  private func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }

  @Test func standardized() {
    // A feature of one value, or of values that differ only by rounding, becomes 0.
    #expect(run("data DIR/t.csv standardize=yes; sum(abs(X[3:4,:])); Xscale[3:4,1].T").lines == ["0", "(1, 2)", "   1  2", "1  0  0"])
    #expect(run("Xmean[1:2,1].T; abs(Xscale[2,1] - 18.708286933869708) < 1e-13").lines == ["(1, 2)", "   1   2", "1  3  30", "True"])
    // The scale gives the units of the data back.
    #expect(run("S = X; data DIR/t.csv; D = X; data DIR/t.csv standardize=yes; max(abs(S * Xscale + Xmean - D)) < 1e-13").lines == ["True"])
  }

  @Test func normalized() {
    #expect(run("data DIR/t.csv normalize=yes; X[1,:]; Xscale[2,1]; sum(abs(Xmean))").lines.suffix(3) == ["1  0.166667  0.333333  0.5  1", "60", "0"])
    #expect(run("data DIR/t.csv normalize=yes standardize=yes").errors.contains("standardize= and normalize= cannot both be yes"))
    #expect(run("set report on\ndata DIR/t.csv normalize=yes").lines[0].hasSuffix("divided by the largest values of the training part"))
  }

  @Test func names() {
    #expect(run("data DIR/t.csv; Xmean").errors.contains("the data is not scaled"))
    // A variable of the name hides the scale.
    #expect(run("data DIR/t.csv standardize=yes; Xmean = 5; Xmean; Xscale.shape").lines == ["5", "(4, 1)"])
    #expect(run("shape Xscale").lines.first == "Xscale: (4, 1)")
  }

  @Test func units() {
    let start = "data DIR/t.csv x=1:2 standardize=yes; init 2 3:tanh 1:sigmoid seed=3; "
    #expect(run(start + "forward; P = A2; predict [1, 2, 3, 6; 10, 20, 60, 30] units=data").lines.dropFirst(2).first == run("P").lines.last)
    let outside = run(start + "predict [4; 40]")
    #expect(outside.errors.contains("4 of 'a' lies outside the scaled training data") && outside.errors.contains("units=data"), "\(outside.errors)")
    #expect(run("predict [0; 0.5]").errors.isEmpty)
    #expect(run("predict [4; 40] units=data").errors.isEmpty)
    #expect(run("forward [1; 10] units=data").lines.count == run("forward X[:,1]").lines.count)
    #expect(run("forward units=data").errors.contains("a bare forward"))
    #expect(run("predict X units=metres").errors.contains("choose one of network, data"))
  }

  /// A saved network keeps the scale with its constant features.
  @Test func saved() {
    _ = run("data DIR/t.csv standardize=yes; init 4 2:tanh 1:sigmoid seed=1; forward; P = A2; save DIR/n.npz")
    #expect(run("data DIR/t.csv; load DIR/n.npz; forward; array_equal(P, A2); Xscale[3,1]").lines == ["True", "0"])
  }
}
