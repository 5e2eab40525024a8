/// The suffixes of the files that nnshell reads. The content of a file decides what it holds, except that `ArrayFile` goes by the suffix.
public enum FileSuffixes {
  /// What a file of a suffix may be.
  public enum Role: CaseIterable, Sendable {
    /// A data set or new rows: completion offers the file, and the word is a file where an expression may stand too.
    case data
    /// One array, for `W1 = FILE` and its like, as `ArrayFile` reads it.
    case array
    /// A network, for `load`.
    case network
  }

  private static let all: [(suffix: String, roles: [Role])] = [
    ("csv", [.data, .array]), ("tsv", [.data, .array]), ("txt", [.data, .array]), ("dat", [.data, .array]), ("npy", [.data, .array]),
    ("npz", [.data, .array, .network]), ("mat", [.data, .network]), ("h5", [.data, .network]), ("hdf5", [.data, .network]), ("gz", [.data]),
    ("safetensors", [.network]), ("onnx", [.network]),
  ]

  private static let byRole = Dictionary(uniqueKeysWithValues: Role.allCases.map { role in (role, all.filter { $0.roles.contains(role) }.map(\.suffix)) })

  /// The suffixes of files that may have the role.
  public static func of(_ role: Role) -> [String] { byRole[role] ?? [] }
}
