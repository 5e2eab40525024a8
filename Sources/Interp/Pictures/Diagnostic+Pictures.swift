import Net

/// What stands in the way of a picture.
extension Fault {
  static func notDrawn(_ name: String, _ value: Value) -> Fault {
    Fault(.value, "plot draws numbers, not \(value.description)", hint: "plot J, plot data, plot hist W1, plot W1")
  }

  static func noLogOfMap() -> Fault {
    Fault(.usage, "log=y is for lines, and this array is drawn as a map", hint: "take the logarithm of the entries, as in: plot log10(abs(W1))")
  }

  static func tooLargeForGnuplot() -> Fault {
    Fault(.value, "gnuplot draws no numbers above 1e300 in size", hint: "leave to= out for a picture in text, or divide the values, as in: plot W1 / 1e300")
  }

  static func nothingToDraw(_ reason: String) -> Fault { Fault(.value, "there is nothing to draw: \(reason)") }

  static func noBranch(_ name: String, _ known: [String]) -> Fault {
    Fault(.unknownName, "there is no branch \(shortened(name))", hint: "the branches are \(known.joined(separator: ", "))")
  }

  static func shapeOfPicture(_ shape: Shape, _ name: String, _ found: Shape) -> Fault {
    let count = found.rows * found.columns
    return Fault(
      .shape, "shape=\(shape.rows),\(shape.columns) has \(shape.count ?? 0) entries, and \(shortened(name)) has \(count)",
      hint: "the two numbers are rows and columns, and their product must be \(count)")
  }

  static func needsTwoFeatures() -> Fault { Fault(.shape, "plot boundary draws a plane of two features, and X has one", hint: "plot data") }

  static func needsFeatures(_ count: Int, _ names: [String]) -> Fault {
    Fault(.usage, "X has \(count) features, and a plane has two of them", hint: "plot boundary features=1,2 # \(names.joined(separator: " and "))")
  }

  static func twoFeatures(_ names: [String], _ count: Int) -> Fault {
    Fault(
      .value, "features=\(shortened(names.joined(separator: ","))) does not name two different features",
      hint: "their names, or numbers from 1 to \(count), as in features=1,2")
  }

  static func noLayerToDraw(_ layer: Int, _ depth: Int) -> Fault { Fault(.value, "the network has no layer \(layer)", hint: "its layers are 1 to \(depth)") }

  static func layerNeedsUnit() -> Fault { Fault(.usage, "layer= names the layer of a unit, and no unit is named", hint: "as in: plot boundary layer=1 unit=2") }

  static func noUnitToDraw(_ unit: Int, _ layer: Int, _ units: Int) -> Fault {
    Fault(.value, "layer \(layer) has no unit \(unit)", hint: "its units are 1 to \(units)")
  }

  static func noClassToDraw(_ outputs: Int) -> Fault {
    let reason = outputs > 1 ? "the \(outputs) outputs do not decide for one class together" : "the output is a number and no class"
    return Fault(.value, reason, hint: "plot boundary unit=1 # the zero line of an output")
  }

  static func notOneNumber(_ name: String) -> Fault {
    Fault(.value, "\(name) works on whole columns, so it is no curve", hint: "plot hist A1, plot activation tanh")
  }

  static func noGnuplot() -> Fault {
    Fault(.file, "pictures as files are drawn by the program gnuplot, which is not here", hint: "in a terminal: apt-get install gnuplot-nox")
  }

  /// gnuplot failed. The sentence has the last line of what it said.
  static func gnuplotFailed(_ message: String) -> Fault {
    let said = message.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.last { !$0.isEmpty } ?? ""
    return Fault(.file, "gnuplot could not draw the picture: \(shortened(String(said)))")
  }
}
