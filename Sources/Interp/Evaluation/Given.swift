import Net

/// The value that a quantity is compared with, and how exact its numbers are.
enum Given {
  /// An array. `tolerances` contains half a unit of the last digit of each entry, or is nil where all digits count.
  case array(Matrix, tolerances: Matrix?)
  /// A text in a printed form. `path` is the file that holds it; nil where the user typed it.
  case printed(String, path: String?)
}

extension Session {
  /// Reads the value that follows a quantity's name: an expression, a text in a printed form or a file.
  ///
  /// - Parameter told: The scene whose quantities the expression reads, or nil for the present ones.
  /// - Throws: A fault where the value cannot be read. An expression for a computed quantity must not use stale quantities.
  func given(_ value: BoundValue, for quantity: Quantity, in told: Session.Told? = nil) throws(Fault) -> Given {
    switch value {
    case .file(let path, let range):
      do { return try array(ofFile: path, quantity, range) } catch {
        if DecimalNumber.value(path) != nil { throw error.adding(hint: "for a number write \(quantity.name) = \(path)") }
        guard state.variables[path] != nil else { throw error }
        throw Fault.variableForFile(path, quantity).located(range)
      }
    case .expression(let expression):
      let reader = told.map { entering($0, for: quantity) } ?? self
      let evaluator = Evaluator(reader)
      // The present gradients are stale after an update, and the equation of an update needs them.
      evaluator.refusesStale = quantity.isComputed
      let result = try evaluator.evaluate(expression)
      // The session continues with the generator as the expression left it.
      state.generator = reader.state.generator
      if reader !== self { warnings += reader.warnings }
      if case .text(let text) = result {
        return text.isEmpty || PrintedArray.isPrinted(text) ? .printed(text, path: nil) : try array(ofFile: text, quantity, expression.range)
      }
      guard let matrix = result.asMatrix else { throw Fault.notNumbers(quantity.name, result).located(expression.range) }
      return .array(matrix, tolerances: expression.tolerances(source).flatMap { $0.count == matrix.elements.count ? Matrix(matrix.shape, elements: $0) : nil })
    }
  }

  private func array(ofFile path: String, _ quantity: Quantity, _ range: SourceRange) throws(Fault) -> Given {
    let found: String
    do { found = try readable(path) } catch { throw error.located(range) }
    do {
      switch try ArrayFile.read(found, name: quantity.name, fileBudget) {
      case .matrix(let matrix, let tolerance): return .array(matrix, tolerances: tolerance.map { Matrix(matrix.shape, repeating: $0) })
      case .printed(let text): return .printed(text, path: path)
      }
    } catch {
      throw Fault.data(error, path).located(range)
    }
  }
}

extension Expression {
  /// Half a unit of the last digit of each number. The expression must be a typed number or a matrix of typed numbers. A whole number counts as exact as
  /// the most exact number of the matrix. Nil where anything is computed or all numbers are whole.
  func tolerances(_ source: SourceText) -> [Double]? {
    guard let spellings = spellings(source) else { return nil }
    let typed = spellings.map { DecimalNumber.halfUnit($0.filter { $0 != "_" }) }
    guard let finest = typed.compactMap({ $0 }).min() else { return nil }
    return typed.map { $0 ?? finest }
  }

  private func spellings(_ source: SourceText) -> [String]? {
    switch kind {
    case .number: return [source.text(range)]
    case .unary(_, let operand):
      guard case .number = operand.kind else { return nil }
      return operand.spellings(source)
    case .matrix(let rows):
      var all: [String] = []
      for entry in rows.flatMap({ $0 }) {
        guard let part = entry.spellings(source) else { return nil }
        all += part
      }
      return all
    default: return nil
    }
  }
}
