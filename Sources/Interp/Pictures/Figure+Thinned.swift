extension Figure.Series {
  /// The same line with fewer points. x rises; each part of the axis keeps its first, least, largest and last point, and one of those that are not finite, so
  /// that no peak and no gap is lost. All parts are equally wide, so thinning again and again leaves every part of the line as fine as the others.
  /// - Parameter most: the largest number of points, at least 5.
  func thinned(most: Int) -> Figure.Series {
    guard x.count > most, let left = x.first, let right = x.last, left < right else { return self }
    var result = self
    (result.x, result.y) = ([], [])
    let (axis, parts) = (Interval(left, right), max(most / 5, 1))
    var start = 0
    while start < x.count {
      let part = axis.part(x[start], of: parts)
      var (end, least, most, gap): (Int, Int?, Int?, Int?) = (start, nil, nil, nil)
      while end < x.count, end == start || axis.part(x[end], of: parts) == part {
        if !y[end].isFinite {
          gap = gap ?? end
        } else {
          if y[end] < least.map({ y[$0] }) ?? .infinity { least = end }
          if y[end] > most.map({ y[$0] }) ?? -.infinity { most = end }
        }
        end += 1
      }
      for place in Set([start, end - 1, least, most, gap].compactMap { $0 }).sorted() {
        result.x.append(x[place])
        result.y.append(y[place])
      }
      start = end
    }
    return result
  }
}
