"""Draws by an exported folder's modules what the cases of standard input ask for, one line of JSON each.

The folder of the modules is the first argument; a case is {"kind", …}, and so is a line of output its result.
"""

import json
import sys
from typing import Any, Callable, Dict

sys.path.insert(0, sys.argv[1])

import numpy as np
import torch

import recipe
from replay import Batches, Noise, RandomStream, SeededDepth, SeededDropout, augmented, permutation

Case = Dict[str, Any]


def uniforms(case: Case) -> Any:
    stream = RandomStream(*case["name"])
    return np.concatenate([stream.uniform(count) for count in case["counts"]]).tolist()


def integers(case: Case) -> Any:
    stream = RandomStream(*case["name"])
    return [*stream.integers(case["bounds"]).tolist(), stream.uniform(1)[0]]


def order(case: Case) -> Any:
    return permutation(case["count"], case["seed"], case["epoch"]).tolist()


def batches(case: Case) -> Any:
    plan = Batches(case["count"], case["size"], case["seed"])
    return [plan.indices(step).tolist() for step in case["steps"]]


def augmentation(case: Case) -> Any:
    """The whole batch, drawn as three processes do that share it."""
    images = np.array(case["images"], dtype=np.float32).reshape(case["shape"])
    count = len(images)
    shares = [slice(rank * count // 3, (rank + 1) * count // 3) for rank in range(3)]
    parts = [
        augmented(
            images[rows],
            case["settings"],
            np.array(case["black"]),
            RandomStream(*case["name"]),
            batch_size=count,
            rows=rows,
        )
        for rows in shares
    ]
    return np.concatenate(parts).ravel().tolist()


def dropout(case: Case) -> Any:
    """What ones become, with channels last: of images, of images that were flattened, of vectors."""
    shape, count = case["shape"], case["count"]
    noise = Noise(case["seed"])
    module = SeededDropout(noise, case["stream"], case["share"], case.get("flattened"))
    parts = []
    for rows in (slice(0, count // 3), slice(count // 3, count)):
        noise.begin(case["step"], count, rows)
        parts.append(module.train()(torch.ones(rows.stop - rows.start, *shape)))
    whole = torch.cat(parts)
    if "flattened" in case:
        height, width, channels = case["flattened"]
        whole = whole.reshape(count, channels, height, width)
    if whole.dim() == 4:
        whole = whole.permute(0, 2, 3, 1)
    assert torch.equal(module.eval()(torch.ones(2, *shape)), torch.ones(2, *shape))
    return whole.flatten().tolist()


def depth(case: Case) -> Any:
    noise = Noise(case["seed"])
    module = SeededDepth(noise, case["stream"], case["survival"]).train()
    factors = []
    for step in case["steps"]:
        noise.begin(step, 1, slice(None))
        factors.append(module(torch.ones(1, dtype=torch.float64)).item())
    return factors


def pace(case: Case) -> Any:
    experiment = case["experiment"]
    return [
        [recipe.rate_at(experiment, step), recipe.momentum_at(experiment, step)]
        for step in case["steps"]
    ]


KINDS: Dict[str, Callable[[Case], Any]] = {
    "uniforms": uniforms,
    "integers": integers,
    "order": order,
    "batches": batches,
    "augmentation": augmentation,
    "dropout": dropout,
    "depth": depth,
    "pace": pace,
}

with open(sys.argv[2], encoding="utf-8") as cases:
    for line in cases:
        case = json.loads(line)
        print(json.dumps(KINDS[case["kind"]](case)))
