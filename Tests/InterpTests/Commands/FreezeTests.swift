import Testing

@testable import Interp

/// `freeze` and `unfreeze`, in scripts and at the prompt, and what other statements print about frozen entries.
@Suite struct FreezeTests {
  private static let start = "init 2 4:tanh 1:sigmoid seed=2\n"

  private func frozen(_ session: TestSession) -> String {
    (session.interpreter.executor.session.state.network?.frozenParts ?? []).map { "\($0.name) \($0.places)" }.joined(separator: "; ")
  }

  /// Statements, and the places that are frozen after them.
  static let places: [(String, String)] = [
    ("freeze W1[2,:]", "W1 [2, 3]"), ("freeze b1", "b1 [0, 1, 2, 3]"), ("freeze W[1]", "W1 [0, 1, 2, 3, 4, 5, 6, 7]"), ("freeze w[1]2", "W1 [2, 3]"),
    ("freeze b[1]3", "b1 [2]"), ("freeze W1[:,2]", "W1 [1, 3, 5, 7]"), ("freeze W1[-1,1]", "W1 [6]"), ("freeze W1[[1, 3],:]", "W1 [0, 1, 4, 5]"),
    ("freeze W1[2]", "W1 [2, 3]"), ("freeze W1 b2", "W1 [0, 1, 2, 3, 4, 5, 6, 7]; b2 [0]"), ("freeze W1[1,1], b2", "W1 [0]; b2 [0]"),
    ("l = 2; freeze W[l][1,2:3]", "W2 [1, 2]"), ("freeze w1", "W1 [0, 1, 2, 3, 4, 5, 6, 7]"), ("freeze W1[W1[:,1] < 0,:]", "W1 [0, 1, 2, 3, 4, 5]"),
    ("freeze W1; unfreeze W1[2,:]", "W1 [0, 1, 4, 5, 6, 7]"), ("freeze W1, b1; unfreeze", ""), ("freeze b1; unfreeze W1; freeze", "b1 [0, 1, 2, 3]"),
    ("freeze b1[2]; freeze b1[2]", "b1 [1]"), ("freeze W1; init seed=3", ""), ("freeze W1; W1 = zeros(4, 2); set digits 3", "W1 [0, 1, 2, 3, 4, 5, 6, 7]"),
    ("init 2 1:sigmoid; freeze w", "W1 [0, 1]"), ("init 2 1:sigmoid; freeze w[2,1]", "W1 [1]"), ("init 2 1:sigmoid; freeze b", "b1 [0]"),
    ("init 2 3:leaky_relu 1:sigmoid; freeze b1; set leaky_slope 0.2", "b1 [0, 1, 2]"),
  ]

  @Test(arguments: places) func freezesPlaces(_ item: (String, String)) {
    let session = TestSession()
    let transcript = session.run(Self.start + item.0)
    #expect(transcript.status == 0 && frozen(session) == item.1, "\(item.0): \(frozen(session)) \(transcript.errors)")
  }

  static let wrong: [(String, String)] = [
    ("freeze A1", "A1 is computed in every pass and cannot be frozen"), ("freeze dW1", "dW1 is computed"), ("freeze X", "X is data, which no step changes"),
    ("freeze alpha", "alpha is not a parameter"), ("v = 3; freeze v", "v is not a parameter of the network"), ("freeze nothing", "unknown name 'nothing'"),
    ("freeze W3", "there is no W3"), ("freeze W1[5,1]", "there is no row 5"), ("freeze W1[0,1]", "counting starts at 1"),
    ("freeze W1 + 1", "W1 + 1 is not a parameter"),
    ("freeze 3", "3 is not a parameter"), ("unfreeze A1", "A1 is computed"), ("freeze W1, A1", "A1 is computed"),
    ("freeze W1 all=yes", "freeze has no option 'all='"),
    ("freeze Yhat", "Yhat is computed"), ("freeze m", "m is data"), ("freeze", ""),
  ]

  @Test(arguments: wrong) func refuses(_ item: (String, String)) {
    let session = TestSession()
    session.run(Self.start + "freeze b2")
    let transcript = session.run(item.0)
    #expect(item.1.isEmpty ? transcript.status == 0 : transcript.status == 1 && transcript.errors.contains(item.1), "\(item.0): \(transcript.errors)")
    #expect(frozen(session) == "b2 [0]", "\(item.0)")
  }

