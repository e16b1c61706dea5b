"""What tuning pulls towards: clips of speech, and what the untuned model makes of each over its full window."""

from __future__ import annotations

import copy
import random
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..speech.audio import read_audio
from ..speech.corpus import read_corpus
from ..whisper import settings
from ..whisper.features import SAMPLE_RATE_HZ, log_mel
from ..whisper.network import Past, Whisper
from ..whisper.search import TorchDecoder, greedy, prompt

FULL_S = 30.0
LIKELIEST = 64
SHARD_CLIPS = 32
MIX_LANGUAGES = ("de", "es", "fr", "it", "pt", "nl", "pl", "ru", "ja", "zh", "sv", "tr")


@dataclass
class Target:
    """A clip and what the untuned model makes of it over the full window.

    ``ids (S)`` prompt and text; ``states (S, C)`` half precision; ``likeliest (S, 64)`` pieces and their ``log_probs (S, 64)``.
    """

    samples: Tensor
    ids: Tensor
    states: Tensor
    likeliest: Tensor
    log_probs: Tensor

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE_HZ


@dataclass(frozen=True)
class Clip:
    paths: tuple[Path, ...]
    seconds: float
    language: str
    words_only: bool
    noise_db: float | None
    seed: int


def draw_clips(corpora: list[tuple[Path, int]], rng: random.Random) -> list[Clip]:
    """``(manifest, clips)`` → clips of their train split, some joined to longer ones, some noisy, some in other languages' words.

    A manifest ``speech-de.tsv`` is of German speech, others are of English.
    """
    clips = []
    for manifest, count in corpora:
        usable = [u for u in read_corpus(manifest) if u.split == "train" and 0.4 < u.duration_s < 25]
        kind, _, code = manifest.stem.partition("-")
        language = code if kind == "speech" and code in settings.LANGUAGES else "en"
        rng.shuffle(usable)
        for first in usable[:count]:
            paths, seconds = [first.path], first.duration_s
            if rng.random() < 0.12:
                for other in rng.sample(usable, min(3, len(usable))):
                    if seconds + other.duration_s < 22:
                        paths.append(other.path)
                        seconds += other.duration_s
            spoken = rng.choice(MIX_LANGUAGES) if language == "en" and rng.random() < 0.08 else language
            clips.append(
                Clip(
                    tuple(paths),
                    seconds,
                    spoken,
                    rng.random() < 0.5,
                    rng.uniform(5, 25) if rng.random() < 0.2 else None,
                    rng.getrandbits(32),
                )
            )
    rng.shuffle(clips)
    # Clips of like length go together, so that few rows of a shard wait for the longest text.
    blocks = [clips[at : at + 8 * SHARD_CLIPS] for at in range(0, len(clips), 8 * SHARD_CLIPS)]
    shards = [
        block[at : at + SHARD_CLIPS]
        for block in (sorted(block, key=lambda clip: clip.seconds) for block in blocks)
        for at in range(0, len(block), SHARD_CLIPS)
    ]
    rng.shuffle(shards)
    return [clip for shard in shards for clip in shard]


def read_clip(clip: Clip) -> np.ndarray:
    rng = np.random.default_rng(clip.seed)
    sound = []
    for path in clip.paths:
        sound += [read_audio(path), np.zeros(rng.integers(1600, 9600), np.float32)]
    samples = np.concatenate(sound[:-1])
    if clip.noise_db is not None:
        noise = rng.standard_normal(len(samples))
        if rng.random() < 0.5:  # pink
            spectrum = np.fft.rfft(noise)
            noise = np.fft.irfft(spectrum / np.sqrt(np.arange(1, len(spectrum) + 1)), len(samples))
        noise *= samples.std() / max(noise.std(), 1e-9) * 10 ** (-clip.noise_db / 20)
        samples = samples + noise.astype(np.float32)
    return samples * min(1.0, 0.99 / max(float(np.abs(samples).max()), 1e-9))


def repeats(text: str) -> bool:
    """Whether a text is one that goes round in circles: gzip makes less than a 2.4th of it, as Whisper's authors test."""
    data = text.encode()
    return len(data) / len(zlib.compress(data)) > 2.4


@torch.no_grad()
def targets_of(
    model: Whisper, clips: list[Clip], tokenizer: Tokenizer, never: dict[bool, Tensor]
) -> list[Target]:
    sounds = [read_clip(clip) for clip in clips]
    half = copy.deepcopy(model).bfloat16()
    heard: list[Past] = []
    for at in range(0, len(sounds), 8):
        features = [log_mel(s, FULL_S - len(s) / SAMPLE_RATE_HZ)[:, :3000] for s in sounds[at : at + 8]]
        heard.append(half.decoder.keys_values(half.encoder(torch.stack(features).bfloat16())))
    audio = [
        (torch.cat([k for k, _ in layer]), torch.cat([v for _, v in layer]))
        for layer in zip(*heard, strict=True)
    ]
    prompts = [prompt(clip.language) for clip in clips]
    rules = torch.stack([never[clip.words_only] for clip in clips])
    longest = max(len(s) for s in sounds) / SAMPLE_RATE_HZ
    texts = greedy(TorchDecoder(half, audio), prompts, rules, round(6 * longest) + 12)
    chosen = []
    for row, (sound, start, text) in enumerate(zip(sounds, prompts, texts, strict=True)):
        if not text.is_finished or text.mean_log_prob < -1.2 or repeats(tokenizer.decode(text.ids)):
            continue
        ids = torch.tensor(start + text.ids)
        one = [(k[row : row + 1].float(), v[row : row + 1].float()) for k, v in audio]
        states, _ = model.decoder(ids[None], one)
        log_probs, likeliest = model.decoder.logits(states[0]).log_softmax(-1).topk(LIKELIEST, -1)
        samples = torch.from_numpy((sound * 32767).round().astype(np.int16))
        chosen.append(Target(samples, ids, states[0].half(), likeliest.to(torch.int32), log_probs.half()))
    return chosen
