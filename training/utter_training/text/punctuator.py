"""The model of case and punctuation: embeddings of words, endings and pairs, then convolutions that see few words ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..modules import Modules
from .labels import MARKS

CASES = 4
UNKNOWN = 0
"""Word id of words outside the vocabulary; real words count from 1. Pair id 0 is every pair that isn't listed."""


def suffix_bucket(word: str, buckets: int) -> int:
    """FNV-1a of the last three characters and of whether there were more, in ``[0, buckets)``."""
    value = 2166136261
    for code in (*word[-3:].encode("ascii"), 1 if len(word) > 3 else 0):
        value = ((value ^ code) * 16777619) & 0xFFFFFFFF
    return value % buckets


@dataclass(frozen=True)
class Inventory:
    """What the embeddings' rows stand for. ``pairs`` (P,) is sorted: ``left * (len(words) + 1) + right``."""

    words: Sequence[str]
    pairs: np.ndarray
    suffixes: int

    def pair_ids(self, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Ids of pairs of word ids; 0 for those that aren't listed or hold an unknown word."""
        key = left.astype(np.int64) * (len(self.words) + 1) + right
        at = np.minimum(np.searchsorted(self.pairs, key), len(self.pairs) - 1)
        listed = (self.pairs[at] == key) & (left != UNKNOWN) & (right != UNKNOWN)
        return np.where(listed, at + 1, 0)


class PunctuationModel(nn.Module):
    """
    ``forward(word, suffix, pair, mask)``, each (B, T), gives logits of marks (B, T, 7) and cases (B, T, 4).
    Outside the mask there is no text, which every layer sees as zeros. Layers: the first is ``relu(conv)``, the later
    ones ``x + relu(conv(x))``; each convolution has taps at its own offsets.
    """

    def __init__(
        self,
        words: int,
        suffixes: int,
        pairs: int,
        embedding_dim: int,
        channels: int,
        layers: Sequence[Sequence[int]],
    ):
        super().__init__()
        self.word = nn.Embedding(words + 1, embedding_dim)
        self.suffix = nn.Embedding(suffixes, embedding_dim)
        self.pair = nn.Embedding(pairs + 1, embedding_dim)
        for table, deviation in ((self.word, 0.3), (self.suffix, 0.2), (self.pair, 0.05)):
            nn.init.normal_(table.weight, std=deviation)
        self.offsets = [list(taps) for taps in layers]
        inputs = [embedding_dim] + [channels] * (len(layers) - 1)
        self.layers = Modules[nn.Linear](
            nn.Linear(len(taps) * size, channels) for taps, size in zip(self.offsets, inputs, strict=True)
        )
        self.mark = nn.Linear(channels, len(MARKS))
        self.case = nn.Linear(channels, CASES)
        with torch.no_grad():
            self.pair.weight[0].zero_()

    def forward(self, word: Tensor, suffix: Tensor, pair: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        inside = mask.unsqueeze(-1)
        listed = (pair != 0).unsqueeze(-1)
        x = (self.word(word) + self.suffix(suffix) + self.pair(pair) * listed) * inside
        for index, (layer, taps) in enumerate(zip(self.layers, self.offsets, strict=True)):
            y = functional.relu(layer(_gather(x, taps))) * inside
            x = y if index == 0 else x + y
        return self.mark(x).float(), self.case(x).float()


def _gather(x: Tensor, taps: Sequence[int]) -> Tensor:
    """(B, T, C) → (B, T, len(taps) · C): the vectors at each tap's offset, zeros outside."""
    length = x.shape[1]
    left, right = max(0, -min(taps)), max(0, max(taps))
    padded = functional.pad(x, (0, 0, left, right))
    return torch.cat([padded[:, left + tap : left + tap + length] for tap in taps], dim=-1)
