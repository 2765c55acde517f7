"""One contender of the bench: the same pair of networks in PyTorch, on some threads of the processor or on a GPU by CUDA.

Called with a folder that holds `spec.json` and `values.bin` (float32, little-endian). First it takes the checked steps and
prints their losses and the milliseconds of the first one, then for every line `N` on its input it takes N steps and prints
their milliseconds, with those of processor time. Everything it prints is one line of JSON.
"""
import json
import sys
import time

import torch
from torch.nn import functional as F

folder = sys.argv[1]
with open(f"{folder}/spec.json") as file:
    spec = json.load(file)
with open(f"{folder}/values.bin", "rb") as file:
    values = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
torch.set_num_threads(spec["threads"])
device = torch.device(spec["device"])
# Products in float32, as everybody else's.
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.backends.cudnn.benchmark = True


def tensor(place):
    shape = place["shape"]
    size = 1
    for side in shape:
        size *= side
    return values[place["offset"] : place["offset"] + size].reshape(shape).clone().to(device)


# [count, H, W, C] as PyTorch has it: [count, C, H, W].
images = tensor(spec["images"]).permute(0, 3, 1, 2).contiguous()
labels = torch.tensor(spec["labels"], device=device)
batches = torch.tensor(spec["batches"], device=device)


def weights():
    result = {}
    for place in spec["parameters"]:
        value = tensor(place)
        if value.dim() == 4:
            value = value.permute(3, 2, 0, 1).contiguous()
        elif value.dim() == 2:
            value = value.t().contiguous()
        result[place["name"]] = value.requires_grad_()
    return result


class Lane:
    def __init__(self, skips):
        self.skips = skips
        self.parameters = weights()
        self.running = {}
        self.optimiser = torch.optim.SGD(
            self.parameters.values(),
            lr=spec["learningRate"],
            momentum=spec["momentum"],
            weight_decay=spec["weightDecay"],
        )

    def convolve(self, x, layer):
        p = self.parameters
        x = F.conv2d(x, p[layer["name"] + ".weight"], stride=layer["stride"], padding=layer["padding"])
        norm = layer["norm"]
        if norm not in self.running:
            self.running[norm] = torch.zeros(x.shape[1], device=device), torch.ones(x.shape[1], device=device)
        mean, variance = self.running[norm]
        return F.batch_norm(x, mean, variance, p[norm + ".weight"], p[norm + ".bias"], training=True)

    def loss(self, x, target):
        x = F.relu(self.convolve(x, spec["stem"]))
        for block in spec["blocks"]:
            first, second = block["branch"]
            y = self.convolve(F.relu(self.convolve(x, first)), second)
            if self.skips:
                y = y + (x if block["projection"] is None else self.convolve(x, block["projection"]))
            x = F.relu(y)
        logits = F.linear(x.mean((2, 3)), self.parameters["fc.weight"], self.parameters["fc.bias"])
        return F.cross_entropy(logits, target)

    def step(self, x, target):
        self.optimiser.zero_grad(set_to_none=True)
        loss = self.loss(x, target)
        loss.backward()
        # As ours does: the norm of every gradient is known after each step.
        norms = [p.grad.norm() for p in self.parameters.values() if p.grad is not None]
        torch.stack(norms).tolist()
        self.optimiser.step()
        return loss.item()


lanes = [Lane(skips) for skips in spec["skips"]]
count = 0


def step():
    global count
    chosen = batches[count % len(batches)]
    count += 1
    x, target = images[chosen], labels[chosen]
    return [lane.step(x, target) for lane in lanes]


def timed(action):
    start = time.perf_counter()
    result = action()
    return result, 1000 * (time.perf_counter() - start)


losses = []
first = None
for _ in range(spec["checkedSteps"]):
    each, milliseconds = timed(step)
    first = milliseconds if first is None else first
    losses.append(each)
print(json.dumps({"losses": losses, "firstStepMilliseconds": first, "version": torch.__version__}), flush=True)
for line in sys.stdin:
    start = time.process_time()
    milliseconds = [timed(step)[1] for _ in range(int(line))]
    print(json.dumps({"milliseconds": milliseconds, "processor": 1000 * (time.process_time() - start)}), flush=True)
