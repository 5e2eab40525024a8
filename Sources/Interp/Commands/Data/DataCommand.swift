import Net

/// `data NAME` and `data FILE` take another data set.
struct DataCommand: Command {
  let name = "data"
  let group = CommandGroup.data
  let usage = "data NAME [m= noise= classes= factor=] | data FILE [y= x= missing= onehot= …], each with [seed= split= standardize= normalize=]"
  let summary = "take other data: a built-in set such as moons, or a file"
  let details = [
    "data alone describes the present set: its parts, and of each feature the mean, the deviation, the least value, the quartiles and the largest value "
      + "of the training part; of classes it gives the counts. help dataset explains what X and Y hold.",
    "The names are flower, moons, circles, blobs, spirals and xor. Without options a set has 400 examples, no noise, 2 classes and seed 1.",
    "A file is a text table, or holds arrays: .npy, .npz, MATLAB's .mat, HDF5, IDX, each also as .gz. Its contents decide, not its name. "
      + "data - reads the standard input, as in nnshell SCRIPT < FILE.",
    "Of a table, y= names the target column; without it the last column is the target. y=FILE takes the targets from another file.",
    "x= lists the feature columns, separated by commas: names, positions from 1, or ranges such as 2:5. x=-id,-date takes all columns but these. A name in "
      + "quotes is taken as it stands.",
    "If the target has words, or only two different numbers, these are the classes, in sorted order.",
    "Of a table, data guesses the delimiter, decimal commas, the header, and an index: a first column without a name, or named index, that counts the rows. It prints what it guessed as options, so that you can correct it.",
    "Of arrays, X is the one named X, x, data, features or images, or ending in _x, and Y is named likewise. x=NAME and y=NAME choose others, and y=FILE "
      + "takes Y from another file. Arrays such as x_test become the test part. A note says where the examples lie, and orient= settles it.",
    "A missing value is an empty cell, NA, N/A, nan, null, None, ? or -. missing=drop leaves such examples out. missing=mean and missing=median fill "
      + "features with the mean or median of the training part.",
    "onehot=plan makes one feature of each value of the column plan. A column of True and False, or of yes and no, gives 1 and 0.",
    "Two classes become one row of 0 and 1. More classes become one row each, with a 1 where the example has this class.",
    "test=FILE takes the test part from another file with the same columns. split=0.8 puts 80 % of the examples into the part train and the rest into test. Three numbers make train, dev and test.",
    "standardize=yes subtracts the mean of each feature and divides by its standard deviation. All parts use the numbers of the training part. "
      + "Xmean and Xscale hold these numbers, (n0, 1). A constant feature becomes 0, and its Xscale is 0. normalize=yes only divides by the largest "
      + "absolute value.",
    "standardize=both scales numeric targets too, by Ymean and Yscale, (n_L, 1). Y, J and the gradients are on that scale. predict and evaluate give "
      + "the units of the data back.",
  ]
  let cautions = [
    "data keeps the network. If its sizes do not fit the new data, forward fails and shows both shapes.",
    "Every data set has a random generator of its own, so data does not change what randn or init draws next.",
  ]
  let otherWords = ["csv", "load data", "read", "import", "split", "standardise", "scaling", "normalize"]
  let syntax = CommandSyntax(
    arguments: .words(atLeast: 0, atMost: 1),
    options: [
      .init("m", .expression, "how many examples to make"), .init("noise", .expression, "the standard deviation of the noise"),
      .init("classes", .expression, "how many classes blobs and spirals have; classes=yes takes the y of a file as classes"),
      .init("factor", .expression, "the radius of the inner circle; the outer circle has radius 1, and 0.8 is the default"),
      .init("y", .list, "the target column, by name or position, or another file with the targets", path: .whereItLooksLikeOne),
      .init("x", .list, "the feature columns, separated by commas"),
      .init("header", .word, "whether the first row holds the names of the columns", choices: ["yes", "no"]),
      .init("delimiter", .word, "what stands between two cells", choices: CellForm.Delimiter.allCases.map(\.rawValue)),
      .init("decimal", .word, "what stands before the fraction of a number", choices: ["point", "comma"]),
      .init("index", .word, "whether the first column is left out", choices: ["yes", "no"]),
      .init("test", .word, "another file of the same form, which becomes the test part", files: FileSuffixes.of(.data), path: .always),
      .init("orient", .word, "whether the examples of an array are its rows or its columns", choices: ArrayOrientation.allCases.map(\.rawValue)),
      .init("missing", .word, "what happens to missing values", choices: TableOptions.Missing.allCases.map(\.rawValue)),
      .init("onehot", .list, "columns of text that become one feature for each value"),
      .init("seed", .expression, "the seed of the generator that makes and splits the set"),
      .init("split", .word, "the shares of train and test, or of train, dev and test"),
      .init("normalize", .word, "divide each feature by its largest absolute value", choices: ["yes", "no"]),
      .init("stratify", .word, "give each part of split= the classes in the same shares", choices: ["yes", "no"]),
      .init("standardize", .word, "give each feature, or each feature and target, the mean 0 and the standard deviation 1", choices: ["yes", "no", "both"]),
    ], path: .whereItLooksLikeOne)
  let example = CommandExample(
    "data moons m=200 noise=0.1 split=0.8", "data",
    output: [
      "moons: 160 train, 40 test examples; 2 features x1, x2; 2 classes 0, 1", "working on train: X (2, 160), Y (1, 160)",
      "feature  mean    deviation  least    25 %      median  75 %    largest", "x1       0.4805  0.8699     -1.052   -0.06322  0.4966  1.067   2.127",
      "x2       0.2376  0.496      -0.7207  -0.1536   0.1695  0.7053  1.129", "class  train  test", "0      79     21", "1      81     19",
    ])
  let completes = CompletionKind.data(FileSuffixes.of(.data))

