/// A check that looks for one or a few kinds of findings. `Diagnosis.checks` lists all checks.
protocol DiagnosisCheck {
  var kinds: [Finding.Kind] { get }
  var needs: [Diagnosis.Need] { get }
  /// Looks for findings in a scene. The caller makes sure that the scene has everything in `needs`.
  func findings(_ scene: Scene) -> [Finding]
}

/// The findings in a network and its data, and the kinds that were looked for.
public struct Diagnosis: Sendable {
  /// A condition without which a check cannot work.
  public enum Need: CaseIterable, Sendable {
    case targets
    /// Y has as many rows as the output has units.
    case fittingTargets
    /// Every number of the data, the parameters and the pass is finite.
    case finiteNumbers
    case hiddenLayer
    /// The last steps were made by `train batch=`.
    case batches
    /// The data has a dev part with targets that fit the network.
    case devPart
    /// The timeline has steps before the present one.
    case earlierSteps
  }

  /// The findings, in the order of the checks.
  public private(set) var findings: [Finding] = []
  /// The kinds that were looked for.
  public private(set) var lookedFor: [Finding.Kind] = []
  /// The kinds that were not looked for, each with what was missing.
  public private(set) var leftOut: [(kind: Finding.Kind, missing: Need)] = []

  /// The list of all checks, in the order of the findings.
  static func checks(_ setting: StepSetting, isStopped: @escaping () -> Bool) -> [any DiagnosisCheck] {
    [
      FinitenessCheck(), SymmetryCheck(generator: setting.generator), SaturationCheck(), DeadUnitsCheck(), GradientFlowCheck(), LinearCollapseCheck(),
      CentringCheck(), OutputCheck(),
      FeatureScaleCheck(), ClassBalanceCheck(), DescentCheck(setting: setting, isStopped: isStopped),
      RegularizationCheck(setting: setting, isStopped: isStopped), BatchNoiseCheck(setting: setting, isStopped: isStopped),
      OverfittingCheck(setting: setting),
    ]
  }

  /// Looks for all kinds of findings in a new forward and backward pass.
  /// - Parameters:
  ///   - X: (n0, m). Traps where it has another number of rows.
  ///   - Y: a matrix with m columns, or nil. Traps where it has another number of columns.
  ///   - alpha: the learning rate, which must be finite.
  ///   - setting: how the steps of the session are made. The network has the optimizer and the averages of the next step.
  ///   - isStopped: is called now and then. true ends the search, and the findings so far stay.
  public init(_ network: Network, X: Matrix, Y: Matrix?, alpha: Double, _ setting: StepSetting = StepSetting(), isStopped: @escaping () -> Bool = { false }) {
    precondition(X.rows == network.inputs && (Y == nil || Y!.columns == X.columns), "X and Y must fit")
    let fits = Y == nil || Y!.rows == network.outputs
    let pass = Pass()
    pass.forward(network, X: X, Y: fits ? Y : nil)
    if fits, let Y { pass.backward(network, X: X, Y: Y) }
    let scene = Scene(network: network, X: X, Y: fits ? Y : nil, pass: pass, alpha: alpha)
    for check in Self.checks(setting, isStopped: isStopped) where !isStopped() {
      if let missing = check.needs.first(where: { !has($0, scene, Y, setting) }) {
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
    removeConsequences(network)
  }

  /// Removes findings that another finding explains.
  private mutating func removeConsequences(_ network: Network) {
    // A layer with only dead units explains why J does not fall. So the finding about J is removed.
    if findings.contains(where: { finding in finding.kind == .deadUnits && finding.layer.map { network.units($0) } == finding.units.count }) {
      findings.removeAll { $0.kind == .costNotFalling }
    }
    // Under a penalty that is too strong, J is at its lowest point: where all weights are nearly 0, and so are all a and errors but for a constant.
    if findings.contains(where: { $0.kind == .penaltyStrong }) {
      findings.removeAll { [.costNotFalling, .uncentredActivations, .vanishingGradients].contains($0.kind) }
    }
    // A rate that is too high without any noise of batches is no matter of the batches.
    if findings.contains(where: { $0.kind == .learningRateHigh }) { findings.removeAll { $0.kind == .batchNoise } }
  }

  /// The first number that is not finite, in the order in which a pass computes the quantities; nil where all are finite.
  ///
  /// It makes a new pass. X must fit the network.
  public static func notFinite(_ network: Network, X: Matrix, Y: Matrix?) -> Finding? {
    let targets = Y?.shape == Shape(network.outputs, X.columns) ? Y : nil
    let pass = Pass()
    pass.forward(network, X: X, Y: targets)
    if let targets { pass.backward(network, X: X, Y: targets) }
    return FinitenessCheck().findings(Scene(network: network, X: X, Y: targets, pass: pass, alpha: 0)).first
  }

  private func has(_ need: Need, _ scene: Scene, _ targets: Matrix?, _ setting: StepSetting) -> Bool {
    switch need {
    case .targets: targets != nil
    case .fittingTargets: scene.Y != nil
    case .finiteNumbers: !findings.contains { $0.kind == .notFinite }
    case .hiddenLayer: scene.network.depth > 1
    case .batches: setting.plan?.batch != nil
    case .devPart: setting.looks != nil
    case .earlierSteps: (setting.looks?.count ?? 0) > 1
    }
  }

  /// Adds a finding for a check that was left out. The finding itself is the reason why the check was left out.
  private mutating func found(_ finding: Finding) {
    leftOut.removeAll { $0.kind == finding.kind }
    lookedFor.append(finding.kind)
    findings.append(finding)
  }
}

extension Network {
  /// The hidden layers, 1 … L-1.
  var hiddenLayers: Range<Int> { 1..<max(depth, 1) }
}
