/// One form in which a tool prints arrays. The list `all` is the only place that knows the tools; two readers read every form.
///
/// `BracketReader` reads numbers in brackets, and `TableReader` reads rows of cells. A form adds the words that stand around the numbers.
public struct PrintedForm: Sendable {
  /// The tool.
  public let name: String
  /// The version whose prints the tests read, or where the form was taken from.
  public let source: String
  /// A print of the form, of the array [[0.5, -2], [1.25, 3]] or a part of it.
  public let sample: String
  /// The words before `(` that the tool writes around an array or a number.
  var calls: [String] = []
  /// The first line of a print of several lines begins so. It tells an open text in quotes from a forgotten quote.
  var openings: [String] = []
  /// The meaning of a line that stands around the numbers; nil where the line has another meaning or holds numbers.
  var around: (@Sendable (PrintLine) -> PrintLine.Meaning?)?

  /// Every form. Where two forms know a line, the first one counts.
  public static let all: [PrintedForm] = [
    PrintedForm(
      name: "NumPy", source: "2.4.6", sample: "array([[ 0.5 , -2.  ],\n       [ 1.25,  3.  ]])",
      calls: ["array", "matrix", "float64", "float32", "float16", "longdouble", "int64", "int32", "float", "int", "bool", "bool_", "dict", "OrderedDict"],
      openings: ["array(", "np.array(", "np.float", "numpy.", "matrix(", "[", "([", "{'", "{\"", "Out["], around: python),
    PrintedForm(
      name: "PyTorch", source: "2.15.0", sample: "tensor([[ 0.5000, -2.0000],\n        [ 1.2500,  3.0000]], requires_grad=True)",
      calls: ["tensor", "Tensor", "Parameter"], openings: ["tensor(", "Parameter containing:", "OrderedDict("], around: torch),
    PrintedForm(
      name: "JAX", source: "0.10.2", sample: "Array([[ 0.5 , -2.  ],\n       [ 1.25,  3.  ]], dtype=float32)", calls: ["Array", "DeviceArray"],
      openings: ["Array(", "DeviceArray("]),
    PrintedForm(
      name: "TensorFlow", source: "tensorflow.org", sample: "tf.Tensor(\n[[ 0.5  -2.  ]\n [ 1.25  3.  ]], shape=(2, 2), dtype=float32)",
      calls: ["Variable"], openings: ["tf.Tensor(", "<tf.", "<Variable", "<KerasVariable"]),
    PrintedForm(
      name: "Octave", source: "7.3.0", sample: "dW1 =\n\n   0.5000  -2.0000\n   1.2500   3.0000\n", calls: ["single", "double"], openings: ["Columns "],
      around: octave),
    PrintedForm(
      name: "MATLAB", source: "mathworks.com", sample: "dW1 =\n\n   1.0e+03 *\n\n    0.0005   -0.0020\n    0.0013    0.0030\n", around: sized),
    PrintedForm(
      name: "R", source: "4.2.2", sample: "     [,1] [,2]\n[1,] 0.50   -2\n[2,] 1.25    3", calls: ["structure", "c", "list", "data.frame"],
      openings: ["structure(", "c(", "list("], around: r),
    PrintedForm(
      name: "Julia", source: "docs.julialang.org", sample: "2×2 Matrix{Float64}:\n 0.5   -2.0\n 1.25   3.0", calls: ["Dict"],
      openings: ["Float64[", "Float32["],
      around: sized),
    PrintedForm(
      name: "pandas", source: "3.1.1", sample: "      0    1\n0  0.50 -2.0\n1  1.25  3.0", calls: ["DataFrame", "Series"], around: pandas),
    PrintedForm(
      name: "polars", source: "2.1.0",
      sample: "shape: (1, 2)\n┌─────┬──────┐\n│ a   ┆ b    │\n│ --- ┆ ---  │\n│ f64 ┆ f64  │\n╞═════╪══════╡\n│ 0.5 ┆ -2.0 │\n└─────┴──────┘",
      openings: ["shape:", "┌"], around: polars),
    PrintedForm(name: "show", source: "this program", sample: "dW1 (2, 2)\n      1   2\n1   0.5  -2\n2  1.25   3", around: show),
    PrintedForm(name: "braces", source: "Mathematica, C", sample: "{{0.5, -2.0}, {1.25, 3.0}}", openings: ["{{"]),
    PrintedForm(name: "CSV or plain rows", source: "any", sample: "0.5,-2.0\n1.25,3.0", around: named),
  ]

