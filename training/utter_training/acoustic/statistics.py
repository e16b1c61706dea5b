"""Global mean and scale of the features, fixed before training."""

from __future__ import annotations

import numpy as np
import torch

from .batches import TrainingSet


def feature_statistics(data: TrainingSet, frames: int = 300_000) -> tuple[torch.Tensor, torch.Tensor]:
    """Per-bin mean and reciprocal standard deviation, ``(bins,)`` each, over about ``frames`` augmented frames."""
    seen, count = [], 0
    for batch in data.epoch(seed=0, batch_frames=6000):
        for features, length in zip(batch.features.numpy(), batch.frames, strict=True):
            seen.append(features[:length])
            count += length
        if count >= frames:
            break
    stacked = np.concatenate(seen).astype(np.float64)
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0)
    return torch.tensor(mean, dtype=torch.float32), torch.tensor(1 / deviation, dtype=torch.float32)
