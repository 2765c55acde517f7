"""Logs what happens in every layer of a PyTorch training, for ResNet Explorer or any reader of CSV or JSON lines.

    hook = Hook(model, optimizer, "run.jsonl")  # or "run.csv"; every=10 logs every tenth step
    ...
    hook.log(loss=loss)  # in each step, before optimizer.step(), which logs the rest by itself

A layer is a module with parameters of its own; layers stand in the order of the forward pass. Of each and every step:
grad_norm    as the optimizer met it: accumulated, unscaled, clipped; 0 where none arrived, null where it is frozen
weight_norm  after the step; of all that the layer owns together, like grad_norm and update_norm, that of the change
act_norm     of its output, with act_mean and act_std, the standard deviation; averages over the calls of a step
zeros, dead  shares of zeros in its input, and of the input's features that are 0 for the whole batch
grad_nonfinite, act_nonfinite  how many numbers of gradient and output are infinite or NaN

Steps that GradScaler skips are not logged, nor are passes in eval mode or without gradients. Of distributed processes the
first logs. A file that exists is continued with another run. Compiled models break their graph at each layer. PyTorch 1.13
or later.
"""

import functools
import json
import types
import weakref
from typing import Any, Callable, Dict, List, Optional, Sequence

import torch
from torch import Tensor, nn

OF_PARAMETERS = ("weight_norm", "update_norm", "grad_norm", "grad_nonfinite")
OF_CALLS = ("act_norm", "act_mean", "act_std", "act_nonfinite", "zeros", "dead")
CHANNELS_FIRST = (nn.modules.conv._ConvNd, nn.modules.batchnorm._NormBase, nn.GroupNorm)
# A model that is compiled calls its hooks as they are.
uncompiled = getattr(getattr(torch, "compiler", None), "disable", lambda function: function)


def norm(tensors: Sequence[Tensor]) -> Tensor:
    """Euclidean norm of all of them together, scaled so that no square over- or underflows."""
    flat = torch.cat([(t.to_dense() if t.is_sparse else t).flatten().float() for t in tensors])
    scale = flat.abs().max().clamp(min=1e-38)
    return (flat / scale).norm() * scale


def first_real(value: Any) -> Optional[Tensor]:
    """The first tensor of real numbers in what a module takes or gives: a tensor, or some within tuples, lists, dicts."""
    if isinstance(value, Tensor):
        return value.detach().float() if value.is_floating_point() and value.numel() > 0 else None
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()
    return next((found for found in map(first_real, parts) if found is not None), None)


