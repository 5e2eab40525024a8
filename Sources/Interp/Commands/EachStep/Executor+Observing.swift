import Net

extension Executor {
  /// The work of `display` and `watch`. It tries each argument, then adds and prints all of them. Without arguments it prints the list.
  func observe(_ call: CommandCall, _ list: @autoclosure () -> [(number: Int, name: String)], none: String, add: (Observed, ValueEvent?) -> Int) throws(Fault) {
    let observed = Arguments(call, self).expressions.map { Observed($0, source) }
    if observed.isEmpty {
      let rows = list().map { ["\($0.number)", $0.name] }
      return emit(TextEvent(call.name, rows.isEmpty ? [none] : TextTable.lines(rows, [.right, .left])))
    }
    let shown = try observed.map { (item) throws(Fault) in
      try session.presentValue(item) { (session) throws(Fault) in try item.shown(in: session, isDefined: false) }
    }
    for (item, value) in zip(observed, shown) {
      let number = add(item, value)
      emit(ObservedEvent(command: call.name, heading: "\(call.name) \(number)", name: item.name, shown: value, note: ", from the next step on"))
    }
  }
}