  /// The names of all forms, for an error.
  public static let names = all.map(\.name).joined(separator: ", ")

  /// Every word that may stand before `(`.
  static let calls = Set(all.flatMap(\.calls))
  /// The calls whose arguments are the entries of a list.
  static let lists: Set<String> = ["c"]
  /// The calls whose named arguments are arrays with names.
  static let tables: Set<String> = ["list", "dict", "Dict", "data.frame"]
  /// The words after `<` of an object that shows its array.
  static let angles: Set<String> = ["tf.Tensor", "tf.Variable", "Variable", "KerasVariable"]
  /// The types that Julia writes before `[`.
  static let types: Set<String> = ["Float64", "Float32", "Float16", "Int64", "Int32", "Real", "Any"]
  /// The words for no value. A dictionary may contain them.
  static let nothing: Set<String> = ["None", "NULL", "null", "nothing"]

  /// The format of an array for which its tool names none. PyTorch names every format but float32.
  static func silentFormat(_ call: String) -> PrintedFormat? { call == "tensor" ? .single : nil }

  private static let gaps: Set<[UInt8]> = Set(["...", "…", "..", "⋮", "⋱", "⋯"].map { Array($0.utf8) })

  /// Whether a word stands for rows or columns that were left out.
  static func isGap(_ word: ArraySlice<UInt8>) -> Bool {
    guard let first = word.first, first == UInt8(ascii: ".") || first == 0xE2, word.count <= 3 else { return false }
    return gaps.contains(Array(word))
  }

  /// Whether the text is a call or a heading of a form, so that it cannot be the name of a file.
  static func begins(_ text: String) -> Bool {
    let start = text.drop { $0.isWhitespace }
    return all.contains { $0.openings.contains { start.hasPrefix($0) } }
  }

  /// Whether a text with this first line may go on over several lines. Only such a text in quotes may contain newlines.
  ///
  /// An empty line may, since the print then begins on the next one. A line such as `J = {J}` may not, because it is more often a forgotten quote.
  public static func opens(_ line: String) -> Bool {
    if begins(line) || line.allSatisfy(\.isWhitespace) { return true }
    let found = PrintLine(PrintScanner(line))
    if found.cells.count > 1, found.cells.allSatisfy({ found.isNumber($0) || found.isLabel($0) }) { return true }
    switch all.lazy.compactMap({ $0.around?(found) }).first {
    case .size, .part: return true
    case .heading(_, let body?): return found.text(body..<found.range.upperBound).hasPrefix("[") || begins(found.text(body..<found.range.upperBound))
    case .heading(_, nil): return line.last { !$0.isWhitespace }.map { $0 == "=" || $0 == ")" } ?? false
    default: return false
    }
  }
}

extension PrintedForm {
  /// The prompts of the shells and of IPython. What is typed behind one names the array; what is printed stands on the next lines.
  @Sendable private static func python(_ line: PrintLine) -> PrintLine.Meaning? {
    let first = line.first
    if first.hasPrefix("Out["), first.hasSuffix("]:") { return .heading(name: nil, body: line.cells.count > 1 ? line.cells[1].lowerBound : nil) }
    let isPrompt = [">>>", ">>", ">", "nn>", "julia>"].contains(first) || first.hasPrefix("octave:") && first.hasSuffix(">")
    if isPrompt || first == "In" && line.cells.count > 1 && line.cell(1).hasSuffix("]:") || first.hasPrefix("In[") && first.hasSuffix("]:=") {
      return .heading(name: line.rest(from: first == "In" ? 2 : 1), body: nil)
    }
    return nil
  }

  @Sendable private static func torch(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first == "Parameter", line.cells.count == 2, line.cell(1) == "containing:" { return .heading(name: nil, body: nil) }
    // Before version 0.4, `[torch.FloatTensor of size 3x2]` stood below the numbers.
    if line.first.hasPrefix("[torch."), line.cells.count > 2, line.cell(1) == "of" { return .ending(PrintedFormat(line.first), isSeries: false) }
    return nil
  }

