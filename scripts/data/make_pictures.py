"""Writes pictures.h5, small made pictures of faces and of other things: python3 make_pictures.py

The file has the form of a known course's set of pictures: train_set_x (m, height, width, 3) of bytes, train_set_y (m,), the same for test_set, and
list_classes. A face is a bright disc with two dark eyes and a mouth, somewhere near the middle, in any colour. The other things have the same discs with
as many dark spots at random places. Needs h5py; 3.16.0 wrote the file."""
import pathlib

import h5py
import numpy as np

SIDE = 16
rng = np.random.default_rng(7)
rows, columns = np.mgrid[0:SIDE, 0:SIDE]


def spot(picture, row, column, size, colour):
    picture[(rows - row) ** 2 + (columns - column) ** 2 <= size ** 2] = colour


def picture(is_face):
    made = np.empty((SIDE, SIDE, 3))
    made[:] = rng.uniform(0, 160, 3)
    row, column = 7.5 + rng.uniform(-2, 2, 2)
    spot(made, row, column, rng.uniform(5.5, 7), rng.uniform(120, 255, 3))
    dark = rng.uniform(0, 60, 3)
    if is_face:
        places = [(-2, -2.5), (-2, 2.5), (3, -1.5), (3, 0), (3, 1.5)]
    else:
        places = rng.uniform(-4.5, 4.5, (5, 2))
    for place in places:
        spot(made, row + place[0], column + place[1], 1.1, dark)
    return np.clip(made + rng.normal(0, 25, made.shape), 0, 255).astype(np.uint8)


def part(count):
    labels = rng.permutation(np.arange(count) % 2)
    return np.array([picture(label == 1) for label in labels]), labels.astype(np.int64)


with h5py.File(pathlib.Path(__file__).parent / "pictures.h5", "w", libver="earliest") as file:
    for name, count in (("train", 160), ("test", 60)):
        x, y = part(count)
        file.create_dataset(f"{name}_set_x", data=x, track_times=False)
        file.create_dataset(f"{name}_set_y", data=y, track_times=False)
    file.create_dataset("list_classes", data=np.array([b"other", b"face"]), track_times=False)
