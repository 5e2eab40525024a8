"""Makes the array files in the folder Arrays, and arrays.json with what they hold: python3 make_arrays.py

The files were made with numpy 2.4.6, scipy 1.17.1, h5py 3.16.0 and Octave 7.3.0. A number in arrays.json is the 16 digits of its bits as a double."""
import gzip
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile

import h5py
import numpy as np
import scipy.io
import scipy.sparse

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Arrays")
EXPECTED = {}


def bits(array):
    return [format(int(v), "016x") for v in np.ascontiguousarray(array).astype(np.float64).ravel().view(np.uint64)]


def expect(name, **arrays):
    """Notes what the arrays of a file are. A text says why an array is not read."""
    rows = {}
    for key, array in arrays.items():
        key = key.replace("__", "/")
        if isinstance(array, str):
            rows[key] = {"refused": array}
        elif np.asarray(array).dtype.kind in "SUO":
            flat = [v.decode() if isinstance(v, bytes) else str(v) for v in np.asarray(array).ravel()]
            rows[key] = {"shape": list(np.shape(array)), "texts": flat}
        else:
            rows[key] = {"shape": list(np.shape(array)), "bits": bits(array)}
    EXPECTED[name] = rows


def path(name):
    return os.path.join(FOLDER, name)


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content)


def without_date(name):
    """Replaces the line with date and machine at the start of a file of MATLAB or Octave."""
    with open(path(name), "rb") as file:
        content = file.read()
    if content.startswith(b"MATLAB 5.0"):
        content = b"MATLAB 5.0 MAT-file, made by make_arrays.py".ljust(116) + content[116:]
    elif content.startswith(b"# Created by Octave"):
        content = b"# Created by Octave 7.3.0\n" + content.split(b"\n", 1)[1]
    else:
        # HDF5 has the line as a comment, whose length must stay.
        content = re.sub(rb"# Created by Octave [^\0]*", lambda line: b"# Created by Octave 7.3.0".ljust(len(line[0])), content)
    write(name, content)


def npy_bytes(array, version=None, pickle=False):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version, allow_pickle=pickle)
    return out.getvalue()


def with_header(header, data, version=1):
    """A .npy file with a header that is written by hand, as other programs and older versions write it."""
    text = header.encode("latin1")
    start = b"\x93NUMPY" + bytes([version, 0])
    room = 2 if version == 1 else 4
    text += b" " * (-(len(start) + room + len(text) + 1) % 16) + b"\n"
    return start + len(text).to_bytes(room, "little") + text + data


