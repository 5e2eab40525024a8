import Foundation
import TestSupport

/// The figures that `Figures/make_figures.py` wrote.
let netFigures = try! Figures(URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Figures/figures.json").path)

/// A hash of the bit patterns of the values, the same as in the scripts of `Figures`.
func hash64(_ values: [Double]) -> String {
  var hash: UInt64 = 1_469_598_103_934_665_603
  for value in values { hash = (hash ^ value.bitPattern) &* 1_099_511_628_211 }
  return String(hash)
}
