import Interp

/// The options of the command line. They follow from its words alone.
struct Options: Equatable {
  enum Color: String, CaseIterable {
    case auto, always, never
  }

  /// What the program does.
  enum Action: Equatable {
    case run, version, help
    /// `--reference` prints the reference of the language as Markdown.
    case reference
  }

  var action = Action.run
  /// The texts of `-c`, in order.
  var texts: [String] = []
  /// The path of the script, or of the first file with `--test`. `-` is standard input.
  var script: String?
  /// The words after the script: its arguments, or the other files with `--test`.
  var arguments: [String] = []
  /// `-i`: whether the prompt follows the script.
  var staysInteractive = false
  /// `-x`: whether each statement is printed before its output, and commands report what they did.
  var echo = false
  /// `-k`: whether the script goes on after an error.
  var keepGoing = false
  var json = false
  /// `--parse-only`: whether only syntax errors are reported and nothing runs.
  var parseOnly = false
  /// `--safe`: whether no file is written, and none is read but the scripts named.
  var isSafe = false
  /// `--test`: whether the script and its arguments are files to test.
  var tests = false
  /// `--format`: the form of the one document that `--test` prints; nil where it prints text or JSON.
  var form: TestReport.Form?
  /// The value of `--format`; nil where there is none.
  private var format: String?
  /// `--update`: whether `#>` lines that do not match are rewritten.
  var updates = false
  /// `--on`: the files to mark.
  var submissions: [String] = []
  /// `--seconds`: the most seconds for each file to mark.
  var seconds = 10
  /// `--memory`: the most MiB for each file to mark.
  var memory = 1024
  /// The last option that sets such a limit; nil where there is none.
  private var limit: String?
  /// `-q`: whether there is no banner.
  var quiet = false
  /// `--no-rc`: whether the start-up file is not read.
  var noRC = false
  var color = Color.auto

  /// Why the command line is wrong, in a sentence, with a hint where there is one.
  struct Fault: Error, Equatable {
    let message: String
    var hint: String?
  }

  /// Every option.
  static let known = [
    "-c", "-i", "-x", "--echo", "-k", "--keep-going", "--json", "--test", "--format", "--update", "--on", "--seconds", "--memory", "--parse-only",
    "--safe", "-q", "--no-rc", "--color",
    "--reference", "--version", "--help",
  ]
  /// The values of `--format`. With `text` and `json` the program prints what it prints without `--format` and with `--json`.
  private static let formats = ["text", "json"] + TestReport.Form.allCases.map(\.rawValue)

  /// Reads the words of the command line, without the name of the program.
  /// - Throws: where an option is unknown, needs a value, or does not fit the others.
  init(_ words: [String]) throws(Fault) {
    var rest = words[...]
    while let word = rest.first {
      guard script == nil, word.hasPrefix("-"), word != "-" else { break }
      rest = rest.dropFirst()
      if word == "--" { break }
      if word.hasPrefix("--") {
        try long(word, &rest)
      } else {
        try short(Array(word.dropFirst()), &rest)
      }
    }
    if let first = rest.first {
      if !texts.isEmpty {
        throw Fault(message: "-c and a script cannot be used together", hint: "to run a file as well, write source FILE in the text of -c")
      }
      script = first
      arguments = Array(rest.dropFirst())
    }
    try readTests()
  }

  private static let markingHint = "as in: nnshell --test KEY.nns --on FILE…"

  /// Reads `--test FILE…` and `--test KEY --on FILE…`. Options may stand between the files.
  private mutating func readTests() throws(Fault) {
    guard tests else {
      if updates { throw Fault(message: "--update needs --test", hint: "as in: nnshell --test --update FILE…") }
      if let limit { throw Fault(message: "\(limit) needs --on", hint: Self.markingHint) }
      if let format { throw Fault(message: "--format needs --test", hint: "as in: nnshell --test --format \(format) FILE…") }
      return
    }
    var files: [String] = []
    var isMarking = false
    var rest = ([script].compactMap { $0 } + arguments)[...]
    while let word = rest.popFirst() {
      switch word {
      case "--on":
        guard files.count == 1, !isMarking, !updates else { throw Fault(message: "--on takes one key, and --update cannot rewrite it", hint: Self.markingHint) }
        isMarking = true
      case _ where word.hasPrefix("--"): try long(word, &rest)
      case _ where word.hasPrefix("-") && word != "-": try short(Array(word.dropFirst()), &rest)
      case _ where isMarking: submissions.append(word)
      default: files.append(word)
      }
    }
    if !texts.isEmpty { throw Fault(message: "-c and --test cannot be used together") }
    if updates, files.contains("-") { throw Fault(message: "--update cannot rewrite standard input", hint: "as in: nnshell --test --update FILE…") }
    if parseOnly || staysInteractive { throw Fault(message: "--test cannot be used with --parse-only or -i") }
    if let limit, !isMarking { throw Fault(message: "\(limit) needs --on", hint: Self.markingHint) }
    if isMarking, submissions.isEmpty { throw Fault(message: "--on needs the files to mark", hint: Self.markingHint) }
    if json, let format, format != "json" {
      throw Fault(message: "--json and --format \(format) cannot be used together", hint: "leave out --json")
    }
    if form == .gradescope, submissions.count > 1 {
      throw Fault(
        message: "--format gradescope takes one submission, because Gradescope wants a file for each",
        hint: "as in: nnshell --test KEY.nns --on FILE --format gradescope")
    }
    json = json || format == "json"
    guard let first = files.first else { throw Fault(message: "--test needs the files to test", hint: "as in: nnshell --test scripts/*.nns") }
    script = first
    arguments = Array(files.dropFirst())
  }

