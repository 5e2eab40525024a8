import TestSupport
import Testing

@testable import Interp

/// Tables as people bring them, through `data`.
@Suite struct OwnTableTests {
  private let folder: TemporaryFolder
  private let session = TestSession()

  init() throws { folder = try TemporaryFolder() }

  private func run(_ statement: String) -> Transcript { session.run(statement.replacing("DIR", with: folder.path)) }

  /// Files that a statement must load after `data` refused them. Each error ends with such a statement.
  static let messy: [(name: String, text: String, options: String, says: [String])] = [
    (
      "customers.csv",
      "id,date,plan,age,churned\n"
        + (1...40).map { "c\($0),2026-02-\($0),\(["basic", "gold"][$0 % 2]),\($0 % 9 == 0 ? "NA" : "\($0)"),\(["no", "yes"][$0 % 3 / 2])\n" }.joined(),
      "", ["3 of 4 features have text: id (40 values), date (40 values), plan (2 values)", "4 values are missing: 4 in age", "line 10, column 'age'"]
    ),
    ("target.csv", "a,b,y\n1,2,no\n3,4,yes\n5,6,NA\n7,8,?\n", "", ["2 values are missing: 2 in y", "'NA' in line 4"]),
    ("typo.csv", "a,b,y\n1,2,0\n3,x,1\n4,5,0\n", "", ["1 of 2 features has text: b (1 of 3 cells, the first is 'x' in line 3)"]),
    ("quotes.csv", "\"na \"\"me\"\"\",\"b\\c\",y\nAnn,1,0\nBob,2,1\nCy,3,0\nDi,4,1\n", "", ["na \"me\" (4 values)"]),
    ("words.csv", "n,w,y\nred,one,0\nblue,two,1\nred,three,0\nblue,four,1\n", "header=yes", ["2 of 2 features have text"]),
    (
      "gap.csv", "size;plan;y\n1,5;a;0\n2,5;;1\n3,5;b;0\n4,5;a;1\n5,5;b;0\n", "",
      ["1 of 2 features has text: plan (2 values)", "1 value is missing: 1 in plan"]
    ),
    ("named.csv", "a,b,c,y\n1,p,q1,0\n2,p,q2,1\n3,r,q3,0\n4,r,q4,1\n", "x=a,b,c split=0.5 seed=2", ["2 of 3 features have text"]),
    ("left.csv", "a,b,c,y\n1,p,q1,0\n2,p,q2,1\n3,r,q3,0\n4,r,q4,1\n", "x=-c y=y", ["1 of 2 features has text: b (2 values)"]),
    ("hot.csv", "a,b,y\np,1,0\nq,,1\np,3,0\nq,4,1\n", "onehot=a", ["1 value is missing: 1 in b"]),
    ("median.csv", "a,b,y\n1,p,0\n,q,1\n3,p,0\n4,q,1\n", "missing=median", ["1 of 2 features has text: b (2 values)"]),
    ("only.csv", "name,y\nAnn,0\nBob,1\nCy,0\nDi,1\nEd,0\n", "", ["1 of 1 features has text: name (5 values)"]),
  ]

