import Foundation
import TestSupport
import Testing

@testable import Net

/// Mistakes that NumPy computed (`Figures/make_mistakes.py`) are found, from the numbers and from NumPy's printed form.
@Suite struct MistakeFigureTests {
  private static let figures = try! Figures(
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/mistakes.json").path)

  @Test func foundFromNumPy() throws {
    let figures = Self.figures
    func matrix(_ name: String, _ rows: Int) -> Matrix {
      let numbers = figures[name].numbers
      return Matrix(rows: rows, columns: numbers.count / rows, elements: numbers)
    }
    let layers = [
      Layer(W: matrix("W1", 4), b: Matrix(rows: 4, columns: 1), activation: Tanh()),
      Layer(W: matrix("W2", 1), b: Matrix(rows: 1, columns: 1), activation: Sigmoid()),
    ]
    let network = Network(layers: layers, loss: CrossEntropy())
    let (X, Y) = (matrix("X", 2), matrix("Y", 1))
    let pass = Pass()
    pass.forward(network, X: X, Y: Y)
    pass.backward(network, X: X, Y: Y)
    let search = MistakeSearch(Scene(network: network, X: X, Y: Y, pass: pass, alpha: figures["alpha"].number))
    #expect(figures["cases"].list.count == 16)
    for row in figures["cases"].list {
      let (id, name) = (row["id"].text, row["name"].text)
      let quantity = name == "J" ? StepQuantity(.J, 0) : StepQuantity(StepQuantity.Kind(rawValue: String(name.dropLast()))!, Int(String(name.last!))!)
      let numbers = row["value"].numbers
      let whole = Matrix(rows: row["rows"].whole!, columns: numbers.count / row["rows"].whole!, elements: numbers)
      for (form, given) in [("numbers", GivenArray(whole)), ("printed", GivenArray(try PrintedArray(row["printed"].text)))] {
        let found = search.find(quantity, given).matches
        #expect(found.contains { $0.mistakes.map(\.id) == [id] }, "\(id) of \(name), \(form): \(found.map { $0.mistakes.map(\.id) })")
      }
    }
  }
}