  private mutating func long(_ word: String, _ rest: inout ArraySlice<String>) throws(Fault) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count > 1, !["--color", "--format", "--seconds", "--memory"].contains(parts[0]) {
      throw Self.known.contains(parts[0]) ? Fault(message: "\(parts[0]) takes no value") : Self.unknown(parts[0])
    }
    switch parts[0] {
    case "--echo": echo = true
    case "--keep-going": keepGoing = true
    case "--json": json = true
    case "--parse-only": parseOnly = true
    case "--safe": isSafe = true
    case "--test": tests = true
    case "--update": updates = true
    case "--format":
      guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), Self.formats.contains(value) else {
        throw Fault(message: "--format must be \(Self.formats.dropLast().joined(separator: ", ")) or \(Self.formats.last!)")
      }
      (format, form) = (value, TestReport.Form(rawValue: value))
    case "--on": throw Fault(message: "--on comes after the key file", hint: Self.markingHint)
    case "--seconds":
      seconds = try whole(parts, &rest, 1...86_400)
    case "--memory":
      memory = try whole(parts, &rest, 64...1 << 20)
    case "--no-rc": noRC = true
    case "--version": action = .version
    case "--help": action = .help
    case "--reference": action = .reference
    case "--color":
      guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), let chosen = Color(rawValue: value) else {
        throw Fault(message: "--color must be auto, always or never")
      }
      color = chosen
    default: throw Self.unknown(word)
    }
  }

  /// The number of an option that sets a limit, after `=` or in the next word.
  private mutating func whole(_ parts: [String], _ rest: inout ArraySlice<String>, _ range: ClosedRange<Int>) throws(Fault) -> Int {
    guard let value = parts.count > 1 ? parts[1] : rest.popFirst(), let number = Int(value), range.contains(number) else {
      throw Fault(message: "\(parts[0]) needs a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    limit = parts[0]
    return number
  }

  /// Reads short options. Letters may be joined, as in `-qx`. `-c` takes the rest of the word, or the next word.
  private mutating func short(_ letters: [Character], _ rest: inout ArraySlice<String>) throws(Fault) {
    for (index, letter) in letters.enumerated() {
      switch letter {
      case "i": staysInteractive = true
      case "x": echo = true
      case "k": keepGoing = true
      case "q": quiet = true
      case "h": action = .help
      case "c":
        let attached = String(letters[(index + 1)...])
        guard let text = attached.isEmpty ? rest.popFirst() : attached else {
          throw Fault(message: "-c needs a text", hint: "as in: nnshell -c 'init; forward; J'")
        }
        texts.append(text)
        return
      default: throw Self.unknown("-\(letter)")
      }
    }
  }

  private static func unknown(_ word: String) -> Fault {
    let long = known.filter { $0.hasPrefix("--") }
    let near = long.filter { $0.hasPrefix(word) } + Suggestions.near(word, among: long)
    return Fault(message: "unknown option \(word)", hint: near.first.map { "did you mean \($0)?" } ?? "type nnshell --help for the options")
  }

  /// The text of `--help`.
  static let usage = """
    usage: nnshell [options] [SCRIPT [ARG…]]
      -c TEXT                run TEXT and stop; may be repeated
      -i                     stay at the prompt afterwards
      -x, --echo             print each statement before its output, and report
      -k, --keep-going       go on after an error; the status is that of the first
      --json                 JSON Lines on standard output
      --test FILE…           test scripts by their asserts, claims and #> lines; --update rewrites the #> lines
      --test KEY --on FILE…  mark each FILE by the checks of KEY; each has --seconds N (10) and --memory MIB (1024)
      --format FORM          with --test: print one document: junit, tap or gradescope; text and json print as without it
      --safe                 write no file, and read only the scripts named
      --parse-only           report every syntax error of the scripts named, run nothing
      -q                     print no banner
      --no-rc                do not read the start-up file
      --color auto|always|never
      --reference            print every command, topic, function and setting as Markdown
      --version, --help
    SCRIPT may be - for standard input. A standard input that is not a terminal is a script too.
    Start-up file, for the prompt only: $XDG_CONFIG_HOME/nnshell/nnshellrc.nns
    Environment: NNSHELL_THREADS=N sets the threads that share a large step; NNSHELL_KERNELS=avx2 or plain uses
    narrower vectors than the processor has
    Status: 0; 1 a statement failed; 2 the command line or the script's file is wrong; 3 an assert or claim failed;
    130 Ctrl-C; quit N gives N.

    """
}
