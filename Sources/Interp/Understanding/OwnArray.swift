import Net

/// An array that a person says a quantity is.
struct OwnArray {
  let quantity: Quantity
  /// The whole or the part that is given.
  let place: Place
  let given: GivenArray
  var spelling: UnitSpelling?
}
