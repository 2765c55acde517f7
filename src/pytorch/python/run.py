"""The networks of a run, trained step by step as the page trained them.

run = Run(read_experiment())
for row in run.steps(100):
    print(row["lane"], row["loss"])
"""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from images import Images, images_of_run
from model import NETWORKS
from recipe import Settings, gains_at, loss_of, optimiser_of, set_pace
from replay import Batches, Noise, RandomStream, augmented, seed_noise

HERE = Path(__file__).resolve().parent
TEST_BATCH = 100
# As clip_grad_norm_ has it.
CLIP_EPSILON = 1e-6

# What metrics.csv has of one network in one step, by its columns.
Row = Dict[str, Any]


def read_experiment(folder: Path = HERE) -> Settings:
    return json.loads((folder / "experiment.json").read_text(encoding="utf-8"))


def read_safetensors(path: Path) -> Dict[str, Tensor]:
    """The float32 tensors of a file: a header's length in 8 bytes, the header as JSON, and data."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = (start + offset for offset in entry["data_offsets"])
        values = np.frombuffer(content[first:last], dtype="<f4").copy()
        tensors[name] = torch.from_numpy(values.reshape(entry["shape"]))
    return tensors


@dataclass(frozen=True)
class Process:
    """This process among those that train together, and what it computes with."""

    rank: int = 0
    world: int = 1
    device: torch.device = torch.device("cpu")
    dtype: torch.dtype = torch.float32

    def share(self, count: int) -> slice:
        """Which of so many things are its own."""
        return slice(self.rank * count // self.world, (self.rank + 1) * count // self.world)

    def total(self, values: Sequence[float]) -> List[float]:
        """Sums over all processes."""
        if self.world == 1:
            return list(values)
        sums = torch.tensor(values, dtype=torch.float64, device=self.device)
        dist.all_reduce(sums)
        return sums.tolist()

    def place(self, images: np.ndarray, labels: np.ndarray) -> Tuple[Tensor, Tensor]:
        """Images [N, H, W, C] as PyTorch has them, [N, C, H, W], and their labels."""
        pixels = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
        return pixels.to(self.device, self.dtype), torch.from_numpy(labels).to(self.device)


ALONE = Process()


class Lane:
    """One network of the run, with its optimiser."""

    def __init__(
        self, experiment: Settings, entry: Settings, model: nn.Module, process: Process
    ) -> None:
        self._experiment, self._entry, self._process = experiment, entry, process
        self.id: str = entry["id"]
        self.layers: List[str] = entry["layers"]
        self.model = model.to(process.device, process.dtype)
        self.parameters = list(model.parameters())
        self.optimiser = optimiser_of(experiment, self.parameters)
        self._loss = loss_of(experiment["loss"])
        self._network = model if process.world == 1 else self._distributed()

    def _distributed(self) -> nn.Module:
        # With a gain of 0 nothing flows back to a projection, which is then not waited for.
        gains = [self._entry["gains"], *(each["gains"] for each in self._entry["switches"])]
        return DistributedDataParallel(
            self.model,
            device_ids=[self._process.device] if self._process.device.type == "cuda" else None,
            find_unused_parameters=any(0 in own for own in gains),
        )

    def _set_gains(self, step: int) -> None:
        for block, gain in zip(self._entry["blocks"], gains_at(self._entry, step)):
            self.model.get_submodule(block).gain = gain

    def step(self, images: Tensor, labels: Tensor, step: int, batch_size: int) -> Row:
        """A step along the gradient of a batch, of which these images are this process's share."""
        self._set_gains(step)
        rate = set_pace(self.optimiser, self._experiment, step)
        self._network.train()
        self.optimiser.zero_grad(set_to_none=True)
        logits = self._network(images)
        loss = self._loss(logits, labels)
        # Gradients are averaged over processes, whose shares may differ by one image.
        (loss * (len(labels) * self._process.world / batch_size)).backward()
        norms = self._gradient_norms()
        factor = self._clip()
        self.optimiser.step()
        mine = [loss.item() * len(labels), correct(logits, labels)]
        total, right = self._process.total(mine)
        scores = {"loss": total / batch_size, "accuracy": right / batch_size}
        return {"step": step, "lane": self.id, **scores, "rate": rate, "clip": factor, **norms}

    def _gradient_norms(self) -> Dict[str, float]:
        """Of every layer's weights, before clipping; 0 where nothing flows back to them."""
        named = dict(self.model.named_parameters())
        gradients = [named[f"{layer}.weight"].grad for layer in self.layers]
        zero = torch.zeros((), device=self._process.device, dtype=self._process.dtype)
        norms = torch.stack([zero if each is None else each.norm() for each in gradients])
        return {f"grad:{layer}": norm for layer, norm in zip(self.layers, norms.tolist())}

    def _clip(self) -> Optional[float]:
        """Makes the gradient as short as it has to be, and returns what it was multiplied with."""
        largest = self._experiment["optimiser"]["clip"]
        if largest == 0:
            return None
        norm = float(nn.utils.clip_grad_norm_(self.parameters, largest))
        factor = largest / (norm + CLIP_EPSILON)
        return 1.0 if factor >= 1 else factor

    @torch.no_grad()
    def test(self, images: Images, count: int, step: int) -> Tuple[float, float]:
        """Mean loss and accuracy on the first test images, before what is switched at a step."""
        self._set_gains(step - 1)
        self.model.eval()
        if self._process.world > 1:
            for buffer in self.model.buffers():
                dist.broadcast(buffer, 0)
        own = np.arange(count)[self._process.share(count)]
        loss, right = 0.0, 0.0
        for start in range(0, len(own), TEST_BATCH):
            chosen = own[start : start + TEST_BATCH]
            pixels = images.standardised(images.test, chosen)
            batch, labels = self._process.place(pixels, images.test.labels[chosen])
            logits = self.model(batch)
            loss += self._loss(logits, labels).item() * len(labels)
            right += correct(logits, labels)
        loss, right = self._process.total([loss, right])
        return loss / count, right / count


