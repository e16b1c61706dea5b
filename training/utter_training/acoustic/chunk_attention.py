"""Whisper's encoder, made to hear speech as it comes: causal convolutions, attention within a chunk and to
what came before it.

Two convolutions and pre-norm transformer layers as in Whisper (Radford et al. 2022), whose weights it begins
from. What differs:

- The convolutions look only at the past. Output step ``j``, 20 ms long, is centred on feature frame
  ``2j - 1``, 10 ms before Whisper's.
- The steps of a chunk attend to the whole chunk and to the last ``left_context_frames`` before it: chunked
  attention, as in Chen et al. 2021 and WeNet (Zhang et al. 2020). Trained on several chunk lengths, one set
  of weights serves them all.
- Whisper's sinusoids are a ring, so that no utterance is too long.
- After layer ``pool_after`` pairs of steps are averaged: 40 ms each from there on.

Offline a mask says what each step attends to; streaming, projected keys and values are kept. Both give the
same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..modules import Modules
from ..whisper.weights import sinusoids
from .encoder import gather_taps

STRIDE = 2
"""Of the second convolution: feature frames to a step of 20 ms."""
KERNEL = 3


@dataclass(frozen=True)
class ChunkAttentionConfig:
    """Sizes of the encoder; those of Whisper base by default.

    ``pool_after`` is the number of layers before steps are averaged in pairs; 0: they never are, and output
    frames are of 20 ms. ``positions`` is the length of the ring in steps of 20 ms; ``left_context_frames``
    counts feature frames, as chunks do. ``output_dim`` is that of the bottleneck before a phone model's
    table, or of a piece model's joint.
    """

    input_dim: int = 80
    channels: int = 512
    heads: int = 8
    feed_forward: int = 2048
    layers: int = 6
    pool_after: int = 2
    positions: int = 1500
    left_context_frames: int = 1000
    output_dim: int = 192
    bottleneck_bias: bool = False
    architecture: str = "chunk-attention"

    def __post_init__(self) -> None:
        if self.channels % self.heads:
            raise ValueError(f"{self.channels} channels don't divide into {self.heads} heads")
        if not 0 <= self.pool_after <= self.layers:
            raise ValueError(f"pool_after is {self.pool_after}, but there are {self.layers} layers")
        if self.left_context_frames % self.subsampling:
            raise ValueError(
                f"left_context_frames is {self.left_context_frames}, no multiple of the subsampling, {self.subsampling}"
            )

    @property
    def subsampling(self) -> int:
        """Feature frames to an output frame."""
        return 2 * STRIDE if self.pool_after else STRIDE

    @property
    def lookahead(self) -> int:
        """Output frames by which the output is behind the newest input."""
        return 0

    def context(self, layer: int) -> int:
        """Steps before a chunk that a layer attends to."""
        return self.left_context_frames // (STRIDE if layer < self.pool_after else self.subsampling)

    def pools_before(self, layer: int) -> bool:
        """Whether steps are averaged just before a layer, or, for ``layers``, before the last norm."""
        return 0 < self.pool_after == layer


def pool(x: Tensor) -> Tensor:
    """Averages pairs of steps: ``(B, S, C)`` → ``(B, S / 2, C)``."""
    return (x[:, 0::2] + x[:, 1::2]) * 0.5


def chunk_mask(steps: int, chunk: int, context: int, device: torch.device | None = None) -> Tensor:
    """What each step attends to, ``(steps, steps)``: its chunk of ``chunk`` steps and ``context`` steps
    before that.
    """
    at = torch.arange(steps, device=device)
    begin = at // chunk * chunk
    return (at[None] < (begin + chunk)[:, None]) & (at[None] >= (begin - context)[:, None])


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Scaled dot-product attention of ``(B, H, S, D)`` to ``(B, H, L, D)``.

    On CPUs as plain products: forward and backward in bfloat16 take less than half as long as PyTorch's fused
    kernel.
    """
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    scores = torch.matmul(q * q.shape[-1] ** -0.5, k.transpose(-1, -2))
    if mask is not None:
        scores = scores + torch.zeros_like(mask, dtype=scores.dtype).masked_fill_(~mask, float("-inf"))
    return torch.matmul(scores.softmax(-1), v)


