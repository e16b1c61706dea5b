"""How long people pause at each mark, and what a pause therefore says about marks.

    python -m utter_training.text.pauses --text ~/runs/punctuation/text --corpora librispeech=CORPUS.tsv… \\
        --alignments ~/runs/alignments --lexicon ~/runs/language/lexicon.safetensors --out conf/punctuation-pauses.yaml

Transcripts have no marks, but some of what is read aloud is in the labelled text too: five words in a row inside one of its
sentences give the mark after the third of them, and the last five words of a sentence, followed by the first four of
another, its end. Pauses are the silences of forced alignments. Utterances begin and end with the recording, so only marks
within one are counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from omegaconf import OmegaConf
from safetensors.numpy import load_file

from ..acoustic.alignments import Alignment, Alignments
from ..language.lexicon import UNIT_ID
from ..language.prefix_tree import entries
from ..speech.corpus import read_corpus
from .labels import MARKS

FRAME_MS = 10
BOUNDS_MS = (60, 150, 300, 500, 800, 1200)
"""Of the classes of pauses. Shorter than the first is no pause that a recogniser would notice."""
CLASSES = {"none": ("",), "inside": (",", ":", ";"), "end": (".", "?", "!")}
"""Marks that pauses don't tell apart."""
FLOOR = 0.5
"""Added to each count: no pause says anything for certain."""
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def pauses_after(
    words: Sequence[str], alignment: Alignment, ways: dict[str, list[tuple[int, ...]]], silence: int
) -> list[int] | None:
    """Silence in ms after each word but the last, or None where the aligned phones are no way to say the words."""
    spoken = [(int(u), int(s)) for u, s in zip(alignment.unit, alignment.start, strict=True) if u != silence]
    starts = {int(s): i for i, s in enumerate(alignment.start)}

    @cache
    def ends(word: int, at: int) -> tuple[int, ...] | None:
        if word == len(words):
            return () if at == len(spoken) else None
        for way in ways.get(words[word], ()):
            if tuple(u for u, _ in spoken[at : at + len(way)]) == way:
                rest = ends(word + 1, at + len(way))
                if rest is not None:
                    return (at + len(way), *rest)
        return None

    found = ends(0, 0)
    if found is None:
        return None
    pauses = []
    for end in found[:-1]:
        following = spoken[end][1]
        index = starts[following] - 1
        is_silent = alignment.unit[index] == silence
        pauses.append((following - int(alignment.start[index])) * FRAME_MS if is_silent else 0)
    return pauses


def _hashes(ids: np.ndarray, count: int) -> np.ndarray:
    """A hash of each run of ``count`` ids (N - count + 1,)."""
    total = np.zeros(max(0, len(ids) - count + 1), np.uint64)
    for k in range(count):
        total = (total ^ ids[k : k + len(total)].astype(np.uint64)) * _MULTIPLIER
        total ^= total >> np.uint64(29)
    return total


class MarkedText:
    """Looks up marks by the words around them in labelled corpora."""

    def __init__(self, files: Sequence[Path], wanted: np.ndarray, first_words: set[int]):
        """``wanted`` are hashes of five words, ``first_words`` of four; others are not kept."""
        self.inside: dict[int, int] = {}
        self.end: dict[int, int] = {}
        self.begins: set[int] = set()
        for path in files:
            with np.load(path) as file:
                word, mark, start = file["word"], file["mark"], file["start"]
            hashes = _hashes(word, 5)
            sentence = np.repeat(np.arange(len(start) - 1), np.diff(start))
            for at in np.flatnonzero(np.isin(hashes, wanted) & (sentence[: len(hashes)] == sentence[4:])):
                self.inside[int(hashes[at])] = int(mark[at + 2])
                if at + 5 == start[sentence[at] + 1]:
                    self.end[int(hashes[at])] = int(mark[at + 4])
            four = _hashes(word, 4)
            long = start[:-1][np.diff(start) >= 4]
            self.begins.update(int(h) for h in four[long] if h in first_words)


