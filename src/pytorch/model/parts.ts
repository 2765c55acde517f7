/** Modules that PyTorch has not, written into the file where a network has them. */
import { linesOf, type SourceLine } from './source';

export const PARTS = {
  SqueezeExcitation: `class SqueezeExcitation(nn.Module):
    """Weighs channels by what all positions show (Hu et al. 2018, arXiv:1709.01507)."""

    def __init__(self, channels: int, squeezed: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(channels, squeezed)
        self.fc2 = nn.Linear(squeezed, channels)

    def forward(self, x: Tensor) -> Tensor:
        scale = torch.relu(self.fc1(x.mean(dim=(2, 3))))
        scale = torch.sigmoid(self.fc2(scale))
        return x * scale[:, :, None, None]`,

  StochasticDepth: `class StochasticDepth(nn.Module):
    """Leaves a branch out of some training steps (Huang et al. 2016, arXiv:1603.09382)."""

    def __init__(self, survival: float) -> None:
        super().__init__()
        self.survival = survival

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        survives = torch.rand((), device=x.device) < self.survival
        return x * (survives.to(x.dtype) / self.survival)`,

  ZeroPadding: `class ZeroPadding(nn.Module):
    """A shortcut without weights: new channels are 0 (He et al. 2015, option A)."""

    def __init__(self, stride: int, new_channels: int) -> None:
        super().__init__()
        self.stride = stride
        self.new_channels = new_channels

    def forward(self, x: Tensor) -> Tensor:
        x = x[:, :, :: self.stride, :: self.stride]
        return F.pad(x, (0, 0, 0, 0, 0, self.new_channels))`,
} as const;

export type PartName = keyof typeof PARTS;

/** The modules that code makes use of. */
export function partsIn(lines: readonly SourceLine[]): SourceLine[][] {
  const names = Object.keys(PARTS) as PartName[];
  return names
    .filter((name) => lines.some(({ text }) => text.includes(`${name}(`)))
    .map((name) => linesOf(PARTS[name]));
}
