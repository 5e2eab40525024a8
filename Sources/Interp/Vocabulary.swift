import Net

/// The words of the language as plain data, for programs that write statements themselves: every command with what may follow it,
/// every function with its parameters, and the names that arguments are chosen from. It is read from the lists that parser, help and completion
/// walk, so that what is added there stands here too.
public enum Vocabulary {
  /// A command and what may stand after its name.
  public struct Command: Sendable {
    public enum Arguments: Sendable {
      case none
      /// Expressions, words, equations of quantities, or places in time; how many there may be.
      case expressions(ClosedRange<Int>)
      case words(ClosedRange<Int>)
      case bindings(ClosedRange<Int>)
      case places(ClosedRange<Int>, takesWhen: Bool)
      /// `2 4:tanh 1:sigmoid`
      case layers
      /// The word has a statement form of its own: `repeat`, `for` …
      case keyword
    }

    public let name: String
    public let arguments: Arguments
    public let options: [Option]
    /// Words of its own that may be the first argument.
    public let words: [String]
    /// Whether any dimension's name is an option.
    public let takesSizes: Bool
    /// Statements that show it, as `help` prints them.
    public let example: [String]
  }

  /// `NAME=VALUE` after a command.
  public struct Option: Sendable {
    public let name: String
    /// Whether the value is an expression; else it is a word.
    public let isExpression: Bool
    public let choices: [String]
  }

  /// A function and its parameters in order; those that end in `?` may be left out.
  public struct Function: Sendable {
    /// How the shape of the result follows.
    public enum Rule: Sendable {
      case elementwise, reduction, scalar, product, transpose, outer, running, joined, sized, made
    }

    public let name: String
    public let parameters: [String]
    /// Parameters that are given by name only.
    public let byNameOnly: Set<String>
    public let rule: Rule
    public let takesMore: Bool
  }

  public static let commands: [Command] = commands(of: .standard)
  public static let functions: [Function] = Functions.all.map(Function.init)
  public static var activations: [String] { Activations.all.map(\.name) }
  public static let losses: [String] = Losses.all.map(\.name)
  public static let drawings: [String] = Initializer.allCases.map(\.rawValue)
  public static let dataSets: [String] = DataGenerators.all.map(\.name)
  public static let settings: [String] = SetCommand.settings
  public static let topics: [String] = Topic.all.map(\.name)
  /// The kinds that an error of `--json` may have.
  public static let faultKinds: [String] = Fault.Kind.allCases.map(\.rawValue)

  static func commands(of registry: CommandRegistry) -> [Command] { registry.all.map(Command.init) }

  /// The names of a network's quantities of `depth` layers, in the order of a step.
  public static func quantities(depth: Int) -> [String] { Quantity.all(depth: depth).map(\.name) }
}

extension Vocabulary.Command {
  fileprivate init(_ command: any Command) {
    let syntax = command.syntax
    name = command.name
    arguments =
      switch syntax.arguments {
      case .none: .none
      case .expressions(let least, let most): .expressions(least...most)
      case .words(let least, let most): .words(least...most)
      case .bindings(let least, let most): .bindings(least...most)
      case .places(let least, let most, let takesWhen): .places(least...most, takesWhen: takesWhen)
      case .layers: .layers
      case .unread, .keyword: .keyword
      }
    options = syntax.options.map { option in
      let isExpression = if case .expression = option.kind { true } else { false }
      return Vocabulary.Option(name: option.name, isExpression: isExpression, choices: option.choices)
    }
    words = command.words
    takesSizes = syntax.takesSizes
    example = command.example.input
  }
}

extension Vocabulary.Function {
  fileprivate init(_ function: Function) {
    name = function.name
    parameters = function.parameters
    byNameOnly = function.byNameOnly
    takesMore = function.takesMore
    rule =
      switch function.shape {
      case .elementwise: .elementwise
      case .reduction: .reduction
      case .scalar: .scalar
      case .product: .product
      case .transpose: .transpose
      case .outer: .outer
      case .running: .running
      case .joined: .joined
      case .sized: .sized
      case .made, .drawn: .made
      }
  }
}
