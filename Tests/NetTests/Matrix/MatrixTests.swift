import Net
import Testing

@Suite struct MatrixTests {
  @Test func rowMajorOrder() {
    let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect(matrix.shape.description == "(2, 3)")
    #expect(matrix[1, 0] == 4)
    #expect(matrix.nested == [[1, 2, 3], [4, 5, 6]])
  }
}
