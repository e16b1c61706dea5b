"""Tunes a Whisper for windows as short as the sound (audio-context fine-tuning, as FUTO calls it).

Over a window cut shortly after the speech Whisper tends to repeat itself. So the decoder's states and distributions over the cut window are
pulled to those that the untuned model has over its full 30 seconds, along the text that it wrote there; transcripts aren't needed.

    python -m utter_training.acft cache --weights FOLDER --tokenizer tokenizer.json --out RUN CORPUS=CLIPS…
    python -m utter_training.acft tune --weights FOLDER --out RUN
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from .audio import read_audio
from .corpus import read_corpus
from .whisper import settings
from .whisper.features import SAMPLE_RATE_HZ, log_mel
from .whisper.network import Whisper
from .whisper.search import TorchDecoder, greedy, prompt, suppressed
from .whisper.weights import load_whisper

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
    """``(manifest, clips)`` → clips of their train split, some joined to longer ones, some noisy, some in other languages' words."""
    clips = []
    for manifest, count in corpora:
        usable = [u for u in read_corpus(manifest) if u.split == "train" and 0.4 < u.duration_s < 25]
        own = manifest.with_suffix("").name.removeprefix("speech-")
        language = own if own in settings.LANGUAGES else "en"
        rng.shuffle(usable)
        for index, first in enumerate(usable[:count]):
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
    audio = None
    for at in range(0, len(sounds), 8):
        features = [log_mel(s, FULL_S - len(s) / SAMPLE_RATE_HZ)[:, :3000] for s in sounds[at : at + 8]]
        some = half.decoder.keys_values(half.encoder(torch.stack(features).bfloat16()))
        audio = some if audio is None else [tuple(map(torch.cat, zip(*pair))) for pair in zip(audio, some)]
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
        chosen.append(
            Target(samples, ids, states[0].half(), likeliest.to(torch.int32), log_probs.half())
        )
    return chosen


def cache(arguments: argparse.Namespace) -> None:
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    model = load_whisper(arguments.weights)
    never = {words: suppressed(tokenizer, model.dimensions.pieces, words) for words in (False, True)}
    clips = draw_clips(arguments.corpora, random.Random(arguments.seed))
    folder = arguments.out / "targets"
    folder.mkdir(parents=True, exist_ok=True)
    began, done = time.monotonic(), 0
    for at in range(0, len(clips), SHARD_CLIPS):
        path = folder / f"{at // SHARD_CLIPS:05}.pt"
        if path.exists():
            continue
        made = targets_of(model, clips[at : at + SHARD_CLIPS], tokenizer, never)
        torch.save([vars(target) for target in made], path.with_suffix(".part"))
        path.with_suffix(".part").rename(path)
        done += 1
        if done % 10 == 1:
            print(f"{at + SHARD_CLIPS} of {len(clips)} clips, {(time.monotonic() - began) / done:.1f} s a shard", flush=True)
        if time.monotonic() - began > arguments.minutes * 60:
            print(f"stopped after {arguments.minutes} minutes", flush=True)
            break


def batches(targets: list[Target], size: int, rng: random.Random) -> Iterator[list[Target]]:
    """Without end: batches of clips of like length, in random order."""
    while True:
        order = sorted(range(len(targets)), key=lambda i: targets[i].seconds + rng.uniform(-0.3, 0.3))
        groups = [order[at : at + size] for at in range(0, len(order), size)]
        rng.shuffle(groups)
        for group in groups:
            # Long clips come in smaller batches, so that memory and time an update stay even.
            limit = max(1, round(size * min(1.0, 5.0 / targets[group[-1]].seconds)))
            yield [targets[i] for i in rng.sample(group, min(limit, len(group)))]


def window_s(batch: list[Target], full_share: float, rng: random.Random) -> float:
    """How long a batch's window is: its longest clip and 0.2 to 2 s, or for a share anything up to the full window."""
    longest = max(target.seconds for target in batch)
    if rng.random() < full_share:
        return rng.choice((FULL_S, rng.uniform(min(longest + 2, FULL_S), FULL_S)))
    return min(FULL_S, longest + (rng.uniform(0.4, 1.0) if rng.random() < 0.6 else rng.uniform(0.2, 2.0)))


