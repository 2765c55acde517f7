"""The random numbers of a run, drawn again: batches, augmentation, dropout, stochastic depth.

Everything random has a stream of its own, named by a seed and labels, so that what one of them
draws never shifts what another one gets. A stream is xoroshiro128+ (Blackman & Vigna,
arXiv:1805.01407) as the package pure-rand has it: of each 64-bit number the lower half is used.
A step is linear over bits, so that many places of a stream are found at once, and drawn from
side by side.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import torch
from torch import Tensor, nn

# Where the four hashes of a name start: fractional digits of pi.
OFFSETS = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
MASK = 0xFFFFFFFF


class RandomStream:
    """The stream of a seed and labels; every call goes on where the last one ended."""

    def __init__(self, seed: int, *labels: Union[str, int]) -> None:
        name = json.dumps([seed, *labels], separators=(",", ":"), ensure_ascii=False)
        words = [_hash(name, offset) for offset in OFFSETS]
        halves = [words[0] << 32 | words[1], words[2] << 32 | words[3]]
        self._state = np.array([halves], dtype=np.uint64)

    def words(self, count: int) -> np.ndarray:
        """The next `count` numbers of 32 bits, as uint64."""
        power = max(count, 1).bit_length() // 2
        length, lanes = 1 << power, (count >> power) + 1
        # Lane i begins i * length steps from here.
        lane = self._state
        while len(lane) < lanes:
            lane = np.concatenate([lane, _jumped(_jump(power), lane)])
            power += 1
        first, second = lane[:lanes, 0], lane[:lanes, 1]
        drawn = np.empty((length, lanes), dtype=np.uint64)
        for step in range(length):
            if step == count % length:
                self._state = np.array([[first[-1], second[-1]]])
            np.add(first, second, out=drawn[step])
            first, second = _step(first, second)
        return drawn.T.reshape(-1)[:count] & np.uint64(MASK)

    def uniform(self, count: int) -> np.ndarray:
        """Multiples of 2^-53 from 0 to below 1, [count], float64."""
        words = self.words(2 * count)
        high, low = words[0::2] & np.uint64(2**26 - 1), words[1::2] & np.uint64(2**27 - 1)
        return high * 2.0**-26 + low * 2.0**-53

    def integers(self, bounds: Sequence[int]) -> np.ndarray:
        """One integer from 0 to below each bound, in their order, int64."""
        below = np.asarray(bounds, dtype=np.int64)
        # Beyond the last whole multiple of a bound, small numbers would be favoured: draw again.
        fair = 2**32 // below * below
        words = self._signed(len(below))
        while True:
            rejected = np.flatnonzero(words >= fair)
            if len(rejected) == 0:
                return words % below
            words = np.concatenate([np.delete(words, rejected[0]), self._signed(1)])

    def _signed(self, count: int) -> np.ndarray:
        """Words as numbers with a sign, counted from the lowest of them."""
        return (self.words(count) ^ np.uint64(2**31)).astype(np.int64)


def _hash(text: str, offset: int) -> int:
    """FNV-1a from an offset, mixed to its end as murmur3 does."""
    value = offset
    for character in text:
        value = (value ^ ord(character)) * 0x01000193 & MASK
    value = (value ^ value >> 16) * 0x85EBCA6B & MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & MASK
    return value ^ value >> 16


def _step(first: np.ndarray, second: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """One step of generators in these states."""
    mixed = first ^ second
    return _rotated(first, 24) ^ mixed ^ mixed << np.uint64(16), _rotated(mixed, 37)


def _rotated(values: np.ndarray, bits: int) -> np.ndarray:
    return values << np.uint64(bits) | values >> np.uint64(64 - bits)


@lru_cache(maxsize=None)
def _jump(power: int) -> np.ndarray:
    """2^power steps as a table [16, 256, 2]: what every value of every byte of a state becomes."""
    if power == 0:
        bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
        none = np.zeros_like(bits)
        ends = np.stack(_step(np.concatenate([bits, none]), np.concatenate([none, bits])), axis=1)
    else:
        half = _jump(power - 1)
        ends = _jumped(half, half[:, 1 << np.arange(8)].reshape(128, 2))
    ends = ends.reshape(16, 8, 1, 2)
    table = np.zeros((16, 256, 2), dtype=np.uint64)
    for bit in range(8):
        table[:, 1 << bit : 2 << bit] = table[:, : 1 << bit] ^ ends[:, bit]
    return table


def _jumped(table: np.ndarray, states: np.ndarray) -> np.ndarray:
    """States [n, 2] after a jump."""
    octets = states.astype("<u8").view(np.uint8).reshape(-1, 16)
    return np.bitwise_xor.reduce(table[np.arange(16), octets], axis=1)


class Batches:
    """Which images make up the batch of a step: epochs are shuffled, and drop what is left over."""

    def __init__(self, count: int, size: int, seed: int) -> None:
        self.steps_per_epoch = count // size
        if self.steps_per_epoch == 0:
            raise ValueError(
                f"There are {count} training images, which do not fill one batch of {size}."
            )
        self._count, self._size, self._seed = count, size, seed

    def indices(self, step: int) -> np.ndarray:
        epoch, place = divmod(step, self.steps_per_epoch)
        order = permutation(self._count, self._seed, epoch)
        return order[place * self._size : (place + 1) * self._size]


@lru_cache(maxsize=1)
def permutation(count: int, seed: int, epoch: int) -> np.ndarray:
    """0 to count - 1 in the order of an epoch (Fisher-Yates)."""
    picks = RandomStream(seed, "order", epoch).integers(np.arange(count, 1, -1))
    order = list(range(count))
    for last, pick in zip(range(count - 1, 0, -1), picks.tolist()):
        order[last], order[pick] = order[pick], order[last]
    return np.array(order)


def augmented(
    images: np.ndarray,
    settings: Mapping[str, int],
    black: np.ndarray,
    random: RandomStream,
    batch_size: int,
    rows: slice = slice(None),
) -> np.ndarray:
    """Images [N, H, W, C], which are these rows of a batch, changed at random.

    They are shifted (`RandomCrop` with padding), mirrored (`RandomHorizontalFlip`) and cut out
    (arXiv:1708.04552). `black` [C] comes in from outside; what is cut out becomes 0, the mean.
    """
    shift, cutout = settings["shift"], settings["cutout"]
    if not (shift or settings["flip"] or cutout):
        return images
    count, height, width, _ = images.shape
    # All are drawn for every image, so that one setting does not shift what another one draws.
    bounds = [2 * shift + 1, 2 * shift + 1, 2, height, width]
    draws = random.integers(np.tile(bounds, batch_size)).reshape(batch_size, 5)
    down, right, mirrored, row, column = draws[rows].T[..., None]
    border = np.empty((count, height + 2 * shift, width + 2 * shift, images.shape[3]), images.dtype)
    border[:] = black
    border[:, shift : shift + height, shift : shift + width] = images
    y, x = np.arange(height), np.arange(width)
    from_x = np.where((mirrored == 1) & settings["flip"], width - 1 - x, x)
    # A draw of `shift` moves nothing.
    rows, columns = y + 2 * shift - down, from_x + 2 * shift - right
    result = border[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    top, left = row - cutout // 2, column - cutout // 2
    in_rows, in_columns = (top <= y) & (y < top + cutout), (left <= x) & (x < left + cutout)
    result[in_rows[:, :, None] & in_columns[:, None, :]] = 0
    return result


class Noise:
    """The streams of the step at hand, and which rows of the whole batch are this process's."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.begin(0, 0, slice(None))

    def begin(self, step: int, batch_size: int, rows: slice) -> None:
        self._step, self.batch_size, self.rows = step, batch_size, rows

    def stream(self, name: str) -> RandomStream:
        return RandomStream(self._seed, "dropout", self._step, name)