class Layer(nn.Module):
    """Pre-norm self-attention and feed-forward, each beside a residual path."""

    def __init__(self, config: ChunkAttentionConfig):
        super().__init__()
        c = config.channels
        self.heads = config.heads
        self.norm1 = nn.LayerNorm(c)
        self.qkv = nn.Linear(c, 3 * c)
        self.out = nn.Linear(c, c)
        self.norm2 = nn.LayerNorm(c)
        self.ffn1 = nn.Linear(c, config.feed_forward)
        self.ffn2 = nn.Linear(config.feed_forward, c)

    def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
        """Queries ``(B, S, C)``, keys and values ``(B, L, C)``, ``mask`` true where ``(S, L)`` or
        ``(B, 1, S, L)`` may look.
        """
        q, k, v = (x.unflatten(-1, (self.heads, -1)).transpose(1, 2) for x in (q, k, v))
        heard = attention(q, k, v, mask)
        return self.out(heard.transpose(1, 2).flatten(2))

    def feed(self, x: Tensor) -> Tensor:
        return x + self.ffn2(F.gelu(self.ffn1(self.norm2(x)), approximate="tanh"))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``(B, S, C)`` → the same shape."""
        q, k, v = self.qkv(self.norm1(x)).chunk(3, dim=-1)
        x = x + self.attend(q, k, v, mask)
        return self.feed(x)

    def step(self, x: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One chunk ``(B, S, C)`` with the keys and values before it, ``(B, context, C)`` each → output, next
        keys and values.
        """
        q, k, v = self.qkv(self.norm1(x)).chunk(3, dim=-1)
        context = keys.shape[1]
        k, v = torch.cat([keys.to(k.dtype), k], 1), torch.cat([values.to(v.dtype), v], 1)
        x = x + self.attend(q, k, v, mask)
        return self.feed(x), k[:, k.shape[1] - context :], v[:, v.shape[1] - context :]


