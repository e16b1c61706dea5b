"""Reading speech from disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr


class AudioError(Exception):
    """A recording could not be read; the message names the file."""


def read_audio(path: Path, sample_rate_hz: int = 16000) -> np.ndarray:
    """Mono float32 samples in [-1, 1] at ``sample_rate_hz`` from WAV, FLAC, Ogg/Opus or MP3.

    Raises:
        AudioError: the file is missing, empty or not audio.
    """
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise AudioError(f"{path}: cannot be decoded ({error})") from error
    if samples.shape[0] == 0:
        raise AudioError(f"{path}: holds no samples")
    mono = samples.mean(axis=1)
    return mono if rate == sample_rate_hz else soxr.resample(mono, rate, sample_rate_hz).astype(np.float32)


def change_speed(samples: np.ndarray, factor: float) -> np.ndarray:
    """Resamples so that speech is ``factor`` times as fast; pitch moves with it (Ko et al. 2015)."""
    return samples if factor == 1.0 else soxr.resample(samples, factor, 1.0).astype(np.float32)
