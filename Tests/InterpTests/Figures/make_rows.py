"""Makes the tables in the folder Rows, and rows.json with what becomes of them: python3 make_rows.py

pandas 3.1.1 reads the tables. scikit-learn 1.9.1 fits on the training table and transforms the new rows. numpy 2.4.6 computes the network, with the
formulas of the notes. A number in rows.json is the shortest text that reads back to the same double."""
import json
import os
import sys

import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.impute import SimpleImputer
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MaxAbsScaler, OneHotEncoder, StandardScaler

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Rows")
os.makedirs(FOLDER, exist_ok=True)
print(pd.__version__, sklearn.__version__, np.__version__, file=sys.stderr)


def flat(array):
    return [repr(float(v)) for v in np.asarray(array, dtype=np.float64).ravel()]


random = np.random.RandomState(7)
NUMBERS = ["age", "income", "debt"]


def table(m, plans, gaps):
    frame = pd.DataFrame(
        {
            "id": np.arange(m) + 100,
            "age": random.randint(18, 80, m).astype(float),
            "plan": random.choice(plans, m),
            "income": np.round(random.lognormal(7, 1, m), 2),
            "debt": np.round(random.randn(m) * 1e3, 4),
            "member": random.choice(["yes", "no"], m),
        }
    )
    for name in gaps:
        frame.loc[random.choice(m, m // 8, replace=False), name] = np.nan
    return frame


train = table(64, ["basic", "gold", "silver, old"], ["age", "income"])
train["price"] = np.round(3 * train["age"].fillna(40) + train["debt"] / 100 + 1e4 + random.randn(64), 3)
# The new rows have other columns, in another order, and gaps in a column that had none.
new = table(24, ["basic", "gold", "silver, old"], ["age", "income", "debt"])
new = new[["member", "plan", "debt", "income", "id", "age"]]
train.to_csv(os.path.join(FOLDER, "train.csv"), index=False)
new.to_csv(os.path.join(FOLDER, "new.csv"), index=False)
unknown = new.dropna().head(4).copy()
unknown.loc[unknown.index[1], "plan"] = "bronze"
unknown.to_csv(os.path.join(FOLDER, "unknown.csv"), index=False)


def read(name):
    frame = pd.read_csv(os.path.join(FOLDER, name))
    frame["member"] = (frame["member"] == "yes").astype(np.float64)
    return frame


train, new, unknown = read("train.csv"), read("new.csv"), read("unknown.csv")


def preparation(strategy, scaler):
    """The features in the order of the table: age, plan=…, income, debt, member."""
    numbers = lambda: SimpleImputer(strategy=strategy)
    columns = ColumnTransformer(
        [
            ("age", numbers(), ["age"]),
            ("plan", OneHotEncoder(handle_unknown="ignore", sparse_output=False, dtype=np.float64), ["plan"]),
            ("rest", numbers(), ["income", "debt", "member"]),
        ]
    )
    return Pipeline([("columns", columns), ("scale", scaler)])


# The same weights in both programs: W1 and W2 of a network 7-3-1, and b.
W1 = np.round(random.randn(3, 7), 3)
b1 = np.round(random.randn(3, 1), 3)
W2 = np.round(random.randn(1, 3), 3)
b2 = np.round(random.randn(1, 1), 3)


def forward(X):
    return W2 @ np.tanh(W1 @ X.T + b1) + b2


class Fixed(MLPRegressor):
    """A network that does not learn: its outputs are those of the weights above."""

    def fit(self, X, y):
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X):
        return forward(X)[0]


rows = {"W1": flat(W1), "b1": flat(b1), "W2": flat(W2), "b2": flat(b2), "cases": {}}
SCALERS = {"standardize=both": StandardScaler, "standardize=yes": StandardScaler, "normalize=yes": MaxAbsScaler}
for strategy in ["mean", "median"]:
    for scale, scaler in SCALERS.items():
        pipeline = preparation(strategy, scaler())
        X = pipeline.fit_transform(train)
        step = pipeline.named_steps["scale"]
        mean = step.mean_ if scaler is StandardScaler else np.zeros(X.shape[1])
        case = {
            "X": flat(X.T), "Xmean": flat(mean), "Xscale": flat(step.scale_), "new": flat(pipeline.transform(new).T),
            "unknown": flat(pipeline.transform(unknown).T),
        }
        y = train["price"].to_numpy()
        model = Pipeline([("x", preparation(strategy, scaler())), ("net", Fixed())])
        if scale == "standardize=both":
            target = StandardScaler()
            model = TransformedTargetRegressor(model, transformer=target)
            fitted = StandardScaler().fit(y.reshape(-1, 1))
            case |= {"Ymean": flat(fitted.mean_), "Yscale": flat(fitted.scale_), "Y": flat(fitted.transform(y.reshape(-1, 1)))}
        model.fit(train, y)
        fit = model.predict(train)
        case |= {
            "predicted": flat(model.predict(new)), "predictedUnknown": flat(model.predict(unknown)),
            "rmse": repr(float(root_mean_squared_error(y, fit))), "mae": repr(float(mean_absolute_error(y, fit))), "r2": repr(float(r2_score(y, fit))),
        }
        rows["cases"][f"missing={strategy} {scale}"] = case

# Under missing=drop only the complete rows are examples.
whole = train.dropna()
pipeline = preparation("mean", StandardScaler())
complete = new.notna().all(axis=1).to_numpy()
rows["drop"] = {
    "X": flat(pipeline.fit_transform(whole).T), "kept": [int(v) for v in complete], "new": flat(pipeline.transform(new[complete]).T),
    "predicted": flat(forward(pipeline.transform(new[complete]))),
}
# Scores of two outputs are the means of their scores.
Y, A = random.randn(2, 6) * [[1], [50]], random.randn(2, 6) * [[1], [50]]
rows["scores"] = {
    "Y": flat(Y), "A": flat(A), "rmse": repr(float(root_mean_squared_error(Y.T, A.T))), "mae": repr(float(mean_absolute_error(Y.T, A.T))),
    "r2": repr(float(r2_score(Y.T, A.T))),
}
json.dump(rows, open(os.path.join(os.path.dirname(FOLDER), "rows.json"), "w"), indent=0)
