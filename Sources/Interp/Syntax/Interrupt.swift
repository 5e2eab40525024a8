import Net

/// A flag that Ctrl-C sets.
public typealias Interrupt = Net.Interrupt
