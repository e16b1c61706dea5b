"""Tunes a Whisper for windows as short as the sound (audio-context fine-tuning, as FUTO calls it).

Over a window cut shortly after the speech Whisper tends to repeat itself. So the decoder's states and distributions over the cut window are
pulled to those that the untuned model has over its full 30 seconds, along the text that it wrote there; transcripts aren't needed.

    python -m utter_training.final.acft cache --weights FOLDER --tokenizer tokenizer.json --out RUN CORPUS=CLIPS…
    python -m utter_training.final.acft tune --weights FOLDER --out RUN
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from ..whisper.features import log_mel
from ..whisper.network import Whisper
from ..whisper.search import suppressed
from ..whisper.weights import load_whisper
from .targets import FULL_S, SHARD_CLIPS, Target, draw_clips, targets_of

HELD_CLIPS = 24
WARM_UP_UPDATES = 50
SILENCE_BEHIND_S = 0.6


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
            print(
                f"{at + SHARD_CLIPS} of {len(clips)} clips, {(time.monotonic() - began) / done:.1f} s a shard",
                flush=True,
            )
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


class Tuning:
    """A student, its optimizer and how far it has come; all of it in ``state.pt``."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.arguments = arguments
        self.path = arguments.out / "state.pt"
        # A copy: a teacher that shared the student's storage would learn along.
        self.model = copy.deepcopy(load_whisper(arguments.weights)).train()
        for name, parameter in self.model.named_parameters():
            # Pieces and their places stay as they are: what is tuned is how sound is heard.
            parameter.requires_grad = not name.startswith(("decoder.embedding", "decoder.positions"))
        self.trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        self.optimizer = torch.optim.AdamW(self.trained, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)
        self.update, spent_s = 0, 0.0
        if self.path.exists():
            state = torch.load(self.path)
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.update, spent_s = state["update"], state["spent_s"]
        self.began_s = time.process_time() - spent_s

    def passed(self) -> float:
        """Which share of the run's processor time is over."""
        return (time.process_time() - self.began_s) / (self.arguments.minutes * 60)

    def save(self) -> None:
        part = self.path.with_suffix(".part")
        state = {
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "update": self.update,
            "spent_s": time.process_time() - self.began_s,
        }
        torch.save(state, part)
        part.rename(self.path)

    def step(self, batch: list[Target], seconds: float) -> tuple[float, float]:
        """One update on a batch in a window of ``seconds``; long windows take two of its clips."""
        rise = min(1.0, (self.update + 1) / WARM_UP_UPDATES)
        for group in self.optimizer.param_groups:
            group["lr"] = self.arguments.rate * rise * 0.5 * (1 + math.cos(math.pi * min(1.0, self.passed())))
        with torch.autocast("cpu", torch.bfloat16):
            off, nats = distance(self.model, batch[:2] if seconds > 20 else batch, seconds)
            loss = off + nats
        if not torch.isfinite(loss):
            raise FloatingPointError(f"update {self.update}: the loss is {loss.item()}")
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.update += 1
        return off.item(), nats.item()

    @torch.no_grad()
    def held_out(self, targets: list[Target]) -> tuple[float, float]:
        """The mean distances of clips that aren't trained on, with the silence behind that the app puts there."""
        pairs = []
        with torch.autocast("cpu", torch.bfloat16):
            for target in targets:
                pairs.append(distance(self.model, [target], min(FULL_S, target.seconds + SILENCE_BEHIND_S)))
        off, nats = (sum(float(pair[at]) for pair in pairs) / len(pairs) for at in (0, 1))
        return off, nats


def tune(arguments: argparse.Namespace) -> None:
    rng = random.Random(arguments.seed)
    shards = sorted((arguments.out / "targets").glob("*.pt"))
    targets = [Target(**values) for path in shards for values in torch.load(path)]
    rng.shuffle(targets)
    held, targets = targets[:HELD_CLIPS], targets[HELD_CLIPS:]
    tuning = Tuning(arguments)
    rng.seed(arguments.seed + tuning.update)
    losses: list[tuple[float, float]] = []
    with open(arguments.out / "log.jsonl", "a", encoding="utf-8") as log:
        for batch in batches(targets, arguments.batch, rng):
            passed = tuning.passed()
            if tuning.update % 100 == 0 or passed >= 1:
                off, nats = tuning.held_out(held)
                line: dict[str, object] = {
                    "update": tuning.update,
                    "passed": round(passed, 4),
                    "states": off,
                    "nats": nats,
                }
                line["training"] = np.mean(losses, axis=0).tolist() if losses else None
                print(json.dumps(line), file=log, flush=True)
                print(line, flush=True)
                losses.clear()
                tuning.save()
            if passed >= 1:
                break
            losses.append(tuning.step(batch, window_s(batch, arguments.full, rng)))
    tensors = {name: value.contiguous() for name, value in tuning.model.state_dict().items()}
    save_file(tensors, arguments.out / "tuned.safetensors")


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
