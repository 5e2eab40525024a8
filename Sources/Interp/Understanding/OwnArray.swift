import Net

/// An array that the user gives as the value of a quantity.
struct OwnArray {
  let quantity: Quantity
  /// The part of the quantity that the array gives.
  let place: Place
  let given: GivenArray
  /// The names of a single unit, where the user typed them.
  var spelling: UnitSpelling?
}
