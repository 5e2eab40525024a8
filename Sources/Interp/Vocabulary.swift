import Net

/// The words of the language as plain data, for programs that write statements.
///
/// It contains every command with its arguments, every function with its parameters, and the names that arguments are chosen from. All of it comes
/// from the lists that parser, help and completion use, so a new command appears here too.
public enum Vocabulary {
  /// A command with the arguments and options that it takes.
  public struct Command: Sendable {
    /// The form of the arguments before the options. A range is the allowed number of arguments.
    public enum Arguments: Sendable {
      case none
      case expressions(ClosedRange<Int>)
      case words(ClosedRange<Int>)
      /// Quantities, alone or with a value, as in `dW1 = E`.
      case bindings(ClosedRange<Int>)
      /// Places in time, such as a step or a branch. `takesWhen` is true where a condition `when C` can replace them.
      case places(ClosedRange<Int>, takesWhen: Bool)
      /// Layers, as in `2 4:tanh 1:sigmoid`.
      case layers
      /// Names with lists of values and a block at the end, as in `alpha=0.1,1 { … }`.
      case choices
      /// The word begins a statement with a special form, such as `repeat` or `for`.
      case keyword
    }

    public let name: String
    public let arguments: Arguments
    public let options: [Option]
    /// The fixed words that the command accepts as its first argument.
    public let words: [String]
    /// Whether the name of any dimension is an option, as in `shape E n1=5`.
    public let takesSizes: Bool
    /// The statements of the example that `help` prints.
    public let example: [String]
  }

  /// An option `NAME=VALUE` of a command.
  public struct Option: Sendable {
    public let name: String
    /// Whether the value is an expression. Otherwise it is a word.
    public let isExpression: Bool
    /// The words that completion offers for the value.
    public let choices: [String]
  }

  /// A function of the language.
  public struct Function: Sendable {
    /// The rule for the shape of the result.
    public enum Rule: Sendable {
      case elementwise, reduction, scalar, product, transpose, outer, running, joined, sized, made
    }

    public let name: String
    /// The names of the parameters in order. A name that ends in `?` is optional.
    public let parameters: [String]
    /// The parameters that can be given by name only.
    public let byNameOnly: Set<String>
    public let rule: Rule
    /// Whether there can be more positional arguments than parameters.
    public let takesMore: Bool
  }

  /// Every command, in the order of `help`.
  public static let commands: [Command] = commands(of: .standard)
  /// Every function.
  public static let functions: [Function] = Functions.all.map(Function.init)
  /// The names of the activation functions.
  public static var activations: [String] { Activations.all.map(\.name) }
  /// The names of the losses.
  public static let losses: [String] = Losses.all.map(\.name)
  /// The names of the ways in which `init` draws parameters.
  public static let drawings: [String] = Initializer.allCases.map(\.rawValue)
  /// The names of the data sets that `data` can make.
  public static let dataSets: [String] = DataGenerators.all.map(\.name)
  /// The names of the settings that `set` changes.
  public static let settings: [String] = Setting.all.map(\.name)
  /// The help topics that are no command.
  public static let topics: [String] = Topic.all.map(\.name)
  /// The kinds of errors, as `--json` prints them.
  public static let faultKinds: [String] = Fault.Kind.allCases.map(\.rawValue)

  static func commands(of registry: CommandRegistry) -> [Command] { registry.all.map(Command.init) }

  /// The names of the quantities of a network with `depth` layers, in the order in which a step computes them.
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
      case .choices: .choices
      case .keyword: .keyword
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
