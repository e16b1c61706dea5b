"""Forced alignments on disk: which phone begins at which feature frame of an utterance at its own speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Alignment:
    """``unit (N,)`` uint8 and the feature frame each begins at, ``start (N,)``."""

    unit: np.ndarray
    start: np.ndarray

    def labels(self, frames: int, subsampling: int) -> np.ndarray:
        """Unit at each encoder frame ``(frames,)`` where one begins and 0 elsewhere, a frame a unit.

        Units that would share a frame move apart; what does not fit in at the end is dropped.
        """
        labels = np.zeros(frames, np.uint8)
        at = -1
        for unit, start in zip(self.unit, self.start, strict=True):
            at = max(at + 1, int(start / subsampling))
            if at >= frames:
                break
            labels[at] = unit
        return labels


class Alignments:
    """The alignments of one corpus by the path of the recording; ``behind`` tells how badly each fits."""

    def __init__(self, path: Path):
        if not path.exists():
            raise FileNotFoundError(
                f"{path}: not found; align the corpus with utter_training.acoustic.monophone"
            )
        with np.load(path) as data:  # every access reads the whole array again
            arrays = {name: data[name] for name in data.files}
        names, unit, start, offset = (arrays[name] for name in ("path", "unit", "start", "offset"))
        self.by_path = {
            name: Alignment(unit[a:b], start[a:b])
            for name, (a, b) in zip(names.tolist(), pairwise(offset.tolist()), strict=True)
            if b > a
        }
        self.behind = dict(zip(names.tolist(), arrays["behind"].tolist(), strict=True))

    @staticmethod
    def write(path: Path, rows: Iterable[tuple[str, Alignment | None, float]]) -> None:
        """Writes ``(recording, alignment or None, nats a frame behind the best)``, beside and then renamed."""
        rows = list(rows)
        nothing = Alignment(np.zeros(0, np.uint8), np.zeros(0, np.int32))
        found = [alignment or nothing for _, alignment, _ in rows]
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial.npz")
        np.savez(
            partial,
            path=np.array([name for name, *_ in rows], dtype=str),
            behind=np.array([behind for *_, behind in rows], np.float32),
            offset=np.concatenate([[0], np.cumsum([len(a.unit) for a in found])]).astype(np.int64),
            unit=np.concatenate([a.unit for a in found]),
            start=np.concatenate([a.start for a in found]),
        )
        partial.rename(path)
