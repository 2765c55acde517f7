"""Plain training scripts with hook.py in them, and beside each what autograd itself says, in float64.

Usage: hook_check.py FOLDER_OF_HOOK OUT. Writes OUT/NAME.jsonl or .csv, the log, and OUT/NAME.expected.json.
"""

import copy
import gc
import json
import os
import pathlib
import sys
from typing import Any, Callable, Dict, List, Tuple

import torch
from torch import Tensor, nn

sys.path.insert(0, sys.argv[1])
from hook import Hook  # noqa: E402

OUT = pathlib.Path(sys.argv[2])
Rows = List[Dict[str, Any]]


def total(tensors: List[Tensor]) -> float:
    """Norm of all together, by sums of squares in float64."""
    return sum(float((t.double() ** 2).sum()) for t in tensors) ** 0.5


def owners(model: nn.Module) -> Dict[str, List[str]]:
    """Names of the parameters of each layer, as `named_parameters` has them: shared ones once."""
    layers: Dict[str, List[str]] = {}
    for name, _ in model.named_parameters():
        layers.setdefault(name.rpartition(".")[0] or "model", []).append(name)
    return layers


def expected(model: nn.Module, grads: Dict[str, Tensor], before: Dict[str, Tensor]) -> Dict[str, Any]:
    now = dict(model.named_parameters())
    row: Dict[str, Any] = {"grad_norm": {}, "weight_norm": {}, "update_norm": {}}
    for layer, names in owners(model).items():
        asked = [name for name in names if now[name].requires_grad]
        row["grad_norm"][layer] = total([grads[name] for name in asked]) if asked else None
        row["weight_norm"][layer] = total([now[name].detach() for name in names])
        row["update_norm"][layer] = total([now[name].detach().double() - before[name].double() for name in names])
    return row


def autograd(model: nn.Module, loss: Tensor) -> Dict[str, Tensor]:
    """Gradients as `torch.autograd.grad` gives them, before any optimizer or hook has seen them."""
    named = {name: p for name, p in model.named_parameters() if p.requires_grad}
    found = torch.autograd.grad(loss, list(named.values()), retain_graph=True, allow_unused=True)
    return {n: torch.zeros_like(p) if g is None else g for (n, p), g in zip(named.items(), found)}


def weights(model: nn.Module) -> Dict[str, Tensor]:
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def save(name: str, rows: Rows) -> None:
    (OUT / f"{name}.expected.json").write_text(json.dumps(rows))


def sigmoid_mlp() -> None:
    """30 layers of sigmoids: the gradient of the first is near 1e-25, whose square float32 does not have."""
    model = nn.Sequential(*[m for _ in range(29) for m in (nn.Linear(32, 32), nn.Sigmoid())], nn.Linear(32, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    rows: Rows = []
    with Hook(model, optimizer, OUT / "mlp.jsonl") as hook:
        for step in range(6):
            x, y = torch.randn(64, 32), torch.randint(10, (64,))
            loss = nn.functional.cross_entropy(model(x), y)
            grads, before = autograd(model, loss), weights(model)
            twin, signal, outputs = copy.deepcopy(model).double(), x.double(), {}
            for name, layer in twin.named_children():
                signal = layer(signal)
                if isinstance(layer, nn.Linear):
                    outputs[name] = signal
            optimizer.zero_grad()
            loss.backward()
            hook.log(loss=loss)
            optimizer.step()
            row = expected(model, grads, before)
            row["act_norm"] = {name: float(out.norm()) for name, out in outputs.items()}
            row["act_mean"] = {name: float(out.mean()) for name, out in outputs.items()}
            row["act_std"] = {name: float(out.std(unbiased=False)) for name, out in outputs.items()}
            rows.append({"step": step, "loss": float(loss), **row})
    save("mlp", rows)


def plain_convnet() -> None:
    """56 plain convolutions with batch norm and ReLU; two micro-batches per step, clipped, with a scheduler."""
    width, layers = 8, [nn.Conv2d(1, 8, 3, padding=1)]
    for _ in range(55):
        layers += [nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1, bias=False)]
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.1)
    rows: Rows = []
    with Hook(model, optimizer, OUT / "conv.jsonl") as hook:
        later = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda _: 1.0)  # Wraps the step again, after the hook.
        for step in range(4):
            grads: Dict[str, Tensor] = {}
            optimizer.zero_grad()
            for _ in range(2):
                loss = nn.functional.cross_entropy(model(torch.randn(8, 1, 8, 8)), torch.randint(10, (8,))) / 2
                for name, grad in autograd(model, loss).items():
                    grads[name] = grads[name] + grad if name in grads else grad
                loss.backward()
            length = total(list(grads.values()))
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            grads = {name: grad * min(1.0, 1.0 / (length + 1e-6)) for name, grad in grads.items()}
            before = weights(model)
            rate = optimizer.param_groups[0]["lr"]
            optimizer.step()
            scheduler.step()
            model.eval()
            model(torch.zeros(1, 1, 8, 8))  # Not logged: eval mode.
            model.train()
            rows.append({"step": step, "lr": rate, **expected(model, grads, before)})
        del later
    save("conv", rows)


