"""Reads an exported folder with Python's own readers, and says what is in it: `readers.py FOLDER.zip FOLDER`.

The zip by `zipfile`, arrays by NumPy, weights by the package `safetensors` or, where it is missing, by a reader written from
the format's specification. One JSON object comes out: hashes of files, and of arrays their type, shape and hash.
"""

import hashlib
import json
import pathlib
import struct
import sys
import zipfile
from typing import Any, Dict, Tuple

import numpy as np

try:
    from safetensors import safe_open
except ImportError:
    safe_open = None

LITTLE_ENDIAN = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "U8": "|u1"}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def described(array: "np.ndarray[Any, Any]") -> Dict[str, Any]:
    values = array.tolist() if array.dtype.kind == "U" else None
    data = np.ascontiguousarray(array).tobytes()
    return {"dtype": array.dtype.name, "shape": array.shape, "sha256": sha256(data), "texts": values}


def of_zip(path: str) -> Dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
        if damaged is not None:
            raise ValueError(f"{damaged} is damaged")
        return {name: sha256(archive.read(name)) for name in archive.namelist()}


def by_specification(path: pathlib.Path) -> Tuple[Dict[str, "np.ndarray[Any, Any]"], Dict[str, str]]:
    """Header length, header and data, and nothing that the specification forbids."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    text = data[8 : 8 + length]
    if length % 8 != 0 or not text.startswith(b"{"):
        raise ValueError("the data are not aligned, or the header begins with something else")

    def without_repetition(pairs: Any) -> Dict[str, Any]:
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValueError("a name stands twice in the header")
        return dict(pairs)

    header = json.loads(text.decode("utf-8"), object_pairs_hook=without_repetition)
    metadata = header.pop("__metadata__", {})
    body = data[8 + length :]
    arrays, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        first, last = entry["data_offsets"]
        if first != end:
            raise ValueError(f"in front of {name} there is a hole")
        flat = np.frombuffer(body[first:last], dtype=LITTLE_ENDIAN[entry["dtype"]])
        arrays[name], end = flat.reshape(entry["shape"]), last
    if end != len(body):
        raise ValueError("behind the last tensor there is something")
    return arrays, metadata


def of_weights(path: pathlib.Path) -> Dict[str, Any]:
    arrays, metadata = by_specification(path)
    if safe_open is not None:
        with safe_open(str(path), framework="np") as file:
            arrays = {name: file.get_tensor(name) for name in file.keys()}
            metadata = file.metadata()
    return {"metadata": metadata, "arrays": {name: described(array) for name, array in arrays.items()}}


def of_images(path: pathlib.Path) -> Dict[str, Any]:
    with np.load(path, allow_pickle=False) as arrays:
        return {name: described(arrays[name]) for name in arrays.files}


def main() -> None:
    packed, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    weights = {path.name: of_weights(path) for path in sorted((folder / "weights").iterdir())}
    images = of_images(folder / "data.npz")
    reader = "by the specification" if safe_open is None else "by the package safetensors"
    print(json.dumps({"zip": of_zip(packed), "weights": weights, "images": images, "reader": reader}))


main()
