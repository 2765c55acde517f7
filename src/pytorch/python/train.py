"""Repeats a run of ResNet Explorer, and trains further than a browser does.

    python train.py
    torchrun --nproc_per_node=4 train.py --data cifar10 DIR

The first begins with the same weights and draws the same batches and noise, so that its losses
are those of the page for as long as rounding allows. Every step is a row per network in
metrics.csv: loss and accuracy of the batch before the update, and the L2 norm of dL/dW of every
layer. README.md tells more.
"""

from __future__ import annotations

import argparse
import csv
import gc
import math
import os
from pathlib import Path
from types import TracebackType
from typing import List, Optional, Set, Type

import torch
import torch.distributed as dist

from images import Images, cifar10, image_folder
from recipe import Settings
from run import Process, Row, Run, read_experiment

CIFAR_SIDE = 32
# About so many lines are printed of a run.
LINES = 20
# What torchrun tells, and what holds without it.
WORLD = (("WORLD_SIZE", "1"), ("LOCAL_RANK", "0"))
COLUMNS = ["step", "lane", "loss", "accuracy", "rate", "clip", "test_loss", "test_accuracy"]


def _count(text: str) -> int:
    count = int(text) if text.isdecimal() else 0
    if count < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is asked for, not {text}")
    return count


def _new_file(text: str) -> Path:
    """A file that can be written: that is asked for before a run, which would be lost after it."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{path} is a folder")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{path} cannot be written here")
    return path


def read_options(experiment: Settings, arguments: Optional[List[str]] = None) -> argparse.Namespace:
    lanes = [lane["id"] for lane in experiment["lanes"]]
    starts = dict.fromkeys(["step0", f"step{experiment['start']}"])
    parser = argparse.ArgumentParser(description="Trains the networks of an experiment.")
    option = parser.add_argument
    option("--steps", type=_count, metavar="N", help="train up to this step")
    option("--lane", action="append", choices=lanes, help="this network alone; may be repeated")
    option("--start", choices=list(starts), default="step0", help="weights to begin with")
    option("--device", default="auto", help="cpu, cuda, cuda:1, mps (default: a GPU if any)")
    option("--double", action="store_true", help="64-bit numbers, to see what rounding does")
    option("--tf32", choices=["on", "off"], default="off", help="products of 10 bits on GPUs")
    option("--out", type=_new_file, default="metrics.csv", metavar="FILE", help="the metrics")
    option("--data", nargs=2, metavar=("SET", "DIR"), help="cifar10 DIR or imagefolder DIR")
    option("--side", type=_count, metavar="N", help="height and width of the images of --data")
    option("--sync-batchnorm", action="store_true", help="norms over all GPUs' images")
    option("--checkpoint", type=_new_file, metavar="FILE", help="save here, at the end and between")
    option("--save-every", type=_count, default=1000, metavar="N", help="steps between two saves")
    option("--resume", type=Path, metavar="FILE", help="go on from a checkpoint")
    options = parser.parse_args(arguments)
    if options.data and options.data[0] not in ("cifar10", "imagefolder"):
        parser.error(f"--data reads cifar10 or imagefolder, not {options.data[0]}")
    if options.side and not options.data:
        parser.error("--side is for the images of --data: those of the run are as they are")
    if options.resume and not options.resume.is_file():
        parser.error(f"there is no checkpoint {options.resume}")
    return options


def join_processes(options: argparse.Namespace) -> Process:
    """This process among those that torchrun started, if it did."""
    world, local = (int(os.environ.get(name, default)) for name, default in WORLD)
    device = options.device
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        own = torch.device(f"cuda:{local}" if device == "cuda" else device)
        torch.empty(0, device=own)
    except (AssertionError, NotImplementedError, RuntimeError) as error:
        reason = str(error).partition(". ")[0].rstrip(".")
        raise SystemExit(f"--device: PyTorch has no {device} here. {reason}.") from None
    if own.type == "cuda":
        torch.cuda.set_device(own)
    elif options.sync_batchnorm:
        raise SystemExit("--sync-batchnorm: PyTorch synchronises batch norm on GPUs only.")
    dtype = torch.float64 if options.double else torch.float32
    if world == 1:
        return Process(device=own, dtype=dtype)
    dist.init_process_group("nccl" if own.type == "cuda" else "gloo")
    return Process(dist.get_rank(), world, own, dtype)


def other_images(options: argparse.Namespace, experiment: Settings) -> Optional[Images]:
    """The images of `--data`, if there are any, with as many channels as the networks take."""
    if options.data is None:
        return None
    kind, folder = options.data
    channels, side = experiment["data"]["channels"], experiment["data"]["height"]
    if kind == "cifar10":
        return cifar10(Path(folder), options.side or CIFAR_SIDE, channels)
    return image_folder(Path(folder), options.side or side, channels)


class Metrics:
    """metrics.csv, and a line now and then for whoever watches."""

    def __init__(self, path: Path, run: Run, end: int) -> None:
        self._first, self._end = run.step, end
        self._every = max(1, (end - run.step) // LINES)
        self._diverged: Set[str] = set()
        kept = _rows_before(path, run.step)
        layers = dict.fromkeys(layer for lane in run.lanes for layer in lane.layers)
        self._file = path.open("w", newline="", encoding="utf-8")
        columns = [*COLUMNS, *(f"grad:{layer}" for layer in layers)]
        self._rows = csv.DictWriter(self._file, columns, extrasaction="ignore")
        self._rows.writeheader()
        self._rows.writerows(kept)
        print(
            f"{'step':>7}  {'network':<16}{'loss':>9}{'accuracy':>10}{'test loss':>11}{'test':>8}"
        )

    def __enter__(self) -> Metrics:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self._file.close()

    def add(self, row: Row) -> None:
        self._rows.writerow(row)
        step, lane, loss = row["step"], row["lane"], row["loss"]
        tested = ""
        if row["test_loss"] is not None:
            tested = f"{row['test_loss']:>11.4f}{row['test_accuracy']:>8.1%}"
        since = step - self._first
        if tested or since < 3 or since % self._every == 0 or step == self._end - 1:
            print(f"{step:>7}  {lane:<16}{loss:>9.4f}{row['accuracy']:>10.1%}{tested}", flush=True)
        if not math.isfinite(loss) and lane not in self._diverged:
            self._diverged.add(lane)
            print(f"{step:>7}  {lane:<16}diverged: its loss is no number any more", flush=True)


def _rows_before(path: Path, step: int) -> List[Row]:
    """Rows that were written before the step that a run goes on from."""
    if step == 0 or not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        # A file of something else has no such column.
        numbered = (row for row in csv.DictReader(file) if row.get("step", "").isdecimal())
        return [row for row in numbered if int(row["step"]) < step]


def train(run: Run, options: argparse.Namespace, end: int) -> None:
    """Trains up to a step, and tests at the end; the first process writes and prints."""
    with Metrics(options.out, run, end) as metrics:
        for row in run.steps(end):
            metrics.add(row)
            done = row["step"] + 1
            if row["lane"] == run.lanes[-1].id and done % options.save_every == 0:
                save(run, options, done)
        save(run, options, run.step)
        for lane, (loss, accuracy) in run.test().items():
            print(f"{run.step:>7}  {lane:<16}{'':>19}{loss:>11.4f}{accuracy:>8.1%}")


def save(run: Run, options: argparse.Namespace, step: int) -> None:
    if options.checkpoint:
        run.save(options.checkpoint, step)


def follow(run: Run, end: int) -> None:
    """What the other processes do meanwhile."""
    for _ in run.steps(end):
        pass
    run.test()


def main() -> None:
    experiment = read_experiment()
    options = read_options(experiment)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32 == "on"
    torch.backends.cudnn.allow_tf32 = options.tf32 == "on"
    process = join_processes(options)
    start = int(options.start[len("step") :])
    images = other_images(options, experiment)
    if images and process.rank == 0:
        counts = f"{len(images.train)} training and {len(images.test)} test images"
        print(f"{images.name}: {counts} of {len(images.classes)} classes")
    run = Run(experiment, images, options.lane, process, start, options.sync_batchnorm)
    if options.resume:
        run.load(options.resume)
    elif start > 0 and process.rank == 0:
        print("Weights and running statistics are the page's, and the optimiser begins anew.")
    end = experiment["steps"] + start if options.steps is None else options.steps
    if end <= run.step:
        raise SystemExit(f"Nothing is left to train up to step {end}: it begins at step {run.step}.")
    if process.rank == 0:
        train(run, options, end)
    else:
        follow(run, end)
    if process.world > 1:
        # Nobody leaves while another one still listens. What averages gradients goes first: were it the last to hold the
        # group, its threads would be waited for with the interpreter locked, which they may need themselves.
        dist.barrier()
        del run
        gc.collect()
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
