import Foundation
import Net
import Testing

@testable import Interp

@Suite struct DeriveTests {
  private func steps(_ script: String) throws -> [[String: Any]] {
    let transcript = run(script, json: true)
    return try #require(transcript.objects.last?["steps"] as? [[String: Any]], "\(transcript.output)")
  }

  @Test func flower() throws {
    let list = try steps("init seed=2; forward; backward; derive dW1 example=3")
    #expect(list.map { $0["symbol"] as! String } == ["dA2", "dZ2", "dA1", "dZ1", "dW1"])
    #expect(list[0]["rule"] as? String == "-Y/A2 + (1 - Y)/(1 - A2)" && (list[1]["rule"] as? String)?.hasSuffix("= A2 - Y") == true)
    #expect(list.map { $0["shape"] as! [Int] } == [[1, 400], [1, 400], [4, 400], [4, 400], [4, 2]])
    let text = run("init seed=2; forward; backward; derive dZ2").output
    #expect(text.contains("(-Y/A2 + (1 - Y)/(1 - A2)) * A2 * (1 - A2)") && text.contains("-Y * (1 - A2) + (1 - Y) * A2"))
    #expect(run("init seed=2; forward; backward; derive").lines.count == 8)
    let start = "init seed=2; forward; backward; "
    #expect(run(start + "derive dZ1[2,3]").lines == run(start + "derive dZ1 unit=2 example=3").lines)
    #expect(run(start + "derive dW1[2,1]").lines == run(start + "derive dW1 unit=2").lines)
    #expect(run("init 2 3 4 1; forward; backward; derive").lines.count == 12)
  }

  /// The numbers of `derive` are those of the pass, for every network. It uses A - Y only where loss and output fit.
  @Test(arguments: LiveNetwork.all) func values(_ network: LiveNetwork) throws {
    let session = TestSession(json: true)
    session.run(network.script)
    let list = try #require(session.run("derive").objects.last?["steps"] as? [[String: Any]])
    #expect(list.count == 4 * network.depth)
    for step in list {
      let name = step["name"] as! String
      let value = session.run("show \(name)").objects.first?["value"] as? Double
      #expect(step["value"] as? Double == value, "\(name)")
    }
    let fits = session.interpreter.executor.session.state.network!.lossFitsOutput
    let output = list[1]
    #expect((output["rule"] as! String).hasSuffix("= A\(network.depth) - Y") == fits)
    #expect((output["note"] as? String)?.contains("is not allowed here") ?? false == !fits)
  }

  /// The rules of `derive` can be typed as claims, and they hold.
  @Test(arguments: LiveNetwork.all) func rulesHold(_ network: LiveNetwork) throws {
    let session = TestSession(json: true)
    session.run(network.script)
    let live = session.interpreter.executor.session
    let derivation = Derivation(try live.scene(of: Quantity(.dW, 1)).scene)
    // Where A rounds to a label of 0 or 1, the form that divides by A can be 0/0. It does not happen in such small networks.
    for step in derivation.steps(to: nil, example: 0, unit: 0) {
      for rule in step.rules where !rule.contains("where") {
        let claim = session.run("\(step.symbol) = \(rule)")
        let isTiny = live.workspace.dA(step.entry.quantity.layer).elements.allSatisfy { abs($0) < 1e-12 }
        #expect(claim.status == 0 || isTiny, "\(step.symbol) = \(rule): \(claim.output)")
      }
    }
  }

  @Test(arguments: [
    ("derive dW1", "there is no network yet"), ("init; derive", "has not been computed yet"),
    ("init; forward; backward; derive W1", "derive takes a gradient"),
    ("init; forward; backward; derive dW1[:,1]", "derive takes a gradient"), ("init; forward; backward; derive dW1 example=401", "from 1 to 400"),
    ("init; forward; backward; derive dW1 unit=5", "from 1 to 4"), ("init; forward; backward; derive dW5", "there is no dW5"),
    ("init; forward; backward; b1 = b1 + 1; derive", "stale"),
  ]) func badInput(_ script: String, _ message: String) {
    let transcript = run(script)
    #expect(transcript.status == 1 && transcript.errors.contains(message) && transcript.output.isEmpty, "\(script): \(transcript.errors)")
  }
}