class Layer(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, 2, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.gain = nn.Parameter(torch.ones(1))

    def forward(self, x: Tensor) -> Tensor:
        normed = self.norm1(x)
        x = x + self.gain * self.attention(normed, normed, normed, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    """Tied embeddings, a layer that is called twice, one that is frozen, one that nothing uses."""

    def __init__(self, width: int = 16, words: int = 40) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(words, width), nn.Embedding(12, width)
        self.layers = nn.ModuleList(Layer(width) for _ in range(4))
        self.unused = nn.Linear(width, width)
        self.head = nn.Linear(width, words, bias=False)
        self.head.weight = self.words.weight
        self.places.requires_grad_(False)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.words(ids) + self.places(torch.arange(ids.shape[1]))
        for layer in self.layers:
            x = layer(layer(x))
        return self.head(x)


def transformer() -> None:
    """AdamW, CSV, every second step; gradients are zeroed right after the step."""
    model = Transformer()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    rows: Rows = []
    with Hook(model, optimizer, OUT / "transformer.csv", every=2) as hook:
        for step in range(5):
            ids = torch.randint(40, (4, 12))
            loss = nn.functional.cross_entropy(model(ids).flatten(0, 1), ids.flatten())
            grads, before = autograd(model, loss), weights(model)
            loss.backward()
            hook.log(loss=loss)
            optimizer.step()
            optimizer.zero_grad()
            if step % 2 == 0:
                rows.append({"step": step, "loss": float(loss), **expected(model, grads, before)})
    save("transformer", rows)


def closure() -> None:
    """LBFGS takes its gradients itself; the log has the last of them. The file is continued by a second run."""
    for _ in range(2):
        model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
        optimizer = torch.optim.LBFGS(model.parameters(), lr=0.1, max_iter=3)
        x = torch.randn(16, 4)
        rows: Rows = []

        def evaluate() -> Tensor:
            optimizer.zero_grad()
            loss = model(x).square().mean()
            loss.backward()
            return loss

        with Hook(model, optimizer, OUT / "closure.jsonl"):
            for step in range(3):
                before = weights(model)
                optimizer.step(evaluate)
                grads = {name: p.grad.clone() for name, p in model.named_parameters()}
                rows.append({"step": step, **expected(model, grads, before)})
    save("closure", rows)


def distributed(rank: int, folder: str) -> None:
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=sys.argv[3])
    torch.distributed.init_process_group("gloo", rank=rank, world_size=2)
    torch.manual_seed(3)
    model = nn.parallel.DistributedDataParallel(nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    hook = Hook(model, optimizer, pathlib.Path(folder) / "distributed.jsonl")
    rows: Rows = []
    for step in range(3):
        torch.manual_seed(10 * step + rank)
        before = {n.removeprefix("module."): w for n, w in weights(model).items()} if hasattr(str, "removeprefix") else {}
        loss = model(torch.randn(8, 4)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        hook.log(loss=loss)
        optimizer.step()
        grads = {name: p.grad.clone() for name, p in model.module.named_parameters()}
        rows.append({"step": step, **expected(model.module, grads, before)})
    # Nothing closes the hook here: rows are in the file as they are made.
    if rank == 0:
        save("distributed", rows)
    # As in train.py: the group is not to end with what averages gradients.
    del model, optimizer, hook, loss
    gc.collect()
    torch.distributed.destroy_process_group()


CASES: Tuple[Callable[[], None], ...] = (sigmoid_mlp, plain_convnet, transformer, closure)

if __name__ == "__main__":
    torch.set_num_threads(1)
    for seed, case in enumerate(CASES):
        torch.manual_seed(seed)
        case()
    torch.multiprocessing.spawn(distributed, args=(str(OUT),), nprocs=2)
