import Net

/// The text of docs/reference.md, made from the lists that help reads. `make docs` writes the file.
enum Reference {
  static func markdown(_ commands: CommandRegistry) -> String {
    let parts = [
      start, card(commands), self.commands(commands), topics, functions, activations, losses, dataSets, settings, quantities,
    ]
    return parts.flatMap(\.self).joined(separator: "\n") + "\n"
  }

  private static let start = [
    "# Reference", "",
    "`make docs` writes this file from the lists of the program, so do not edit it. `help WORD` prints the same texts at the prompt.",
    "In an example `...` stands for text that differs from run to run.", "",
    "[Commands](#commands) · [Topics](#topics) · [Functions](#functions) · [Activations](#activations) · [Losses](#losses) · [Data sets](#data-sets)"
      + " · [Settings](#settings) · [Quantities](#quantities)", "",
  ]

  // MARK: Commands

  private static func card(_ commands: CommandRegistry) -> [String] {
    let rows = CommandGroup.allCases.map { group in
      [group.rawValue, commands.all.filter { $0.group == group }.map { "[`\($0.name)`](#\($0.name))" }.joined(separator: " ")]
    }
    return ["## Card", ""] + table(["group", "commands"], rows)
  }

  private static func commands(_ commands: CommandRegistry) -> [String] {
    ["## Commands", ""]
      + CommandGroup.allCases.flatMap { group in
        ["### Group \(group.rawValue)", "", "These commands \(group.purpose).", ""] + commands.all.filter { $0.group == group }.flatMap(command)
      }
  }

  private static func command(_ command: any Command) -> [String] {
    var lines = ["#### \(command.name)", "", prose(command.summary.capitalizedFirst + "."), ""] + code([command.usage])
    lines += command.details.flatMap { [prose($0), ""] }
    let options = command.syntax.options
    if !options.isEmpty {
      lines += table(
        ["option", "meaning"],
        options.map { ["`\($0.name)=`", prose($0.summary) + ($0.choices.isEmpty ? "" : ": " + $0.choices.map { "`\($0)`" }.joined(separator: ", "))] })
    }
    if !command.cautions.isEmpty { lines += ["Watch out:", ""] + command.cautions.map { "- " + prose($0) } + [""] }
    return lines + example(command.example)
  }

  // MARK: The rest

  private static var topics: [String] {
    ["## Topics", ""]
      + Topic.all.flatMap { topic in
        ["### \(topic.name)", "", prose(topic.summary.capitalizedFirst + "."), ""]
          + (topic.rows.isEmpty ? [] : table(topic.rows[0], topic.rows.dropFirst().map { $0.map(prose) }))
          + [prose(topic.text.joined(separator: " ")), ""] + example(topic.example)
      }
  }

  private static var functions: [String] {
    let kinds = [
      ("Entry by entry", Functions.elementwise), ("Along an axis", Functions.reductions), ("Products and comparisons of matrices", Functions.linear),
      ("Making matrices", Functions.making), ("Random numbers", Functions.drawing), ("From Python", Functions.python),
    ]
    return ["## Functions", "", "A parameter in square brackets may be left out.", ""]
      + kinds.flatMap { title, functions in
        ["### \(title)", ""] + table(["function", "result"], functions.map { ["`\($0.name)(\(Fault.parameterList($0)))`", prose($0.summary)] })
      }
  }

  private static var activations: [String] {
    ["## Activations", "", "Type them after the size of a layer (`init 2 4:tanh 1:sigmoid`), or as functions (`tanh(Z1)`, `tanh'(Z1)`).", ""]
      + table(["activation", "g(z)", "g'(z)"], Activations.all.map { ["`\($0.name)`", "`\($0.formula)`", "`\($0.derivativeFormula)`"] })
  }

  private static var losses: [String] {
    ["## Losses", "", "The cost J is the mean of the loss L over the m examples.", ""]
      + table(["loss", "L of one example", "fits the output"], Losses.all.map { ["`\($0.name)`", "`\($0.formula)`", "`\($0.partner)`"] })
  }

  private static var dataSets: [String] {
    ["## Data sets", "", "`data NAME` makes them.", ""] + table(["name", "points"], DataGenerators.all.map { ["`\($0.name)`", prose($0.summary)] })
  }

  private static var settings: [String] {
    let rows = Setting.all.map { setting in
      ["`\(setting.name)`", setting.choices.isEmpty ? "a number" : setting.choices.map { "`\($0)`" }.joined(separator: ", "), prose(setting.summary)]
    }
    return ["## Settings", "", "`set NAME VALUE` changes a setting. `set` lists the present values.", ""] + table(["setting", "value", "meaning"], rows)
  }

  private static var quantities: [String] {
    let rows = Quantity.explained.map { quantity in
      let shape = quantity.symbolicShape.map { "(\($0.name(depth: nil)), \($1.name(depth: nil)))" } ?? "number"
      return ["`\(quantity.name)`", shape, prose(quantity.purpose), quantity.isAssignable ? "yes" : "no, `=` is a claim"]
    }
    return ["## Quantities", "", "`help names` lists how they may be written. `help dW2` explains one.", ""]
      + table(["quantity", "shape", "meaning", "can be assigned"], rows)
  }

  // MARK: Markdown

  private static func example(_ example: CommandExample) -> [String] {
    ["Example:", ""] + code(example.input) + (example.output.isEmpty ? [] : ["In a script it prints:", ""] + code(example.output))
  }

  private static func code(_ lines: [String]) -> [String] { ["```"] + lines + ["```", ""] }

  private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    ([head, head.map { _ in "---" }] + rows).map { row in "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" } + [""]
  }

  /// Text without the signs that Markdown would read: `a[1](3)` is no link, and `A**2` is not bold.
  private static func prose(_ text: String) -> String {
    text.replacing("](", with: "]\\(").replacing(/(\S)(\*+)|(\*+)(\S)/) { found in
      found.output.0.replacing("*", with: "\\*")
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
