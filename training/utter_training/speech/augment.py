"""Augmentation of log-mel features, ``(T, bins)`` in natural log energy, beside the training step.

Noise, gain and band limits act on mel energies as they would on the waveform (energies of independent sounds
add), so cached features can be augmented anew each epoch at next to no cost. Speed perturbation needs the
waveform and is cached (``cache.py``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class AugmentConfig:
    """Probabilities and ranges; decibels are of energy."""

    gain_db: float = 9.0
    noise_probability: float = 0.4
    noise_snr_db: tuple[float, float] = (5.0, 30.0)
    babble_probability: float = 0.1
    babble_snr_db: tuple[float, float] = (10.0, 25.0)
    low_pass_probability: float = 0.3
    low_pass_bins: tuple[int, int] = (48, 78)
    lead_frames: int = 30
    tail_frames: int = 60
    warp: float = 0.0
    reverb_probability: float = 0.0
    reverb_seconds: tuple[float, float] = (0.1, 0.5)
    freq_masks: int = 2
    freq_mask_bins: int = 18
    time_mask_frames: int = 24
    time_mask_share: float = 0.12
    click_probability: float = 0.0
    room_probability: float = 0.0
    room_snr_db: tuple[float, float] = (25.0, 60.0)
    loudest: float = 4.0
    """Of noise in which nobody speaks, in nats: about the level of loud speech in these features."""

    def scaled(self, strength: float) -> AugmentConfig:
        """The same with probabilities and masks reduced to the share ``strength`` of theirs; gain stays."""
        return replace(
            self,
            noise_probability=self.noise_probability * strength,
            babble_probability=self.babble_probability * strength,
            low_pass_probability=self.low_pass_probability * strength,
            reverb_probability=self.reverb_probability * strength,
            freq_mask_bins=round(self.freq_mask_bins * strength),
            time_mask_share=self.time_mask_share * strength,
        )


_NATS_PER_DB = np.log(10.0) / 10.0


def _level(features: np.ndarray) -> float:
    """Speech level: log of the mean energy of the louder half of the frames."""
    energy = np.exp(features).mean(axis=1)
    return float(np.log(np.mean(energy[energy >= np.median(energy)])))


def add_noise(features: np.ndarray, snr_db: float, rng: np.random.Generator) -> np.ndarray:
    """Adds stationary noise with a random smooth spectrum at ``snr_db`` below the speech level."""
    frames, bins = features.shape
    # Rooms, traffic and fans fall towards high frequencies as speech does; white noise would bury every fricative.
    knots = np.cumsum(rng.normal(0.0, 0.7, 6)) + np.linspace(0.0, rng.uniform(-6.0, 0.0), 6)
    shape = np.interp(np.linspace(0, 5, bins), np.arange(6), knots)
    shape -= np.log(np.mean(np.exp(shape)))
    # A mel bin averages few DFT bins at low frequencies, so its energy fluctuates more there.
    fluctuation = np.linspace(0.9, 0.35, bins) * rng.normal(0.0, 1.0, (frames, bins))
    return np.logaddexp(features, _level(features) - snr_db * _NATS_PER_DB + shape + fluctuation)


def add_babble(
    features: np.ndarray, other: np.ndarray, snr_db: float, rng: np.random.Generator
) -> np.ndarray:
    """Adds another utterance, from a random place and repeated as needed, at ``snr_db`` below this one's level."""
    index = (np.arange(len(features)) + rng.integers(len(other))) % len(other)
    return np.logaddexp(features, other[index] + _level(features) - _level(other) - snr_db * _NATS_PER_DB)


def low_pass(features: np.ndarray, cutoff_bin: int, slope: float, floor: float) -> np.ndarray:
    """Attenuates the bins above ``cutoff_bin`` by ``slope`` nats a bin, down to ``floor``."""
    drop = slope * np.maximum(0, np.arange(features.shape[1]) - cutoff_bin)
    return np.maximum(features - drop, floor)


