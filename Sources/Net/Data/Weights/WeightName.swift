/// What the name of an array says: whether it is W or b, and of which layer. `W1`, `net.fc1.weight`, `dense_1/kernel:0` and `intercepts_0` are such names.
struct WeightName {
  enum Role: Hashable {
    case weight, bias
  }

  let role: Role
  /// The words of the name without the word for the role. Arrays of one kind of layer have the same ones.
  let words: [String]
  /// The numbers of the name, which give the order of the layers.
  let numbers: [Int]
  /// The layer: W and b of one layer have the same one.
  let layer: String

  private static let weights: Set<String> = ["w", "weight", "weights", "kernel", "coef", "coefs"]
  private static let biases: Set<String> = ["b", "bias", "biases", "intercept", "intercepts"]

  /// nil where the name is not that of a parameter.
  init?(_ name: String) {
    // TensorFlow puts the number of an output behind the name.
    var parts = Self.parts(name.hasSuffix(":0") ? String(name.dropLast(2)) : name)
    guard let last = parts.lastIndex(where: { !Self.isNumber($0) }) else { return nil }
    let word = parts[last].lowercased()
    if Self.weights.contains(word) {
      role = .weight
      parts.remove(at: last)
    } else if Self.biases.contains(word) {
      role = .bias
      parts.remove(at: last)
    } else if word == "vars", last == parts.count - 2, ["0", "1"].contains(parts[last + 1]), !parts.contains("optimizer") {
      // Keras 3 numbers the arrays of a layer.
      role = parts[last + 1] == "0" ? .weight : .bias
      parts.removeLast(2)
    } else {
      return nil
    }
    words = parts.filter { !Self.isNumber($0) }
    // A number that is too large for an Int is the last.
    numbers = parts.filter(Self.isNumber).map { Int($0) ?? .max }
    layer = parts.joined(separator: ".")
  }

  static func isNumber(_ part: String) -> Bool { part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }

  /// The runs of letters and the runs of digits. All other characters only separate them.
  static func parts(_ name: String) -> [String] {
    var result: [String] = []
    var (isOpen, wasDigit) = (false, false)
    for character in name {
      let isDigit = character.isASCII && character.isNumber
      guard isDigit || character.isLetter else {
        isOpen = false
        continue
      }
      if isOpen, isDigit == wasDigit { result[result.count - 1].append(character) } else { result.append(String(character)) }
      (isOpen, wasDigit) = (true, isDigit)
    }
    return result
  }
}
