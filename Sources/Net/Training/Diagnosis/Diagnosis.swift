/// One look for findings of one or a few kinds. `Diagnosis.checks` lists them all.
protocol DiagnosisCheck {
  var kinds: [Finding.Kind] { get }
  var needs: [Diagnosis.Need] { get }
  /// The scene has what the check needs: Y and gradients, numbers that are finite.
  func findings(_ scene: Scene) -> [Finding]
}

/// What was found in a network and its data, and what was looked at.
public struct Diagnosis: Sendable {
  /// What a check cannot do without.
  public enum Need: CaseIterable, Sendable {
    case targets
    /// Y has as many rows as the output has units.
    case fittingTargets
    /// Every number of data, parameters and pass.
    case finiteNumbers
    case hiddenLayer
  }

  public private(set) var findings: [Finding] = []
  /// Kinds that were looked for.
  public private(set) var lookedFor: [Finding.Kind] = []
  /// Kinds that were not, with what was missing.
  public private(set) var leftOut: [(kind: Finding.Kind, missing: Need)] = []

  /// The one list, in the order in which the findings stand.
  static func checks(isStopped: @escaping () -> Bool) -> [any DiagnosisCheck] {
    [
      FinitenessCheck(), SymmetryCheck(), SaturationCheck(), DeadUnitsCheck(), GradientFlowCheck(), LinearCollapseCheck(), CentringCheck(), OutputCheck(),
      FeatureScaleCheck(), ClassBalanceCheck(), DescentCheck(isStopped: isStopped),
    ]
  }

  /// Looks for all kinds, with a pass of its own.
  /// - Parameters:
  ///   - X: (n0, m). Traps where it does not fit the network.
  ///   - Y: nil, or of m columns. Traps where it has others.
  ///   - alpha: the learning rate, finite.
  ///   - isStopped: asked now and then; true ends the search, with what was found by then.
  public init(_ network: Network, X: Matrix, Y: Matrix?, alpha: Double, isStopped: @escaping () -> Bool = { false }) {
    precondition(X.rows == network.inputs && (Y == nil || Y!.columns == X.columns), "X and Y must fit")
    let fits = Y == nil || Y!.rows == network.outputs
    let pass = Pass()
    pass.forward(network, X: X, Y: fits ? Y : nil)
    if fits, let Y { pass.backward(network, X: X, Y: Y) }
    let scene = Scene(network: network, X: X, Y: fits ? Y : nil, pass: pass, alpha: alpha)
    for check in Self.checks(isStopped: isStopped) where !isStopped() {
      if let missing = check.needs.first(where: { !has($0, scene, Y) }) {
        leftOut += check.kinds.map { ($0, missing) }
      } else {
        lookedFor += check.kinds
        findings += check.findings(scene)
      }
      if check is OutputCheck, !fits, let Y {
        let mismatch = OutputCheck.classNumbers(Y) ?? .shape(Y: Y.shape, output: pass.A(network.depth).shape)
        found(Finding(.outputMismatch, layer: network.depth, .mismatch(mismatch)))
      }
    }
    // Where a whole layer is dead, that is why J stays.
    if findings.contains(where: { finding in finding.kind == .deadUnits && finding.layer.map { network.units($0) } == finding.units.count }) {
      findings.removeAll { $0.kind == .costNotFalling }
    }
  }

  /// The first number that is not finite, in the order of a pass that is made for it; nil where all are finite.
  /// - Parameters: as of the diagnosis itself; X must fit the network.
  public static func notFinite(_ network: Network, X: Matrix, Y: Matrix?) -> Finding? {
    let targets = Y?.shape == Shape(network.outputs, X.columns) ? Y : nil
    let pass = Pass()
    pass.forward(network, X: X, Y: targets)
    if let targets { pass.backward(network, X: X, Y: targets) }
    return FinitenessCheck().findings(Scene(network: network, X: X, Y: targets, pass: pass, alpha: 0)).first
  }

  private func has(_ need: Need, _ scene: Scene, _ targets: Matrix?) -> Bool {
    switch need {
    case .targets: targets != nil
    case .fittingTargets: scene.Y != nil
    case .finiteNumbers: !findings.contains { $0.kind == .notFinite }
    case .hiddenLayer: scene.network.depth > 1
    }
  }

  /// A finding that is itself why its check had to be left out.
  private mutating func found(_ finding: Finding) {
    leftOut.removeAll { $0.kind == finding.kind }
    lookedFor.append(finding.kind)
    findings.append(finding)
  }
}

extension Network {
  /// 1 … L-1
  var hiddenLayers: Range<Int> { 1..<max(depth, 1) }
}
