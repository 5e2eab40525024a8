/// The pointers that blocks read and write through. They are set only inside one nested scope, in which the arrays stay where they are.
extension Sweep {
  /// The quantities that a pass keeps.
  enum Kept {
    case none
    /// Z and A.
    case outputs
    /// Z, A and dZ.
    case outputsAndErrors
  }

  /// Calls `body` while `layers` points to W and b of the network, and to those quantities that are kept.
  ///
  /// The matrices are out of `quantities` meanwhile, so that nothing else can change them. Each layer opens its scope inside that of the layer before.
  func withPointers(to network: Network, _ quantities: inout Pass.Quantities, _ kept: Kept, from index: Int = 0, _ body: () -> Void) {
    guard index < network.depth else { return body() }
    unsafe network.layers[index].W.withBlock { W in
      unsafe network.layers[index].b.withBlock { b in
        unsafe (layers[index].W, layers[index].b) = (UnsafePointer(W.entries), UnsafePointer(b.entries))
        withOutputs(of: index, &quantities, kept) { withPointers(to: network, &$0, kept, from: index + 1, body) }
        unsafe (layers[index].W, layers[index].b) = (nil, nil)
      }
    }
  }

  private func withOutputs(of index: Int, _ quantities: inout Pass.Quantities, _ kept: Kept, _ body: (inout Pass.Quantities) -> Void) {
    guard kept != .none else { return body(&quantities) }
    let derives = kept == .outputsAndErrors
    var (Z, A, dZ) = (Self.nothing, Self.nothing, Self.nothing)
    func exchange() {
      swap(&Z, &quantities.Zs[index])
      swap(&A, &quantities.As[index])
      if derives { swap(&dZ, &quantities.dZs[index]) }
    }
    exchange()
    unsafe Z.withMutableBlock { z in
      unsafe A.withMutableBlock { a in
        unsafe dZ.withMutableBlock { d in
          unsafe (layers[index].Z, layers[index].A, layers[index].dZ) = (z.entries, a.entries, derives ? d.entries : nil)
          body(&quantities)
          unsafe (layers[index].Z, layers[index].A, layers[index].dZ) = (nil, nil, nil)
        }
      }
    }
    exchange()
  }

  /// What stands in a place while its matrix is out.
  static let nothing = Matrix(rows: 0, columns: 0)
}