def marked(text: MarkedText, five: np.ndarray, four: np.ndarray) -> Iterator[tuple[int, int]]:
    """(word, mark after it) of an utterance with these hashes, where the text knows."""
    for at, key in enumerate(five):
        if int(key) in text.inside:
            yield at + 2, text.inside[int(key)]
        if int(key) in text.end and at + 5 < len(four) and int(four[at + 5]) in text.begins:
            yield at + 4, text.end[int(key)]


def count(text: Path, corpora: dict[str, Path], alignments: Path, lexicon: Path) -> dict[str, Counter[int]]:
    """Pauses by mark: how often each class of length was measured."""
    ways: dict[str, list[tuple[int, ...]]] = {}
    for word, phones, _ in entries(load_file(lexicon)):
        ways.setdefault(word, []).append(tuple(UNIT_ID[p] for p in phones))
    ids = {w: i for i, w in enumerate((text / "words.txt").read_text(encoding="ascii").split())}
    utterances = []
    for name, path in corpora.items():
        aligned = Alignments(alignments / f"{name}.npz").by_path
        for utterance in read_corpus(path):
            spoken = utterance.text.lower().split()
            alignment = aligned.get(str(utterance.path))
            if utterance.split != "train" or alignment is None or len(spoken) < 6:
                continue
            pauses = pauses_after(spoken, alignment, ways, UNIT_ID["SIL"])
            if pauses is not None:
                utterances.append((np.array([ids.get(w, -1) for w in spoken]), pauses))
    five = [_hashes(u, 5) for u, _ in utterances]
    four = [_hashes(u, 4) for u, _ in utterances]
    known = MarkedText(
        sorted(text.glob("*.npz")), np.unique(np.concatenate(five)), set(np.concatenate(four).tolist())
    )
    counts: dict[str, Counter[int]] = {mark: Counter() for mark in MARKS}
    for (_, pauses), f5, f4 in zip(utterances, five, four, strict=True):
        for at, mark in dict(marked(known, f5, f4)).items():
            if at < len(pauses):
                counts[MARKS[mark]][int(np.searchsorted(BOUNDS_MS, pauses[at], side="right"))] += 1
    print(
        f"{len(utterances)} utterances aligned, {sum(c.total() for c in counts.values())} places with a known mark"
    )
    return counts


def scores(counts: dict[str, Counter[int]], trust: float) -> dict:
    """
    Counts, and for each mark ``trust * ln(P(pause | mark's class) / P(pause))``, (K,). ``trust`` below 1 because readers know
    how the sentence goes on: who dictates also pauses to think.
    """
    sums = {
        name: np.array([sum(counts[mark][k] for mark in group) for k in range(len(BOUNDS_MS) + 1)], float)
        for name, group in CLASSES.items()
    }
    smoothed = {name: (found + FLOOR) / (found + FLOOR).sum() for name, found in sums.items()}
    everything = np.sum(list(sums.values()), axis=0) + FLOOR
    everything = everything / everything.sum()
    return {
        "boundsMs": list(BOUNDS_MS),
        "trust": trust,
        "counts": {name: found.astype(int).tolist() for name, found in sums.items()},
        "scores": {
            mark or "none": np.round(trust * np.log(smoothed[name] / everything), 3).tolist()
            for name, group in CLASSES.items()
            for mark in group
        },
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", required=True, type=Path, help="folder that labels wrote")
    parser.add_argument(
        "--corpora", required=True, nargs="+", help="NAME=MANIFEST.tsv, the name as among the alignments"
    )
    parser.add_argument("--alignments", required=True, type=Path)
    parser.add_argument("--lexicon", required=True, type=Path)
    parser.add_argument("--trust", type=float, default=0.5)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args(arguments)
    corpora = {name: Path(path) for name, _, path in (item.partition("=") for item in args.corpora)}
    counts = count(args.text.expanduser(), corpora, args.alignments.expanduser(), args.lexicon.expanduser())
    result = scores(counts, args.trust)
    lines = "# Written by utter_training.text.pauses: pauses of readers at marks, and what they say about marks.\n"
    args.out.write_text(lines + OmegaConf.to_yaml(OmegaConf.create(result)))
    print(result)


if __name__ == "__main__":
    main()