def correct(logits: Tensor, labels: Tensor) -> float:
    """How many images are classified rightly, and none of which a logit is not finite."""
    finite = logits.isfinite().all(dim=1)
    return float(((logits.argmax(dim=1) == labels) & finite).sum())


class Run:
    """All networks of the experiment in lockstep: every one sees the same batches."""

    def __init__(
        self,
        experiment: Settings,
        images: Optional[Images] = None,
        lanes: Optional[Sequence[str]] = None,
        process: Process = ALONE,
        start: int = 0,
        sync: bool = False,
    ) -> None:
        """Begins with the weights of step `start`; `lanes` are all where they are None.

        `images` stand in place of the run's own. Nothing is repeated then, and PyTorch draws the
        noise. `sync` makes batch norms see the images of all processes.
        """
        self.step = start
        self._experiment, self._process = experiment, process
        self._batch_size, self._seed = experiment["batch_size"], experiment["seed"]
        data = experiment["data"]
        self._images = images or images_of_run(HERE / "data.npz", data["name"], data["classes"])
        self._test_count = len(self._images.test)
        if images is None:
            self._test_count = min(data["test_images"], self._test_count)
        if self._batch_size < process.world:
            raise SystemExit(f"A batch of {self._batch_size} is less than one image a process.")
        self._batches = Batches(len(self._images.train), self._batch_size, self._seed)
        self._noise = Noise(self._seed)
        torch.manual_seed(self._seed)
        self.lanes = []
        for entry in experiment["lanes"]:
            if lanes is not None and entry["id"] not in lanes:
                continue
            model = model_of(entry["id"], start)
            if images is None:
                seed_noise(model, entry["noise"], self._noise)
            else:
                fit(model, images)
            if sync:
                model = nn.SyncBatchNorm.convert_sync_batchnorm(model)
            self.lanes.append(Lane(experiment, entry, model, process))
        torch.manual_seed(self._seed + process.rank)

    def steps(self, end: int) -> Iterator[Row]:
        """Trains up to a step, and gives a row of metrics for each step and network."""
        interval = self._experiment["test_interval"]
        while self.step < end:
            tests = interval > 0 and self.step > 0 and self.step % interval == 0
            results = self.test() if tests else {}
            pixels, labels = self._batch()
            for lane in self.lanes:
                row = lane.step(pixels, labels, self.step, self._batch_size)
                loss, accuracy = results.get(lane.id, (None, None))
                yield {**row, "test_loss": loss, "test_accuracy": accuracy}
            self.step += 1

    def _batch(self) -> Tuple[Tensor, Tensor]:
        """This process's share of the batch of the step at hand, augmented."""
        rows = self._process.share(self._batch_size)
        self._noise.begin(self.step, self._batch_size, rows)
        train = self._images.train
        indices = self._batches.indices(self.step)[rows]
        random = RandomStream(self._seed, "augmentation", self.step)
        images = augmented(
            self._images.standardised(train, indices),
            self._experiment["augmentation"],
            black=self._images.black,
            random=random,
            batch_size=self._batch_size,
            rows=rows,
        )
        return self._process.place(images, train.labels[indices])

    def test(self) -> Dict[str, Tuple[float, float]]:
        """Loss and accuracy of every network on the test images, now."""
        images, count = self._images, self._test_count
        return {lane.id: lane.test(images, count, self.step) for lane in self.lanes}

    def save(self, path: Path, step: int) -> None:
        """Keeps everything that is needed to go on from a step."""
        lanes = {
            lane.id: {"model": lane.model.state_dict(), "optimiser": lane.optimiser.state_dict()}
            for lane in self.lanes
        }
        beside = path.with_name(f"{path.name}.part")
        torch.save({"step": step, "lanes": lanes}, beside)
        beside.replace(path)

    def load(self, path: Path) -> None:
        """Goes on from what was kept."""
        try:
            kept = torch.load(path, map_location=self._process.device)
            self.step, lanes = kept["step"], kept["lanes"]
        except (EOFError, KeyError, RuntimeError, TypeError, pickle.UnpicklingError):
            raise SystemExit(f"{path} is no checkpoint that train.py has saved.") from None
        missing = [lane.id for lane in self.lanes if lane.id not in lanes]
        if missing:
            raise SystemExit(f"{path} has no {', '.join(missing)}: --lane leaves networks out.")
        for lane in self.lanes:
            lane.model.load_state_dict(lanes[lane.id]["model"])
            lane.optimiser.load_state_dict(lanes[lane.id]["optimiser"])


