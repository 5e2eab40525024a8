import Testing

@testable import Interp

@Suite struct CompletionTests {
  private let files: (String) -> [(name: String, isFolder: Bool)] = { folder in
    folder == "."
      ? [("data.csv", false), ("DATA.NPZ", false), ("notes.txt", false), ("scripts", true), (".hidden.npz", false)]
      : folder == "scripts/" ? [("first.nns", false)] : []
  }

  private func candidates(_ line: String, setUp: String = "init") -> [String] {
    let session = TestSession()
    session.run(setUp)
    let completion = session.interpreter.complete(line, cursor: line.count, files: files)
    let head = String(line.prefix(completion.replaced.lowerBound))
    return completion.candidates.map { head + $0 }
  }

  @Test func table() {
    #expect(candidates("forw") == ["forward"])
    #expect(candidates("sh") == ["shape", "show", "shuffle"])
    #expect(candidates("zzz").isEmpty)
    #expect(candidates("show W") == ["show W1", "show W2"])
    #expect(candidates("show W1, dZ") == ["show W1, dZ1", "show W1, dZ2"])
    #expect(candidates("show W", setUp: "").isEmpty)
    #expect(candidates("init 2 4:ta") == ["init 2 4:tanh"])
    #expect(candidates("init we") == ["init weights="])
    #expect(candidates("init weights=x") == ["init weights=xavier"])
    #expect(candidates("data m") == ["data moons"])
    #expect(candidates("data sc") == ["data scripts/"])
    #expect(candidates("data d") == ["data data.csv"])
    #expect(candidates("data moons no") == ["data moons noise="])
    #expect(candidates("load ") == ["load DATA.NPZ", "load scripts/"])
    #expect(candidates("train ma") == ["train max", "train maximum"])
    #expect(candidates("step 1 ").isEmpty)
    #expect(candidates("shape W1 @ dA") == ["shape W1 @ dA1", "shape W1 @ dA2"])
    #expect(candidates("source scripts/f") == ["source scripts/first.nns"])
    #expect(candidates("load .h") == ["load .hidden.npz"])
    #expect(candidates("set di") == ["set digits"])
    #expect(candidates("use tr") == ["use train"])
    #expect(candidates("help tan") == ["help tan", "help tanh"])
    #expect(candidates("forward; ste") == ["forward; step"])
    #expect(candidates("repeat 3 { backw") == ["repeat 3 { backward"])
    #expect(candidates("a = W") == ["a = W1", "a = W2"])
    #expect(candidates("my", setUp: "my_value = 3") == ["my_value"])
    #expect(candidates("back") == ["back", "backward"])
    #expect(candidates("expo") == ["exponential"] && candidates("expor").isEmpty)
    #expect(candidates("goto ", setUp: "init; train 2; back; branch smaller; k = 1") == ["goto k", "goto main", "goto smaller", "goto when"])
    #expect(candidates("diff main sm", setUp: "init; train 2; back; branch smaller") == ["diff main smaller"])
    #expect(candidates("break wh") == ["break when", "break where"] && candidates("break when dZ") == ["break when dZ1", "break when dZ2"])
    #expect(
      candidates("trace of") == ["trace off"] && candidates("trace J, W") == ["trace J, W1", "trace J, W2"] && candidates("trace J t").contains("trace J to="))
    #expect(candidates("trace J to=d") == ["trace J to=data.csv"] && candidates("trace J to=scr") == ["trace J to=scripts/"])
    #expect(candidates("disp") == ["display"] && candidates("display J, al") == ["display J, all", "display J, allclose", "display J, alpha"])
    #expect(candidates("train 10 al") == ["train 10 alpha="])
  }

  @Test func suffixes() {
    let session = TestSession()
    #expect(session.interpreter.complete("source scr", cursor: 10, files: files).suffix == "")
    #expect(session.interpreter.complete("forw", cursor: 4, files: files).suffix == " ")
    #expect(session.interpreter.complete("init sca", cursor: 8, files: files).suffix == "")
    // Only what stands before the cursor counts.
    #expect(session.interpreter.complete("forward W1", cursor: 4, files: files).candidates == ["forward"])
  }
}
