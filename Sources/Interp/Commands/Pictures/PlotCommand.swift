import Net

/// `plot` draws a picture.
struct PlotCommand: Command {
  let name = "plot"
  let group = CommandGroup.understanding
  let usage = "plot WHAT [to=FILE.svg/.png/.pdf size=80x24 title= log=y unit= layer= features= shape=]"
  let summary = "draw costs, data, a boundary, gradients, a network or an array"
  let details = [
    "plot J draws the cost at each step of the present branch, from the first step that the timeline keeps, and that of the dev part. plot J main slower "
      + "draws several branches.",
    "plot data draws the examples over the first two features, each class with a sign of its own. plot boundary adds the class that the network predicts at "
      + "each place, and marks wrong examples with ! (in a file with a black cross). features=1,3 chooses two features by number or name; the others are at their mean. unit=2 draws where "
      + "z of an output is above 0, and with layer=1 that of a hidden unit.",
    "plot activation tanh draws the function and its derivative. Rows below show where the present Z of its layers lie.",
    "plot gradients draws the norm of every dW by step on a logarithmic axis. plot network draws the units, with a line for each weight.",
    "plot hist W1 counts the entries in intervals of equal width.",
    "plot E draws an expression: a row or a column as a line, a matrix as a map. In a map, areas are positive and strokes are negative. shape=28,28 lays the "
      + "entries out anew. plot A, B draws several lines.",
    "size=60x20 sets columns and rows, title= a title, and log=y a logarithmic y axis for J, data, gradients, hist and lines.",
    "After set plot.pixels auto, plot asks the terminal whether it draws sixel graphics. Where it answers yes, gnuplot draws in pixels.",
    "to=FILE.svg, to=FILE.png or to=FILE.pdf writes the picture as a file with the program gnuplot. size= is then in pixels, 800x500 unless told.",
  ]
  let cautions = [
    "plot (J) draws the number J as an expression; J, data, boundary, activation, gradients, network and hist stand for the pictures only without brackets.",
    "A value that is not finite is a gap, and a line below the picture says so. On a logarithmic axis, so is a value of 0 or below.",
  ]
  let otherWords = ["draw", "picture", "chart", "graph", "curve", "histogram", "imshow", "contour"] + PlotWord.allCases.map(\.rawValue)
  let syntax = CommandSyntax(
    arguments: .expressions(atLeast: 1, atMost: 100),
    options: [
      .init("to", .word, "the file to draw: .svg, .png or .pdf", files: GnuplotScript.Form.files.map(\.rawValue)),
      .init("size", .word, "columns x rows, as in 60x20; the window unless told. For a file: pixels"), .init("title", .word, "the title above the picture"),
      .init("log", .word, "which axis is logarithmic", choices: ["y"]),
      .init("unit", .expression, "the unit whose zero line is drawn"), .init("layer", .expression, "the layer of the unit; the last one unless told"),
      .init("features", .list, "the two features of a boundary, as in 1,3"), .init("shape", .list, "rows and columns of a map, as in 28,28"),
    ], leadingWords: [PlotWord.histogram.rawValue])
  let example = CommandExample(
    "plot [3, 1, 2] size=40x10",
    output: [
      "               [3, 1, 2]", "3 ┤...", "  │...", "  │...", "2 ┤...", "  │...", "  │...", "1 ┤...", "  └┬─────────────────┬─────────────────┬",
      "   1                 2                 3",
    ])
  let isAtomic = true
  let completes = CompletionKind.names
  let words = PlotWord.allCases.map(\.rawValue)

  func wordsAfter(_ word: String, _ session: Session) -> [String]? {
    guard let picture = PlotWord(rawValue: word) else { return nil }
    let options = PlotWord.options(of: picture).map { $0 + "=" }
    return switch picture {
    case .costs: session.timeline.lines.map(\.name) + options
    // These need one more word before the options.
    case .activation: Activations.all.map(\.name)
    case .histogram: session.quantityNames + session.state.variables.keys
    default: options
    }
  }

  func writesFile(_ call: CommandCall) -> Bool { call.option("to") != nil }

  func run(_ call: CommandCall, _ executor: Executor) throws(Fault) {
    let request = try PlotRequest(call, executor)
    let figure = try executor.withProgress { (tells) throws(Fault) in
      try FigureMaker(session: executor.session, request: request, tells: tells).figure()
    }
    if let file = request.file { try PictureFile.write(figure, request, to: file) }
    var event = PlotEvent(figure: figure, size: request.size, file: request.file?.path)
    if request.file == nil, request.size == nil, let window = executor.sink.pixels() {
      // A small window has room for a picture of this size at least.
      let size = (columns: max(min(window.columns, 1000), GnuplotScript.sizes.lowerBound), rows: max(min(window.rows, 600), GnuplotScript.sizes.lowerBound))
      do throws(Fault) { event.sixels = String(decoding: try PictureFile.bytes(figure, .sixel, size: size), as: UTF8.self) } catch {
        // A picture in text is better than none.
        if error.kind == .interrupted { throw error }
        executor.session.warn(Warning(kind: .note, message: error.message + (error.hint.map { "; " + $0 } ?? "")))
      }
    }
    executor.emit(event)
  }
}
