import Net

/// The faults for random numbers and their seed.
extension Fault {
  static func seedValue(_ value: Double) -> Fault {
    Fault(.value, "the seed is \(NumberFormat.shortest(value)); it must be a whole number from 0 to 4294967295")
  }

  /// The fault for a name of `np.random` that does not exist here.
  static func unknownDistribution(_ name: String) -> Fault {
    if name == "seed" { return Fault(.usage, "random.seed has no value: it must be a statement by itself", hint: "random.seed(1)") }
    let here = Functions.all.filter(\.draws).map(\.name)
    let legacy = ["RandomState", "default_rng", "Generator"].contains(name)
    let hint =
      legacy
      ? "use NumPy's legacy generator: np.random.seed(1), then np.random.randn(4, 2)"
      : Suggestions.hint(name, among: here) ?? "np.random has seed, \(here.joined(separator: ", "))"
    return Fault(.unknownName, "there is no np.random.\(shortened(name)) here", hint: hint)
  }

  static func shuffleIsAStatement() -> Fault {
    Fault(.usage, "random.shuffle changes its array in place and has no value: it must be a statement by itself", hint: "permutation(v) gives a shuffled copy")
  }

  static func shuffleOfNumber(_ value: Value) -> Fault {
    Fault(.value, "random.shuffle puts entries or rows in random order, but \(value.description) has none", hint: "permutation(n) is 1 … n in random order")
  }

  static func negativeParameter(_ name: String, _ function: String, _ value: Double) -> Fault {
    Fault(.value, "\(name) of \(function) is \(NumberFormat.shortest(value)); it must be 0 or more")
  }

  static func uniformRange(_ low: Double, _ high: Double) -> Fault {
    Fault(.value, "uniform cannot draw between \(NumberFormat.shortest(low)) and \(NumberFormat.shortest(high)): high - low must be finite")
  }

  static func trials(_ value: Double) -> Fault {
    Fault(.value, "n of binomial is \(NumberFormat.shortest(value)); it must be from 0 to 2**53")
  }

  static func probability(_ value: Double) -> Fault {
    Fault(.value, "p is \(NumberFormat.shortest(value)); a probability is from 0 to 1")
  }

  static func randintRange(_ low: Double, _ high: Double) -> Fault {
    if let bound = [low, high].first(where: { !$0.isFinite || abs($0) > 0x1p63 }) {
      return Fault(.value, "\(NumberFormat.shortest(bound)) cannot be a bound of randint, which draws whole numbers of 64 bits")
    }
    return Fault(
      .value, "randint draws whole numbers from \(NumberFormat.shortest(low)) up to but without \(NumberFormat.shortest(high)), but there are none",
      hint: "both must be numbers of 64 bits, and high the larger: randint(10), randint(1, 7), randint(0, 10, size=(2, 3))")
  }

  static func drawnSize(_ name: String, _ size: Shape, _ parameters: Shape) -> Fault {
    Fault(
      .shape, "the size of \(name) is \(size), but its parameters are \(parameters) and do not stretch to it",
      hint: "leave size= out to draw one number for each parameter")
  }

  static func choiceOfMatrix(_ shape: Shape) -> Fault {
    Fault(.shape, "choice takes a number or a row, not a \(shape) matrix", hint: "X[:, choice(m, 5) + 1] chooses columns")
  }

  static func choiceOf(_ value: Value) -> Fault {
    let found = value.isMatrix ? "an empty row" : value.number.map(NumberFormat.shortest) ?? value.description
    return Fault(.value, "choice cannot choose from \(found)", hint: "choice(5, 3) takes three of 0 … 4, choice([2, 4, 8]) one of the row")
  }

  static func choiceTooMany(_ count: Int, of most: Int, isWeighted: Bool) -> Fault {
    let what = isWeighted ? "entries whose chance is above 0" : "entries"
    return Fault(.value, "choice cannot take \(count) of \(most) \(what) with replace=False")
  }

  static func weightCount(_ shape: Shape, _ total: Int) -> Fault {
    Fault(.shape, "p of choice is \(shape); it must be a row of \(total): one chance for each entry")
  }

  static func weightSum(_ sum: Double) -> Fault {
    Fault(.value, "the chances of choice sum to \(NumberFormat.shortest(sum)); they must sum to 1", hint: "p=v / sum(v)")
  }
}
