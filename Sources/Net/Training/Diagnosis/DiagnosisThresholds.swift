/// The limits for all findings. A limit without a source is our choice. Its comment says "our choice" and gives the reason.
public enum DiagnosisThresholds {
  /// A unit counts as saturated for an example where |g'(z)| is below this. For tanh that is |a| > 0.995. For sigmoid, a is nearer than 0.0101 to 0
  /// or 1.
  ///
  /// Our choice: then dZ is at most a hundredth of dA. Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks"
  /// (2010), describe such units and their effect.
  public static let saturatedSlope = 0.01

  /// A hidden unit is called saturated where it is saturated for at least this share of the examples.
  ///
  /// Our choice: in a well trained network, units are flat for many examples, on both sides. A unit that is flat for nine of ten examples has almost
  /// none left to learn from.
  public static let saturatedShare = 0.9

  /// An output unit is called saturated where at least this share of the examples is saturated and wrong by more than 1/2.
  ///
  /// Our choice: at the end of a good training, most right answers are saturated. Where a quarter is wrong and flat, the training failed early.
  public static let saturatedAnswers = 0.25

  /// The error of a layer has vanished where the root mean square of its dZ is below this part of the output's.
  ///
  /// Our choice: such a layer learns a thousand times as slowly as the last one. Hochreiter (1991) and Glorot and Bengio (2010) describe how the
  /// error shrinks from layer to layer.
  public static let vanishedError = 1e-3

  /// For a vanished error, a step must also change the layer's weights by less than this part of them.
  ///
  /// About 1e-3 is a healthy share (Karpathy, notes of the course CS231n, "Ratio of weights:updates"). Our choice: a tenth of this is only slow, and
  /// a hundredth hardly moves.
  public static let vanishedUpdate = 1e-5

  /// The error of a layer has exploded where the root mean square of its dZ is above this many times the output's.
  ///
  /// Our choice: two powers of ten. Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (2013), describe the
  /// growth.
  public static let explodedError = 1e2

  /// A unit is far from centred where |mean of a| is above this many times its deviation.
  ///
  /// LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), recommend means near 0. Our choice: at 3, nine tenths of the unit's mean square are
  /// a constant, which b can hold. Sigmoid is never centred, but a layer that uses its whole range has a ratio of 1 to 2 and is not reported.
  public static let uncentredRatio = 3.0

  /// A layer is reported where more than this share of its units is far from centred. Our choice: then the other units carry the smaller part of the
  /// information.
  public static let uncentredUnits = 0.5

  /// Features have very different scales where the largest deviation is above this many times the smallest.
  ///
  /// "Efficient BackProp" (1998) recommends equal variances. Our choice: the curvatures of J differ by the square of this ratio, and so does the
  /// number of steps. At 10 that is a hundredfold.
  public static let featureScaleRatio = 10.0

  /// Classes are out of balance where the largest has more than this many times the examples of a smaller one.
  ///
  /// Our choice: a network that never answers the smaller of two classes is then right for nine of ten examples.
  public static let imbalanceRatio = 9.0

  /// Y is checked for class numbers up to this one. Our choice: more different values are a quantity, not names of classes.
  public static let mostClassNumbers = 10

  /// A rate is low where alpha · curvature / 2 is below this.
  ///
  /// On a parabola, gradient descent needs alpha < 2 / curvature and is fastest at half of that (LeCun and others, "Efficient BackProp", 1998). Our
  /// choice: a thousandth of the bound is far below it.
  public static let lowRate = 1e-3

  /// For a low rate, another rate must also lower J by this many times as much in as many steps.
  ///
  /// Our choice: the curvature is known along one direction only, so the other rate is tried.
  public static let lowRateGain = 10.0

  /// For a low rate, the other rate must also lower J by at least this part of J. Our choice: a smaller difference is not visible.
  public static let lowRateFall = 0.01

  /// The number of steps in a trial on a copy, and the smallest number where a step is long.
  public static let trialSteps = 50
  public static let leastTrialSteps = 10

  /// The limits for the work of one step and of a whole trial, in multiplications. That is a hundredth of a second and half a second.
  ///
  /// For larger data, the trial uses examples taken evenly from it, at least `leastTrialExamples`.
  static let workOfStep = 1 << 28
  static let workOfTrial = 1 << 32
  static let leastTrialExamples = 256

