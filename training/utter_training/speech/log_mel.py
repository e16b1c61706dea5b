"""Whisper's log-mel features for streaming: relative to the largest value heard so far instead of the
window's.

Whisper (Radford et al. 2022) takes the logarithm of 80 mel powers and lifts what lies 8 powers of ten below
the loudest value of its 30-second window. Here the loudest value is a running maximum, one a frame, so that
features are the same for any cut of the samples; and they are written relative to it, so that the level of
the speech doesn't matter. DFT and mel weights are matrices, as in ``featurizer.py``; frames are Whisper's.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor

from ..whisper.features import mel_filters
from .featurizer import FrameConfig

LN_10 = math.log(10.0)


@dataclass(frozen=True)
class LogMelConfig(FrameConfig):
    """Parameters of the features; written to ``manifest.json`` as they are.

    Samples are floats in [-1, 1]. Frame ``t`` is centred on sample ``t * shift``; the beginning is mirrored,
    the end is not, so a frame comes as soon as its last sample has. Levels are in powers of ten of the mel
    power: ``initial_maximum`` is the running maximum before any sound (4.5, 45 dB, below the loudest value of
    speech at a usual level), ``offset`` puts speech where Whisper's own scale has it: 4 and that loudest
    value, whose median over the corpora is measured.
    """

    low_hz: float = 0.0
    high_hz: float = 8000.0
    power_floor: float = 1e-10
    dynamic_range: float = 8.0
    initial_maximum: float = -3.5
    offset: float = 5.0

    @property
    def log_floor(self) -> float:
        """Smallest cached value: ln of the power floor."""
        return math.log(self.power_floor)

    def to_manifest(self) -> dict:
        """The featurizer's section of the manifest (camel case, units in the names)."""
        camel = {}
        for key, value in asdict(self).items():
            head, *rest = key.split("_")
            camel[head + "".join(part.capitalize() for part in rest)] = value
        return {"kind": "whisper-log-mel", **camel}


def analysis_matrix(config: LogMelConfig) -> np.ndarray:
    """Periodic Hann window and DFT as one matrix, ``(frame_length, 2 * bins)``: real parts, then imaginary
    parts.
    """
    length = config.frame_length
    n = np.arange(length)
    window = 0.5 - 0.5 * np.cos(2 * math.pi * n / length)
    angle = 2 * math.pi * np.outer(n, np.arange(length // 2 + 1)) / length
    return np.concatenate([np.cos(angle), -np.sin(angle)], axis=1) * window[:, None]


def relative(logs: Tensor, config: LogMelConfig, maximum: Tensor | None = None) -> Tensor:
    """Log10 mel powers ``(…, T, bins)`` → features of the same shape.

    ``maximum (…, T, 1)`` is the loudest value up to each frame, by default the running maximum from
    ``initial_maximum`` on.
    """
    if maximum is None:
        maximum = running_maximum(logs, config)
    return ((logs - maximum).clamp_min(-config.dynamic_range) + config.offset) / 4


def running_maximum(logs: Tensor, config: LogMelConfig, before: float | None = None) -> Tensor:
    """Loudest of all values up to each frame, ``(…, T, 1)``; ``before`` is the maximum of what came before."""
    start = config.initial_maximum if before is None else before
    return logs.amax(-1, keepdim=True).cummax(-2).values.clamp_min(start)


class LogMel(torch.nn.Module):
    """Waveform ``(N,)`` in [-1, 1] → features ``(T, bins)``."""

    analysis: Tensor
    mel: Tensor

    def __init__(self, config: LogMelConfig | None = None):
        super().__init__()
        self.config = config or LogMelConfig()
        if (self.config.low_hz, self.config.high_hz, self.config.sample_rate_hz) != (0.0, 8000.0, 16000):
            raise ValueError(
                "whisper-log-mel is of 0 to 8000 Hz at 16000 Hz; other ranges were never heard by Whisper"
            )
        self.register_buffer(
            "analysis", torch.tensor(analysis_matrix(self.config), dtype=torch.float32), False
        )
        self.register_buffer("mel", mel_filters(self.config.bins).T.contiguous(), False)

    @torch.no_grad()
    def powers(self, frames: Tensor) -> Tensor:
        """Samples of frames ``(T, frame_length)`` → log10 mel powers ``(T, bins)``."""
        spectrum = frames @ self.analysis
        half = self.analysis.shape[1] // 2
        power = spectrum[:, :half].square() + spectrum[:, half:].square()
        return (power @ self.mel).clamp_min(self.config.power_floor).log10()

    @torch.no_grad()
    def logs(self, samples: Tensor) -> Tensor:
        """Waveform ``(N,)`` → log10 mel powers ``(T, bins)``, before the maximum is taken off; what the cache
        keeps.
        """
        c = self.config
        before = c.frame_length // 2
        if len(samples) < before:
            return samples.new_zeros(0, c.bins)
        mirrored = samples[1 : before + 1].flip(0)
        # The window's first value is zero, so the sample mirrored to there doesn't matter and may be missing.
        mirrored = torch.nn.functional.pad(mirrored, (before - len(mirrored), 0))
        return self.powers(torch.cat([mirrored, samples]).unfold(0, c.frame_length, c.frame_shift))

    def forward(self, samples: Tensor) -> Tensor:
        return relative(self.logs(samples), self.config)


class StreamingLogMel:
    """The same features from samples as they come, in pieces of any length."""

    def __init__(self, featurizer: LogMel | None = None):
        self.featurizer = featurizer or LogMel()
        self.pending = torch.zeros(0)
        self.maximum = self.featurizer.config.initial_maximum
        self.has_begun = False

    def accept(self, samples: Tensor) -> Tensor:
        """New samples ``(N,)`` → the features that they complete, ``(T, bins)``."""
        c = self.featurizer.config
        self.pending = torch.cat([self.pending, samples])
        if not self.has_begun:
            before = c.frame_length // 2
            if len(self.pending) < before:
                return torch.zeros(0, c.bins)
            mirrored = self.pending[1 : before + 1].flip(0)
            mirrored = torch.nn.functional.pad(mirrored, (before - len(mirrored), 0))
            self.pending = torch.cat([mirrored, self.pending])
            self.has_begun = True
        if len(self.pending) < c.frame_length:
            return torch.zeros(0, c.bins)
        frames = self.pending.unfold(0, c.frame_length, c.frame_shift)
        logs = self.featurizer.powers(frames)
        self.pending = self.pending[len(frames) * c.frame_shift :]
        maximum = running_maximum(logs, c, self.maximum)
        self.maximum = float(maximum[-1])
        return relative(logs, c, maximum)
