"""Networks of torchvision's structure, written from its published source, with random weights: their state as safetensors, by a writer
of this file's own, and their logits in evaluation. Called with a folder; a line of JSON on standard input asks for each network."""

import json
import struct
import sys
from pathlib import Path
from typing import Dict, List

import numpy as np
import torch
from torch import Tensor, nn

NUMBERS = {"F32": "<f4", "F16": "<f2", "F64": "<f8"}


class Block(nn.Module):
    """BasicBlock and Bottleneck of torchvision/models/resnet.py."""

    def __init__(self, inplanes: int, planes: int, stride: int, bottleneck: bool, groups: int, base: int) -> None:
        super().__init__()
        width = int(planes * base / 64) * groups
        out = 4 * planes if bottleneck else planes
        if bottleneck:
            shapes = [(inplanes, width, 1, 1, 1), (width, width, 3, stride, groups), (width, out, 1, 1, 1)]
        else:
            shapes = [(inplanes, planes, 3, stride, 1), (planes, planes, 3, 1, 1)]
        self.depth = len(shapes)
        for index, (into, outof, kernel, step, split) in enumerate(shapes, 1):
            conv = nn.Conv2d(into, outof, kernel, step, kernel // 2, groups=split, bias=False)
            self.add_module(f"conv{index}", conv)
            self.add_module(f"bn{index}", nn.BatchNorm2d(outof))
        self.relu = nn.ReLU(inplace=True)
        if stride != 1 or inplanes != out:
            self.downsample = nn.Sequential(nn.Conv2d(inplanes, out, 1, stride, bias=False), nn.BatchNorm2d(out))
        else:
            self.downsample = nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        branch = x
        for index in range(1, self.depth + 1):
            branch = getattr(self, f"bn{index}")(getattr(self, f"conv{index}")(branch))
            if index < self.depth:
                branch = self.relu(branch)
        return self.relu(branch + self.downsample(x))


class ResNet(nn.Module):
    def __init__(self, counts: List[int], bottleneck: bool, groups: int = 1, base: int = 64) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        inplanes = 64
        for stage, count in enumerate(counts):
            planes = 64 * 2**stage
            blocks = []
            for index in range(count):
                stride = 2 if stage > 0 and index == 0 else 1
                blocks.append(Block(inplanes, planes, stride, bottleneck, groups, base))
                inplanes = 4 * planes if bottleneck else planes
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(inplanes, 1000)

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


def randomise(model: nn.Module) -> None:
    """Norms as a training leaves them: none at its initial values."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.4, 0.9)
            nn.init.uniform_(module.bias, -0.2, 0.2)
            module.running_mean.uniform_(-0.2, 0.2)
            module.running_var.uniform_(0.5, 1.5)


def save(path: Path, state: Dict[str, Tensor], dtype: str) -> None:
    header: Dict[str, object] = {"__metadata__": {"format": "pt"}}
    parts: List[bytes] = []
    end = 0
    for name, tensor in state.items():
        counts = tensor.dtype == torch.int64
        part = tensor.numpy().astype("<i8" if counts else NUMBERS[dtype]).tobytes()
        start, end = end, end + len(part)
        header[name] = {"dtype": "I64" if counts else dtype, "shape": list(tensor.shape), "data_offsets": [start, end]}
        parts.append(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


def images(side: int) -> Tensor:
    n, c, y, x = np.meshgrid(*(np.arange(size) for size in (2, 3, side, side)), indexing="ij")
    return torch.from_numpy(((29 * n + 17 * c + 7 * y + 3 * x) * 37 % 101 / 50.5 - 1).astype(np.float32))


folder = Path(sys.argv[1])
for line in sys.stdin:
    asked = json.loads(line)
    torch.manual_seed(1)
    model = ResNet(asked["counts"], asked["bottleneck"], asked["groups"], asked["base"]).eval()
    with torch.no_grad():
        randomise(model)
        save(folder / asked["file"], {asked["prefix"] + k: v for k, v in model.state_dict().items()}, asked["dtype"])
        if asked["dtype"] == "F16":
            # What the file has is what is asked of ours, too.
            model.half().float()
        print(json.dumps(model(images(asked["side"])).tolist()), flush=True)
