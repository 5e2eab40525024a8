/// The limits of the findings: the one table. What is not named after a text is ours, with the reason.
public enum DiagnosisThresholds {
  /// A unit counts as saturated for an example where |g'(z)| is under this: |a| > 0.995 for tanh, a nearer to 0 or 1 than 0.0101 for sigmoid.
  /// Ours: dZ is then a hundredth of dA or less. Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks" (2010), describe such units and what they cost.
  public static let saturatedSlope = 0.01

  /// Share of the examples from which on a unit is called saturated. Ours: units of a well trained network are flat for many examples,
  /// on both sides; one that is flat for nine of ten has hardly an example left to learn from.
  public static let saturatedShare = 0.9

  /// Share of all examples from which on a saturated output is named: those that it answers wrongly by more than 1/2. Ours: at the end of a
  /// sound training most right answers are saturated; a quarter that is wrong and flat was lost early.
  public static let saturatedAnswers = 0.25

  /// The error of a layer has vanished where its root mean square is under this part of the output's. Ours: a layer then learns a thousand
  /// times as slowly as the last. Hochreiter (1991) and Glorot and Bengio (2010) describe the loss by layer.
  public static let vanishedError = 1e-3

  /// … and where a step changes the layer's weights by less than this part of them. A sound share is about 1e-3 (Karpathy, notes of the
  /// course CS231n, "Ratio of weights:updates"); ours: a tenth of that is merely slow, a hundredth stands still.
  public static let vanishedUpdate = 1e-5

  /// The error of a layer has exploded where its root mean square is over this many times the output's. Ours: two powers of ten; Pascanu,
  /// Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013), describe the growth.
  public static let explodedError = 1e2

  /// A unit is far from centred where |mean of a| is over this many times its deviation. LeCun, Bottou, Orr and Müller, "Efficient BackProp"
  /// (1998), ask for means near 0. Ours: at 3 nine tenths of the unit's mean square are one constant, which b can hold. Sigmoid is never
  /// centred; a layer that uses its range has a ratio of 1 to 2 and is not named.
  public static let uncentredRatio = 3.0

  /// Share of a layer's units from which on the layer is named. Ours: what the other half tells is then the smaller part.
  public static let uncentredUnits = 0.5

  /// Features are on very different scales where the largest deviation is over this many times the smallest. "Efficient BackProp" (1998) asks
  /// for equal variances. Ours: the curvatures that go with them differ by the square, and so does the number of steps: at 10 a hundredfold.
  public static let featureScaleRatio = 10.0

  /// Classes are out of balance where the largest has over this many times the examples of the smallest. Ours: a network that never
  /// answers the smaller of two classes is right for nine of ten.
  public static let imbalanceRatio = 9.0

  /// Classes that stand as numbers are looked for up to so many. Ours: more values are a quantity rather than names.
  public static let mostClassNumbers = 10

  /// A rate is low where alpha · curvature / 2 is under this: gradient descent on a parabola needs alpha < 2 / curvature (LeCun and others,
  /// "Efficient BackProp", 1998) and is fastest at half of that. Ours: a thousandth of it is far under.
  public static let lowRate = 1e-3

  /// … and where another rate takes J down by this many times as much in as many steps. Ours: the estimate holds along one direction only, so
  /// it is tried.
  public static let lowRateGain = 10.0

  /// … and by this part of J at least. Ours: less is no difference that one sees.
  public static let lowRateFall = 0.01

  /// Steps of a trial on a copy, and how many at least where a step is long.
  public static let trialSteps = 50
  public static let leastTrialSteps = 10

  /// Multiplications of a trial's step and of a whole trial: a hundredth of a second and half a second. What is larger is tried on
  /// examples evenly taken from the data, `leastTrialExamples` at least.
  static let workOfStep = 1 << 28
  static let workOfTrial = 1 << 32
  static let leastTrialExamples = 256

  /// A trial that began by falling has failed where each of its last steps raised J, to over this many times its smallest value. Ours: on a parabola
  /// J grows at each step once the rate is over the bound; training at a high rate that works goes up and down, and falls over the whole
  /// (Cohen and others, "Gradient descent on neural networks typically occurs at the edge of stability", 2021).
  public static let reboundSteps = 5
  public static let reboundRatio = 2.0

  /// J has not fallen where it lost less than this part of itself. Ours: what is less may be rounding.
  public static let leastFall = 1e-9

  /// A J of at most this part of what the best constant answer costs has been learnt: it need not fall, nor fall faster. Ours: of a variance
  /// 95 % are explained then; and the curvature of a cross-entropy that is nearly solved is so small that every rate seems low.
  public static let solvedShare = 0.05
}
