"""Writes breast_cancer.csv, iris.csv and digits.csv.gz from the copies that scikit-learn carries: python3 make_tables.py"""
import csv
import gzip
import io
import pathlib

from sklearn.datasets import load_breast_cancer, load_digits, load_iris

here = pathlib.Path(__file__).parent
for name, data, label in (("breast_cancer", load_breast_cancer(), "diagnosis"), ("iris", load_iris(), "species")):
    with open(here / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([feature.replace(" (cm)", "").replace(" ", "_") for feature in data.feature_names] + [label])
        for row, target in zip(data.data, data.target):
            writer.writerow([repr(float(value)) for value in row] + [data.target_names[target]])

# A row is an image of 8 x 8 whole numbers, row by row from the top, and its digit. No time is written, so the file is the same each day.
digits = load_digits()
text = io.StringIO()
writer = csv.writer(text, lineterminator="\n")
writer.writerow([f"r{row}c{column}" for row in range(1, 9) for column in range(1, 9)] + ["digit"])
for row, target in zip(digits.data, digits.target):
    writer.writerow([int(value) for value in row] + [int(target)])
(here / "digits.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