class ChunkAttentionEncoder(nn.Module):
    """Whisper-log-mel features ``(B, T, input_dim)`` → frames ``(B, T // subsampling, output_dim)``."""

    positions: Tensor

    def __init__(self, config: ChunkAttentionConfig):
        super().__init__()
        self.config = config
        c = config.channels
        self.conv1 = nn.Linear(KERNEL * config.input_dim, c)
        self.conv2 = nn.Linear(KERNEL * c, c)
        self.register_buffer("positions", sinusoids(config.positions, c))
        self.layers = Modules[Layer](Layer(config) for _ in range(config.layers))
        self.norm = nn.LayerNorm(c)
        self.bottleneck = nn.Linear(c, config.output_dim, bias=config.bottleneck_bias)

    @property
    def subsampling(self) -> int:
        """Feature frames to an output frame."""
        return self.config.subsampling

    def convolve(self, x: Tensor, before1: Tensor, before2: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Features ``(B, T, input_dim)`` and what came before each convolution, ``(B, 2, input_dim)`` and
        ``(B, 1, C)`` → steps ``(B, T / 2, C)`` and what comes before each next.
        """
        x = torch.cat([before1, x], 1)
        y = F.gelu(self.conv1(gather_taps(x, KERNEL, 1, 1)), approximate="tanh")
        y = torch.cat([before2.to(y.dtype), y], 1)
        z = F.gelu(self.conv2(gather_taps(y, KERNEL, STRIDE, 1)), approximate="tanh")
        return z, x[:, -2:], y[:, -1:]

    def hidden(self, features: Tensor, chunk: int | None = None, start: int = 0) -> Tensor:
        """Whole utterances, ``(B, T, input_dim)`` with T a multiple of the subsampling →
        ``(B, T / subsampling, C)`` after the last norm.

        Chunks of ``chunk`` feature frames, by default one; positions from ``start`` on.
        """
        c, batch = self.config, len(features)
        chunk = self.check_chunk(chunk or max(features.shape[1], self.subsampling))
        zeros = features.new_zeros(batch, 2, c.input_dim), features.new_zeros(batch, 1, c.channels)
        x, *_ = self.convolve(features, *zeros)
        at = (start + torch.arange(x.shape[1], device=x.device)) % c.positions
        x = x + self.positions[at]
        stride, mask = STRIDE, self._mask(x, chunk // STRIDE, 0)
        for index, layer in enumerate(self.layers):
            if c.pools_before(index):
                x, stride = pool(x), self.subsampling
                mask = self._mask(x, chunk // stride, index)
            x = layer(x, mask)
        return self.norm(pool(x) if c.pools_before(c.layers) else x)

    def _mask(self, x: Tensor, chunk: int, layer: int) -> Tensor | None:
        if x.shape[1] <= chunk:
            return None
        return chunk_mask(x.shape[1], chunk, self.config.context(layer), x.device)

    def check_chunk(self, chunk: int) -> int:
        """Raises ``ValueError`` where a chunk is not a positive multiple of the subsampling."""
        if chunk <= 0 or chunk % self.subsampling:
            raise ValueError(
                f"chunk of {chunk} frames is not a positive multiple of the subsampling, {self.subsampling}"
            )
        return chunk

    def forward(self, features: Tensor, chunk: int | None = None, start: int = 0) -> Tensor:
        """Whole utterances ``(B, T, input_dim)`` → ``(B, T // subsampling, output_dim)``; see ``hidden``."""
        whole = features.shape[1] // self.subsampling * self.subsampling
        return self.bottleneck(self.hidden(features[:, :whole], chunk, start))

    def state_shapes(self) -> list[tuple[str, tuple[int, ...]]]:
        """Names and shapes of the states, without the batch: what the manifest lists."""
        c = self.config
        shapes: list[tuple[str, tuple[int, ...]]] = [
            ("encoder.conv1", (2, c.input_dim)),
            ("encoder.conv2", (1, c.channels)),
        ]
        for index in range(c.layers):
            for part in ("keys", "values"):
                shapes.append((f"encoder.{index}.{part}", (c.context(index), c.channels)))
        return [*shapes, ("encoder.steps", (1,))]

    def initial_states(self, batch: int = 1) -> list[Tensor]:
        """Zeros of the states' shapes, ``(B, …)`` each: silence before the first sample, and no keys yet."""
        return [self.positions.new_zeros(batch, *shape) for _, shape in self.state_shapes()]

    def stream(self, features: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """One chunk, a multiple of ``subsampling`` frames; returns the output and the states for the next one."""
        hidden, after = self.stream_hidden(features, states)
        return self.bottleneck(hidden), after

    def stream_hidden(self, features: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """As ``stream``, before the bottleneck: ``(B, T / subsampling, C)``."""
        c = self.config
        self.check_chunk(features.shape[1])
        expected = [(len(features), *shape) for _, shape in self.state_shapes()]
        if [tuple(state.shape) for state in states] != expected:
            raise ValueError(f"states of shapes {[tuple(s.shape) for s in states]} instead of {expected}")
        x, *after = self.convolve(features, states[0], states[1])
        before = int(states[-1][0, 0])
        x = x + self.positions[(before + torch.arange(x.shape[1], device=x.device)) % c.positions]
        steps = before
        for index, layer in enumerate(self.layers):
            if c.pools_before(index):
                x, steps = pool(x), before // 2
            context = c.context(index)
            filled = torch.arange(context + x.shape[1], device=x.device) >= context - min(steps, context)
            mask = filled.expand(x.shape[1], -1)
            x, keys, values = layer.step(x, states[2 + 2 * index], states[3 + 2 * index], mask)
            after += [keys, values]
        x = self.norm(pool(x) if c.pools_before(c.layers) else x)
        return x, [*after, states[-1] + features.shape[1] // STRIDE]
