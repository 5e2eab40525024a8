import Net

extension Session {
  /// A name that a variable may have: not reserved, no function and not `ans`.
  func checkVariable(_ name: String) throws(Fault) {
    let isFunction = Functions.named(name).map { !$0.canBeHidden } ?? false
    if Names.reserved(name, nameContext) != nil || name == "ans" || isFunction || Activations.named(name) != nil || name.hasPrefix("random.") {
      throw .reservedName(name)
    }
  }
}
