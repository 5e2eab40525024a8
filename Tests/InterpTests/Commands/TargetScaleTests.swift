import Foundation
import TestSupport
import Testing

@testable import Interp

/// The scale of numeric targets, and targets from another file.
@Suite struct TargetScaleTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("t.csv", "a,b,y\n1,10,100\n2,20,250\n3,60,150\n6,30,400\n")
    try folder.write("same.csv", "a,y\n1,0.1\n2,0.1\n3,0.1\n")
    try folder.write("classes.csv", "a,y\n1,red\n2,blue\n3,red\n")
  }

  private func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }

  @Test func bothScales() {
    #expect(
      run("data DIR/t.csv standardize=both; Ymean; abs(mean(Y)) < 1e-15; abs(std(Y) - 1) < 1e-15").lines == ["(1, 1)", "     1", "1  225", "True", "True"])
    #expect(run("S = Y; s = Yscale; u = Ymean; data DIR/t.csv; max(abs(S * s + u - Y)) < 1e-12").lines == ["True"])
    #expect(run("Ymean").errors.contains("the targets are not scaled") && run("Yscale").errors.contains("standardize=both"))
    #expect(run("data DIR/t.csv standardize=both; Ymean = 5; Ymean; Yscale.shape").lines == ["5", "(1, 1)"])
    #expect(run("shape Yscale").lines.first == "Yscale: (1, 1)")
    #expect(run("set report on\ndata DIR/t.csv standardize=both").lines[0].hasSuffix("standardised by the training part, Y too"))
  }

  /// The parts use the numbers of the training part, and predictions and scores are in the units of the data.
  @Test func unitsOfTheData() {
    _ = run("data DIR/t.csv standardize=both split=0.5 seed=2; init seed=1 scale=1; train 50; forward; set digits 17")
    #expect(run("P = Yhat * Yscale + Ymean; predict").lines.dropFirst(2).first == run("P").lines.last)
    #expect(run("predict X").lines.dropFirst(2).first == run("P").lines.last)
    #expect(run("use test; U = Y * Yscale + Ymean; use train; data DIR/t.csv split=0.5 seed=2; use test; max(abs(U - Y)) < 1e-12").lines == ["True"])
    let evaluated = run("data DIR/t.csv standardize=both; init seed=1 weights=zeros; forward; J; evaluate").lines
    // With all weights 0 each output is the mean of Y, so the error is the deviation.
    #expect(
      evaluated.count == 2 && evaluated[1].hasPrefix("train: J = \(evaluated[0]), RMSE 114.56439237389") && evaluated[1].contains("R2 0,"), "\(evaluated)")
  }

  @Test func classesHaveNoScale() {
    for statement in ["data DIR/classes.csv standardize=both", "data moons standardize=both", "data blobs classes=3 standardize=both"] {
      let refused = run(statement)
      #expect(refused.status == 1 && refused.errors.contains("but these are classes") && refused.errors.contains("standardize=yes"), "\(refused.errors)")
    }
    #expect(run("data DIR/t.csv standardize=both normalize=yes").errors.contains("cannot both be yes"))
    #expect(run("data DIR/t.csv standardize=all").errors.contains("yes, no or both"))
    #expect(run("data DIR/classes.csv y=a classes=no standardize=both x=-y").errors.contains("x=") || run("X.shape").status == 0)
  }

  /// A constant target becomes 0, and the network predicts its one value.
  @Test func constantTarget() {
    #expect(run("data DIR/same.csv standardize=both; sum(abs(Y)); Yscale[1,1]; Ymean[1,1]").lines == ["0", "0", "0.1"])
    #expect(run("init weights=zeros; predict").lines.last == "1  0.1  0.1  0.1")
  }

  /// A new Y has its own units, and a new X keeps the scale of Y.
  @Test func assigned() {
    #expect(run("data DIR/t.csv standardize=both; X = randn(3, 4); Yscale.shape").lines == ["(1, 1)"])
    #expect(run("Y = [1, 2, 3, 4]; Yscale").errors.contains("not scaled"))
  }

  @Test func savedAndLoaded() {
    _ = run("data DIR/t.csv standardize=both; init seed=1 scale=1; train 30; set digits 17; save DIR/net.npz")
    let found = run("predict; Ymean").output
    #expect(!found.isEmpty && run("data DIR/t.csv; load DIR/net.npz; predict; Ymean").output == found)
    #expect(run("forward; J < 9").lines == ["True"])
    #expect(run("record --verify").status == 0)
    // Time travel brings the scale back with the data.
    #expect(run("train 2; data moons; train 1; back 1; Ymean").status == 1 || run("goto 30; Ymean").status == 0)
  }

  /// The truth lies on the scale of the data and the outputs on that of the network. A loaded file may bring another one.
  @Test func scoresAfterLoad() throws {
    try folder.write("u.csv", "a,b,y\n1,5,10\n4,20,35\n2,60,17\n7,30,90\n")
    func agrees(_ evaluated: Transcript, _ truth: String, _ outputs: String) -> Bool {
      let scores = run("forward; E = \(outputs) - (\(truth)); sqrt(mean(E * E)); mean(abs(E))").lines
      return scores.count == 2 && evaluated.output.contains("RMSE \(scores[0]), MAE \(scores[1]),")
    }
    let save = "set digits 8; data DIR/t.csv standardize=both; init seed=1 scale=1; train 30; save DIR/net.npz"
    _ = run("\(save); s = Yscale; u = Ymean; X = randn(2, 4); save DIR/plain.npz")
    // The data has a scale of its own. One file has the recipe of a table, and the other has none.
    for file in ["net.npz", "plain.npz"] {
      _ = run("data DIR/u.csv standardize=both; U = Y * Yscale + Ymean; load DIR/\(file)")
      // load put the data on the scale of the network.
      let other = run("evaluate")
      #expect(other.status == 0 && other.errors.isEmpty, "\(file): \(other.errors)")
      #expect(agrees(other, "U", "(Yhat * s + u)"), "\(file): \(other.output)")
    }
    // Data with other features keeps its own scale, and that is said.
    try folder.write("v.csv", "c,d,y\n1,5,10\n4,20,35\n2,60,17\n7,30,90\n")
    _ = run("data DIR/v.csv standardize=both; U = Y * Yscale + Ymean; load DIR/net.npz")
    let other = run("evaluate")
    #expect(other.status == 0 && other.errors.contains("Y is on another scale than the outputs of the network"), "\(other.errors)")
    #expect(agrees(other, "U", "(Yhat * s + u)"), "\(other.output)")
    // load put the data on the scale of the file, and the new Y has none.
    _ = run("data DIR/t.csv; load DIR/net.npz; Y = [1, 2, 3, 4]")
    let assigned = run("evaluate")
    #expect(assigned.errors.isEmpty && agrees(assigned, "Y", "Yhat") && run("Yscale").errors.contains("not scaled"), "\(assigned.output)")
    // The same scale needs no note.
    #expect(run("data DIR/t.csv standardize=both; load DIR/net.npz; evaluate").errors.isEmpty)
    #expect(run("data DIR/t.csv; load DIR/net.npz; evaluate").errors.isEmpty)
  }

  // MARK: Targets from another file

  @Test func otherFiles() throws {
    try folder.write("x.csv", "a,b\n1,2\n,5\n3,4\n")
    try folder.write("numbers.csv", "1.5\n2.5\n3.5\n")
    try folder.write("words.csv", "kind\nred\nblue\nred\n")
    #expect(run("data DIR/x.csv y=DIR/numbers.csv missing=mean; X[1,2]; Y").lines == ["2", "(1, 3)", "     1    2    3", "1  1.5  2.5  3.5"])
    // A row that is left out has no target either.
    #expect(
      run("data DIR/x.csv y=DIR/numbers.csv missing=drop; X; Y").lines == ["(2, 2)", "   1  2", "1  1  3", "2  2  4", "(1, 2)", "     1    2", "1  1.5  3.5"])
    let words = run("data DIR/x.csv y=DIR/words.csv missing=mean")
    #expect(words.errors.contains("3 examples, but the file of y= has 4 targets") && words.errors.contains("header=yes"), "\(words.errors)")
    #expect(run("data DIR/x.csv y=DIR/words.csv missing=mean header=yes; Y").lines.last == "1  1  0  1")
    #expect(run("data DIR/x.csv y=DIR/x.csv").errors.contains("the file of y= has the targets alone"))
    try folder.write("gap.csv", "1.5\n?\n3.5\n")
    let gap = run("data DIR/x.csv y=DIR/gap.csv missing=drop")
    #expect(gap.errors.contains("1 value is missing") && gap.errors.contains("line 2") && gap.errors.contains("every example needs a target"), "\(gap.errors)")
    #expect(run("data DIR/x.csv y=DIR/numbers.csv missing=mean test=DIR/x.csv").errors.contains("test= beside y=FILE"))
    // No file is read before the options are checked.
    #expect(run("data DIR/x.csv test=DIR/none.csv split=0.5").errors.contains("split= cannot be used with test="))
    #expect(run("data DIR/none.csv stratify=yes").errors.contains("stratify= cannot be used"))
    // New rows have no target, and every column is a feature.
    try folder.write("new.csv", "b,a\n2,1\n")
    _ = run("data DIR/x.csv y=DIR/numbers.csv missing=mean; init seed=1; set digits 17")
    #expect(run("predict DIR/new.csv").output == run("predict X[:,1]").output)
  }

  // MARK: Small

  /// Only what was guessed is named, and JSON names all.
  @Test func guessed() {
    #expect(run("set report on\ndata DIR/t.csv delimiter=comma header=yes").lines.last == "guessed: decimal=point index=no")
    #expect(!run("data DIR/t.csv delimiter=comma header=yes decimal=point index=no").output.contains("guessed"))
    let json = TestSession(json: true).run("set report on\ndata \(folder.path)/t.csv delimiter=comma").objects.last
    #expect((json?["guessed"] as? [String: Any])?.count == 4)
  }

  /// A mean is no category, and the message says so.
  @Test func gapsAmongCategories() throws {
    try folder.write("k.csv", "a,k,y\n1,p,1.5\n2,,2\n3,q,3\n")
    let refused = run("data DIR/k.csv onehot=k missing=mean")
    #expect(refused.errors.contains("a mean fills numbers, but k has categories") && refused.errors.contains("missing=drop"), "\(refused.errors)")
    #expect(run("data DIR/k.csv onehot=k missing=median").errors.contains("a median fills numbers"))
  }

  @Test func namedPlaces() throws {
    try folder.write("one.csv", "a,y\n1,s\n2,s\n")
    #expect(run("data DIR/one.csv").errors.contains("every example has the class 's', but at least two classes are needed"))
    try folder.write("inf.csv", "a,y\n1,2\n-inf,3\n5,4\n")
    #expect(run("data DIR/inf.csv").errors.contains("line 3, column 'a': '-inf' is not finite"))
    try folder.write("infy.csv", "a,y\n1,2\n3,inf\n5,4\n")
    #expect(run("data DIR/infy.csv").errors.contains("line 3, column 'y': 'inf' is not finite"))
  }
}
