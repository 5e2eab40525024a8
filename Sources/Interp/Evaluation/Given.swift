import Net

/// What a quantity is said to be, read: numbers, and how exact they are meant.
enum Given {
  /// `tolerances`: half a unit of the last digit typed or kept, entry by entry; nil where all digits count.
  case array(Matrix, tolerances: Matrix?)
  /// Text as NumPy prints an array.
  case printed(String)
}

extension Session {
  /// Reads what stands after a quantity's name: a value, text in NumPy's form, or a file.
  /// - Parameter told: the scene whose quantities an expression reads; those that are there without one. What is stale is refused.
  func given(_ value: BoundValue, for quantity: Quantity, in told: Session.Told? = nil) throws(Fault) -> Given {
    switch value {
    case .file(let path, let range):
      do { return try array(ofFile: path, quantity, range) } catch {
        guard state.variables[path] != nil else { throw error }
        throw Fault.variableForFile(path, quantity).located(range)
      }
    case .expression(let expression):
      let reader = told.map(entering) ?? self
      let evaluator = Evaluator(reader)
      // An update is made of gradients that are stale by then.
      evaluator.refusesStale = quantity.isComputed
      let result = try evaluator.evaluate(expression)
      // Draws go on where the expression left them.
      state.generator = reader.state.generator
      if reader !== self { warnings += reader.warnings }
      if case .text(let text) = result {
        return text.isEmpty || PrintedArray.isPrinted(text) ? .printed(text) : try array(ofFile: text, quantity, expression.range)
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
      case .printed(let text): return .printed(text)
      }
    } catch {
      throw Fault.data(error, path).located(range)
    }
  }
}

extension Expression {
  /// Of numbers typed out, alone or as a matrix: half a unit of each one's last digit. A whole number is meant as exactly as the most exact
  /// of its neighbours. nil where anything is computed.
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
