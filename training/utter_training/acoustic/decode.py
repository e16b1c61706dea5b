"""Greedy search, offline and streaming."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from ..speech.featurizer import Featurizer
from ..speech.log_mel import LogMel
from .chunk_attention import ChunkAttentionEncoder
from .losses import Model
from .phone_transducer import PhoneTransducer
from .transducer import BLANK, Transducer

MAX_UNITS_PER_FRAME = 5

FLUSH_FRAMES = 48
"""Feature frames of silence after the last sample: a causal encoder lags behind what it hears."""
FLUSH_FRAMES_AFTER_LOOKAHEAD = 12
"""The same beyond the look-ahead of a model that is trained on alignments, so that it does not lag; some silence ends
the last word."""


class GreedySearch:
    """Greedy transducer search over joint-space frames; the same rule as ``src/core/decoder/greedy.ts``.

    Predictor outputs are cached by context: a finite context makes the predictor a table.
    """

    def __init__(self, model: Transducer):
        self.model = model
        self.context = model.config.context
        self.weight = model.joint.linear.weight.detach().cpu().numpy().T.copy()  # (dim, units)
        self.bias = model.joint.linear.bias.detach().cpu().numpy()
        self.cache: dict[tuple[int, ...], np.ndarray] = {}
        self.reset()

    def reset(self) -> None:
        self.units: list[int] = []

    def _predict(self, context: tuple[int, ...]) -> np.ndarray:
        if context not in self.cache:
            with torch.inference_mode():
                device = self.model.predictor.conv.weight.device
                output = self.model.predictor(torch.tensor([context], device=device))[0, -1]
            self.cache[context] = output.float().cpu().numpy()
        return self.cache[context]

    def accept(self, frames: np.ndarray) -> list[int]:
        """Takes frames ``(T, dim)``; returns the units they gave."""
        before = len(self.units)
        history = [BLANK] * self.context + self.units[-self.context :]
        for frame in frames:
            for _ in range(MAX_UNITS_PER_FRAME):
                predicted = self._predict(tuple(history[-self.context :]))
                best = int(np.argmax(np.tanh(frame + predicted) @ self.weight + self.bias))
                if best == BLANK:
                    break
                self.units.append(best)
                history.append(best)
        return self.units[before:]


class GreedyTableSearch:
    """The same for a monotonic model whose frames are its table of logits after each unit: a unit a frame at most."""

    def __init__(self, model: PhoneTransducer):
        self.units_of_model = model.config.units
        self.reset()

    def reset(self) -> None:
        self.units: list[int] = []
        self.emitted: list[int] = []
        """The frame of each unit."""
        self.frame = 0

    def accept(self, frames: np.ndarray) -> list[int]:
        """Takes logits ``(T, C · V)``; returns the units they gave."""
        before = len(self.units)
        context = self.units[-1] if self.units else BLANK
        for table in frames.reshape(-1, self.units_of_model, self.units_of_model):
            best = int(np.argmax(table[context]))
            if best != BLANK:
                self.units.append(best)
                self.emitted.append(self.frame)
                context = best
            self.frame += 1
        return self.units[before:]


def greedy_search(model: Model) -> GreedySearch | GreedyTableSearch:
    """The search that a model's encoder output calls for."""
    return GreedyTableSearch(model) if isinstance(model, PhoneTransducer) else GreedySearch(model)


def search_frames(model: Model, encoded: Tensor) -> np.ndarray:
    """What the search takes for encoder frames ``(T, dim)``: the frames, or the logits after each unit."""
    output = model.table(encoded) if isinstance(model, PhoneTransducer) else encoded
    return output.float().cpu().numpy()


def ctc_greedy(logits: Tensor) -> list[int]:
    """Best path of CTC logits ``(T, units)``, repeats and blanks removed."""
    best = torch.unique_consecutive(logits.argmax(dim=-1))
    return [int(u) for u in best if u != BLANK]


def featurizer_of(model: Model) -> Featurizer | LogMel:
    """The features that a model's encoder hears."""
    return LogMel() if isinstance(model.encoder, ChunkAttentionEncoder) else Featurizer()


def stream(model: Model, features: Tensor, chunk: int) -> Iterator[np.ndarray]:
    """Encodes raw features ``(T, bins)`` in chunks of ``chunk`` frames; yields what the search takes of each.

    The last chunk may be shorter; frames beyond the last whole output frame are dropped.
    """
    step = model.encoder.subsampling
    if chunk <= 0 or chunk % step:
        raise ValueError(f"chunk of {chunk} frames is not a positive multiple of the subsampling, {step}")
    states = model.encoder.initial_states()
    whole = features.shape[0] // step * step
    early = model.encoder.config.lookahead  # frames still to come that lie before the start
    with torch.inference_mode():
        for start in range(0, whole, chunk):
            frames, states = model.encoder.stream(features[None, start : min(start + chunk, whole)], states)
            skipped = min(early, frames.shape[1])
            early -= skipped
            yield search_frames(model, frames[0, skipped:])


FLUSH_FRAMES_OF_ATTENTION = 24
"""The same for chunked attention, whose last frames tell more when some silence is in their chunk."""


def flush_frames(model: Model) -> int:
    """Feature frames of silence that follow the last sample, a multiple of the subsampling."""
    encoder = model.encoder
    if isinstance(encoder, ChunkAttentionEncoder):
        return FLUSH_FRAMES_OF_ATTENTION
    if isinstance(model, PhoneTransducer):
        return encoder.config.lookahead * encoder.subsampling + FLUSH_FRAMES_AFTER_LOOKAHEAD
    return FLUSH_FRAMES