def mask(features: np.ndarray, config: AugmentConfig, rng: np.random.Generator) -> np.ndarray:
    """SpecAugment (Park et al. 2019) without warping: masked parts take the utterance's mean per bin."""
    frames, bins = features.shape
    mean = features.mean(axis=0)
    features = features.copy()
    for _ in range(config.freq_masks):
        width = int(rng.integers(0, config.freq_mask_bins + 1))
        start = int(rng.integers(0, bins - width + 1))
        features[:, start : start + width] = mean[start : start + width]
    for _ in range(int(np.ceil(frames * config.time_mask_share / config.time_mask_frames))):
        width = int(rng.integers(0, min(config.time_mask_frames, frames) + 1))
        start = int(rng.integers(0, frames - width + 1))
        features[start : start + width] = mean
    return features


def warp(features: np.ndarray, factor: float) -> np.ndarray:
    """Stretches the mel axis by ``factor``, as a shorter or longer vocal tract does (Jaitly & Hinton 2013)."""
    bins = features.shape[1]
    source = np.minimum(np.arange(bins) * factor, bins - 1)
    below = np.minimum(source.astype(int), bins - 2)
    share = (source - below).astype(features.dtype)
    return features[:, below] * (1 - share) + features[:, below + 1] * share


def reverberate(
    features: np.ndarray, seconds: float, level: float, frame_shift_s: float = 0.01
) -> np.ndarray:
    """Adds a room's decaying tail: energies of past frames, 60 dB less after ``seconds``, ``level`` of the
    direct sound.
    """
    energy = np.exp(features)
    decay = 10 ** (-6 * frame_shift_s / seconds)
    frames = np.arange(min(len(energy), int(seconds / frame_shift_s) + 1))
    tail = level * (1 - decay) * decay**frames
    size = 1 << (len(energy) + len(tail) - 1).bit_length()
    spectrum = np.fft.rfft(energy, size, axis=0) * np.fft.rfft(tail, size)[:, None]
    late = np.fft.irfft(spectrum, size, axis=0)[: len(energy) - 1]
    energy[1:] += np.maximum(late, 0)
    return np.log(energy)


def mel_bin(hz: np.ndarray, bins: int, low_hz: float = 20.0, high_hz: float = 7600.0) -> np.ndarray:
    """The filterbank's bin, in fractions, whose centre is at ``hz``."""
    low, high, mel = (np.log1p(np.asarray(f) / 700.0) for f in (low_hz, high_hz, hz))
    return (mel - low) / (high - low) * (bins + 1) - 1


def music(frames: int, bins: int, level: float, rng: np.random.Generator) -> np.ndarray:
    """Chords of harmonic tones that are struck and fade, with or without a drum, ``(frames, bins)``."""
    x = np.full((frames, bins), -30.0, np.float32)
    beat, fade = int(rng.integers(10, 100)), rng.uniform(0.01, 0.2)
    voices, harmonics = int(rng.integers(1, 4)), np.arange(1, rng.integers(2, 12))
    width, slope, drum = rng.uniform(0.4, 1.2), rng.uniform(0.5, 3.0), rng.random() < 0.5
    for start in range(0, frames, beat):
        length = min(frames - start, int(rng.integers(beat, 2 * beat + 1)))
        envelope = -fade * np.arange(length, dtype=np.float32)[:, None]
        envelope[0] = -2.0
        part = x[start : start + length]
        for hz in np.exp(rng.uniform(np.log(80), np.log(1000), voices)):
            centre = mel_bin(hz * harmonics, bins)[:, None]
            peaks = -slope * np.log(harmonics)[:, None] - ((np.arange(bins) - centre) / width) ** 2
            np.logaddexp(part, level + np.logaddexp.reduce(peaks) + envelope, out=part, casting="same_kind")
        if drum:
            hit = level + rng.uniform(-2, 2) + rng.normal(0, 0.5, (length, bins)) + 12 * envelope
            np.logaddexp(part, hit, out=part, casting="same_kind")
    return x


