"""Sets of images: that of the run, and what a run that outgrew a browser is trained on.

Pixels are [count, height, width, channels], from 0 to 255.
"""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple, Union

import numpy as np
import torch
import torch.nn.functional as F

# Images that mean and deviation of a folder are taken from, at most.
SAMPLE = 2000
# Of red, green and blue in grey (ITU-R BT.601).
GREY = (0.299, 0.587, 0.114)
ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp")


class ImageFiles:
    """Files that are read when they are asked for; of the longer side, the middle is kept."""

    def __init__(self, paths: Sequence[Path], side: int, channels: int) -> None:
        self._paths, self._side, self._mode = list(paths), side, "L" if channels == 1 else "RGB"
        self._readers = ThreadPoolExecutor()

    def __len__(self) -> int:
        return len(self._paths)

    def __getitem__(self, indices: np.ndarray) -> np.ndarray:
        return np.stack(list(self._readers.map(self._read, np.arange(len(self))[indices])))

    def _read(self, index: int) -> np.ndarray:
        from PIL import Image, ImageOps

        with Image.open(self._paths[index]) as image:
            upright = ImageOps.exif_transpose(image).convert(self._mode)
            fitted = ImageOps.fit(upright, (self._side, self._side), Image.BOX)
        return np.asarray(fitted).reshape(self._side, self._side, -1)


@dataclass(frozen=True)
class ImageSet:
    pixels: Union[np.ndarray, ImageFiles]
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class Images:
    name: str
    classes: List[str]
    train: ImageSet
    test: ImageSet
    # Per channel, of training pixels from 0 to 1.
    mean: np.ndarray
    deviation: np.ndarray

    @property
    def black(self) -> np.ndarray:
        """What a black pixel becomes, per channel."""
        return -self.mean / self.deviation

    def standardised(self, images: ImageSet, indices: np.ndarray) -> np.ndarray:
        """Images [n, H, W, C], float32."""
        return (images.pixels[indices] * (1 / (255 * self.deviation)) + self.black).astype(
            np.float32
        )


def images_of_run(path: Path, name: str, classes: List[str]) -> Images:
    """The images that the page trained on."""
    if not path.exists():
        raise SystemExit(
            f"{path.name} is missing: it holds the images of the run, {name}. See README.md."
        )
    with np.load(path) as arrays:
        train, test = (
            ImageSet(arrays[f"{split}_images"], arrays[f"{split}_labels"].astype(np.int64))
            for split in ("train", "test")
        )
        return Images(name, classes, train, test, arrays["mean"], arrays["deviation"])


def cifar10(folder: Path, side: int, channels: int) -> Images:
    """CIFAR-10 as it is distributed: `data_batch_1` to `test_batch`, pickled or as `.bin`.

    Training batches that are not there are done without.
    """
    for place in (folder, *sorted(folder.glob("cifar-10-batches-*"))):
        train, test = (_cifar10_files(place, name) for name in ("data_batch_[1-5]", "test_batch"))
        if train and test:
            break
    else:
        raise SystemExit(f"{folder} has no data_batch_1 and test_batch of CIFAR-10, nor as .bin.")
    splits = []
    for files in (train, test):
        pixels, labels = zip(*(_cifar10_batch(file) for file in files))
        fitted = [_fitted(each, side, channels) for each in pixels]
        splits.append(ImageSet(np.concatenate(fitted), np.concatenate(labels)))
    names = ["airplane", "automobile", "bird", "cat", "deer"]
    names += ["dog", "frog", "horse", "ship", "truck"]
    return Images("CIFAR-10", names, *splits, *_statistics(splits[0].pixels))


def _cifar10_files(folder: Path, pattern: str) -> List[Path]:
    return sorted(folder.glob(f"{pattern}.bin")) or sorted(folder.glob(pattern))


def _cifar10_batch(file: Path) -> Tuple[np.ndarray, np.ndarray]:
    """Pixels [n, 32, 32, 3] and labels of one file."""
    if file.suffix == ".bin":
        rows = np.fromfile(file, dtype=np.uint8).reshape(-1, 1 + 3 * 32 * 32)
        planes, labels = rows[:, 1:], rows[:, 0]
    else:
        with file.open("rb") as pickled:
            content = pickle.load(pickled, encoding="bytes")
        planes, labels = content[b"data"], np.array(content[b"labels"])
    return planes.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), labels.astype(np.int64)


def _fitted(pixels: np.ndarray, side: int, channels: int) -> np.ndarray:
    """Colour images as a network takes them: grey where it has one channel, resized by area."""
    if channels == 3 and pixels.shape[1] == side:
        return pixels
    floats = torch.from_numpy(pixels.astype(np.float32))
    if channels == 1:
        floats = (floats @ torch.tensor(GREY))[..., None]
    resized = F.interpolate(floats.permute(0, 3, 1, 2), (side, side), mode="area")
    return resized.permute(0, 2, 3, 1).round().byte().numpy()


def image_folder(folder: Path, side: int, channels: int) -> Images:
    """A folder `train` and one `test` or `val`, each with a folder of images per class."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        raise SystemExit("Folders of images are read by Pillow: pip install pillow") from None
    ends = [split for split in ("test", "val") if (folder / split).is_dir()]
    if not ((folder / "train").is_dir() and ends):
        raise SystemExit(
            f"{folder} needs folders train, and test or val, with a folder of images per class."
        )
    classes = sorted(path.name for path in (folder / "train").iterdir() if path.is_dir())
    splits = []
    for split in ("train", ends[0]):
        found = [
            (path, label)
            for label, name in enumerate(classes)
            for path in sorted((folder / split / name).rglob("*"))
            if path.suffix.lower() in ENDINGS
        ]
        if not found:
            raise SystemExit(
                f"{folder / split} has no images ({', '.join(ENDINGS)}) in folders of classes."
            )
        paths, labels = zip(*found)
        splits.append(ImageSet(ImageFiles(paths, side, channels), np.array(labels)))
    train, test = splits
    sample = np.random.default_rng(0).permutation(len(train))[:SAMPLE]
    return Images(folder.name, classes, train, test, *_statistics(train.pixels[np.sort(sample)]))


def _statistics(pixels: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Mean and deviation of each channel, of pixels from 0 to 1."""
    levels = np.arange(256) / 255
    counts = np.stack(
        [np.bincount(pixels[..., c].ravel(), minlength=256) for c in range(pixels.shape[3])]
    )
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares @ levels
    return mean, np.sqrt(shares @ levels**2 - mean**2)
