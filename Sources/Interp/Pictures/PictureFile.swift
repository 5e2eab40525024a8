import Net

/// Pictures that gnuplot draws.
enum PictureFile {
  /// The bytes of a picture.
  /// - Throws: a `value` fault where there is nothing to draw, a `file` fault where gnuplot is missing or fails, and an `interrupted` fault after Ctrl-C.
  static func bytes(_ figure: Figure, _ form: GnuplotScript.Form, size: (columns: Int, rows: Int)?) throws(Fault) -> [UInt8] {
    guard figure.hasValues else { throw .nothingToDraw("no value is finite" + (figure.hasLogY ? " and above 0" : "")) }
    guard figure.largest <= 1e300 else { throw .tooLargeForGnuplot() }
    let script = GnuplotScript(figure, form, size: size ?? GnuplotScript.usualSize).text
    do throws(FilterProgram.Failure) {
      // -d: no file of the user is read before the input.
      let bytes = try FilterProgram.run("gnuplot", ["-d", "-"], input: script)
      guard !bytes.isEmpty else { throw .failed(message: "it wrote nothing") }
      return bytes
    } catch {
      switch error {
      case .missing: throw .noGnuplot()
      case .interrupted: throw .interrupted()
      case .timeOut(let seconds): throw .gnuplotFailed("it took more than \(seconds) seconds")
      case .failed(let message): throw .gnuplotFailed(message)
      }
    }
  }

  /// Writes the picture that a request names. The file is whole or untouched.
  static func write(_ figure: Figure, _ request: PlotRequest, to file: (path: String, range: SourceRange)) throws(Fault) {
    let ending = file.path.lowercased().split(separator: ".").last.map(String.init) ?? ""
    let form = GnuplotScript.Form.files.first { $0.rawValue == ending } ?? .svg
    do throws(Fault) {
      let bytes = try bytes(figure, form, size: request.size)
      do throws(DataError) { try FileBytes.write(bytes, to: file.path) } catch { throw Fault.data(error, file.path) }
    } catch { throw error.located(file.range) }
  }
}

extension Figure {
  /// The largest finite number in size along the axes.
  fileprivate var largest: Double {
    guard case .chart(let chart) = content else { return 0 }
    return chart.series.flatMap { $0.x + $0.y }.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }

  /// Whether a value of it can be drawn.
  fileprivate var hasValues: Bool {
    switch content {
    case .chart(let chart):
      chart.areas != nil || chart.series.contains { part in zip(part.x, part.y).contains { $0.isFinite && $1.isFinite && (!hasLogY || $1 > 0) } }
    case .map, .diagram: true
    }
  }
}