  /// The largest number of entries that X may have.
  static let maximumEntries = 1 << 27

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let arguments = Arguments(call, executor)
    let session = executor.session
    guard let word = try arguments.word(0) else {
      if let option = call.options.first { throw Fault.optionNotForThis(option.name, "a bare data").located(option.range) }
      let statistics = DataStatistics(session.state.data)
      let lines = try statistics.lines(session)
      return executor.emit(DataEvent(isReport: false, lines: describe(session.state.data), table: lines, form: nil))
    }
    // These are checked before any file is read.
    if call.option("test") != nil, let option = call.option("split") { throw Fault.optionNotForThis("split", "test=").located(option.range) }
    if let option = call.option("test"), let share = try arguments.word(option: "test").flatMap({ Double($0.word) }), (0.001...0.999).contains(share) {
      let kept = [call.arguments[0].range] + call.options.filter { $0.name != "test" }.map { SourceRange($0.range.start, $0.valueRange.end) }
      throw Fault.testIsAFile(share, ([name] + kept.map(executor.text)).joined(separator: " ")).located(option.range)
    }
    if call.option("split") == nil, let option = call.option("stratify") {
      throw Fault.optionNotForThis("stratify", "data without split=").located(option.range)
    }
    var generator = MersenneTwister(seed: try arguments.seed() ?? 1)
    let whole: Dataset
    var table: TableData?
    do {
      if isFile(word, session) {
        table = try file(word, arguments)
        whole = table!.dataset
      } else {
        whole = try made(word, arguments, &generator)
      }
    } catch {
      throw error.located(call.arguments[0].range)
    }
    var split = DataSplit(whole)
    if let test = table?.test { split = DataSplit(train: whole, test: test) }
    if let test = table?.test, let option = call.option("split") { throw Fault.splitOfParts(test.examples).located(option.range) }
    if let (fractions, range) = try arguments.word(option: "split") {
      let numbers = fractions.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
      let isThree = numbers.count == 3 && abs(numbers.reduce(0, +) - 1) < 1e-9
      guard numbers.count == fractions.split(separator: ",", omittingEmptySubsequences: false).count, isThree || numbers.count == 1 && numbers[0] < 1,
        numbers.allSatisfy({ $0 > 0 })
      else { throw Fault.splitFractions(fractions).located(range) }
      let isStratified = try arguments.flag(option: "stratify") ?? false
      if isStratified, whole.classNames == nil, let option = call.option("stratify") { throw Fault.noClasses().located(option.range) }
      guard let parts = DataSplit(whole, fractions: numbers, isStratified: isStratified, generator: &generator) else {
        throw Fault.emptySplit(fractions, whole.examples).located(range)
      }
      split = parts
    }
    let missing = try arguments.choice(option: "missing", of: TableOptions.Missing.allCases)
    if missing == .mean || missing == .median {
      do { try split.fill(byMedian: missing == .median) } catch { throw Fault.data(error, word).located(call.arguments[0].range) }
    }
    split.recipe = table?.recipe
    try scale(&split, arguments)
    session.willEdit()
    let old = session.preprocessing
    session.state.data = split
    session.state.loaded = nil
    session.state.ledger.didEditInputs()
    session.warnOfOtherScale(than: old)
    if let classes = whole.classNames, classes.count > 5, 2 * classes.count > whole.examples {
      session.warn(Warning(kind: .note, message: Warning.manyClasses(classes, whole.examples), range: call.arguments[0].range))
    }
    if let form = table?.form, form.isHeaderUnclear {
      session.warn(Warning(kind: .note, message: Warning.headerUnclear(word), range: call.arguments[0].range))
    }
    executor.emit(DataEvent(lines: describe(split) + notes(table, split, asksForClasses: call.option("classes") == nil), form: table?.form))
  }

  /// Scales the features, and under `standardize=both` the targets.
  private func scale(_ split: inout DataSplit, _ arguments: Arguments) throws(Fault) {
    let told = try arguments.word(option: "standardize")
    let isBoth = told?.word.lowercased() == "both"
    if let told, !isBoth, Setting.flag(told.word) == nil { throw Fault.setting("standardize", told.word, "yes, no or both").located(told.range) }
    let isStandardized = isBoth || told.flatMap { Setting.flag($0.word) } ?? false
    if isBoth, let told {
      guard let Y = split.train.Y else { throw Fault.noTargetsToScale().located(told.range) }
      if split.train.classNames != nil || Y.isOneHot { throw Fault.classesHaveNoScale().located(told.range) }
      split.standardizeTargets()
    }
    if isStandardized { split.standardize() }
    if try arguments.flag(option: "normalize") ?? false {
      if isStandardized, let option = arguments.call.option("normalize") { throw Fault.twoScales().located(option.range) }
      split.normalize()
    }
  }

  /// What was guessed of a table, what was left out, and what was filled.
  private func notes(_ table: TableData?, _ split: DataSplit, asksForClasses: Bool) -> [String] {
    if let note = table?.note { return [note] }
    guard let table, let form = table.form else { return [] }
    let guessed = form.asOptions.filter { table.told.form($0.name) == nil }
    var lines = guessed.isEmpty ? [] : ["guessed: " + guessed.map { "\($0.name)=\($0.value)" }.joined(separator: " ")]
    if asksForClasses, let count = split.train.fewWholeTargets {
      lines.append("the target has \(count) different whole numbers and is read as a number; classes=yes makes classes of them")
    }
    if table.dropped > 0 { lines.append("\(table.dropped) example\(table.dropped == 1 ? "" : "s") with missing values left out") }
    if let filling = split.filling, filling.counts.contains(where: { $0 > 0 }) {
      let filled = filling.counts.indices.filter { filling.counts[$0] > 0 }
      let names = filled.prefix(6).map { "\(filling.counts[$0]) in \(split.train.featureNames[$0])" } + (filled.count > 6 ? ["…"] : [])
      lines.append("missing values filled: " + names.joined(separator: ", "))
    }
    return lines
  }

  /// Whether the word is a file. A name of `DataGenerators` wins over a file of that name, and `-` is the standard input.
  private func isFile(_ word: String, _ session: Session) -> Bool {
    DataGenerators.named(word) == nil && (word == "-" || word.contains(".") || word.contains("/") || session.hasFile(word))
  }

  private func made(_ word: String, _ arguments: Arguments, _ generator: inout MersenneTwister) throws(Fault) -> Dataset {
    guard let maker = DataGenerators.named(word) else { throw .unknownData(word) }
    for name in ["y", "x", "header", "delimiter", "decimal", "index", "missing", "onehot", "test", "orient"] {
      if let option = arguments.call.option(name) { throw Fault.optionNotForThis(name, "the set \(word)").located(option.range) }
    }
    var request = DataRequest()
    request.examples = try arguments.integer(option: "m", in: 2...Self.maximumEntries / 4) ?? request.examples
    if let (noise, range) = try arguments.number(option: "noise") {
      guard noise >= 0 else { throw Fault.optionNumber("noise", noise, "0 or more").located(range) }
      request.noise = noise
    }
    if let (factor, range) = try arguments.number(option: "factor") {
      if !maker.takesFactor { throw Fault.optionNotForThis("factor", "the set \(word)").located(range) }
      guard factor >= 0, factor < 1 else { throw Fault.optionNumber("factor", factor, "from 0 up to but without 1").located(range) }
      request.factor = factor
    }
    if let option = arguments.call.option("classes") {
      if !maker.takesClasses { throw Fault.optionNotForThis("classes", "the set \(word)").located(option.range) }
      request.classes = try arguments.integer(option: "classes", in: 2...min(1000, request.examples))!
    }
    // With more than two classes, Y has a row for each.
    let targets = Shape(request.classes > 2 ? request.classes : 1, request.examples)
    guard targets.count.map({ $0 <= Self.maximumEntries }) == true else { throw .tooLarge(targets, Self.maximumEntries) }
    let made = maker.make(request, generator: &generator)
    try arguments.session.checkCut()
    return made
  }

  private enum DecimalSign: String, CaseIterable { case point, comma }

  private func file(_ path: String, _ arguments: Arguments) throws(Fault) -> TableData {
    for name in ["m", "noise", "factor"] {
      if let option = arguments.call.option(name) { throw Fault.optionNotForThis(name, "a file").located(option.range) }
    }
    var options = TableOptions(hasHeader: try arguments.flag(option: "header"))
    if let (items, range) = try arguments.columns(option: "y") {
      guard items.count == 1, !items[0].isExcluded else { throw Fault.oneTarget().located(range) }
      options.y = items[0]
    }
    options.x = try arguments.columns(option: "x")?.items
    options.oneHot = try arguments.columns(option: "onehot")?.items ?? []
    options.hasIndex = try arguments.flag(option: "index")
    options.delimiter = try arguments.choice(option: "delimiter", of: CellForm.Delimiter.allCases)
    options.missing = try arguments.choice(option: "missing", of: TableOptions.Missing.allCases) ?? .error
    options.hasDecimalComma = try arguments.choice(option: "decimal", of: DecimalSign.allCases).map { $0 == .comma }
    if let option = arguments.call.option("classes"), case .expression(let expression) = option.value {
      // In classes=yes the word is not the name of a quantity.
      let word: String
      if let name = expression.plainName { word = name } else { word = NumberFormat.shortest(try Evaluator(arguments.session).number(expression, "classes=")) }
      guard let flag = Setting.flag(word) else {
        throw Fault.setting("classes", arguments.executor.text(option.valueRange), "yes or no").located(option.valueRange)
      }
      options.classes = flag
    }
    let orientation = try arguments.choice(option: "orient", of: ArrayOrientation.allCases)
    var targets: OtherTargets?
    if let y = options.y, y.text.contains(".") || y.text.contains("/"), arguments.session.hasFile(y.text), let option = arguments.call.option("y") {
      let told = options
      targets = try other(y.text, option.valueRange, arguments) { (file) throws(DataError) in try file.targets(told) }
      options.y = nil
    }
    // Each file is opened once, since a pipe can be read only once.
    let test = try arguments.word(option: "test")
    let opened = try test.map { (test) throws(Fault) in try other(test.word, test.range, arguments) { $0 } }
    let found = try arguments.executor.inputPath(path)
    do throws(DataError) {
      return try DataFile.read(OpenedFile(found, arguments.session.fileBudget), options, orientation: orientation, targets: targets, test: opened)
    } catch {
      if let test, case .ofTest(let error) = error { throw Fault.rows(error, test.word, isPrediction: false).located(test.range) }
      guard case .messy(let mess) = error else { throw .data(error, path) }
      // Each statement of a hint is tried, as far as the file can be read twice.
      if FilePaths.isRegular(found), targets == nil, test == nil {
        do throws(DataError) { _ = try DataFile.read(OpenedFile(found, arguments.session.fileBudget), mess.repaired(options)) } catch {
          if error == .interrupted { throw .data(error, path) }
          throw .messy(mess, path, hint: Fault.noStatementLoads(Fault.data(error, path).message))
        }
      }
      let others = arguments.call.options.filter { !["x", "onehot", "missing"].contains($0.name) }
      throw .messy(mess, path, options: others.map { arguments.executor.text($0.range) })
    }
  }

  /// What another file of the statement holds. An error is placed at the option that names the file.
  private func other<Result>(
    _ path: String, _ range: SourceRange, _ arguments: Arguments, _ read: (OpenedFile) throws(DataError) -> Result
  ) throws(Fault) -> Result {
    do throws(Fault) {
      let found = try arguments.executor.inputPath(path)
      do { return try read(OpenedFile(found, arguments.session.fileBudget)) } catch {
        if case .messy(let mess) = error {
          throw .messy(mess, path, hint: "every example needs a target; fill the cells, or leave these rows out of both files")
        }
        throw .data(error, path)
      }
    } catch { throw error.located(range) }
  }

  private func describe(_ data: DataSplit) -> [String] {
    let set = data.current
    let counts =
      data.parts.count == 1
      ? "\(set.examples) example\(set.examples == 1 ? "" : "s")"
      : data.parts.map { "\(data.dataset($0)!.examples) \($0.rawValue)" }.joined(separator: ", ") + " examples"
    let features = StringLiteral.list(set.featureNames, upTo: set.featureNames.count > 6 ? 5 : 6)
    var first = "\(set.name): \(counts); \(set.X.rows) feature\(set.X.rows == 1 ? "" : "s") \(features)"
    if case .table(let recipe)? = data.recipe, let target = recipe.target { first += "; target \(target.name)" }
    if let classes = set.classNames { first += "; \(classes.count) classes \(StringLiteral.list(classes, upTo: 8))" }
    if let scaling = data.scaling {
      first += scaling.mean.elements.allSatisfy { $0 == 0 } ? "; divided by the largest values of the training part" : "; standardised by the training part"
    }
    if data.targetScaling != nil { first += ", Y too" }
    let Y = set.Y.map { ", Y \($0.shape)" } ?? ", no Y"
    return [first, "working on \(data.part.rawValue): X \(set.X.shape)\(Y)"]
  }
}