def npy():
    rng = np.random.RandomState(3)
    members = {}
    for kind in ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]:
        array = (rng.randn(2, 3) * 50).astype(kind) if kind[0] != "u" else rng.randint(0, 250, (2, 3)).astype(kind)
        if kind in ("i8", "u8"):
            # Doubles do not hold these numbers exactly, so they are rounded as NumPy rounds them.
            array[0, 0], array[1, 1] = np.iinfo(kind).max, (1 << 53) + 1
        if kind[0] == "i":
            array[1, 2] = np.iinfo(kind).min
        if kind == "f2":
            array[0] = [6.1e-5, 6e-8, 65504]
        for order in "<>":
            for fortran in (False, True):
                name = "".join(["bool" if kind == "?" else kind, "le" if order == "<" else "be", "F" if fortran else "C"])
                members[name] = np.array(array, dtype=np.dtype(kind).newbyteorder(order), order="F" if fortran else "C")
    np.savez(path("types.npz"), **members)
    expect("types.npz", **members)
    many = {f"d{n}{order}": np.array(np.arange(np.prod([2, 1, 3, 2, 1, 2][:n], dtype=int), dtype="f4").reshape([2, 1, 3, 2, 1, 2][:n]) + 0.5, order=order)
            for n in range(7) for order in "CF"}
    many["none"] = np.zeros((0, 3))
    many["last"] = np.zeros((3, 0), order="F")
    np.savez_compressed(path("dimensions.npz"), **many)
    expect("dimensions.npz", **many)
    cube = np.arange(24.0).reshape(2, 3, 4) / 7
    for version in (1, 2, 3):
        write(f"version{version}.npy", npy_bytes(np.asfortranarray(cube), (version, 0)))
        expect(f"version{version}.npy", X=cube)
    data = np.array([[1, 2, 3], [4, 5, 6]], dtype="<i4")
    headers = {
        "python2.npy": "{'descr': '<i4', 'fortran_order': False, 'shape': (2L, 3L), }",
        "double-quotes.npy": '{"descr": "<i4", "fortran_order": False, "shape": (2, 3)}',
        "other-order.npy": "{'shape': (2, 3), 'fortran_order': False, 'descr': '<i4'}",
        "narrow.npy": "{'shape':(2,3),'descr':'<i4','fortran_order':False}",
    }
    for name, header in headers.items():
        write(name, with_header(header, data.tobytes(), 2 if name == "narrow.npy" else 1))
        expect(name, X=data)
    text = np.array(["cat", "dog", "ŷ"])
    np.savez(path("texts.npz"), U=text, B=text.astype(">U3"), S=np.array([b"ab", b"c"]))
    expect("texts.npz", U=text, B=text, S=np.array(["ab", "c"]))
    refused = {"pickled": np.array([1, "a", None], dtype=object), "complex": np.array([1 + 2j]), "long": np.array([1.5], dtype=np.longdouble),
               "fields": np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")]), "time": np.array(["2020-01-01"], dtype="M8[D]")}
    np.savez(path("refused.npz"), good=data, **refused)
    expect("refused.npz", good=data, pickled="pickled objects are not read", complex="complex", long="long doubles", fields="several fields", time="dates")
    with zipfile.ZipFile(path("folders.npz"), "w") as archive:
        archive.writestr("model/X.npy", npy_bytes(data), zipfile.ZIP_BZIP2)
        archive.writestr("model/a/W.npy", npy_bytes(data + 1), zipfile.ZIP_DEFLATED)
        archive.writestr("model/b/W.npy", npy_bytes(data + 2), zipfile.ZIP_STORED)
        archive.writestr("readme.txt", "no array")
    expect("folders.npz", X=data, model__a__W=data + 1, model__b__W=data + 2)
    with zipfile.ZipFile(path("bzip2-zeros.npz"), "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("X.npy", npy_bytes(np.zeros((1000, 400))))
    write("version1.npy.gz", gzip.compress(npy_bytes(np.asfortranarray(cube), (1, 0)), mtime=0))
    expect("version1.npy.gz", X=cube)
    with open(path("texts.npz"), "rb") as file:
        write("texts.npz.gz", gzip.compress(file.read(), mtime=0))
    expect("texts.npz.gz", U=text, B=text, S=np.array(["ab", "c"]))


def idx():
    rng = np.random.RandomState(4)
    for code, kind in {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}.items():
        array = (rng.randn(3, 2, 2) * 30).astype(kind) if kind != "u1" else rng.randint(0, 256, (3, 2, 2)).astype("u1")
        name = f"{kind.strip('>')}.idx"
        write(name, struct.pack(">BBBB", 0, 0, code, 3) + struct.pack(">III", 3, 2, 2) + array.tobytes())
        expect(name, X=array)
    labels = np.array([1, 0, 1], dtype="u1")
    write("labels.idx.gz", gzip.compress(struct.pack(">BBBBI", 0, 0, 8, 1, 3) + labels.tobytes(), mtime=0))
    expect("labels.idx.gz", X=labels)


def matlab():
    rng = np.random.RandomState(5)
    X, y = rng.randn(4, 3), np.array([[1], [2], [10], [2]])
    for kind in ["f8", "f4", "i4", "i2", "u2", "u1"]:
        array = np.abs(X * 20).astype(kind)
        name = f"v4-{kind}.mat"
        scipy.io.savemat(path(name), {"X": array, "y": y.astype("u1")}, format="4")
        expect(name, X=array, y=y)
    # A file of version 4 from a machine with the other byte order.
    write("v4-big.mat", struct.pack(">5i", 1000, 4, 3, 0, 2) + b"X\0" + np.asarray(X, ">f8").tobytes(order="F"))
    expect("v4-big.mat", X=X)
    scipy.io.savemat(path("v4-sparse.mat"), {"S": scipy.sparse.csc_matrix([[0, 2.5, 0], [1, 0, 0]])}, format="4")
    expect("v4-sparse.mat", S=np.array([[0, 2.5, 0], [1, 0, 0]]))
    content = {kind: (X * 20).astype(kind) for kind in ["f8", "f4", "i1", "i2", "i4", "i8"]}
    content |= {kind: np.abs(X * 20).astype(kind) for kind in ["u1", "u2", "u4", "u8"]}
    content = {"a_" + key: value for key, value in content.items()} | {"logical": X > 0, "cube": rng.randn(2, 3, 4), "S": scipy.sparse.csc_matrix(X > 0.5).astype(float)}
    mixed = {"text": "hello", "cells": np.array([1, "a"], dtype=object), "st": {"a": 1}, "z": X + 1j}
    # Rows of characters, and a cell array of texts.
    words = {"rows": np.array(["größe", "x€", "a b"]), "words": np.array(["größe", "", "x€ "], dtype=object)}
    expected = {key: (value.toarray() if scipy.sparse.issparse(value) else value) for key, value in content.items()}
    reasons = {"cells": "cell array", "st": "struct", "z": "complex"}
    for name, packs in [("v6.mat", False), ("v7.mat", True)]:
        scipy.io.savemat(path(name), content | mixed | words, do_compression=packs)
        without_date(name)
        expect(name, **expected, **reasons, text=["hello"], rows=["größe", "x€", "a b"], words=["größe", "", "x€"])
    utf16()
    scipy.io.savemat(path("course.mat"), {"X": np.arange(60.0).reshape(20, 3), "y": np.arange(20)[:, None] % 10 + 1})
    without_date("course.mat")
    with open(path("course.mat"), "rb") as file:
        write("course.mat.gz", gzip.compress(file.read(), mtime=0))
    expect("course.mat", X=np.arange(60.0).reshape(20, 3), y=np.arange(20)[:, None] % 10 + 1)
    EXPECTED["course.mat.gz"] = EXPECTED["course.mat"]


def matlab73():
    """The form of MATLAB 7.3: HDF5 after 512 bytes of MATLAB's own, with the dimensions turned round and the class as an attribute."""
    rng = np.random.RandomState(6)
    X, cube = rng.randn(4, 3), rng.randint(0, 9, (2, 3, 4)).astype("i2")

    def put(file, name, array, kind):
        data = file.create_dataset(name, data=np.asarray(array).T)
        data.attrs["MATLAB_class"] = np.bytes_(kind)
        return data

    with h5py.File(path("v73.mat"), "w", userblock_size=512, libver="earliest") as file:
        put(file, "X", X, "double")
        put(file, "cube", cube, "int16")
        put(file, "flag", (X > 0).astype("u1"), "logical").attrs["MATLAB_int_decode"] = np.int32(1)
        put(file, "text", np.array([[104, 105]], dtype="u2"), "char")
        put(file, "none", np.array([0, 0], dtype="u8"), "double").attrs["MATLAB_empty"] = np.uint8(1)
        z = np.zeros((3, 4), dtype=[("real", "f8"), ("imag", "f8")])
        put(file, "z", z, "double")
        file.create_group("st").attrs["MATLAB_class"] = np.bytes_("struct")
        cells = file.create_dataset("cells", (1, 1), dtype=h5py.ref_dtype)
        cells.attrs["MATLAB_class"] = np.bytes_("cell")
        file.create_group("#refs#").create_dataset("a", data=[1.0])
        S = scipy.sparse.csc_matrix([[0, 2.5, 0], [1, 0, 0]])
        group = file.create_group("S")
        group.attrs["MATLAB_class"], group.attrs["MATLAB_sparse"] = np.bytes_("double"), np.uint64(2)
        group["data"], group["ir"], group["jc"] = S.data, S.indices.astype("u8"), S.indptr.astype("u8")
    with open(path("v73.mat"), "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(116) + b"\0" * 8 + struct.pack("<H", 0x200) + b"IM")
    expect("v73.mat", X=X, cube=cube, flag=X > 0, S=S.toarray(), text="text", none="empty", z="complex", st="struct", cells="cell array")


def hdf5():
    rng = np.random.RandomState(7)
    content = {kind.strip("<>") + ("_be" if ">" in kind else ""): np.abs(rng.randn(2, 3) * 40).astype(kind)
               for kind in ["<f2", "<f4", "<f8", ">f8", ">f4", "<i1", "<i2", ">i4", "<i8", "<u1", "<u2", "<u4", ">u8"]}
    content["flag"] = rng.randn(5) > 0
    content["scalar"] = np.float64(2.5)
    content["cube"] = rng.randn(2, 3, 4)
    names = np.array([b"non-cat", b"cat"])
    with h5py.File(path("types.h5"), "w") as file:
        for key, array in content.items():
            file[key] = array
        file["list_classes"] = names
        file.create_dataset("words", data=["ab", "ŷ", ""], dtype=h5py.string_dtype())
        file["inner/deeper/X"] = content["cube"]
        file["again"] = h5py.SoftLink("/inner/deeper/X")
        file["circle"] = file["inner"]
        file["inner/up"] = file["/"]
        file.create_dataset("packed", data=np.arange(40.0).reshape(8, 5), chunks=(4, 5), compression="gzip", shuffle=True, fletcher32=True)
        file.create_dataset("scaled", data=np.arange(40).reshape(8, 5), chunks=(4, 5), scaleoffset=0)
        file.create_dataset("lzf", data=np.arange(40.0), chunks=(10,), compression="lzf")
        file["outside"] = h5py.ExternalLink("types.h5", "/cube")
        file["dangling"] = h5py.SoftLink("/nothing")
        file["around"] = h5py.SoftLink("/outside")
        file.create_dataset("apart", (3,), "f8", external=[("apart.bin", 0, 24)])
        layout = h5py.VirtualLayout((2, 3, 4), "f8")
        layout[...] = h5py.VirtualSource("types.h5", "cube", (2, 3, 4))
        file.create_virtual_dataset("virtual", layout)
        file["complex"] = np.array([1 + 2j])
        file["fields"] = np.array([(1, 2.0)], dtype=[("a", "<i4"), ("b", "<f8")])
        file.create_dataset("refs", (1,), dtype=h5py.ref_dtype)
        file.create_dataset("ragged", (2,), dtype=h5py.vlen_dtype("i4"))
        file["long"] = np.array([1.5], dtype=np.longdouble)
        file["null"] = h5py.Empty("f8")
    if os.path.exists(path("apart.bin")):
        os.remove(path("apart.bin"))
    expect("types.h5", **content, list_classes=names, words=np.array(["ab", "ŷ", ""]), circle__deeper__X=content["cube"], again=content["cube"],
           packed=np.arange(40.0).reshape(8, 5), scaled=np.arange(40).reshape(8, 5), lzf="filter", outside="link to another file", dangling="link", around="link",
           apart="external storage", virtual="virtual", complex="complex", fields="several fields", refs="references", ragged="different lengths",
           long="long doubles", null="empty")
    course(h5py.File(path("course.h5"), "w"))
    with open(path("course.h5"), "rb") as file:
        write("course.h5.gz", gzip.compress(file.read(), mtime=0))
    EXPECTED["course.h5.gz"] = EXPECTED["course.h5"]
    # libver latest is the form that Debian 12's library reads only in part.
    with h5py.File(path("latest.h5"), "w", libver="latest") as file:
        file["plain"] = np.arange(6.0).reshape(2, 3)
        file.create_dataset("packed", data=np.arange(40.0).reshape(8, 5), chunks=(4, 5), compression="gzip")


def course(file):
    """The form of a course's set of pictures: train_set_x (m, side, side, 3) of bytes, train_set_y (m,) and so on."""
    rng = np.random.RandomState(8)
    arrays = {"train_set_x": rng.randint(0, 256, (6, 4, 4, 3)).astype("u1"), "train_set_y": np.array([0, 1, 1, 0, 1, 0]),
              "test_set_x": rng.randint(0, 256, (3, 4, 4, 3)).astype("u1"), "test_set_y": np.array([1, 0, 1]), "list_classes": np.array([b"non-cat", b"cat"])}
    with file:
        for key, array in arrays.items():
            file[key] = array
    expect("course.h5", **arrays)


def utf16():
    """Rows of characters as MATLAB stores them, in UTF-16. SciPy writes UTF-8. The last text ends with half a pair."""
    def element(kind, content):
        return struct.pack("<II", kind, len(content)) + content + bytes(-len(content) % 8)

    def matrix(name, kind, dims, body):
        return element(14, element(6, struct.pack("<II", kind, 0)) + element(5, struct.pack("<2i", *dims)) + element(1, name) + body)

    texts = ["a\U0001f600c", "\u20ac\U0001f601x", "b12\ud83d"]
    units = [np.frombuffer(t.encode("utf-16-le", "surrogatepass"), "<u2") for t in texts]
    content = matrix(b"y", 4, (3, 4), element(4, np.array(units).tobytes(order="F")))
    write("utf16.mat", b"MATLAB 5.0 MAT-file, made by make_arrays.py".ljust(124) + struct.pack("<H", 0x0100) + b"IM" + content)
    expect("utf16.mat", y=texts[:2] + ["b12\ufffd"])


OCTAVE = """
X = [1.5 -2 0.1; 3 1e300 0]; s = 2.5; r = 1:5; h = 0:0.1:0.5; d = 5:-2:0; b = true; bm = [true false; false true]; n3 = reshape(1:24, 2, 3, 4) / 7;
i = int32([1 -2 3; 4 5 -6]); u = uint8(7); f = single([0.1 0.2; 0.3 0.4]); fs = single(0.1); e = zeros(0, 3); S = sparse([0 2.5 0; 1 0 0]);
D = diag([1 2 3]); z = [1+2i 3]; t = "hello"; tt = ["ab"; "cd"]; c = {1, "a", {2, [3 4]}}; st.a = 1; st.b = "x"; st.in.q = [1 2];
w = struct("p", {1, 2}); y = [1; 2; 10]; nx = [NaN Inf -Inf]; q = {}; last = 1 / 3;
save("-text", "octave-text.mat"); save("-v7", "octave-v7.mat"); save("-v4", "octave-v4.mat", "X", "s", "r", "y", "last");
save("-hdf5", "octave.h5", "X", "s", "r", "h", "d", "bm", "n3", "i", "f", "e", "S", "z", "t", "c", "y");
% Octave 7.3 writes a wrong length for tt in version 6, so that no program reads what comes after it.
clear tt; save("-v6", "octave-v6.mat");
"""


def octave():
    subprocess.run([shutil.which("octave-cli"), "--no-gui", "--quiet", "--eval", OCTAVE], cwd=FOLDER, check=True)
    for name in ["octave-text.mat", "octave-v6.mat", "octave-v7.mat", "octave.h5"]:
        without_date(name)
    tenth = np.arange(6) * 0.1
    tenth[-1] = 0.5
    base = {"X": np.array([[1.5, -2, 0.1], [3, 1e300, 0.0]]), "s": [[2.5]], "r": [[1, 2, 3, 4, 5.0]], "y": [[1], [2], [10.0]], "last": [[1 / 3]]}
    expect("octave-v4.mat", **base)
    more = base | {"h": tenth[None], "d": [[5, 3, 1.0]], "b": [[1.0]], "bm": [[1, 0], [0, 1.0]], "n3": (np.arange(1, 25) / 7).reshape(2, 3, 4, order="F"),
                   "i": [[1, -2, 3], [4, 5, -6.0]], "u": [[7.0]], "f": np.array([[0.1, 0.2], [0.3, 0.4]], "f4"), "fs": np.array([[0.1]], "f4"),
                   "nx": [[np.nan, np.inf, -np.inf]]}
    refused = {"z": "complex", "c": "cell", "st": "struct", "w": "struct"}
    dense = {"S": [[0, 2.5, 0], [1, 0, 0]], "D": np.diag([1.0, 2, 3]), "e": np.zeros((0, 3))}
    expect("octave-v7.mat", **more, **dense, **refused, t=["hello"], tt=["ab", "cd"], q=np.array([], "S1"))
    expect("octave-text.mat", **more, **dense, **refused, t=["hello"], tt=["ab", "cd"], q="cell")
    expect("octave-v6.mat", **more, **dense, **refused, t=["hello"], q=np.array([], "S1"))
    stored = {key: more[key] for key in ["X", "s", "r", "h", "d", "bm", "n3", "i", "f", "y"]}
    expect("octave.h5", **stored, z="complex", t="text", c="cell", S="sparse", e="empty")


def main():
    os.makedirs(FOLDER, exist_ok=True)
    for make in (npy, idx, matlab, matlab73, hdf5):
        make()
    if "--without-octave" not in sys.argv:
        octave()
    with open(os.path.join(FOLDER, "..", "arrays.json"), "w") as file:
        json.dump(EXPECTED, file, indent=0, sort_keys=True)
        file.write("\n")


main()