  /// A trial in which J first fell has failed where each of its last `reboundSteps` steps raised J, and J ends above `reboundRatio` times its
  /// smallest value.
  ///
  /// Our choice: on a parabola, J grows at each step once the rate is above the bound. A training with a high rate that works goes up and down, and
  /// falls in the long run (Cohen and others, "Gradient descent on neural networks typically occurs at the edge of stability", 2021).
  public static let reboundSteps = 5
  public static let reboundRatio = 2.0

  /// J has not fallen where it lost less than this part of its value. Our choice: a smaller change may be rounding.
  public static let leastFall = 1e-9

  /// The task counts as learnt where J is at most this part of the cost of the best constant answer. Then J need not fall, or fall faster.
  ///
  /// Our choice: then 95 % of the variance is explained. Also, a cross-entropy near 0 has so little curvature that every rate seems low.
  public static let solvedShare = 0.05

  /// Under an optimizer with averages, this many smaller rates are tried, each about a third of the one before. Our choice: that reaches a hundred
  /// thousandth of alpha.
  static let lowerRates = 10

  /// A rate of such an optimizer is low where ten times the rate lowers J this many times as much, and a hundred times the rate at least
  /// `lowOptimizerGain` times as much.
  ///
  /// A far too small rate lowers J in proportion, so ten times the rate gives about ten times the fall. Our choice of the range: a factor of 2 around
  /// that. At a hundred times the rate, J may bend already; a fifth of the proportion is still far more. The usual rate of Adam, 0.001 (Kingma and Ba,
  /// "Adam: a method for stochastic optimization", 2015), is not reported on the flower.
  public static let lowOptimizerProportion = 5.0...20.0
  public static let lowOptimizerGain = 20.0

  /// For such a low rate, the first half of the trial must also make this part of the fall. A steady fall makes half of it there, and 0.39 with the usual
  /// momentum, whose average must first grow. Our choice lies below that. A fall that speeds up, as it does near a saddle, makes less.
  public static let steadyFall = 0.35

  /// The number of steps of a trial with dropout or a penalty. Our choice: it is the number of `diagnose apply=`, so that this shows the same effect. Also,
  /// masks make single steps go up and down, and 50 steps are few for that.
  public static let regularizedSteps = 100

  /// A network has not learnt where its mean loss is at least this part of that of the best constant answer.
  ///
  /// Our choice: a network that has learnt anything is below that, so a penalty that only keeps it from learning by heart is never reported.
  public static let unlearntShare = 0.9

  /// Dropout or a penalty is too strong where the same steps without it end lower by this part of the loss of the best constant answer. Our choice: a
  /// smaller difference can be noise of the masks.
  public static let unlearntGain = 0.1

  /// The fall with it must also be at most this part of the fall without it. Our choice: a network that learns at a third of the speed still learns.
  public static let unlearntFall = 0.2

  /// The gradient of a batch is mostly noise where its root mean square error is above this many times the gradient itself.
  ///
  /// McCandlish, Kaplan, Amodei and others, "An Empirical Model of Large-Batch Training" (2018): at a ratio of 1, the batch is as large as the noise scale,
  /// and smaller batches need as many examples for the same progress. Our choice: at 3, the batch is nine times smaller than that.
  public static let batchNoise = 3.0

  /// For a batch that is too small, steps with larger batches or a smaller rate must also end lower by this part of J. Our choice: less is not visible.
  public static let batchGain = 0.1

  /// The number of batches in a measurement of noise, and the smallest number where a batch is much work. Our choice: with 32 batches the
  /// measurement itself is right to about a tenth.
  public static let noiseBatches = 32
  static let leastNoiseBatches = 8

  /// The cost of the dev part has risen where it is above its least value by this part of it. Our choice: less is not worth going back.
  public static let devRise = 0.05

  /// The rise of the dev part's cost must also be above this many of its standard errors.
  ///
  /// One standard error is the usual limit for choosing a model (Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984). A few
  /// wrong examples with large losses make the standard error large, so a higher limit misses most networks that overfit. This was measured on 2400
  /// trainings of small and large networks, with the J of 4000 new examples as the truth. Of 1275 trainings in which their J did not rise, 3.5 % were reported, and 82 % of 569 in which it rose by more
  /// than 5 %. Two standard errors would report 0.2 % and 30 %.
  public static let devErrors = 1.0
}
