import Net

/// Set where Ctrl-C is pressed.
public typealias Interrupt = Net.Interrupt
