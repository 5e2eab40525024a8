import Net

extension Session {
  /// Checks that a variable may have the name.
  ///
  /// - Throws: A `value` fault where the name is reserved, a function, an activation or `ans`.
  func checkVariable(_ name: String) throws(Fault) {
    let isFunction = Functions.named(name).map { !$0.canBeHidden } ?? false
    if Names.reserved(name, nameContext) != nil || name == "ans" || isFunction || Activations.named(name) != nil || name.hasPrefix("random.") {
      throw .reservedName(name)
    }
  }
}
