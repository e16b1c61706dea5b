"""Causal convolutional encoder in the manner of Jasper (Li et al. 2019), factored like TDNN-F (Povey et al. 2018).

The network is a list of layer descriptions, the same list that goes into ``manifest.json``. Every convolution looks
only at the past; look-ahead is delay: a block whose residual path starts at an older tap than the newest is centred
there, and the encoder's output comes that much later. Offline, a layer pads its input with ``history`` zero frames;
streaming, it keeps those frames as its state; so both give the same numbers for any chunk that is a multiple of the
subsampling: small chunks, large ones and whole utterances.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..modules import Modules


@dataclass(frozen=True)
class LayerConfig:
    """One layer.

    ``conv`` (dense, may stride), ``block`` (factored, residual; centred ``ahead`` taps before the newest),
    ``projection`` (linear), ``mean`` (appends the mean of the last ``kernel`` frames, which tells voice, room and
    microphone as Kaldi's online i-vector does) or ``pool`` (residual; adds what the mean of the last ``kernel`` frames of
    a rectified bottleneck tells, the causal form of ContextNet's squeeze-and-excitation, Han et al. 2020).
    """

    kind: str
    in_: int
    out: int
    kernel: int = 1
    stride: int = 1
    dilation: int = 1
    bottleneck: int = 0
    ahead: int = 0

    @property
    def history(self) -> int:
        """Frames the layer needs from before a chunk: of its input, or of a pool's bottleneck."""
        return (self.kernel - 1) * self.dilation + 1 - self.stride

    @property
    def state_dim(self) -> int:
        """Channels of those frames."""
        return self.bottleneck if self.kind == "pool" else self.in_

    def to_manifest(self) -> dict:
        layer: dict = {"kind": self.kind, "in": self.in_, "out": self.out}
        if self.kind == "projection":
            return layer
        if self.kind == "mean":
            return layer | {"kernel": self.kernel}
        if self.kind == "pool":
            return layer | {"bottleneck": self.bottleneck, "kernel": self.kernel}
        if self.kind == "block":
            layer |= {"bottleneck": self.bottleneck, "ahead": self.ahead}
        return layer | {"kernel": self.kernel, "stride": self.stride, "dilation": self.dilation}


@dataclass(frozen=True)
class EncoderConfig:
    """``early`` blocks run at 30 ms a frame, ``late`` ones at 60 ms; the numbers listed are their dilations.

    Without ``late`` blocks the encoder stays at 30 ms, which suits phones. The first ``ahead`` blocks are centred on
    their middle tap. ``window`` is the number of feature frames that the running mean is of; 0 for none. After as many
    early blocks as ``pools`` lists stands a pool of ``pool_window`` frames and ``pool_dim`` channels; ``layers`` raises
    ``ValueError`` where there are not so many blocks.
    """

    input_dim: int = 80
    channels: int = 384
    bottleneck: int = 128
    kernel: int = 3
    early: tuple[int, ...] = (1, 1, 2)
    late: tuple[int, ...] = (1, 1, 2, 2, 4, 1, 2, 4, 1, 2)
    output_dim: int = 256
    dropout: float = 0.1
    ahead: int = 0
    window: int = 0
    pools: tuple[int, ...] = ()
    pool_window: int = 200
    pool_dim: int = 64

    @property
    def lookahead(self) -> int:
        """Output frames by which the output is behind the newest input."""
        dilations = (*self.early, *self.late)[: self.ahead]
        if self.late and self.ahead:
            raise ValueError("look-ahead is for encoders without late blocks")
        return sum(dilations)

    def layers(self) -> list[LayerConfig]:
        c = self.channels

        def block(dilation: int, ahead: int = 0) -> LayerConfig:
            return LayerConfig("block", c, c, self.kernel, 1, dilation, self.bottleneck, ahead)

        if misplaced := set(self.pools) - set(range(1, len(self.early) + 1)):
            raise ValueError(f"pools: {sorted(misplaced)}, but there are {len(self.early)} early blocks")

        def early(index: int, dilation: int) -> list[LayerConfig]:
            pool = LayerConfig("pool", c, c, self.pool_window, bottleneck=self.pool_dim)
            ahead = (self.kernel - 1) // 2 if index < self.ahead else 0
            return [block(dilation, ahead), *([pool] if index + 1 in self.pools else [])]

        entry = self.input_dim * (2 if self.window else 1)
        return [
            *([LayerConfig("mean", self.input_dim, entry, self.window)] if self.window else []),
            LayerConfig("conv", entry, c, kernel=5, stride=3),
            *(layer for i, d in enumerate(self.early) for layer in early(i, d)),
            *([LayerConfig("conv", c, c, kernel=3, stride=2)] if self.late else []),
            *map(block, self.late),
            LayerConfig("projection", c, self.output_dim),
        ]


def gather_taps(x: Tensor, kernel: int, stride: int, dilation: int) -> Tensor:
    """``(B, history + T, C)`` → ``(B, T / stride, kernel * C)``: the frames each output sees, oldest first."""
    outputs = (x.shape[1] - (kernel - 1) * dilation - 1) // stride + 1
    last = (outputs - 1) * stride + 1
    return torch.cat([x[:, k * dilation : k * dilation + last : stride] for k in range(kernel)], dim=-1)


class ChannelDropout(nn.Module):
    """Drops whole channels of an utterance: one mask for all frames costs nothing and regularises more."""

    def __init__(self, p: float):
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x
        mask = torch.rand(x.shape[0], 1, x.shape[2], device=x.device) >= self.p
        return x * (mask.to(x.dtype) / (1 - self.p))


class FrameNorm(nn.BatchNorm1d):
    """Batch norm over all frames of a batch, ``(B, T, C)``; an affine map at inference, folded away by export."""

    running_mean: Tensor
    running_var: Tensor

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x.reshape(-1, x.shape[-1])).view_as(x)


