"""Features computed once and kept on disk: a training step then only reads and augments.

python -m utter_training.speech.cache --out ~/runs/features --speeds 0.9,1.0,1.1 --codecs 0.3 corpus/*.tsv python -m
utter_training.speech.cache --kind whisper-log-mel --out ~/runs/log-mel --codecs 0.3 corpus/*.tsv

Of either kind natural logarithms of mel powers are kept, of Whisper's before the running maximum is taken off
(``log_mel.py``): augmentation acts on powers.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from . import codecs
from .audio import AudioError, change_speed, read_audio
from .corpus import Utterance, read_corpus
from .featurizer import Featurizer
from .log_mel import LN_10, LogMel

MAX_SECONDS = 20.0
"""Longer utterances are left out: one of them would set the shape of its whole batch."""


@dataclass(frozen=True)
class CachedUtterance:
    """Where an utterance's features lie (``frames`` rows from ``start``) and what was said."""

    start: int
    frames: int
    speed: float
    speaker: str
    split: str
    corpus: str
    path: str
    text: str
    codec: str | None = None
    """That its sound went through before, for augmentation."""


class FeatureCache:
    """One corpus' log-mel features, ``(total_frames, bins)`` float16, memory-mapped. ``kind`` is the
    manifest's name for them.
    """

    def __init__(self, folder: Path):
        meta = json.loads((folder / "index.json").read_text())
        self.utterances = [CachedUtterance(**row) for row in meta["utterances"]]
        self.bins = meta["bins"]
        self.kind = meta.get("kind", KALDI)
        self.features = np.memmap(folder / "features.f16", dtype=np.float16, mode="r").reshape(-1, self.bins)

    def __getitem__(self, utterance: CachedUtterance) -> np.ndarray:
        """Features of one utterance, ``(T, bins)`` float16."""
        return self.features[utterance.start : utterance.start + utterance.frames]


KALDI, WHISPER = "kaldi-fbank", "whisper-log-mel"


class LogPowers(LogMel):
    """Waveform ``(N,)`` → natural logarithms of Whisper's mel powers ``(T, bins)``."""

    def forward(self, samples: torch.Tensor) -> torch.Tensor:
        return self.logs(samples) * LN_10


_featurizer: Featurizer | LogPowers | None = None


def _features(
    utterance: Utterance, speeds: tuple[float, ...], codec_share: float, kind: str = KALDI
) -> list[tuple[float, str | None, np.ndarray]] | str:
    """Speed, codec and features of each row of an utterance, or why it can't be read."""
    global _featurizer
    if _featurizer is None:
        torch.set_num_threads(1)
        _featurizer = LogPowers() if kind == WHISPER else Featurizer()
    try:
        rate = _featurizer.config.sample_rate_hz
        samples = read_audio(utterance.path, rate)
    except AudioError as error:
        return str(error)
    result = []
    for speed in speeds if utterance.split == "train" else (1.0,):
        sound, codec = change_speed(samples, speed), None
        # Speech at its own speed stays as it is: alignments are of that.
        drawn = codecs.draw(f"{utterance.path.name} {speed}", codec_share) if speed != 1.0 else None
        if drawn is not None:
            codec = drawn[0].name
            sound = codecs.code(sound, rate, *drawn)
        features = _featurizer(torch.from_numpy(np.ascontiguousarray(sound)))
        result.append((speed, codec, features.numpy().astype(np.float16)))
    return result


def build(
    corpus: Path,
    out: Path,
    speeds: tuple[float, ...],
    jobs: int,
    codec_share: float = 0.0,
    kind: str = KALDI,
) -> None:
    """Writes ``out/<corpus>/{features.f16,index.json}``; a finished corpus is left as it is.

    A ``codec_share`` of the rows at other speeds than their own goes through a codec first.
    """
    folder = out / corpus.stem
    if (folder / "index.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    utterances = [u for u in read_corpus(corpus) if u.text and u.duration_s <= MAX_SECONDS]
    rows, failed, start = [], [], 0
    with open(folder / "features.f16", "wb") as file, ProcessPoolExecutor(jobs) as pool:
        features_of = partial(_features, speeds=speeds, codec_share=codec_share, kind=kind)
        work = pool.map(features_of, utterances, chunksize=16)
        for utterance, result in tqdm(
            zip(utterances, work, strict=True), total=len(utterances), desc=corpus.stem
        ):
            if isinstance(result, str):
                failed.append(result)
                continue
            for speed, codec, features in result:
                file.write(features.tobytes())
                rows.append(
                    {
                        "start": start,
                        "frames": len(features),
                        "speed": speed,
                        "codec": codec,
                        "speaker": utterance.speaker,
                        "split": utterance.split,
                        "corpus": corpus.stem,
                        "path": str(utterance.path),
                        "text": utterance.text,
                    }
                )
                start += len(features)
    # The index comes last, and at once: a folder without one is an unfinished cache and is built again.
    partial_index = folder / "index.json.partial"
    partial_index.write_text(
        json.dumps({"bins": Featurizer().config.bins, "kind": kind, "utterances": rows, "failed": failed})
    )
    partial_index.rename(folder / "index.json")
    print(
        f"{corpus.stem}: {len(rows)} rows, {start / 360000:.2f} h with all speeds, {len(failed)} unreadable"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--kind", choices=[KALDI, WHISPER], default=KALDI)
    parser.add_argument("--speeds", default="0.9,1.0,1.1")
    parser.add_argument("--codecs", type=float, default=0.0, help="share of the rows at other speeds to code")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    speeds = tuple(float(s) for s in args.speeds.split(","))
    for corpus in args.corpora:
        build(corpus, args.out, speeds, args.jobs, args.codecs, args.kind)


if __name__ == "__main__":
    main()
