#!/bin/sh
# HDF5 2.0.0 (in h5py 3.16.0): a file that is written with libver="latest" can hold sets that HDF5 1.14.6 (in h5py 3.13.0) lists but cannot open.
# One would expect it of compressed sets, whose layout is new. It is surprising that it also hits plain sets without compression when they hold
# truth values, complex numbers or records, while whole numbers, float16 and texts in the same file are read. So a common file with features and
# labels loses only its labels, if these are True and False. One attribute with a truth value hides all attributes of its set.
# The reason is the version of the datatype message: "bad version number for datatype message".
# https://support.hdfgroup.org/documentation/hdf5/latest/_s_p_e_c.html
# nnshell says that the array cannot be opened, and does not load the file without labels: ArrayDataTests.refused, ArrayFormTests.latestHDF5.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pip() { python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$@"; }
pip "$folder/new" h5py==3.16.0 numpy==2.4.6
pip "$folder/old" h5py==3.13.0 numpy==2.2.6
PYTHONPATH="$folder/new" python3 - "$folder/set.h5" <<'PYTHON'
import sys
import h5py
import numpy as np
assert h5py.version.hdf5_version == "2.0.0", h5py.version.hdf5_version
with h5py.File(sys.argv[1], "w", libver="latest") as file:
    file["features"] = np.arange(6.0).reshape(3, 2)
    file["half"] = np.arange(3, dtype="f2")
    file["whole"] = np.arange(3)
    file["texts"] = np.array([b"cat", b"dog"])
    file["labels"] = np.array([True, False, True])
    file["complex"] = np.arange(3) + 1j
    file["records"] = np.zeros(3, dtype=[("a", "f8"), ("b", "i4")])
    file["features"].attrs["unit"] = "cm"
    file["whole"].attrs["unit"] = "cm"
    file["whole"].attrs["checked"] = True
PYTHON
PYTHONPATH="$folder/old" python3 - "$folder/set.h5" <<'PYTHON'
import sys
import h5py
assert h5py.version.hdf5_version == "1.14.6", h5py.version.hdf5_version
with h5py.File(sys.argv[1]) as file:
    assert len(file.keys()) == 7
    opened = {}
    for name in file:
        try:
            file[name][()]
            opened[name] = "read"
        except KeyError as error:
            opened[name] = str(error)
        print(f"{name}: {opened[name]}")
    assert {name for name, said in opened.items() if said == "read"} == {"features", "half", "whole", "texts"}
    assert all("bad version number for datatype message" in said for said in opened.values() if said != "read")
    assert dict(file["features"].attrs) == {"unit": "cm"}
    try:
        print("attributes of whole:", dict(file["whole"].attrs))
        raise AssertionError("the attributes are read")
    except RuntimeError as error:
        print("attributes of whole:", error)
        assert "bad version number for datatype message" in str(error)
PYTHON
