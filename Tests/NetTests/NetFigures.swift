import Foundation
import TestSupport

/// The figures of `Figures/make_figures.py`.
let netFigures = try! Figures(URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Figures/figures.json").path)

/// The hash that the script uses, over the bit patterns.
func hash64(_ values: [Double]) -> String {
  var hash: UInt64 = 1_469_598_103_934_665_603
  for value in values { hash = (hash ^ value.bitPattern) &* 1_099_511_628_211 }
  return String(hash)
}
