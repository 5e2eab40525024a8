import Testing

@testable import Interp

/// Messages and hints that a learner can follow at once.
@Suite struct PlainWordsTests {
  private static let pass = "init seed=2; forward; backward; "

  @Test func bannerFitsTheWindow() {
    let lines = TestSession().interpreter.banner().split(separator: "\n")
    #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    #expect(lines.last == "Type init, then forward, backward, step. Type help for help, Ctrl-D to leave.")
  }

  @Test(arguments: [
    ("init 2 4 1 tanh", "tanh is an activation, not the size of a layer", "write it after a size and a colon, as in: init 2 4:tanh 1"),
    ("init 2 4 softmax", "softmax is an activation, not the size of a layer", "write it after a size and a colon, as in: init 2 4:tanh 3:softmax"),
    (
      "init; export a.doc", "export writes files whose names end in .html, .onnx, .safetensors, .tex, .torch.py, .py, .csv, and 'a.doc' has another ending",
      "export a.onnx # or .safetensors, .py, .torch.py; save writes .npz"
    ),
    ("?", "unexpected character '?'", "type help"), ("clear", "unknown name 'clear'", "press Ctrl-L to clear the screen"),
    ("cls", "unknown name 'cls'", "press Ctrl-L to clear the screen"),
    ("ls", "unknown name 'ls'", "type who for the variables, data for the data set; nnshell does not list files"),
    ("show all", "all is a function, not the name of a value", "to print every row and column, write: show X all=yes"),
    ("init; show W1 all", "all is a function, not the name of a value", "to print every row and column, write: show W1 all=yes"),
    ("init; backward", "backward needs a forward pass, and there is none yet", "run: forward"),
    ("init; forward; step", "step needs gradients, and there are none yet", "run: forward; backward"),
    (
      pass + "step; backward", "backward needs a new forward pass: the last one is stale, because W, b or the data have changed", "run: forward"
    ),
    (
      pass + "step; step", "step needs new gradients: the last ones are stale, because W, b or the data have changed", "run: forward; backward"
    ),
    (
      pass + "step; dW1 = dZ1 @ X.T; forward; dW1 = dZ1 @ X.T", "dW1 is stale: it is of step 1, and W, b or the data have changed since",
      "run: forward; backward"
    ),
    (pass + "W1[1,1] = 1; dW1 = dZ1 @ X.T", "dW1 is stale: W, b or the data have changed since it was computed", "run: forward; backward"),
  ]) func saysWhatToDo(_ item: (text: String, message: String, hint: String)) {
    let lines = TestSession(keepGoing: true).run(item.text.replacing("; ", with: "\n")).errors.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasSuffix("error: " + item.message) } && lines.last == "  hint: " + item.hint, "\(lines)")
  }

  @Test func oldAndNewParameterHaveTwoNames() {
    #expect(
      run(Self.pass + "step; explain W1[2,1]").lines == [
        "W1[2,1] after the step = W1[2,1] before it - alpha · dW1[2,1]", "W1[2,1] = (-0.021362) - 0.1 · 0.000209096 = -0.0213829",
      ])
  }

  @Test(arguments: [("5", "(1, 1)"), ("[1, 2]", "(1, 2)"), ("zeros(3, 3)", "(3, 3)")]) func matchNamesTheShapes(_ item: (value: String, shape: String)) {
    let lines = run(Self.pass + "match dW1 = \(item.value)").lines
    #expect(lines.first == "dW1 is not right: it is (4, 2), but your value is \(item.shape)", "\(lines)")
    #expect(lines.count == 2 && lines.last?.hasPrefix("no known mistake gives the shape \(item.shape)") == true, "\(lines)")
  }
}
