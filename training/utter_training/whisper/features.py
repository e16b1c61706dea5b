"""Whisper's log-mel features, as its authors compute them."""

from __future__ import annotations

import functools

import numpy as np
import torch

SAMPLE_RATE_HZ = 16_000
WINDOW_SAMPLES = 400
HOP_SAMPLES = 160


@functools.cache
def mel_filters(mels: int = 80) -> torch.Tensor:
    """Slaney's scale (linear to 1 kHz, then logarithmic), triangles of equal area: ``(mels, 201)``."""

    def to_hz(mel: np.ndarray) -> np.ndarray:
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    top = 15 + np.log(SAMPLE_RATE_HZ / 2 / 1000) * 27 / np.log(6.4)
    edges = to_hz(np.linspace(0, top, mels + 2))
    bins = np.linspace(0, SAMPLE_RATE_HZ / 2, WINDOW_SAMPLES // 2 + 1)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    area = 2 / (edges[2:] - edges[:-2])
    return torch.from_numpy((np.maximum(0, np.minimum(rising, falling)) * area[:, None]).astype(np.float32))


def log_mel(
    samples: np.ndarray | torch.Tensor, silence_behind_s: float = 0.0, mels: int = 80
) -> torch.Tensor:
    """Samples at 16 kHz with silence put behind → ``(mels, T)``, T even (a hop of silence is added where it would be odd)."""
    sound = torch.as_tensor(samples, dtype=torch.float32)
    frames = -(-(len(sound) + round(silence_behind_s * SAMPLE_RATE_HZ)) // HOP_SAMPLES)
    frames += frames % 2
    sound = torch.nn.functional.pad(sound, (0, frames * HOP_SAMPLES - len(sound)))
    window = torch.hann_window(WINDOW_SAMPLES)
    spectrum = torch.stft(sound, WINDOW_SAMPLES, HOP_SAMPLES, window=window, return_complex=True)
    power = spectrum[:, :-1].abs() ** 2  # (201, T)
    logs = torch.log10(torch.clamp(mel_filters(mels) @ power, min=1e-10))
    return (torch.maximum(logs, logs.max() - 8) + 4) / 4
