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
    try network(ArrayArchive.open(path, budget), folder: folder(of: path), layout, budget)
  }

  /// Reads bytes that the budget has already counted.
  /// - Parameter folder: where other files of the model lie.
  public static func read(_ bytes: [UInt8], folder: String, layout: WeightLayout? = nil, _ budget: MemoryBudget) throws(DataError) -> NetworkFile {
    try network(ArrayArchive.content(of: bytes, budget), folder: folder, layout, budget)
  }

  private static func network(_ content: ArrayArchive.Content, folder: String, _ layout: WeightLayout?, _ budget: MemoryBudget) throws(DataError) -> NetworkFile
  {
    switch content {
    case .arrays(let archive):
      if archive.kind == .npz, archive.entries.contains(where: { $0.name == "format" }) { return .saved(try ModelFile(archive.bytes, budget)) }
      return .foreign(try WeightArrays.network(archive, layout: layout))
    case .other(let bytes):
      if bytes.isEmpty { throw .empty }
      if let foreign = ForeignFile(bytes) { throw .foreign(foreign) }
      guard ONNXModel.begins(bytes) else { throw .weights(.noForm) }
      var walker = ONNXWalker(try ONNXModel(bytes, budget), bytes, folder: folder, budget)
      return .foreign(try walker.network())
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
