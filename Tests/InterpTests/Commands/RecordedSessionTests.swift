import Foundation
import Testing

@testable import Interp

/// Recordings of sessions that went back and forth, failed and were interrupted: each is run in a fresh session and compared in every bit.
@Suite struct RecordedSessionTests {
  @Test(arguments: 1...300) func randomSessions(_ seed: Int) { RandomSession.expectRecorded(seed: seed, interrupts: false) }

  /// Ctrl-C at a random moment leaves what exactly the simple statements leave that had run.
  @Test(arguments: 1...300) func interruptedSessions(_ seed: Int) { RandomSession.expectRecorded(seed: seed + 1000, interrupts: true) }
}