  /// `Columns 1 through 8:`, a common factor `1.0e-03 *`, and the heading of a struct.
  @Sendable private static func octave(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first == "Columns" || line.first == "Column", line.cells.count > 1, line.cells.count <= 5 { return .part }
    if line.cells.count == 2, line.cell(1) == "*", let factor = line.number(0), factor.value.isFinite { return .factor(factor.value) }
    if line.cells.count == 1, line.first.count > 1, line.first.hasSuffix("*"), !line.first.hasPrefix("*") {
      // `0.5*` alone is a frozen entry of `show`; a factor has an exponent.
      if line.first.contains("e"), let factor = line.number(0), factor.value.isFinite { return .factor(factor.value) }
    }
    return line.rest(from: 0) == "scalar structure containing the fields:" ? .nothing : nil
  }

  /// The size and the type before the numbers: `3×2 Matrix{Float64}:` (Julia) and `3×2 single matrix` (MATLAB).
  @Sendable static func sized(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first.hasSuffix("-element"), line.cells.count > 1, PrintLine.isWhole(line.first.dropLast(8)) {
      return .size(PrintedFormat(line.rest(from: 1)), isVector: true)
    }
    let sides = line.first.split(omittingEmptySubsequences: false) { $0 == "×" || $0 == "x" }
    guard sides.count > 1, sides.allSatisfy(PrintLine.isWhole), line.cells.count > 1 || line.first.contains("×") else { return nil }
    return line.cells.dropFirst().contains { line.isNumber($0) } ? nil : .size(PrintedFormat(line.rest(from: 1)), isVector: false)
  }

  /// `$dW1` before an entry of a list, and the last line of a print that was cut.
  @Sendable private static func r(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first.hasPrefix("$"), line.first.count > 1, line.cells.count == 1 { return .heading(name: String(line.first.dropFirst()), body: nil) }
    if line.first == "[", line.cells.count > 2, line.cell(1) == "reached" { return .cut }
    return line.first.hasPrefix("#") || line.first.hasPrefix("%") ? .nothing : nil
  }

  /// The lines below the numbers: `[3 rows x 12 columns]`, `Length: 9`, `Name: u, dtype: float64`.
  @Sendable private static func pandas(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first.hasPrefix("["), line.cells.count == 5, line.cell(1) == "rows", line.cell(4) == "columns]" { return .ending(nil, isSeries: false) }
    guard ["Name:", "Length:", "Freq:", "dtype:"].contains(line.first) else { return nil }
    let rest = line.rest(from: 0)
    guard let type = rest.firstRange(of: "dtype:") else { return nil }
    return .ending(PrintedFormat(String(rest[type.lowerBound...])), isSeries: true)
  }

  /// The shape before a frame or a series. `TableReader` knows the lines of boxes.
  @Sendable private static func polars(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first == "shape:", line.cells.count > 1, line.cell(1).hasPrefix("(") { return .heading(name: nil, body: nil) }
    guard line.first == "Series:", line.cells.count > 1 else { return nil }
    return .size(PrintedFormat(line.rest(from: 1)), isVector: true)
  }

  /// The heading `dW1 (4, 2)`, and the remarks below the numbers.
  @Sendable private static func show(_ line: PrintLine) -> PrintLine.Meaning? {
    if line.first == "*" || line.rest(from: 0).hasPrefix("some entries are left out") { return .nothing }
    guard let at = line.cells.indices.first(where: { line.cell($0).hasPrefix("(") }), at + 1 < line.cells.count else { return nil }
    guard PrintLine.isWhole(line.cell(at).dropFirst().dropLast()), line.cell(at).hasSuffix(","), line.cell(at + 1).hasSuffix(")"),
      PrintLine.isWhole(line.cell(at + 1).dropLast())
    else { return nil }
    return .heading(name: at > 0 ? line.text(line.cells[0].lowerBound..<line.cells[at - 1].upperBound) : nil, body: nil)
  }

  /// `dW1 = …` and `dW1: …`, with the array on the same line or below it. All tools can write it.
  @Sendable private static func named(_ line: PrintLine) -> PrintLine.Meaning? {
    guard let sign = line.nameEnd() else { return nil }
    return .heading(name: line.text(line.range.lowerBound..<sign.name), body: sign.body < line.range.upperBound ? sign.body : nil)
  }
}
