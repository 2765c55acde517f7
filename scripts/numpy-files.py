"""Writes arrays as NumPy itself saves them, with what they hold.

python3 scripts/numpy-files.py src/testing/numpy-files.json && npx prettier --write src/testing/numpy-files.json
"""

import base64
import io
import json
import sys

import numpy as np
from numpy.lib import format as npy


def base64_of(save) -> str:
    file = io.BytesIO()
    save(file)
    return base64.b64encode(file.getvalue()).decode()


def as_json(value):
    """Integers as texts: JSON's numbers do not hold all of 64 bits."""
    if isinstance(value, bytes):
        return value.decode("latin1")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def described(name: str, array: np.ndarray, version=None) -> dict:
    return {
        "name": name,
        "dtype": {"U": "str", "S": "bytes"}.get(array.dtype.kind, array.dtype.name),
        "shape": array.shape,
        "values": [as_json(value) for value in array.ravel("C").tolist()],
        "base64": base64_of(lambda file: npy.write_array(file, array, version=version)),
    }


def arrays() -> list:
    files = []
    for kind in ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"]:
        limits = np.iinfo(kind)
        values = [[limits.min, 1, 2], [3, 4, limits.max]]
        files += [described(order + kind, np.array(values, order + kind)) for order in "<>"]
    for kind in ["f2", "f4", "f8"]:
        # The smallest normal and the smallest other number of float16, its greatest, and what lies between two of them.
        values = [0.5, -1.25, 2**-14, 2**-24, 65504, 0.1]
        files += [described(order + kind, np.array(values, order + kind)) for order in "<>"]
    cube = np.arange(24, dtype="<i4").reshape(2, 3, 4)
    return files + [
        described("bool", np.array([True, False, True])),
        described("fortran", np.asfortranarray(cube)),
        described("fortran, big-endian", np.asfortranarray(cube[0].astype(">u2"))),
        described("scalar", np.array(7, "<i8")),
        described("empty", np.zeros((0, 4), "<f4")),
        described("text", np.array(["cat", "na\u00efve", "\u732b\U0001f408", ""])),
        described("text, big-endian", np.array(["cat", "\u732b"]).astype(">U3")),
        described("bytes", np.array([b"cat", b"zebra"])),
        described("version 2", np.arange(3, dtype="u1"), (2, 0)),
        described("version 3", np.arange(3, dtype="u1"), (3, 0)),
    ]


def main() -> None:
    images, labels = np.arange(12, dtype="u1").reshape(3, 2, 2), np.array([0, 1, 0])
    content = {
        "arrays": arrays(),
        "npz": base64_of(lambda file: np.savez(file, images=images, labels=labels)),
        "packed": base64_of(lambda file: np.savez_compressed(file, images=images, labels=labels)),
        "objects": base64_of(lambda file: np.save(file, np.array([{}], object))),
        "records": base64_of(lambda file: np.save(file, np.zeros(2, [("a", "i4")]))),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))


if __name__ == "__main__":
    main()
