"""Writes metrics.json, the scores of scikit-learn for made answers: python3 make_metrics.py

scikit-learn 1.9.1 and NumPy 2.4.6 wrote the committed file. A score that does not exist (0/0) is null."""
import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics

rng = np.random.default_rng(3)
warnings.simplefilter("ignore")


def shares(values):
    return [None if np.isnan(v) else float(v) for v in values]


cases = {"classes": [], "numbers": []}
for count, m in [(2, 50), (2, 3), (3, 40), (5, 12), (10, 200)]:
    truth = rng.integers(0, count, m)
    if (count, m) == (5, 12):
        truth[truth == 2] = 1
    guess = np.where(rng.random(m) < 0.6, truth, rng.integers(0, count, m))
    labels = list(range(count))
    of = dict(labels=labels, average=None, zero_division=np.nan)
    cases["classes"].append({
        "count": count, "truth": truth.tolist(), "predicted": guess.tolist(), "confusion": metrics.confusion_matrix(truth, guess, labels=labels).tolist(),
        "accuracy": metrics.accuracy_score(truth, guess), "precision": shares(metrics.precision_score(truth, guess, **of)),
        "recall": shares(metrics.recall_score(truth, guess, **of)), "f1": shares(metrics.f1_score(truth, guess, **of)),
        "base_rate": float(np.bincount(truth).max() / m)})
for outputs, m in [(1, 30), (1, 2), (3, 25), (1, 7)]:
    truth = rng.normal(5, 3, (outputs, m))
    if m == 7:
        truth[:] = 4.0
    guess = truth + rng.normal(0, 1, truth.shape)
    cases["numbers"].append({
        "truth": truth.tolist(), "predicted": guess.tolist(), "rmse": metrics.root_mean_squared_error(truth.T, guess.T),
        "mae": metrics.mean_absolute_error(truth.T, guess.T), "r2": metrics.r2_score(truth.T, guess.T)})
(pathlib.Path(__file__).parent / "metrics.json").write_text(json.dumps(cases) + "\n")