class Hook:
    """Logs every n-th step of an optimizer, until `close`, the end of its `with`, or that of the interpreter."""

    file: Any = None  # While it logs.

    def __init__(self, model: nn.Module, optimizer: torch.optim.Optimizer, path: str, every: int = 1) -> None:
        if every < 1:
            raise ValueError(f"every is how many steps there are from one row to the next, not {every}")
        self.model, self.optimizer, self.every, self.step = model, optimizer, every, 0
        self.layers: Dict[str, nn.Module] = {}
        self.owned: Dict[str, List[nn.Parameter]] = {}
        self.calls: Dict[str, List[List[Tensor]]] = {}
        self.values: Dict[str, Tensor] = {}
        self.columns: List[str] = []
        self.undo: List[Callable[[], Any]] = []
        distributed = torch.distributed.is_available() and torch.distributed.is_initialized()
        if distributed and torch.distributed.get_rank() != 0:
            return
        self.file = open(path, "ab", buffering=0)  # Each row is one write: who follows the file sees whole rows.
        self.is_csv = str(path).endswith(".csv")
        self.undo.append(weakref.finalize(self, self.file.close))
        first: Dict[nn.Parameter, str] = {}  # A parameter that layers share is owned by the first of them.
        for path_of, module in model.named_modules():
            name = ".".join(part for part in path_of.split(".") if part not in ("module", "_orig_mod")) or "model"
            if parameters := list(module.parameters(recurse=False)):
                self.layers[name] = module
                self.owned[name] = [p for p in parameters if first.setdefault(p, name) == name]
                self.undo.append(module.register_forward_hook(functools.partial(self.called, name)).remove)
        step = optimizer.step

        @functools.wraps(getattr(step, "__func__", step))  # Schedulers look at a method and what they marked it with.
        def logged(_: torch.optim.Optimizer, *args: Any, **kwargs: Any) -> Any:
            return self.around(step, *args, **kwargs)

        optimizer.step = types.MethodType(logged, optimizer)  # type: ignore[method-assign]

    def log(self, **values: Any) -> None:
        """Adds numbers, or tensors of one, to the row of the step that comes."""
        if self.due:
            self.values.update((key, torch.as_tensor(v).detach().float().reshape(())) for key, v in values.items())

    def close(self) -> None:
        """Ends the file; the optimizer steps on without it."""
        for undo in self.undo:
            undo()
        self.file = None

    def __reduce__(self) -> Any:
        return Hook.__new__, (Hook,)  # In a copy of the model is one that does nothing.

    def __enter__(self) -> "Hook":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    @property
    def due(self) -> bool:
        return self.file is not None and self.step % self.every == 0

    @uncompiled
    def called(self, name: str, module: nn.Module, given: Any, output: Any) -> None:
        """Measures a forward pass of a layer, without waiting for the device."""
        if not (self.due and self.model.training and torch.is_grad_enabled()):
            return
        x, y = first_real(given), first_real(output)
        if y is None:
            return
        deviation, mean = torch.std_mean(y, unbiased=False)
        measured = [norm([y]), mean, deviation, (~y.isfinite()).float().sum()]
        if x is not None:
            features = x.movedim(1 if isinstance(module, CHANNELS_FIRST) and x.dim() > 1 else -1, 0).flatten(1)
            measured += [(x == 0).float().mean(), (features == 0).all(1).float().mean()]
        self.calls.setdefault(name, []).append(measured)

    def around(self, step: Any, *args: Any, **kwargs: Any) -> Any:
        """Takes the optimizer's step. Gradients are measured after it, so that one of a closure is there too."""
        before = {name: [p.detach().clone() for p in own] for name, own in self.owned.items()} if self.due else None
        result = step(*args, **kwargs)
        if before is not None:
            with torch.no_grad():
                self.write({name: self.measured(name, tensors) for name, tensors in before.items()})
        self.step += 1
        self.calls.clear()
        self.values.clear()
        return result

    def measured(self, name: str, before: Sequence[Tensor]) -> Dict[str, Tensor]:
        """What there is to be logged of a layer."""
        own, found = self.owned[name], {}
        if own:
            found["weight_norm"], found["update_norm"] = norm(own), norm([p - b for p, b in zip(own, before)])
        if any(p.requires_grad for p in own):
            grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in own]
            found["grad_norm"] = norm(grads)
            found["grad_nonfinite"] = sum((~g.to_dense().isfinite()).float().sum() for g in grads)
        calls = zip(*self.calls.get(name, []))
        return {**found, **{key: sum(each) / len(each) for key, each in zip(OF_CALLS, calls)}}

    def write(self, layers: Dict[str, Dict[str, Tensor]]) -> None:
        """Appends the row of a step: all of its numbers leave the device together."""
        keys = [(name, key) for name, row in layers.items() for key in row]
        tensors = [*self.values.values(), *(layers[name][key] for name, key in keys)]
        device = next(self.model.parameters()).device
        numbers = [float(f"{v:.6g}") for v in torch.stack([t.to(device) for t in tensors]).tolist()]
        rate = float(self.optimizer.param_groups[0]["lr"])
        scalars = {"step": self.step, **dict(zip(self.values, numbers)), "lr": rate}
        table = dict(zip(keys, numbers[len(self.values) :]))
        if not self.columns:
            self.begin(list(scalars))
        cells = [[table.get((name, key)) for name in self.order] for key in (*OF_PARAMETERS, *OF_CALLS)]
        if self.is_csv:
            flat = [scalars.get(column) for column in self.columns] + [cell for row in cells for cell in row]
            self.append(",".join("" if cell is None else repr(cell) for cell in flat))
        else:
            self.append(json.dumps({**scalars, **dict(zip((*OF_PARAMETERS, *OF_CALLS), cells))}))

    def begin(self, scalars: List[str]) -> None:
        """Appends what comes before the rows: the layers that were called in their order, others behind their neighbours."""
        self.columns, self.order = scalars, list(self.calls)
        names = list(self.layers)
        for at, name in enumerate(names):
            if name not in self.calls:
                self.order.insert(self.order.index(names[at - 1]) + 1 if at > 0 else 0, name)
        if self.is_csv:
            keys = [f"{key}/{name}" for key in (*OF_PARAMETERS, *OF_CALLS) for name in self.order]
            self.append(",".join(f'"{key}"' if "," in key else key for key in scalars + keys))
            return
        group = self.optimizer.param_groups[0]
        optimizer = {k: v for k, v in group.items() if isinstance(v, (bool, int, float))}
        layers = [
            {
                "name": name,
                "type": type(self.layers[name]).__name__,
                "shape": list(next(self.layers[name].parameters(recurse=False)).shape),
                "parameters": sum(p.numel() for p in self.owned[name]),
            }
            for name in self.order
        ]
        optimizer["type"] = type(self.optimizer).__name__
        self.append(json.dumps({"hook": 1, "torch": torch.__version__, "optimizer": optimizer, "layers": layers}))

    def append(self, row: str) -> None:
        self.file.write(row.encode() + b"\n")
