"""What calls and voice messages do to speech: lossy coding and decoding, as augmentation.

Telephone speech goes by G.711 or GSM 06.10 at 8 kHz, calls over the internet and messages by Opus (RFC 6716) at low
rates, older recordings by MP3. All are libsndfile's own.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass

import numpy as np
import soundfile
import soxr


@dataclass(frozen=True)
class Codec:
    """A format and subtype of libsndfile, and the range its compression level is drawn from (1: the lowest rate)."""

    name: str
    format: str
    subtype: str
    rate_hz: int
    levels: tuple[float, float] | None = None


CODECS = (
    Codec("opus", "OGG", "OPUS", 16000, (0.96, 1.0)),
    Codec("mp3", "MP3", "MPEG_LAYER_III", 16000, (0.7, 0.99)),
    Codec("gsm", "WAV", "GSM610", 8000),
    Codec("g711", "WAV", "ULAW", 8000),
)
PEAK = 0.9
"""Louder speech is coded at this peak, so that nothing is clipped that was not."""


def code(samples: np.ndarray, rate_hz: int, codec: Codec, level: float | None = None) -> np.ndarray:
    """Samples ``(N,)`` at ``rate_hz`` coded and decoded: as many, at the same place and volume."""
    scale = PEAK / max(PEAK, float(np.abs(samples).max(initial=0.0)))
    sound = soxr.resample(samples * scale, rate_hz, codec.rate_hz)
    file = io.BytesIO()
    settings = {} if level is None else {"compression_level": level}
    soundfile.write(file, sound, codec.rate_hz, format=codec.format, subtype=codec.subtype, **settings)
    file.seek(0)
    decoded, rate = soundfile.read(file, dtype="float32")
    decoded = soxr.resample(decoded, rate, rate_hz)[: len(samples)] / scale
    return np.pad(decoded, (0, len(samples) - len(decoded))).astype(np.float32)


def draw(name: str, share: float) -> tuple[Codec, float | None] | None:
    """A codec and level for a ``share`` of all names, none for the rest; always the same for a name."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    if rng.random() >= share:
        return None
    codec = CODECS[rng.integers(len(CODECS))]
    return codec, None if codec.levels is None else float(rng.uniform(*codec.levels))