class SeededDropout(nn.Module):
    """`nn.Dropout` (jmlr.org/papers/v15/srivastava14a.html) with the masks of a stream."""

    def __init__(
        self, noise: Noise, stream: str, share: float, flattened: Optional[Sequence[int]] = None
    ) -> None:
        """`flattened` are height, width and channels of images that have just been flattened."""
        super().__init__()
        self._noise, self._stream, self._share, self._flattened = noise, stream, share, flattened

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        # Numbers are drawn in the order of images with their channels last.
        image = x.dim() == 4
        shape = [*x.shape[2:], x.shape[1]] if image else self._flattened or list(x.shape[1:])
        count = self._noise.batch_size
        drawn = self._noise.stream(self._stream).uniform(count * int(np.prod(shape)))
        factors = np.where(drawn < self._share, 0, 1 / (1 - self._share)).astype(np.float32)
        mine = torch.from_numpy(factors.reshape(count, *shape)[self._noise.rows])
        if mine.dim() == 4:
            mine = mine.permute(0, 3, 1, 2)
        return x * mine.reshape(x.shape).to(x)


class SeededDepth(nn.Module):
    """Stochastic depth (arXiv:1603.09382): a branch survives, divided by its chance, or is 0."""

    def __init__(self, noise: Noise, stream: str, survival: float) -> None:
        super().__init__()
        self._noise, self._stream, self._survival = noise, stream, survival

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        survives = self._noise.stream(self._stream).uniform(1)[0] < self._survival
        return x * (1 / self._survival if survives else 0.0)


def seed_noise(model: nn.Module, entries: Sequence[Mapping[str, Any]], noise: Noise) -> None:
    """Modules that draw from streams take the place of those for which PyTorch would draw."""
    for entry in entries:
        parent, _, name = entry["module"].rpartition(".")
        if entry["kind"] == "depth":
            module: nn.Module = SeededDepth(noise, entry["stream"], entry["share"])
        else:
            module = SeededDropout(noise, entry["stream"], entry["share"], entry.get("flattened"))
        setattr(model.get_submodule(parent), name, module)
