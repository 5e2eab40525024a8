/// Matrices are made and copied in slabs, so that Ctrl-C can stop the work on a large matrix.
extension Matrix {
  /// A matrix whose entry i is `value(i)`. The entries are counted in row order from 0.
  @inlinable
  public init(_ shape: Shape, each value: (Int) -> Double) {
    let count = shape.rows * shape.columns
    let elements = unsafe [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      Slabs.each(count) { for index in $0 { unsafe buffer[index] = value(index) } }
      filled = count
    }
    self.init(shape, elements: elements)
  }

  /// A copy with separate storage.
  func duplicate() -> Matrix {
    let copied = unsafe [Double](unsafeUninitializedCapacity: elements.count) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        Slabs.each(source.count) { unsafe Self.copy(source, $0.lowerBound, to: buffer, $0.lowerBound, $0.count) }
      }
      filled = elements.count
    }
    return Matrix(shape, elements: copied)
  }

  /// A copy with separate storage, which Ctrl-C does not end early.
  func wholeCopy() -> Matrix { Interrupt.shielding { duplicate() } }

  /// Copies `count` entries. Both buffers must have `count` entries from their places on.
  private static func copy(_ source: UnsafeBufferPointer<Double>, _ from: Int, to target: UnsafeMutableBufferPointer<Double>, _ to: Int, _ count: Int) {
    guard count > 0, let start = source.baseAddress, let end = target.baseAddress else { return }
    unsafe (end + to).update(from: start + from, count: count)
  }

  /// The transpose: entry (r, c) becomes entry (c, r).
  public func transposed() -> Matrix {
    if rows == 1 || columns == 1 { return Matrix(rows: columns, columns: rows, elements: elements) }
    let side = 16
    let tiles = (rows + side - 1) / side
    let result = unsafe [Double](unsafeUninitializedCapacity: elements.count) { buffer, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        // Tiles of 16 x 16 keep the entries that are read and written in the cache.
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

  /// The entries at these rows and columns, counted from 0. Traps where a row or column lies outside.
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

  /// A copy with new values at these rows and columns, counted from 0.
  ///
  /// A `part` with one row or one column is repeated to fit. Traps where a row or column lies outside, or where `part` does not fit.
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

  /// Checks all places once, so that the copies need no checks.
  private static func check(_ places: [Int], within count: Int) {
    precondition(places.allSatisfy { (0..<count).contains($0) }, "a place lies outside")
  }

  /// The matrices one below the other. Traps where the list is empty or the matrices have different widths.
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

  /// The matrices side by side. Traps where the list is empty or the matrices have different heights.
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

  /// Copies the parts into one matrix.
  /// - Parameters:
  ///   - start: the place of a part's first entry. It gets the value that `next` made from the parts before, 0 for the first part.
  ///   - next: the value for the parts after this one.
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

extension Matrix {
  /// The columns at these places, counted from 0, in the order of `places`. Traps where a place lies outside.
  public func selectingColumns(_ places: [Int]) -> Matrix {
    Self.check(places, within: columns)
    let chosen = unsafe [Double](unsafeUninitializedCapacity: rows * places.count) { target, filled in
      unsafe elements.withUnsafeBufferPointer { source in
        var next = 0
        for row in 0..<rows {
          let start = row * columns
          for place in places {
            unsafe target[next] = source[start + place]
            next += 1
          }
        }
      }
      filled = rows * places.count
    }
    return Matrix(rows: rows, columns: places.count, elements: chosen)
  }
}