class Layer(nn.Module):
    """Input frames with their history, ``(B, history + T, in)``, → ``(B, T / stride, out)``."""

    def __init__(self, config: LayerConfig, dropout: float = 0.0):
        super().__init__()
        self.config = config

    def step(self, x: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        """New frames ``(B, T, in)`` and the state before them, ``(B, history, state_dim)`` → output and next state."""
        history = state.shape[1]
        if not history:
            return self(x), state
        seen = torch.cat([state.to(x.dtype), x], dim=1)
        return self(seen), seen[:, seen.shape[1] - history :]


class Mean(Layer):
    """Appends to each frame the mean of the last ``kernel`` ones; zeros, the mean of all training speech, precede."""

    def forward(self, x: Tensor) -> Tensor:
        window = self.config.kernel
        total = F.pad(x.double().cumsum(1), (0, 0, 1, 0))
        mean = (total[:, window:] - total[:, :-window]) / window
        return torch.cat([x[:, window - 1 :], mean.to(x.dtype)], dim=-1)


class Conv(Layer):
    """``relu(norm(conv(x)))``; a strided or dense convolution as one product over gathered frames."""

    def __init__(self, config: LayerConfig, dropout: float):
        super().__init__(config)
        self.linear = nn.Linear(config.kernel * config.in_, config.out, bias=False)
        self.norm = FrameNorm(config.out)
        self.dropout = ChannelDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        c = self.config
        return self.dropout(F.relu(self.norm(self.linear(gather_taps(x, c.kernel, c.stride, c.dilation)))))


class Block(Layer):
    """``relu(x + norm(up(conv(x))))``: a convolution through a bottleneck beside a residual path.

    Each tap's matrix is a parameter of its own: orthogonalised updates (Muon) take them apart.
    """

    def __init__(self, config: LayerConfig, dropout: float):
        super().__init__(config)
        taps = [nn.Linear(config.in_, config.bottleneck, bias=False) for _ in range(config.kernel)]
        self.down = Modules[nn.Linear](taps)
        self.up = nn.Linear(config.bottleneck, config.out, bias=False)
        self.norm = FrameNorm(config.out)
        self.dropout = ChannelDropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        c = self.config
        frames = x.shape[1] - c.history
        # One product gives every tap's slice; shifting and adding the narrow slices is cheaper than gathering x.
        down = torch.cat([tap.weight for tap in self.down])
        slices = F.linear(x, down).unflatten(-1, (c.kernel, c.bottleneck))
        z = sum(slices[:, k * c.dilation : k * c.dilation + frames, k] for k in range(c.kernel))
        centre = c.history - c.ahead * c.dilation
        return F.relu(x[:, centre : centre + frames] + self.dropout(self.norm(self.up(z))))


class Pool(Layer):
    """``relu(x + up(mean(relu(down(x)))))``, the mean over the last ``kernel`` frames.

    Zeros precede an utterance, so that what it tells grows as more has been heard. Without norm: a batch holds few
    speakers. Begins by adding nothing.
    """

    def __init__(self, config: LayerConfig, dropout: float):
        super().__init__(config)
        self.down = nn.Linear(config.in_, config.bottleneck)
        self.up = nn.Linear(config.bottleneck, config.out)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)

    def step(self, x: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        window = self.config.kernel
        z = torch.cat([state, F.relu(self.down(x)).float()], dim=1)
        total = F.pad(z.double().cumsum(1), (0, 0, 1, 0))
        mean = ((total[:, window:] - total[:, :-window]) / window).to(x.dtype)
        return F.relu(x + self.up(mean)), z[:, z.shape[1] - window + 1 :]


class Projection(Layer):
    """Linear map into the joint's space."""

    def __init__(self, config: LayerConfig, dropout: float):
        super().__init__(config)
        self.linear = nn.Linear(config.in_, config.out)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x)


class Encoder(nn.Module):
    """Normalised features ``(B, T, input_dim)`` → frames ``(B, T // subsampling, output_dim)``."""

    mean: Tensor
    scale: Tensor

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        kinds: dict[str, type[Layer]] = {
            "mean": Mean,
            "conv": Conv,
            "block": Block,
            "pool": Pool,
            "projection": Projection,
        }
        self.register_buffer("mean", torch.zeros(config.input_dim))
        self.register_buffer("scale", torch.ones(config.input_dim))
        self.layers = Modules[Layer](kinds[c.kind](c, config.dropout) for c in config.layers())

    @property
    def subsampling(self) -> int:
        """Feature frames to an output frame."""
        product = 1
        for layer in self.layers:
            product *= layer.config.stride
        return product

    def initial_states(self, batch: int = 1) -> list[Tensor]:
        """Zero history for every layer, ``(B, history, state_dim)`` each (some empty)."""
        return [self.mean.new_zeros(batch, max(0, m.config.history), m.config.state_dim) for m in self.layers]

    def forward(self, features: Tensor) -> Tensor:
        """Whole utterances: raw features ``(B, T, input_dim)`` → ``(B, T // subsampling - lookahead, output_dim)``."""
        whole = features.shape[1] // self.subsampling * self.subsampling
        output = self.stream(features[:, :whole], self.initial_states(features.shape[0]))[0]
        return output[:, self.config.lookahead :]

    def stream(self, features: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """One chunk, a multiple of ``subsampling`` frames; returns the output and the states for the next one.

        The first ``config.lookahead`` output frames of an utterance lie before its start and mean nothing.
        """
        x = (features - self.mean) * self.scale
        after = []
        for layer, state in zip(self.layers, states, strict=True):
            x, state = layer.step(x, state)
            after.append(state)
        return x, after
