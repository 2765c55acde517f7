"""Whether an exported folder's `images.py` reads sets of images as they were written, by NumPy and Pillow.

The folder of the module is the first argument, an empty one the second. A line of JSON for each comparison:
its name, and null or what was wrong.
"""

import json
import pickle
import sys
from pathlib import Path
from typing import Callable, List

sys.path.insert(0, sys.argv[1])

import numpy as np

from images import cifar10, image_folder

PLACE = Path(sys.argv[2])
RANDOM = np.random.default_rng(15)


def cifar_pixels(count: int) -> np.ndarray:
    """Images [count, 32, 32, 3] of blocks of 2×2 pixels, so that their halves are known."""
    blocks = RANDOM.integers(0, 256, (count, 16, 16, 3), dtype=np.uint8)
    return blocks.repeat(2, axis=1).repeat(2, axis=2)


PIXELS = {name: cifar_pixels(20) for name in ("data_batch_1", "data_batch_3", "test_batch")}
LABELS = np.arange(20) % 10
TRAIN = np.concatenate([PIXELS["data_batch_1"], PIXELS["data_batch_3"]])


def write_cifar(folder: Path, binary: bool) -> Path:
    folder.mkdir()
    for name, pixels in PIXELS.items():
        planes = pixels.transpose(0, 3, 1, 2).reshape(20, -1)
        if binary:
            rows = np.concatenate([LABELS[:, None].astype(np.uint8), planes], axis=1)
            (folder / f"{name}.bin").write_bytes(rows.tobytes())
        else:
            with (folder / name).open("wb") as file:
                pickle.dump({b"data": planes, b"labels": LABELS.tolist()}, file)
    return folder


def is_read(binary: bool) -> None:
    images = cifar10(write_cifar(PLACE / f"cifar {binary}", binary), 32, 3)
    np.testing.assert_array_equal(images.train.pixels, TRAIN)
    np.testing.assert_array_equal(images.train.labels, np.concatenate([LABELS, LABELS]))
    np.testing.assert_array_equal(images.test.pixels, PIXELS["test_batch"])
    np.testing.assert_allclose(images.mean, (TRAIN / 255).mean(axis=(0, 1, 2)), rtol=1e-12)
    np.testing.assert_allclose(images.deviation, (TRAIN / 255).std(axis=(0, 1, 2)), rtol=1e-9)
    standard = images.standardised(images.train, np.arange(40))
    np.testing.assert_allclose(standard.mean(axis=(0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(standard.std(axis=(0, 1, 2)), 1, atol=1e-5)


def is_halved() -> None:
    folder = write_cifar(PLACE / "cifar-10-batches-bin", binary=True)
    halves = cifar10(folder.parent, 16, 3).train.pixels
    np.testing.assert_array_equal(halves, TRAIN[:, ::2, ::2])


def is_grey() -> None:
    from PIL import Image

    grey = cifar10(PLACE, 32, 1).test.pixels
    pillow = np.stack(
        [np.asarray(Image.fromarray(each).convert("L")) for each in PIXELS["test_batch"]]
    )
    assert grey.shape == (20, 32, 32, 1)
    assert np.abs(grey[..., 0].astype(int) - pillow).max() <= 1


def folder_is_read() -> None:
    from PIL import Image

    colours = {"ash": (250, 10, 0), "birch": (0, 200, 30)}
    for split in ("train", "val"):
        for name, colour in colours.items():
            place = PLACE / "folder" / split / name / "deeper"
            place.mkdir(parents=True)
            # Twice as wide as high, and black at both ends.
            wide = Image.new("RGB", (80, 40))
            wide.paste(colour, (20, 0, 60, 40))
            wide.save(place / "wide.png")
            (place / "notes.txt").write_text("no image")
    images = image_folder(PLACE / "folder", 10, 3)
    assert images.classes == ["ash", "birch"]
    assert images.test.labels.tolist() == [0, 1]
    expected = np.broadcast_to(np.array([*colours.values()])[:, None, None], (2, 10, 10, 3))
    np.testing.assert_array_equal(images.train.pixels[np.array([0, 1])], expected)
    np.testing.assert_allclose(images.mean, np.array([125, 105, 15]) / 255)


def is_refused(read: Callable[[], object], words: str) -> None:
    try:
        read()
    except SystemExit as end:
        assert words in str(end), f"It said: {end}"
    else:
        raise AssertionError("It was read.")


empty = PLACE / "empty"
(empty / "train").mkdir(parents=True)
(empty / "test").mkdir()
CHECKS = [
    ("CIFAR-10 as it is distributed for C", lambda: is_read(True)),
    ("CIFAR-10 as it is distributed for Python", lambda: is_read(False)),
    ("CIFAR-10 at half its size, in the archive's folder", is_halved),
    ("CIFAR-10 for a network of one channel", is_grey),
    ("a folder of images: classes by name, the middle of what is wide", folder_is_read),
    ("no CIFAR-10", lambda: is_refused(lambda: cifar10(empty, 32, 3), "data_batch_1")),
    (
        "no folder of images",
        lambda: is_refused(lambda: image_folder(PLACE, 8, 3), "train, and test"),
    ),
    ("folders without images", lambda: is_refused(lambda: image_folder(empty, 8, 3), ".png")),
]

results: List[List[object]] = []
for title, check in CHECKS:
    failure = None
    try:
        check()
    except Exception as error:
        failure = f"{type(error).__name__}: {error}"
    results.append([title, failure])
print(json.dumps(results))