/// What `data` took.
struct DataEvent: Event {
  let command = "data"
  /// Whether `data` took new data. A bare `data` prints its text in any case.
  var isReport = true
  let lines: [String]
  /// The rows of figures, which are never broken.
  var table: [String] = []
  /// How the table is written; nil for other data.
  let form: TableForm?

  func text(_ style: TextStyle) -> [String] { lines.flatMap(style.sentence) + table }

  func fields() -> [JSONField]? {
    var fields = [JSONField("text", .string((lines + table).joined(separator: "\n")))]
    if let form {
      fields.append(
        JSONField(
          "guessed", .object(form.asOptions.map { JSONField($0.name, ["yes", "no"].contains($0.value) ? .boolean($0.value == "yes") : .string($0.value)) })))
    }
    return fields
  }
}

extension TableForm {
  /// The form as options of `data`.
  fileprivate var asOptions: [(name: String, value: String)] {
    [
      ("delimiter", cells.delimiter.rawValue), ("decimal", cells.hasDecimalComma ? "comma" : "point"), ("header", hasHeader ? "yes" : "no"),
      ("index", hasIndex ? "yes" : "no"),
    ]
  }
}

extension Dataset {
  /// The number of different targets, where they are 3 to 20 whole numbers that nobody took as classes; else nil.
  fileprivate var fewWholeTargets: Int? {
    guard classNames == nil, let Y, Y.rows == 1 else { return nil }
    var distinct: Set<Double> = []
    for value in Y.elements {
      guard value == value.rounded(), distinct.insert(value).inserted == false || distinct.count <= 20 else { return nil }
    }
    return distinct.count > 2 && 2 * distinct.count <= Y.columns ? distinct.count : nil
  }
}
