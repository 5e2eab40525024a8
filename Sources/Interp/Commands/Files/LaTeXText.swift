import Net

/// An expression of the language in the notation of the notes, as LaTeX. Products of matrices are written without a sign, and products entry by entry with ⊙.
struct LaTeXText {
  /// Greek letters and other names that LaTeX has signs for.
  private static let signs = [
    "alpha": "\\alpha", "lambda": "\\lambda", "beta": "\\beta", "beta1": "\\beta_1", "beta2": "\\beta_2", "epsilon": "\\varepsilon", "k_opt": "k",
  ]
  /// Names whose values are single numbers.
  private static let scalars: Set<String> = Set(signs.keys).union(["m", "J", "L", "t"])

  /// How firmly the parts of an expression hold together; a part that holds less firmly than its place asks for gets parentheses.
  private enum Grip: Int { case sum, product, power, atom }

  static func text(_ expression: Expression) -> String { write(expression).text }

  /// A name such as `dW1`: d stays in front, and the layer becomes a superscript in brackets.
  static func name(_ name: String) -> String {
    if let sign = signs[name] { return sign }
    guard let (base, layer) = Names.split(name) else { return name.count == 1 ? name : "\\mathrm{\(name.replacing("_", with: "\\_"))}" }
    switch base {
    case "n": return "n_{\(layer)}"
    case "keep": return "\\mathit{keep}_{\(layer)}"
    case "vdW", "vdb", "sdW", "sdb": return "\(base.first!)_{\(base.dropFirst())^{[\(layer)]}}"
    default: return "\(base)^{[\(layer)]}"
    }
  }

  private static func write(_ expression: Expression) -> (text: String, grip: Grip) {
    switch expression.kind {
    case .number(let value): return (NumberFormat.shortest(value), .atom)
    case .name(let name): return (self.name(name), .atom)
    case .transpose(let base): return (raised(at(.atom, base), "\\top"), .power)
    case .derivative(let base): return (raised(text(base), "\\prime"), .atom)
    case .unary(_, let base): return ("-" + at(.product, base), .sum)
    case .call(let callee, let arguments): return (call(callee, arguments), .atom)
    case .binary(let operation, let left, let right, _): return binary(operation, left, right)
    default: return ("\\text{?}", .atom)
    }
  }

  /// The text of a part, with parentheses where it holds together less firmly than `grip`.
  private static func at(_ grip: Grip, _ expression: Expression) -> String {
    let part = write(expression)
    return part.grip.rawValue < grip.rawValue ? "\\left(\(part.text)\\right)" : part.text
  }

  private static func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) -> (text: String, grip: Grip) {
    switch operation {
    case .add: return (at(.sum, left) + " + " + at(.sum, right), .sum)
    case .subtract: return (at(.sum, left) + " - " + at(.product, right), .sum)
    case .divide: return ("\\frac{\(text(left))}{\(text(right))}", .product)
    case .power:
      // Behind the number of a layer, an exponent would be read as a part of it.
      let base = at(.atom, left)
      return ((base.hasSuffix("]}") ? "\\left(\(base)\\right)" : base) + "^{\(text(right))}", .power)
    case .multiply where !isScalar(left) && !isScalar(right): return (at(.product, left) + " \\odot " + at(.product, right), .product)
    default: return (at(.product, left) + "\\, " + at(.power, right), .product)
    }
  }

  private static func call(_ callee: Expression, _ arguments: [CallArgument]) -> String {
    let value = arguments.first.map { text($0.value) } ?? ""
    guard case .name(let name) = callee.kind else { return text(callee) + "\\left(\(value)\\right)" }
    switch name {
    // The sum over the examples keeps the column.
    case "sum": return "\\sum_{i=1}^{m} \(raised(value, "(i)"))"
    case "sqrt": return "\\sqrt{\(value)}"
    default: return self.name(name) + "\\left(\(value)\\right)"
    }
  }

  /// The text with a sign above it, which stands beside the number of the layer where there is one.
  private static func raised(_ text: String, _ sign: String) -> String {
    text.hasSuffix("]}") ? text.dropLast() + sign + "}" : "\(text)^{\(sign)}"
  }

  private static func isScalar(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .number: true
    case .name(let name): scalars.contains(name) || Names.split(name)?.base == "keep"
    case .binary(_, let left, let right, _): isScalar(left) && isScalar(right)
    case .unary(_, let base): isScalar(base)
    default: false
    }
  }
}
