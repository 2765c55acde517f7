"""Runs each `model.py` with our weights and noise, and compares it with what we computed.

Called with a folder, in which `cases.json` lists the cases; prints a line of JSON for each.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

TOLERANCE = 1e-4


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pattern(shape: torch.Size) -> Tensor:
    """Numbers from 0 to 1 that tell their place: as in `models.ts`."""
    places = [torch.arange(side) for side in shape]
    weights = (29, 17, 7, 3)
    total = sum(
        weight * place.reshape([-1 if i == axis else 1 for i in range(len(shape))])
        for axis, (place, weight) in enumerate(zip(places, weights))
    )
    return ((total * 37) % 101) / 101


class Dropped(nn.Module):
    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        return torch.where(pattern(x.shape) < self.share, 0.0, x / (1 - self.share))


class Survival(nn.Module):
    def __init__(self, survival: float, name: str) -> None:
        super().__init__()
        self.factor = 1 / survival if sum(map(ord, name)) % 2 == 0 else 0.0

    def forward(self, x: Tensor) -> Tensor:
        return x * self.factor if self.training else x


def take_noise(network: nn.Module) -> list[str]:
    """Puts our noise in place of PyTorch's, and returns the names of the modules that have it."""
    noisy = [
        (name, module)
        for name, module in network.named_modules()
        if isinstance(module, nn.Dropout) or type(module).__name__ == "StochasticDepth"
    ]
    for name, module in noisy:
        owner, _, attribute = name.rpartition(".")
        ours = Dropped(module.p) if isinstance(module, nn.Dropout) else Survival(module.survival, name)
        setattr(network.get_submodule(owner), attribute, ours)
    return sorted(name for name, _ in noisy)


def differences(name: str, found: np.ndarray, wanted: np.ndarray) -> list[str]:
    if found.shape != wanted.shape:
        return [f"{name} has the shape {found.shape}, not {wanted.shape}"]
    scale = max(1.0, float(np.abs(wanted).max()))
    error = float(np.abs(found - wanted).max()) / scale
    return [] if error <= TOLERANCE else [f"{name} is off by {error:.2g} of its largest value"]


def check_initial(name: str, found: Tensor, least: float, most: float, deviation: float) -> list[str]:
    """Whether what PyTorch begins with is spread as ours: constants are the same."""
    values = found.detach().double()
    if least == most:
        return [] if bool((values == least).all()) else [f"{name} begins with other than {least}"]
    if values.numel() < 100:
        return []
    own = float((values**2).mean().sqrt())
    allowed = 5 / values.numel() ** 0.5
    if abs(own / deviation - 1) > allowed:
        return [f"{name} begins with a deviation of {own:.3g}, not {deviation:.3g}"]
    return []


def check(folder: Path, case: dict) -> list[str]:
    values = np.fromfile(folder / case["values"], dtype="<f4")
    arrays = {
        name: values[start : start + size].reshape(shape)
        for name, shape, start, size in case["arrays"]
    }
    network = load(folder / case["model"]).NETWORKS[case["lane"]]()
    parameters = {name: tuple(each.shape) for name, each in network.named_parameters()}
    wanted = {name: tuple(shape) for name, shape in case["parameters"]}
    failures = [
        f"{name}: PyTorch has {parameters.get(name)}, the plan {wanted.get(name)}"
        for name in sorted({*parameters, *wanted})
        if parameters.get(name) != wanted.get(name)
    ]
    if failures:
        return failures
    own = dict(network.named_parameters())
    for name, least, most, deviation in case["initial"]:
        failures += check_initial(name, own[name], least, most, deviation)
    noisy = take_noise(network)
    if noisy != sorted(case["noise"]):
        failures.append(f"Noise is in {noisy}, not in {case['noise']}")
    state = {name: torch.from_numpy(arrays["initial:" + name].copy()) for name in wanted}
    images = torch.from_numpy(arrays["images"].copy())
    blocks = [network.get_submodule(name) for name in case["blocks"]]
    for place, run in enumerate(case["runs"]):
        network.load_state_dict(state, strict=False)
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.reset_running_stats()
        if place > 0:
            for block, gain in zip(blocks, run["gains"]):
                block.gain = gain
        for block, gain in zip(blocks, run["gains"]):
            if block.gain != gain:
                failures.append(f"A block has the gain {block.gain}, not {gain}")
        network.train().zero_grad(set_to_none=True)
        logits = network(images)
        failures += differences(f"training {place}", logits.detach().numpy(), arrays[f"training:{place}"])
        logits.sum().backward()
        unreached = sorted(name for name, each in network.named_parameters() if each.grad is None)
        if unreached != sorted(run["unreached"]):
            failures.append(f"No gradient reaches {unreached}, not {run['unreached']}")
        network.eval()
        with torch.no_grad():
            logits = network(images)
        failures += differences(f"evaluation {place}", logits.numpy(), arrays[f"evaluation:{place}"])
    return failures


def main(folder: Path) -> None:
    for case in json.loads((folder / "cases.json").read_text()):
        try:
            failures = check(folder, case)
        except Exception as error:  # noqa: BLE001: any is told with its case
            failures = [f"{type(error).__name__}: {error}"]
        print(json.dumps({"name": case["name"], "failure": "; ".join(failures) or None}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
