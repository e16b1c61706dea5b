"""Whisper's network in PyTorch: pre-norm transformers, sinusoids in the encoder, learned positions in the decoder.

What differs from the published one: the encoder takes any even number of feature frames and adds no padding, so its work grows with the
sound; queries, keys and values are one product; the keys' bias, which Whisper lacks, is there and is zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..modules import Modules

HEAD_CHANNELS = 64


@dataclass(frozen=True)
class Dimensions:
    """Sizes of a Whisper; base by default. Heads have 64 channels in every published one."""

    mels: int = 80
    audio_steps: int = 1500
    channels: int = 512
    encoder_layers: int = 6
    decoder_layers: int = 6
    text_steps: int = 448
    pieces: int = 51865

    @property
    def heads(self) -> int:
        return self.channels // HEAD_CHANNELS


def split_heads(x: Tensor) -> Tensor:
    """``(B, S, C)`` → ``(B, H, S, 64)``."""
    batch, steps, _ = x.shape
    return x.view(batch, steps, -1, HEAD_CHANNELS).transpose(1, 2)


def join_heads(x: Tensor) -> Tensor:
    """``(B, H, S, 64)`` → ``(B, S, C)``."""
    batch, _, steps, _ = x.shape
    return x.transpose(1, 2).reshape(batch, steps, -1)


class SelfAttention(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)

    def forward(
        self, x: Tensor, mask: Tensor | None, past: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """``x (B, S, C)``, ``mask`` added to or chosen among ``(B, 1, S, t + S)``, past keys and values ``(B, H, t, 64)``."""
        q, k, v = (split_heads(part) for part in self.qkv(x).chunk(3, dim=-1))  # each (B, H, S, 64)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)  # (B, H, t + S, 64)
        heard = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)  # (B, H, S, 64)
        return self.out(join_heads(heard)), (k, v)


class CrossAttention(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.q = nn.Linear(channels, channels)
        self.kv = nn.Linear(channels, 2 * channels)
        self.out = nn.Linear(channels, channels)

    def keys_values(self, audio: Tensor) -> tuple[Tensor, Tensor]:
        """The encoder's output ``(B, U, C)`` → keys and values, each ``(B, H, U, 64)``."""
        k, v = self.kv(audio).chunk(2, dim=-1)
        return split_heads(k), split_heads(v)

    def forward(self, x: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
        q = split_heads(self.q(x))  # (B, H, S, 64)
        return self.out(join_heads(functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)))

    def weights(self, x: Tensor, k: Tensor) -> Tensor:
        """Where each step looks: ``(B, H, S, U)``, rows sum to 1."""
        q = split_heads(self.q(x))
        return torch.softmax(q @ k.transpose(2, 3) * HEAD_CHANNELS**-0.5, dim=-1)