def distance(model: Whisper, batch: list[Target], seconds: float) -> tuple[Tensor, Tensor]:
    """How far the states (relative squared difference) and the distributions (nats) are from the targets'."""
    features = torch.stack(
        [log_mel(t.samples.float() / 32767, seconds - t.seconds)[:, : round(seconds * 50) * 2] for t in batch]
    )  # (B, mels, T)
    audio = model.decoder.keys_values(model.encoder(features))
    length = max(len(t.ids) for t in batch)
    ids = torch.stack([functional.pad(t.ids, (0, length - len(t.ids))) for t in batch])
    states, _ = model.decoder(ids, audio)  # (B, S, C)
    mine = torch.cat([states[row, : len(t.ids)] for row, t in enumerate(batch)]).float()
    theirs = torch.cat([t.states.float() for t in batch])
    off = ((mine - theirs) ** 2).mean() / (theirs**2).mean()
    likeliest = torch.cat([t.likeliest.long() for t in batch])  # (N, 64)
    expected = torch.cat([t.log_probs.float() for t in batch]).clamp(max=0)
    logits = model.decoder.logits(mine)
    found = logits.gather(1, likeliest).float() - logits.float().logsumexp(1, keepdim=True)
    # What is beyond the 64 likeliest counts as one piece.
    rest = (1 - expected.exp().sum(1)).clamp(min=1e-5)
    found_rest = (1 - found.exp().sum(1)).clamp(min=1e-5)
    nats = (expected.exp() * (expected - found)).sum(1) + rest * (rest.log() - found_rest.log())
    return off, nats.mean()


def tune(arguments: argparse.Namespace) -> None:
    rng = random.Random(arguments.seed)
    targets = [
        Target(**values) for path in sorted((arguments.out / "targets").glob("*.pt")) for values in torch.load(path)
    ]
    rng.shuffle(targets)
    held, targets = targets[:24], targets[24:]
    model = copy.deepcopy(load_whisper(arguments.weights)).train()
    trained = [p for name, p in model.named_parameters() if not name.startswith(("decoder.embedding", "decoder.positions"))]
    for parameter in model.parameters():
        parameter.requires_grad = False
    for parameter in trained:
        parameter.requires_grad = True
    optimizer = torch.optim.AdamW(trained, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)
    state_path = arguments.out / "state.pt"
    update, spent = 0, 0.0
    if state_path.exists():
        state = torch.load(state_path)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        update, spent = state["update"], state["spent"]
        rng.seed(arguments.seed + update)
    began = time.process_time() - spent
    sums = np.zeros(3)

    def save() -> None:
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "update": update,
                "spent": time.process_time() - began,
            },
            state_path.with_suffix(".part"),
        )
        state_path.with_suffix(".part").rename(state_path)

    def held_out() -> tuple[float, float]:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            pairs = [distance(model, [t], min(FULL_S, t.seconds + 0.6)) for t in held]
        return sum(float(a) for a, _ in pairs) / len(pairs), sum(float(b) for _, b in pairs) / len(pairs)

    log = open(arguments.out / "log.jsonl", "a", encoding="utf-8")
    for batch in batches(targets, arguments.batch, rng):
        passed = (time.process_time() - began) / (arguments.minutes * 60)
        if update % 100 == 0 or passed >= 1:
            off, nats = held_out()
            line = {"update": update, "passed": passed, "states": off, "nats": nats, "train": (sums / max(sums[2], 1)).tolist()}
            print(json.dumps(line), file=log, flush=True)
            print(line, flush=True)
            sums[:] = 0
            save()
        if passed >= 1:
            break
        rate = arguments.rate * min(1.0, (update + 1) / 50) * 0.5 * (1 + math.cos(math.pi * min(1.0, passed)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16):
            seconds = window_s(batch, arguments.full, rng)
            off, nats = distance(model, batch[:2] if seconds > 20 else batch, seconds)
            loss = off + nats
        if not torch.isfinite(loss):
            raise FloatingPointError(f"update {update}: the loss is {loss.item()}")
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        update += 1
        sums += (off.item(), nats.item(), 1)
    torch.save({"dims": model.dimensions.as_dict(), "model": model.state_dict()}, arguments.out / "tuned.pt")


def _share(text: str) -> tuple[Path, int]:
    path, _, count = text.rpartition("=")
    return Path(path), int(count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, run in (("cache", cache), ("tune", tune)):
        command = commands.add_parser(name)
        command.set_defaults(run=run)
        command.add_argument("--weights", type=Path, nargs="+", required=True, help="untuned Whisper")
        command.add_argument("--out", type=Path, required=True, help="the run's folder")
        command.add_argument("--minutes", type=float, default=30.0)
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=1)
        if name == "cache":
            command.add_argument("--tokenizer", type=Path, required=True)
            command.add_argument("corpora", type=_share, nargs="+", help="manifest=clips")
        else:
            command.add_argument("--rate", type=float, default=1e-5)
            command.add_argument("--batch", type=int, default=8)
            command.add_argument("--full", type=float, default=0.08, help="share of long windows")
    arguments = parser.parse_args()
    if len(arguments.weights) == 1:
        arguments.weights = arguments.weights[0]
    torch.set_num_threads(arguments.threads)
    arguments.run(arguments)


if __name__ == "__main__":
    main()
