"""Greedy search, offline and streaming."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from .transducer import BLANK, Transducer

MAX_UNITS_PER_FRAME = 5


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


def ctc_greedy(logits: Tensor) -> list[int]:
    """Best path of CTC logits ``(T, units)``, repeats and blanks removed."""
    best = torch.unique_consecutive(logits.argmax(dim=-1))
    return [int(u) for u in best if u != BLANK]


def stream(model: Transducer, features: Tensor, chunk: int) -> Iterator[np.ndarray]:
    """Encodes raw features ``(T, bins)`` in chunks of ``chunk`` frames; yields ``(frames, dim)``.

    The last chunk may be shorter; frames beyond the last whole output frame are dropped.
    """
    step = model.encoder.subsampling
    if chunk <= 0 or chunk % step:
        raise ValueError(f"chunk of {chunk} frames is not a positive multiple of the subsampling, {step}")
    states = model.encoder.initial_states()
    whole = features.shape[0] // step * step
    with torch.inference_mode():
        for start in range(0, whole, chunk):
            frames, states = model.encoder.stream(features[None, start : min(start + chunk, whole)], states)
            yield frames[0].float().cpu().numpy()
