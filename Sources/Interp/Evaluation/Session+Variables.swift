import Net

extension Session {
  /// Checks that a variable may have the name.
  ///
  /// - Throws: A `value` fault where the name is reserved, a function, an activation or `ans`, and an `index` fault where it names layer 0.
  func checkVariable(_ name: String) throws(Fault) {
    if Names.namesNoLayer(name) { throw .noLayerZero(name) }
    let isFunction = Functions.named(name).map { !$0.canBeHidden } ?? false
    if Names.reserved(name, nameContext) != nil || name == "ans" || isFunction || Activations.named(name) != nil || name.hasPrefix("random.") {
      throw .reservedName(name)
    }
  }
}
