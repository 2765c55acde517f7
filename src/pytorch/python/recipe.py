"""How a run learns: its loss, its optimiser, and what changes with the step.

Settings are those of `experiment.json`, and everything is PyTorch's own where PyTorch has it.
"""

from __future__ import annotations

import math
from typing import Any, Callable, List, Mapping, Optional

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Settings = Mapping[str, Any]
Loss = Callable[[Tensor, Tensor], Tensor]

# OneCycleLR's defaults: the first rate, the last one as a part of that, the share of steps that
# rise, and the ends of the momentum.
CYCLE_START, CYCLE_END, CYCLE_RISES = 1 / 25, 1e-4, 0.3
CYCLE_MOMENTUM = (0.95, 0.85)
LEAST_DOUBT = 1e-7


def gains_at(lane: Settings, step: int) -> List[float]:
    """What the shortcuts of a lane are multiplied with at a step, block by block."""
    gains = lane["gains"]
    for switch in lane["switches"]:
        if switch["step"] <= step:
            gains = switch["gains"]
    return gains


def rate_at(experiment: Settings, step: int) -> float:
    """The learning rate: linear warm-up, then StepLR, CosineAnnealingLR or OneCycleLR."""
    base = experiment["optimiser"]["rate"]
    for change in experiment["rates"]:
        if change["step"] <= step:
            base = change["rate"]
    schedule = experiment["schedule"]
    kind, period, warm_up = schedule["kind"], schedule["period"], schedule["warm_up"]
    if step < warm_up:
        return base * ((step + 1) / (warm_up + 1))
    since = step - warm_up
    if kind == "steps":
        return base * schedule["factor"] ** (since // period)
    if kind == "cosine":
        return _annealed(base, 0, since / period)
    if kind == "one-cycle":
        return _cycled(since, period, base * CYCLE_START, base, base * CYCLE_START * CYCLE_END)
    return base


def momentum_at(experiment: Settings, step: int) -> Optional[float]:
    """The momentum of a step (beta1 of Adam) where the schedule cycles it, else None."""
    schedule = experiment["schedule"]
    if schedule["kind"] != "one-cycle" or not schedule["momentum_cycle"]:
        return None
    most, least = CYCLE_MOMENTUM
    return _cycled(max(0, step - schedule["warm_up"]), schedule["period"], most, least, most)


def _cycled(since: int, period: int, first: float, top: float, end: float) -> float:
    peak, last = CYCLE_RISES * period - 1, period - 1
    if since >= last:
        return end
    if since <= peak:
        return _annealed(first, top, since / peak)
    return _annealed(top, end, (since - peak) / (last - peak))


def _annealed(start: float, end: float, share: float) -> float:
    """From one value to another along half a cosine."""
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))


def loss_of(settings: Settings) -> Loss:
    """The mean loss of logits [N, classes] with labels [N]."""
    kind, focus = settings["kind"], settings["focus"]
    if kind == "cross-entropy":
        return nn.CrossEntropyLoss(label_smoothing=settings["smoothing"])
    if kind == "squared-error":
        return lambda logits, labels: F.mse_loss(
            logits, F.one_hot(labels, logits.shape[1]).to(logits.dtype)
        )

    def focal(logits: Tensor, labels: Tensor) -> Tensor:
        """Lin et al. 2017, arXiv:1708.02002: -(1 - p)^focus * log p."""
        log_p = F.log_softmax(logits, dim=1).gather(1, labels[:, None])
        doubt = -torch.expm1(log_p)
        return -(doubt.clamp(min=LEAST_DOUBT) ** focus * log_p).mean()

    return focal


def optimiser_of(experiment: Settings, parameters: List[nn.Parameter]) -> torch.optim.Optimizer:
    """Scales, shifts, biases and learned scalars decay only where everything does."""
    settings = experiment["optimiser"]
    decays = [settings["decays_all"] or parameter.dim() > 1 for parameter in parameters]
    groups = [
        {
            "params": [each for each, own in zip(parameters, decays) if own == decaying],
            "weight_decay": settings["decay"] if decaying else 0.0,
        }
        for decaying in (True, False)
    ]
    groups = [group for group in groups if group["params"]]
    kind, rate = settings["kind"], rate_at(experiment, 0)
    cycled = momentum_at(experiment, 0)
    momentum = settings["momentum"] if cycled is None else cycled
    if kind == "sgd":
        # Without momentum there is nothing to look ahead by, and PyTorch refuses to.
        nesterov = settings["nesterov"] and momentum > 0
        return torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=nesterov)
    if kind == "rmsprop":
        return torch.optim.RMSprop(groups, lr=rate, alpha=settings["alpha"], momentum=momentum)
    adam = torch.optim.AdamW if kind == "adamw" else torch.optim.Adam
    beta1 = settings["beta1"] if cycled is None else cycled
    return adam(groups, lr=rate, betas=(beta1, settings["beta2"]))


def set_pace(optimiser: torch.optim.Optimizer, experiment: Settings, step: int) -> float:
    """Gives an optimiser the rate and the momentum of a step, and returns the rate."""
    rate, momentum = rate_at(experiment, step), momentum_at(experiment, step)
    for group in optimiser.param_groups:
        group["lr"] = rate
        if momentum is not None and "betas" in group:
            group["betas"] = (momentum, group["betas"][1])
        elif momentum is not None:
            group["momentum"] = momentum
    return rate