def add_clicks(features: np.ndarray, lead: int, rng: np.random.Generator) -> np.ndarray:
    """Adds one to three clicks of 10 to 40 ms, as keys, buttons and cables make, most of them before the
    speech. They may be louder than it: what follows is then heard relative to them.
    """
    x, level = features.copy(), _level(features)
    for _ in range(rng.integers(1, 4)):
        last = lead if lead > 0 and rng.random() < 0.7 else len(x)
        start, length = int(rng.integers(0, last)), int(rng.integers(1, 5))
        slope = np.linspace(0.0, rng.uniform(-4.0, 1.0), x.shape[1])
        decay = -rng.uniform(0.5, 2.0) * np.arange(length)[:, None]
        part = x[start : start + length]
        height = level + rng.uniform(-20, 12) * _NATS_PER_DB
        np.logaddexp(part, (height + slope + decay)[: len(part)].astype(part.dtype), out=part)
    return x


def noise_alone(like: np.ndarray, floor: float, rng: np.random.Generator, loudest: float = 4.0) -> np.ndarray:
    """Noise in which nothing is said, as long as ``like``: hiss, hum, tones or music, at a level from
    ``loudest`` down to silence.
    """
    frames, bins = like.shape
    level = rng.uniform(floor, loudest)
    x = add_noise(np.full((frames, bins), level - 2, np.float32), rng.uniform(-10, 10), rng)
    for _ in range(rng.integers(0, 4)):
        start, length = rng.integers(frames), int(rng.integers(5, 200))
        centre, width = rng.uniform(0, bins), rng.uniform(0.5, 3.0)
        tone = level + rng.uniform(0, 6) - ((np.arange(bins) - centre) / width) ** 2
        x[start : start + length] = np.logaddexp(x[start : start + length], tone)
    if rng.random() < 0.5:
        x = np.logaddexp(x, music(frames, bins, level + rng.uniform(-2, 6), rng))
    return np.maximum(x, floor).astype(np.float32)


def alter(
    features: np.ndarray,
    other: np.ndarray,
    floor: float,
    config: AugmentConfig,
    rng: np.random.Generator,
    lead_step: int = 1,
) -> tuple[np.ndarray, int]:
    """As ``augment``, without masks; the silence before is a multiple of ``lead_step`` frames."""
    x = features.astype(np.float32)
    if config.warp:
        x = warp(x, rng.uniform(1 - config.warp, 1 + config.warp))
    if rng.random() < config.reverb_probability:
        x = reverberate(x, rng.uniform(*config.reverb_seconds), rng.uniform(0.1, 1.0))
    lead = int(rng.integers(0, config.lead_frames + 1)) // lead_step * lead_step
    tail = int(rng.integers(0, config.tail_frames + 1))
    # Silence around the speech: dictation starts before it and the decoder's flush follows it.
    x = np.pad(x, ((lead, tail), (0, 0)), constant_values=floor)
    if config.room_probability and rng.random() < config.room_probability:
        x = add_noise(x, rng.uniform(*config.room_snr_db), rng)
    if rng.random() < config.babble_probability:
        x = add_babble(x, other.astype(np.float32), rng.uniform(*config.babble_snr_db), rng)
    if rng.random() < config.noise_probability:
        x = add_noise(x, rng.uniform(*config.noise_snr_db), rng)
    if rng.random() < config.low_pass_probability:
        x = low_pass(x, int(rng.integers(*config.low_pass_bins)), rng.uniform(0.3, 3.0), floor)
    if config.click_probability and rng.random() < config.click_probability:
        x = add_clicks(x, int(lead), rng)
    x = np.maximum(x + rng.uniform(-config.gain_db, config.gain_db) * _NATS_PER_DB, floor)
    return x, int(lead)


def augment(
    features: np.ndarray, other: np.ndarray, floor: float, config: AugmentConfig, rng: np.random.Generator
) -> tuple[np.ndarray, int]:
    """One training example from clean features, and the frames of silence before its speech.

    ``other`` is babble for it, ``floor`` the log energy floor.
    """
    x, lead = alter(features, other, floor, config, rng)
    return mask(x, config, rng).astype(np.float32), lead
