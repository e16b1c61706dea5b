"""Batches of similar length from cached corpora."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .augment import AugmentConfig, augment
from .cache import CachedUtterance, FeatureCache
from .featurizer import FeaturizerConfig
from .units import Inventory


@dataclass(frozen=True)
class Batch:
    """Padded features ``(B, T, bins)`` (raw log-mel) and units ``(B, U)`` with their true lengths."""

    features: Tensor
    units: Tensor
    frames: list[int]
    lengths: list[int]


class TrainingSet:
    """Training utterances of several corpora; ``shares`` says which part of each is drawn in an epoch."""

    def __init__(
        self,
        cache: Path,
        shares: dict[str, float],
        inventory: Inventory,
        config: AugmentConfig,
        subsampling: int,
    ):
        self.config = config
        self.floor = math.log(FeaturizerConfig().energy_floor)
        self.shares = shares
        self.caches = {name: FeatureCache(cache / name) for name in shares}
        # The rows of one recording at several speeds; an epoch draws one of them.
        self.recordings: dict[str, list[list[tuple[CachedUtterance, list[int]]]]] = {}
        for name, store in self.caches.items():
            grouped: dict[str, list] = {}
            for utterance in store.utterances:
                units = inventory.encode(utterance.text)
                # CTC needs a frame a unit; what is faster than that is mis-cut or mislabelled.
                if utterance.split == "train" and 0 < len(units) <= utterance.frames // subsampling:
                    grouped.setdefault(utterance.path, []).append((utterance, units))
            self.recordings[name] = list(grouped.values())

    def epoch(
        self,
        seed: int,
        batch_frames: int,
        rank: int = 0,
        world: int = 1,
        strength: float = 1.0,
        skip: int = 0,
    ) -> Iterator[Batch]:
        """Batches of about ``batch_frames`` feature frames, in an order that ``seed`` fixes.

        ``strength`` scales the augmentation; each of ``world`` processes gets its own share. The first ``skip``
        batches, which a run that was interrupted has seen, are not made.
        """
        config = self.config.scaled(strength)
        rng = np.random.default_rng(seed)
        drawn = []
        for name, recordings in self.recordings.items():
            count = round(len(recordings) * self.shares[name])
            for i in rng.permutation(len(recordings))[:count]:
                versions = recordings[i]
                drawn.append((name, *versions[rng.integers(len(versions))]))
        # Sorted by length with jitter: little padding, and no batch meets the same company twice.
        drawn.sort(key=lambda row: row[1].frames * rng.uniform(0.9, 1.1))
        groups, group, longest = [], [], 0
        for row in drawn:
            if group and max(longest, row[1].frames) * (len(group) + 1) > batch_frames:
                groups.append(group)
                group, longest = [], 0
            group.append(row)
            longest = max(longest, row[1].frames)
        groups.append(group)
        order = rng.permutation(len(groups))
        order = order[: len(order) // world * world][rank::world]
        for g in order[skip:]:
            yield self._batch(groups[g], config, np.random.default_rng((seed, int(g))))

    def _batch(self, group: list, config: AugmentConfig, rng: np.random.Generator) -> Batch:
        clean = [self.caches[name][utterance] for name, utterance, _ in group]
        noisy = [augment(x, clean[rng.integers(len(clean))], self.floor, config, rng) for x in clean]
        return pad(noisy, [units for *_, units in group], self.floor)


def pad(features: list[np.ndarray], units: list[list[int]], floor: float) -> Batch:
    """Pads with silence at the energy floor, as the decoder's flush does."""
    frames, lengths = [len(x) for x in features], [len(u) for u in units]
    x = np.full((len(features), max(frames), features[0].shape[1]), floor, dtype=np.float32)
    y = np.zeros((len(units), max(max(lengths), 1)), dtype=np.int64)
    for i, (feature, unit) in enumerate(zip(features, units, strict=True)):
        x[i, : len(feature)] = feature
        y[i, : len(unit)] = unit
    return Batch(torch.from_numpy(x), torch.from_numpy(y), frames, lengths)


class Prefetch(torch.utils.data.IterableDataset):
    """One epoch as a data set, so that a ``DataLoader`` worker augments beside the step."""

    def __init__(self, data: TrainingSet, **epoch: float):
        self.data, self.arguments = data, epoch

    def __iter__(self) -> Iterator[Batch]:
        torch.set_num_threads(1)
        yield from self.data.epoch(**self.arguments)