class Feed(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.up = nn.Linear(channels, 4 * channels)
        self.down = nn.Linear(4 * channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(functional.gelu(self.up(x)))


class EncoderLayer(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(channels)
        self.attention = SelfAttention(channels)
        self.feed_norm = nn.LayerNorm(channels)
        self.feed = Feed(channels)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = x + self.attention(self.attention_norm(x), mask)[0]
        return x + self.feed(self.feed_norm(x))


class DecoderLayer(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(channels)
        self.attention = SelfAttention(channels)
        self.cross_norm = nn.LayerNorm(channels)
        self.cross = CrossAttention(channels)
        self.feed_norm = nn.LayerNorm(channels)
        self.feed = Feed(channels)


class Encoder(nn.Module):
    positions: Tensor

    def __init__(self, dimensions: Dimensions) -> None:
        super().__init__()
        channels = dimensions.channels
        self.conv1 = nn.Conv1d(dimensions.mels, channels, 3, padding=1)
        self.conv2 = nn.Conv1d(channels, channels, 3, stride=2, padding=1)
        self.register_buffer("positions", torch.zeros(dimensions.audio_steps, channels))
        self.layers = Modules[EncoderLayer](EncoderLayer(channels) for _ in range(dimensions.encoder_layers))
        self.norm = nn.LayerNorm(channels)

    def forward(self, features: Tensor, steps: Tensor | None = None) -> Tensor:
        """``features (B, mels, T)``, T even → ``(B, T / 2, C)``; ``steps (B)`` says how many of them are there in each row."""
        x = functional.gelu(self.conv1(features))  # (B, C, T)
        x = functional.gelu(self.conv2(x)).transpose(1, 2)  # (B, T / 2, C)
        x = x + self.positions[: x.shape[1]]
        mask = None if steps is None else step_mask(steps, x.shape[1])
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x)


def step_mask(steps: Tensor, length: int) -> Tensor:
    """True where a step exists: ``(B, 1, 1, length)``."""
    return (torch.arange(length, device=steps.device) < steps[:, None])[:, None, None]


Past = list[tuple[Tensor, Tensor]]


class Decoder(nn.Module):
    def __init__(self, dimensions: Dimensions) -> None:
        super().__init__()
        self.embedding = nn.Embedding(dimensions.pieces, dimensions.channels)
        self.positions = nn.Parameter(torch.zeros(dimensions.text_steps, dimensions.channels))
        self.layers = Modules[DecoderLayer](
            DecoderLayer(dimensions.channels) for _ in range(dimensions.decoder_layers)
        )
        self.norm = nn.LayerNorm(dimensions.channels)

    def keys_values(self, audio: Tensor) -> Past:
        """The encoder's output ``(B, U, C)`` → each layer's keys and values for cross-attention."""
        return [layer.cross.keys_values(audio) for layer in self.layers]

    def forward(
        self, ids: Tensor, audio: Past, past: Past | None = None, audio_mask: Tensor | None = None
    ) -> tuple[Tensor, Past]:
        """The last states ``(B, S, C)`` for pieces ``ids (B, S)``, which follow what ``past`` has seen, and all keys and values."""
        seen = 0 if past is None else past[0][0].shape[2]
        count = ids.shape[1]
        x = self.embedding(ids) + self.positions[seen : seen + count]  # (B, S, C)
        mask = torch.ones(count, seen + count, dtype=torch.bool, device=ids.device).tril(seen)  # (S, t + S)
        present: Past = []
        for index, layer in enumerate(self.layers):
            heard, state = layer.attention(layer.attention_norm(x), mask, past[index] if past else None)
            present.append(state)
            x = x + heard
            x = x + layer.cross(layer.cross_norm(x), *audio[index], mask=audio_mask)
            x = x + layer.feed(layer.feed_norm(x))
        return self.norm(x), present

    def logits(self, states: Tensor) -> Tensor:
        """``(…, C)`` → ``(…, pieces)``."""
        return states @ self.embedding.weight.T

    def cross_attention(self, ids: Tensor, audio: Past, heads: list[tuple[int, int]]) -> Tensor:
        """The mean over ``heads`` (layer, head) of where each of the pieces ``(B, S)`` looks: ``(B, S, U)``."""
        x = self.embedding(ids) + self.positions[: ids.shape[1]]
        mask = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool, device=ids.device).tril()
        chosen = []
        for index, layer in enumerate(self.layers):
            x = x + layer.attention(layer.attention_norm(x), mask)[0]
            normed = layer.cross_norm(x)
            weights = layer.cross.weights(normed, audio[index][0])
            chosen += [weights[:, head] for at, head in heads if at == index]
            x = x + layer.cross(normed, *audio[index])
            x = x + layer.feed(layer.feed_norm(x))
        return torch.stack(chosen).mean(0)


class Whisper(nn.Module):
    def __init__(self, dimensions: Dimensions) -> None:
        super().__init__()
        self.dimensions = dimensions
        self.encoder = Encoder(dimensions)
        self.decoder = Decoder(dimensions)