def model_of(lane: str, step: int) -> nn.Module:
    """The network of a lane with its weights of a step."""
    model = NETWORKS[lane]()
    weights = read_safetensors(HERE / "weights" / f"{lane}.step{step}.safetensors")
    missing, unknown = model.load_state_dict(weights, strict=False)
    # How many batches a norm has seen is not in there, and nothing depends on it.
    wrong = [name for name in missing if not name.endswith(".num_batches_tracked")] + unknown
    if wrong:
        raise SystemExit(f"model.py and the weights of {lane} differ in {', '.join(wrong)}.")
    return model


def fit(model: nn.Module, images: Images) -> None:
    """Makes a network one for other images: a last layer for another number of classes is new."""
    linear = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    parent, _, name = linear[-1].rpartition(".")
    last = getattr(model.get_submodule(parent), name)
    classes = len(images.classes)
    if last.out_features != classes:
        setattr(model.get_submodule(parent), name, nn.Linear(last.in_features, classes))
    example = images.standardised(images.train, np.arange(1)).transpose(0, 3, 1, 2)
    try:
        model.eval()(torch.from_numpy(example.copy()))
    except RuntimeError as error:
        height, width = example.shape[2:]
        raise SystemExit(f"The network takes no images of {height}×{width}: {error}") from None
