/// A file with a network. Its content says which kind it is, and its name does not matter.
public enum NetworkFile {
  /// What `save` wrote.
  case saved(ModelFile)
  /// A network of another program: arrays with names, or a graph of ONNX.
  case foreign(ForeignNetwork)

  /// The suffixes of files that completion offers. Other files are read too.
  public static let suffixes = ["npz", "mat", "h5", "safetensors", "onnx"]

  /// Reads the file.
  /// - Parameter layout: how the weights of arrays lie; nil where their shapes tell. A graph has its own.
  /// - Throws: `DataError` where the file cannot be read or holds no network.
  public static func read(_ path: String, layout: WeightLayout? = nil, _ budget: MemoryBudget = MemoryBudget()) throws(DataError) -> NetworkFile {
    try read(FileBytes.read(path, budget), folder: folder(of: path), layout: layout, budget)
  }

  /// Reads bytes that the budget has already counted.
  /// - Parameter folder: where other files of the model lie.
  public static func read(_ bytes: [UInt8], folder: String, layout: WeightLayout? = nil, _ budget: MemoryBudget) throws(DataError) -> NetworkFile {
    if bytes.isEmpty { throw .empty }
    // The protocols 2 to 5 of pickle begin with their number. PyTorch wrote such files before 2020.
    if bytes.count > 1, bytes[0] == 0x80, (2...5).contains(bytes[1]) { throw .weights(.pickle(.other)) }
    switch try ArrayArchive.content(of: bytes, budget) {
    case .arrays(let archive):
      if archive.kind == .npz {
        if archive.entries.contains(where: { $0.name == "format" }) { return .saved(try ModelFile(bytes, budget)) }
        if archive.entries.isEmpty { try refuse(NPZ.paths(bytes, budget)) }
      }
      return .foreign(try WeightArrays.network(archive, layout: layout))
    case .other(let bytes):
      guard ONNXModel.begins(bytes) else { throw .weights(.noForm) }
      var walker = ONNXWalker(try ONNXModel(bytes, budget), bytes, folder: folder, budget)
      return .foreign(try walker.network())
    }
  }

  /// Refuses a zip archive that holds no arrays but a model of another kind.
  private static func refuse(_ paths: [String]) throws(DataError) {
    if paths.contains(where: { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }) { throw .weights(.pickle(.torch)) }
    if paths.contains("model.weights.h5") { throw .weights(.kerasArchive) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
