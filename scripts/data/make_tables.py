"""Writes breast_cancer.csv and iris.csv from the copies that scikit-learn carries: python3 make_tables.py"""
import csv
import pathlib

from sklearn.datasets import load_breast_cancer, load_iris

here = pathlib.Path(__file__).parent
for name, data, label in (("breast_cancer", load_breast_cancer(), "diagnosis"), ("iris", load_iris(), "species")):
    with open(here / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([feature.replace(" (cm)", "").replace(" ", "_") for feature in data.feature_names] + [label])
        for row, target in zip(data.data, data.target):
            writer.writerow([repr(float(value)) for value in row] + [data.target_names[target]])
