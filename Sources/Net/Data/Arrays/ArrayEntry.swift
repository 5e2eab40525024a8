/// What is known of an array in a file before it is read.
public struct ArrayEntry: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    case numbers
    case texts
    /// It is not read, for this reason.
    case refused(String)
    /// Only its name is known before it is read.
    case unknown
  }

  public let name: String
  /// The length of each dimension; nil where it is not known.
  public let shape: [Int]?
  public let kind: Kind
}

/// An array with its name.
public struct NamedArray: Equatable, Sendable {
  public typealias Content = NPYArray.Content

  public let name: String
  public let shape: [Int]
  /// The entries in C order.
  public let content: Content

  /// The numbers; nil for texts.
  public var numbers: [Double]? { if case .numbers(let values) = content { values } else { nil } }
  /// The texts; nil for numbers.
  public var texts: [String]? { if case .texts(let values) = content { values } else { nil } }
}