  @Test(arguments: messy) func statementLoads(_ item: (name: String, text: String, options: String, says: [String])) throws {
    try folder.write(item.name, item.text)
    let refused = run("init; data DIR/\(item.name) \(item.options)")
    #expect(refused.status == 1)
    for part in item.says { #expect(refused.errors.contains(part), "\(refused.errors)") }
    let statement = refused.errors.components("hint: ").last!.trimmed
    #expect(statement.hasPrefix("data \""))
    let loaded = run(statement)
    #expect(loaded.status == 0, "\(statement)\n\(loaded.errors)")
    #expect(run("m > 0; sum(isnan(X))").lines == ["True", "0"], "\(statement)")
  }

  /// Where no statement would load the table, none is proposed, and the reason is told.
  @Test(arguments: [
    ("a,b,y\n1,,5\n,2,\n", "leaves none"), ("a,y\n1,no\n2,no\n3,?\n", "at least two classes are needed"),
    ("| a | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", "is not a number"),
  ]) func noStatement(_ text: String, _ reason: String) throws {
    try folder.write("none.csv", text)
    let errors = run("data DIR/none.csv").errors
    #expect(errors.contains("no columns and no missing= make a data set of it as it is") && errors.contains(reason), "\(errors)")
  }

  /// A hint for a terminal holds for every name of a file.
  @Test func hintForATerminal() throws {
    try folder.write("it's $(x).csv", bytes: [0x61, 0xF6])
    try folder.write("a\"b.xz", bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
    #expect(run("data \"DIR/it's $(x).csv\"").errors.contains("-t UTF-8 '\(folder.path)/it'\\''s $(x).csv' > utf8.csv"))
    #expect(run("data 'DIR/a\"b.xz'").errors.contains("hint: in a terminal: xz -dk '\(folder.path)/a\"b.xz'"))
    try folder.write("s.pkl", bytes: [0x80, 4, 0x95])
    #expect(run("data DIR/s.pkl").errors.contains("is a Python pickle"))
  }

  /// The one statement of the contract's example.
  @Test func wholeStatement() throws {
    try folder.write("customers.csv", Self.messy[0].text)
    let refused = run("data DIR/customers.csv")
    let wanted = "data \"\(folder.path)/customers.csv\" y=\"churned\" x=-\"id\",-\"date\" onehot=\"plan\" missing=mean"
    #expect(refused.errors.contains(wanted), "\(refused.errors)")
    #expect(run(wanted + "\nX.shape; data").lines.first == "(3, 40)")
  }

  /// Few whole numbers may be classes, and a line says how to make them so.
  @Test func numbersThatMayBeClasses() throws {
    let rows = (0..<40).map { "\($0),\($0 % 4)" }.joined(separator: "\n")
    try folder.write("digits.csv", "x,digit\n\(rows)\n")
    let line = "the target has 4 different whole numbers and is read as a number; classes=yes makes classes of them"
    #expect(run("set report on\ndata DIR/digits.csv").lines.contains(line))
    for more in ["classes=yes", "classes=no"] { #expect(!run("set report on\ndata DIR/digits.csv \(more)").output.contains("different whole numbers")) }
    try folder.write("ages.csv", "x,age\n" + (0..<40).map { "\($0),\(20 + $0)" }.joined(separator: "\n"))
    #expect(!run("set report on\ndata DIR/ages.csv").output.contains("different whole numbers"))
  }

  @Test func toldAndGuessed() throws {
    try folder.write("semi.txt", "h;w;y\n1,5;10;0\n2,5;20;1\n")
    try folder.write("count.csv", "0,1,2\n1.5,2.5,0\n3.5,4.5,1\n5.5,6.5,1\n")
    #expect(run("set report on\ndata DIR/semi.txt").lines.last == "guessed: delimiter=semicolon decimal=comma header=yes index=no")
    #expect(run("data DIR/semi.txt delimiter=semicolon decimal=point").errors.contains("h (2 values)"))
    #expect(run("data DIR/count.csv").errors.contains("write header=yes"))
    #expect(run("data DIR/count.csv header=yes; m").lines.last == "3")
    #expect(run("data DIR/count.csv header=yes index=yes; X.shape").lines.last == "(1, 3)")
    #expect(run("data DIR/count.csv x=2:1").status == 1)
    #expect(run("data DIR/count.csv delimiter=pipe").errors.contains("choose one of comma, semicolon, tab, bar, blanks"))
    #expect(run("data DIR/count.csv y=1,2").errors.contains("y= takes one column"))
    #expect(run("data moons missing=drop").errors.contains("missing"))
  }

  /// Numbers equal those of a file with exact doubles, and a file without a suffix is a table too.
  @Test func bareNames() throws {
    try folder.write("table", "a,y\n0.1,0.25\n-1e-3,4\n7,9\n")
    #expect(run("data DIR/table; X").lines.last == "1  0.1  -0.001  7")
    #expect(run("data nosuchset").errors.contains("there is no file of that name"))
  }

  /// The test part comes from another file, in any order of columns, with the categories and classes of the training part.
  @Test func otherTestPart() throws {
    try folder.write("train.csv", "id,plan,size,kind\n1,a,1.5,no\n2,b,2.5,yes\n3,a,,yes\n4,c,8,no\n")
    try folder.write("test.csv", "size;kind;plan\n3,5;yes;c\n?;no;a\n")
    let options = "x=-id onehot=plan missing=mean"
    #expect(run("data DIR/train.csv \(options) test=DIR/test.csv; use test").status == 0)
    #expect(run("array_equal(X, [0, 1; 0, 0; 1, 0; 3.5, 4]) and array_equal(Y, [1, 0])").lines.last == "True")
    try folder.write("new.csv", "size,kind,plan\n3.5,yes,d\n")
    #expect(run("data DIR/train.csv \(options) test=DIR/new.csv").errors.contains("line 2, column 'plan': the training part has no 'd'"))
    try folder.write("class.csv", "size,kind,plan\n3.5,perhaps,a\n")
    #expect(run("data DIR/train.csv \(options) test=DIR/class.csv").errors.contains("the training part has no 'perhaps'"))
    try folder.write("less.csv", "size,kind\n3.5,yes\n")
    #expect(run("data DIR/train.csv \(options) test=DIR/less.csv").errors.contains("has no column 'plan'"))
    #expect(run("data DIR/train.csv \(options) test=DIR/test.csv split=0.5").errors.contains("split"))
    #expect(run("data moons test=DIR/test.csv").status == 1)
    // The session still has the data from before the errors.
    #expect(run("X.shape").lines == ["(4, 2)"])
  }

  /// A bare `data` describes features and classes. The figures are those of numpy.percentile and numpy.std.
  @Test func statistics() throws {
    try folder.write("s.csv", "a,b,kind\n" + (1...9).map { "\($0 * $0),\($0 == 3 ? "" : "2"),\($0 > 6 ? "big" : "small")\n" }.joined())
    let lines = run("data DIR/s.csv missing=mean; data").lines
    #expect(
      Array(lines.dropFirst(2)) == [
        "feature  mean   deviation  least  25 %  median  75 %  largest  filled", "a        31.67  26.47      1      9     25      49    81       0",
        "b        2      0          2      2     2       2     2        1", "class  train", "big    3", "small  6",
      ], "\(lines)")
    // Each part has the classes in the same shares.
    #expect(run("data DIR/s.csv missing=mean split=0.67 stratify=yes; data").lines.suffix(2) == ["big    2      1", "small  4      2"])
    #expect(run("data DIR/s.csv missing=mean y=a split=0.5 x=b stratify=yes").errors.contains("stratify= needs classes"))
    #expect(run("data DIR/s.csv missing=mean stratify=yes").errors.contains("data without split="))
  }

  @Test func filled() throws {
    try folder.write("f.csv", "a,b,y\n1,2,0\n,4,1\n4,?,0\n7,6,1\n")
    #expect(run("set report on\ndata DIR/f.csv missing=mean").lines.last == "missing values filled: 1 in a, 1 in b")
    #expect(run("X[1,2]; X[2,3]").lines == ["4", "4"])
    #expect(run("data DIR/f.csv missing=drop").lines.last == "2 examples with missing values left out")
    #expect(run("m").lines == ["2"])
    #expect(run("data DIR/f.csv missing=median standardize=yes; abs(sum(X)) < 1e-12").lines.last == "True")
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    ranges(of: separator).isEmpty ? [self] : [String(self[ranges(of: separator).last!.upperBound...])]
  }
  fileprivate var trimmed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
