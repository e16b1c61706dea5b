"""What frozen Whisper hears in each cached recording, kept on disk: the features that a streaming encoder is
held to.

    python -m utter_training.acoustic.teacher --cache ~/runs/log-mel --weights model.bin.part1 model.bin.part2 --out ~/runs/teacher

The teacher hears clean recordings whole, and needs no transcripts. Its steps are averaged in pairs before the
last norm, so its frames are 40 ms, on the student's grid. Recordings at their own speed come first, in random
order; training may begin on what is there, and an interrupted run goes on where it was.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Literal

import numpy as np
import torch

from ..speech.cache import CachedUtterance, FeatureCache
from ..speech.log_mel import LN_10, LogMelConfig, relative
from .begin import frozen_encoder
from .chunk_attention import ChunkAttentionConfig, ChunkAttentionEncoder

SUBSAMPLING = ChunkAttentionConfig().subsampling


def whole_features(logs: np.ndarray, config: LogMelConfig) -> torch.Tensor:
    """Natural log powers ``(T, bins)`` → features relative to the loudest value of all, ``(1, T', bins)``, T'
    a multiple of 4.
    """
    whole = torch.from_numpy(logs[: len(logs) // SUBSAMPLING * SUBSAMPLING].astype(np.float32)) / LN_10
    maximum = whole.amax().clamp_min(config.initial_maximum)
    return relative(whole, config, maximum.expand(len(whole), 1))[None]


class TeacherFeatures:
    """One corpus' features ``(frames, C)`` float16, memory-mapped; ``heard`` tells of each row of the cache
    whether it is there.
    """

    def __init__(self, folder: Path, store: FeatureCache, channels: int, writable: bool = False):
        self.store = store
        counts = [u.frames // SUBSAMPLING for u in store.utterances]
        self.first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self.index = {(u.start, u.frames): i for i, u in enumerate(store.utterances)}
        if writable:
            folder.mkdir(parents=True, exist_ok=True)
        features, heard = folder / "features.f16", folder / "heard.u8"
        shape = (int(self.first[-1]), channels)
        if not heard.exists():
            if not writable:
                raise FileNotFoundError(f"{heard}: not found; make it with utter_training.acoustic.teacher")
            np.memmap(features, np.float16, "w+", shape=shape).flush()
            np.memmap(heard, np.uint8, "w+", shape=(len(counts),)).flush()
        if features.stat().st_size != 2 * shape[0] * channels or heard.stat().st_size != len(counts):
            raise ValueError(
                f"{folder}: made of another cache or by another Whisper; delete it and make it again"
            )
        mode: Literal["r+", "r"] = "r+" if writable else "r"
        self.features = np.memmap(features, np.float16, mode, shape=shape)
        self.heard = np.memmap(heard, np.uint8, mode, shape=(len(counts),))

    def __contains__(self, utterance: CachedUtterance) -> bool:
        return bool(self.heard[self.index[utterance.start, utterance.frames]])

    def __getitem__(self, utterance: CachedUtterance) -> np.ndarray:
        """``(frames // 4, C)`` float16."""
        row = self.index[utterance.start, utterance.frames]
        return self.features[self.first[row] : self.first[row + 1]]

    def put(self, row: int, features: np.ndarray) -> None:
        self.features[self.first[row] : self.first[row + 1]] = features
        self.heard[row] = 1


@torch.no_grad()
def teach(encoder: ChunkAttentionEncoder, cache: Path, out: Path, speeds: list[float]) -> None:
    """Fills ``out`` for all training rows of the cache at the given speeds, first speed first."""
    config, rng = LogMelConfig(), np.random.default_rng(0)
    device = next(encoder.parameters()).device
    stores = {
        folder.name: FeatureCache(folder)
        for folder in sorted(cache.iterdir())
        if (folder / "index.json").exists()
    }
    channels = encoder.config.channels
    kept = {
        name: TeacherFeatures(out / name, store, channels, writable=True) for name, store in stores.items()
    }
    for speed in speeds:
        rows = [
            (name, row)
            for name, store in stores.items()
            for row, u in enumerate(store.utterances)
            if u.speed == speed and u.split == "train" and not kept[name].heard[row]
        ]
        began, frames = time.monotonic(), 0
        for done, at in enumerate(rng.permutation(len(rows)), 1):
            name, row = rows[at]
            utterance = stores[name].utterances[row]
            hidden = encoder.hidden(whole_features(stores[name][utterance], config).to(device))
            kept[name].put(row, hidden[0].to(torch.float16).cpu().numpy())
            frames += utterance.frames
            if done % 500 == 0 or done == len(rows):
                pace = frames / 100 / (time.monotonic() - began)
                print(
                    f"speed {speed}: {done} of {len(rows)} recordings, {pace:.0f} times real time", flush=True
                )


def channel_deviation(teachers: dict[str, TeacherFeatures], frames: int = 50_000) -> np.ndarray:
    """Standard deviation of each channel ``(C,)`` over about so many frames of what was heard."""
    rng, drawn, count = np.random.default_rng(0), [], 0
    rows = [(name, row) for name, kept in teachers.items() for row in np.flatnonzero(kept.heard)]
    for at in rng.permutation(len(rows)):
        name, row = rows[at]
        kept = teachers[name]
        drawn.append(kept.features[kept.first[row] : kept.first[row + 1]].astype(np.float32))
        count += len(drawn[-1])
        if count >= frames:
            break
    if not drawn:
        raise ValueError("the teacher has heard nothing yet; run utter_training.acoustic.teacher first")
    return np.concatenate(drawn).std(axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", required=True, type=Path)
    parser.add_argument(
        "--weights", required=True, nargs="+", type=Path, help="any form that training/README.md names"
    )
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--speeds", default="1.0,0.9,1.1")
    parser.add_argument("--precision", choices=["bf16", "fp32"], default="bf16")
    args = parser.parse_args()
    torch.set_num_threads(1)
    encoder = frozen_encoder(args.weights)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    speeds = [float(s) for s in args.speeds.split(",")]
    # Once around all: within it the weights are cast a single time.
    with torch.autocast(device, torch.bfloat16, enabled=args.precision == "bf16"):
        teach(encoder.to(device), args.cache, args.out, speeds)


if __name__ == "__main__":
    main()