  @Test func needsANetwork() {
    for line in ["freeze", "freeze W1", "unfreeze", "unfreeze b1"] { #expect(run(line).errors.contains("there is no network yet"), "\(line)") }
  }

  // MARK: Steps

  /// `train N`, `train` with a condition, and single statements give the same bits, and the frozen entries stay.
  @Test func stepsLeaveThem() {
    let start = Self.start + "freeze W1[2,:], b1[3], W2[1,4]; a = W1[2,:]; c = b1[3]; d = W2[1,4]; alpha = 1.2\n"
    let ways = [
      "train 20", "train 20 until=(J < 0)", "repeat 20 { forward; backward; step }; forward", "train 7; repeat 6 { forward; backward; step }; train 7",
    ]
    let results = ways.map { run(start + $0 + "\nset digits 17; assert array_equal(W1[2,:], a); assert b1[3] == c; assert W2[1,4] == d; W1; b1; W2; b2; J") }
    #expect(results.allSatisfy { $0.status == 0 && $0.output == results[0].output })
    // The other entries move, and differently than without frozen entries.
    #expect(run(start + "old = W1; train 20; assert min(abs(W1[1,:] - old[1,:])) > 0; t").lines == ["20"])
    #expect(run(Self.start + "train 20 alpha=1.2; set digits 17; W1[1,:]").output != run(start + "train 20; set digits 17; W1[1,:]").output)
  }

  /// An assignment changes a frozen entry. Later steps keep the new value.
  @Test func assignmentsChangeThem() {
    #expect(run(Self.start + "freeze W1; W1[1,2] = 5; W1[2,:] += 1; train 3; W1[1,2]").lines == ["5"])
    #expect(run(Self.start + "freeze b1; b1 = [1; 2; 3; 4]; train 3; assert array_equal(b1, [1; 2; 3; 4])").status == 0)
  }

  /// A statement that fails freezes nothing. In a loop only the single statement that failed is undone.
  @Test func failuresLeaveThem() {
    let session = TestSession(keepGoing: true)
    session.run(Self.start + "freeze b2\nfreeze W1, q\nrepeat 2 { freeze b1; nothing }")
    #expect(frozen(session) == "b1 [0, 1, 2, 3]; b2 [0]")
  }

  // MARK: Text and JSON

  @Test func reports() {
    #expect(run(Self.start + "freeze b1; unfreeze b1; unfreeze").output.isEmpty)
    let prompt = run("init seed=2\nfreeze b2\nunfreeze\nfreeze", atPrompt: true)
    #expect(prompt.lines.suffix(4) == ["frozen                  steps leave", "b2      1 of 1 entries  all", "nothing is frozen", "nothing is frozen"])
    #expect(run("init; fre b1; unf b1", atPrompt: true).status == 0)
    let lines = run(Self.start + "freeze W1[2,:], W1[4,:], W2[1,3], b1[:]; freeze").lines
    #expect(
      lines == ["frozen                  steps leave", "W1      4 of 8 entries  rows 2, 4", "b1      4 of 4 entries  all", "W2      1 of 4 entries  column 3"])
    #expect(run(Self.start + "freeze W1[1,2], W1[3,1]; freeze").lines.last == "W1      2 of 8 entries  [1,2] [3,1]")
    #expect(run("init 2 40:tanh 1:sigmoid; for i in 1:40 { freeze W1[i, 1 + i % 2] }; freeze").lines.last?.hasSuffix("[8,1] … (40 in all)") == true)
    #expect(run("init 2 1:sigmoid; set report on; freeze b1; forward; backward; step").lines.last?.contains("but for 1 frozen parameter;") == true)
  }

  @Test func jsonNamesThem() throws {
    func objects(_ text: String) -> [[String: Any]] { TestSession(json: true).run(Self.start + text).objects }
    let freeze = try #require(objects("freeze W1[2,:], b2").last)
    let parts = freeze["frozen"] as? [String: [[Int]]]
    #expect(freeze["command"] as? String == "freeze" && parts?["W1"] == [[2, 1], [2, 2]] && parts?["b2"] == [[1, 1]])
    #expect((objects("freeze").last?["frozen"] as? [String: Any])?.isEmpty == true)
    let show = objects("freeze W1[2,:], b2; show W1, W1[2:3,2], w[1]2, W1[2,1], b1, W1 + 1").suffix(6)
    #expect(show.map { ($0["frozen"] as? [[Int]]) ?? [] } == [[[2, 1], [2, 2]], [[1, 1]], [[1, 1], [2, 1]], [[1, 1]], [], []])
    #expect(show.last?["frozen"] == nil)
    #expect((objects("freeze W1[2,:]; shape").last?["frozen"] as? [String: [[Int]]]) == ["W1": [[2, 1], [2, 2]]] && objects("shape").last?["frozen"] == nil)
    #expect(objects("freeze W1; forward; backward; step; explain W1[1,1]").last?["frozen"] as? Bool == true)
    #expect(objects("freeze W1; forward; backward; explain dW1[1,1]").last?["frozen"] as? Bool == true)
    #expect(objects("freeze W1; forward; backward; explain dW2[1,1]").last?["frozen"] == nil)
  }

