/// Why a file gives no network. The interpreter makes the sentence for the user from it.
public enum WeightFault: Error, Equatable, Sendable {
  /// The file holds nothing that is known to hold weights.
  case noForm
  /// No array has a name that says that it is W or b. `found` lists the arrays with their shapes.
  case noWeights(found: [String])
  /// Two arrays may both be the same parameter of one layer.
  case twice(first: String, second: String)
  /// A bias whose layer has no weights.
  case lonelyBias(String)
  /// The name of the array is that of a layer that is not dense.
  case otherLayer(String)
  /// The array with this name is no matrix of weights.
  case noMatrix(name: String, shape: [Int])
  /// An entry of W or b is NaN or infinite. `place` counts from 1.
  case notFinite(name: String, value: Double, place: String)
  /// The layers do not fit together. The list has them in the order of their names.
  case noChain([LayerShape], layout: WeightLayout?)
  /// The layers fit together in several orders.
  case severalOrders([[String]])
  /// The names give no order, and there are too many layers to try all orders.
  case tooManyOrders
  /// The file is damaged: its parts contradict each other.
  case damaged(form: String, reason: String)
  /// The graph has something that is no dense network. `op` is the operator, `node` its name in the graph.
  case node(op: String, node: String, reason: String)
  /// The operator is not read at all.
  case unknownOperator(op: String, node: String)
  /// The weights of an ONNX model lie in a file that is not read. `location` is its name in the model.
  case outside(tensor: String, location: String, reason: String)
}

/// The arrays of a layer, as they lie in the file.
public struct LayerShape: Equatable, Sendable {
  /// The name of the weights.
  public var weight: String
  public var rows: Int
  public var columns: Int
  /// The name of the biases and their number; nil where the layer has none.
  public var bias: String?
  public var biases = 0
}

/// How the weights of a layer lie in a file.
public enum WeightLayout: String, CaseIterable, Sendable {
  /// (units, inputs), as in PyTorch and in the notes.
  case units
  /// (inputs, units), as in Keras and scikit-learn.
  case inputs
}
