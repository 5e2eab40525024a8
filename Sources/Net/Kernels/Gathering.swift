/// Arrays made and copied in slabs, so that Ctrl-C need not wait for the whole of a large one.
extension Matrix {
  /// Entry i in row order, counted from 0, is `value(i)`.
  @inlinable
  public init(_ shape: Shape, each value: (Int) -> Double) {
    let count = shape.rows * shape.columns
    let elements = unsafe [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      Slabs.each(count) { for index in $0 { unsafe buffer[index] = value(index) } }
      filled = count
    }
    self.init(shape, elements: elements)
  }

  /// The same entries in storage of their own.
  func duplicate() -> Matrix {
    let copied = unsafe [Double](unsafeUninitializedCapacity: elements.count) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        Slabs.each(source.count) { unsafe Self.copy(source, $0.lowerBound, to: buffer, $0.lowerBound, $0.count) }
      }
      filled = elements.count
    }
    return Matrix(shape, elements: copied)
  }

  /// The same, which nothing cuts short.
  func wholeCopy() -> Matrix { Interrupt.shielding { duplicate() } }

  /// Neighbours in one piece; both must hold so many from their places on.
  private static func copy(_ source: UnsafeBufferPointer<Double>, _ from: Int, to target: UnsafeMutableBufferPointer<Double>, _ to: Int, _ count: Int) {
    guard count > 0, let start = source.baseAddress, let end = target.baseAddress else { return }
    unsafe (end + to).update(from: start + from, count: count)
  }

  /// (r, c) becomes (c, r).
  public func transposed() -> Matrix {
    if rows == 1 || columns == 1 { return Matrix(rows: columns, columns: rows, elements: elements) }
    let side = 16
    let tiles = (rows + side - 1) / side
    let result = unsafe [Double](unsafeUninitializedCapacity: elements.count) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        // Tiles of 16 x 16 keep both sides in cache.
        Slabs.each(tiles, entriesOfEach: side * columns) { band in
          for top in stride(from: band.lowerBound * side, to: Swift.min(band.upperBound * side, rows), by: side) {
            Slabs.each((columns + side - 1) / side, entriesOfEach: side * side) { across in
              for left in stride(from: across.lowerBound * side, to: Swift.min(across.upperBound * side, columns), by: side) {
                for row in top..<Swift.min(top + side, rows) {
                  for column in left..<Swift.min(left + side, columns) { unsafe buffer[column * rows + row] = source[row * columns + column] }
                }
              }
            }
          }
        }
      }
      filled = elements.count
    }
    return Matrix(rows: columns, columns: rows, elements: result)
  }

  /// The entries at these rows and columns, counted from 0. Traps where one lies outside.
  public func part(rows chosen: [Int], columns picked: [Int]) -> Matrix {
    Self.check(chosen, within: rows)
    Self.check(picked, within: columns)
    let width = picked.count
    let first = picked.first ?? 0
    let areNeighbours = picked.elementsEqual(first..<first + width)
    let result = unsafe [Double](unsafeUninitializedCapacity: chosen.count * width) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        Slabs.each(chosen.count, entriesOfEach: width) { band in
          for place in band {
            let (from, to) = (chosen[place] * columns, place * width)
            Slabs.each(width) {
              if areNeighbours {
                unsafe Self.copy(source, from + first + $0.lowerBound, to: buffer, to + $0.lowerBound, $0.count)
              } else {
                for index in $0 { unsafe buffer[to + index] = source[from + picked[index]] }
              }
            }
          }
        }
      }
      filled = chosen.count * width
    }
    return Matrix(rows: chosen.count, columns: width, elements: result)
  }

  /// The matrix with the entries at these rows and columns replaced; one row or column is taken for all. Traps where a place lies outside.
  public func replacing(rows chosen: [Int], columns picked: [Int], with part: Matrix) -> Matrix {
    Self.check(chosen, within: rows)
    Self.check(picked, within: columns)
    precondition((part.rows == 1 || part.rows == chosen.count) && (part.columns == 1 || part.columns == picked.count), "the part must fit")
    let (downwards, across) = (part.rows == 1 ? 0 : part.columns, part.columns == 1 ? 0 : 1)
    var result = duplicate()
    let width = columns
    unsafe result.elements.withUnsafeMutableBufferPointer { target in
      unsafe part.elements.withUnsafeBufferPointer { source in
        Slabs.each(chosen.count, entriesOfEach: picked.count) { band in
          for place in band {
            let (to, from) = (chosen[place] * width, place * downwards)
            Slabs.each(picked.count) { for index in $0 { unsafe target[to + picked[index]] = source[from + index * across] } }
          }
        }
      }
    }
    return result
  }

  /// LayerBuffers are checked once, so that the copies need not.
  private static func check(_ places: [Int], within count: Int) {
    precondition(places.allSatisfy { (0..<count).contains($0) }, "a place lies outside")
  }

  /// Matrices of one width, one below the other. Traps on an empty list.
  public static func stacked(_ parts: [Matrix]) -> Matrix {
    if parts.count == 1 { return parts[0] }
    precondition(parts.allSatisfy { $0.columns == parts[0].columns }, "the parts must have one width")
    let rows = parts.reduce(0) { $0 + $1.rows }
    return assembled(Shape(rows, parts[0].columns), parts) { before, part in
      before * part.columns
    } next: {
      $0 + $1.rows
    }
  }

  /// Matrices of one height, one beside the other. Traps on an empty list.
  public static func joined(_ parts: [Matrix]) -> Matrix {
    if parts.count == 1 { return parts[0] }
    precondition(parts.allSatisfy { $0.rows == parts[0].rows }, "the parts must have one height")
    let columns = parts.reduce(0) { $0 + $1.columns }
    return assembled(Shape(parts[0].rows, columns), parts) { before, _ in
      before
    } next: {
      $0 + $1.columns
    }
  }

  /// - Parameters:
  ///   - start: where the first entry of a part goes, by what `next` made of the parts before it.
  private static func assembled(_ shape: Shape, _ parts: [Matrix], start: (Int, Matrix) -> Int, next: (Int, Matrix) -> Int) -> Matrix {
    let elements = unsafe [Double](unsafeUninitializedCapacity: shape.rows * shape.columns) { buffer, filled in
      var before = 0
      for part in parts {
        let first = start(before, part)
        unsafe part.elements.withUnsafeBufferPointer { source in
          Slabs.each(part.rows, entriesOfEach: part.columns) { band in
            for row in band {
              let (to, from) = (first + row * shape.columns, row * part.columns)
              Slabs.each(part.columns) { for index in $0 { unsafe buffer[to + index] = source[from + index] } }
            }
          }
        }
        before = next(before, part)
      }
      filled = shape.rows * shape.columns
    }
    return Matrix(shape, elements: elements)
  }
}