  @Test func showAndShapeMarkThem() {
    let shown = run(Self.start + "freeze W1[2,:]; show W1").lines
    #expect(shown[3] == "2    -0.021362*     0.0164027*" && shown[2] == "1  -0.00416758   -0.000562668" && shown.last == "* frozen: steps do not change it")
    #expect(run(Self.start + "show W1").lines.count == 6)
    #expect(run(Self.start + "freeze W1[2,:]; show W1[3,:]").lines.count == 3)
    #expect(run(Self.start + "freeze W1[2,:]; show W1[2,1]").lines == ["W1[2,1] = -0.021362   frozen: steps do not change it"])
    #expect(run("X = randn(40, 9); Y = ones(1, 9); init; freeze W1[:,40]; show W1").lines.allSatisfy { $0.count <= 80 })
    let shape = run(Self.start + "freeze W1[2,:], b2; shape").lines
    #expect(
      shape.contains { $0.hasPrefix("W1 ") && $0.hasSuffix("parameter, frozen: row 2") } && shape.contains { $0.hasPrefix("b1 ") && $0.hasSuffix("parameter") })
  }

  // MARK: What other statements say

  @Test func explanationsDoNotLie() {
    let step = Self.start + "freeze W1[2,:]; forward; backward; step 1.2; "
    #expect(run(step + "explain W1[2,1]").lines == ["W1[2,1] = -0.021362: it is frozen, so the step did not change it; dW1[2,1] was 0.000209096"])
    #expect(run(step + "explain W1[1,1]").lines.count == 2)
    #expect(run(step + "explain dW1[2,1]").output.contains("it is frozen, so a step does not change it"))
    #expect(run(step + "explain dW1[1,1]").output.contains("the sum is positive, so a step makes W1[1,1] smaller"))
    #expect(run(step + "explain W1").output.contains("Steps do not change what is frozen: row 2."))
    #expect(run(step + "forward; backward; explain W1[2,1]").lines.last?.hasSuffix("; it is frozen") == true)
    // What was frozen at the time of the step counts.
    #expect(
      run(Self.start + "forward; backward; freeze W1; step 1.2; unfreeze; explain W1[2,1]").output.contains("it is frozen, so the step did not change it"))
    #expect(run(Self.start + "freeze W1; forward; backward; unfreeze; step 1.2; freeze W1; explain W1[2,1]").output.contains("- 1.2 ·"))
    #expect(run(Self.start + "freeze W1; train 5; unfreeze; explain W1[2,1]").output.contains("it is frozen, so the step did not change it"))
  }

  /// The change of J that `explain alpha` predicts counts only the entries that a step moves.
  @Test func alphaCountsWhatMoves() {
    let text = Self.start + "freeze W1; forward; backward; explain alpha; print \"{-alpha * (sum(dW2**2) + sum(db1**2) + sum(db2**2)):.3e}\""
    let lines = run(text).lines
    #expect(lines.contains { $0.contains("8 of the 17 parameters are frozen") })
    #expect(lines.joined(separator: " ").contains("this is \(lines.last!)"), "\(lines)")
  }

  @Test func matchKnowsThem() {
    let step = Self.start + "freeze W1[2,:]; forward; backward; old = W1; "
    #expect(run(step + "step 1.2; new = W1; match W1 = new").output.contains("W1 is right"))
    let right = TestSession(json: true).run(step + "step 1.2; new = old - 1.2 * dW1; new[2,:] = old[2,:]; match W1 = new").objects.last
    #expect(right?["equal"] as? Bool == true)
    let plus = TestSession(json: true).run(step + "step 1.2; new = old + 1.2 * dW1; new[2,:] = old[2,:]; match W1 = new").objects.last
    #expect((plus?["matches"] as? [[String: Any]])?.first?["id"] as? String == "W-uphill")
    #expect(run(step + "match dW1 = dZ1 @ X.T").output.contains("1/m"))
    #expect(run(step + "check").status == 0)
  }

  @Test func diagnoseSpeaksOfThem() {
    let all = Self.start + "freeze W1, b1, W2, b2; forward; backward; "
    let text = run(all + "diagnose").output
    #expect(
      text.contains("cost-not-falling") && text.replacing("\n", with: " ").contains("The gradient of everything that is not frozen is exactly 0")
        && text.contains("unfreeze"))
    #expect(run(all + "diagnose apply=1").status == 0)
    #expect(run(Self.start + "freeze W1, b1; diagnose").output.hasPrefix("nothing found"))
  }
}
