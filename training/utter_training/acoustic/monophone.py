"""Forced alignments from a flat start: monophone hidden Markov models with Gaussian mixtures.

    python -m utter_training.acoustic.monophone --cache ~/runs/features --lexicon ~/runs/language/lexicon.safetensors \
        --out ~/runs/alignments --train librispeech common-voice ljspeech

Three states a phone, left to right; 13 cepstra with first and second differences, cepstral means removed for each
utterance. Training follows Kaldi's ``train_mono.sh``: equal segments at first, then Viterbi training with ever more
Gaussians (Young et al., *The HTK Book*; Povey et al. 2011).

Corpora whose alignments are in ``--out`` are left as they are, so an interrupted run can be repeated.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numba import njit

from ..language.lexicon import UNITS
from ..speech.cache import CachedUtterance, FeatureCache
from .alignments import Alignment, Alignments
from .pronunciation_graph import START, PronunciationGraph
from .units import Phones

STATES = 3
"""Of a phone's model."""
CEPSTRA = 13
SCHEDULE = (1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 16, 16, 16)
"""Gaussians a state in each pass over the data."""
STAY = float(np.log(0.5))
"""Ln probability of staying in a state, and of leaving it."""


def cepstra(features: np.ndarray) -> np.ndarray:
    """Log-mel features ``(T, bins)`` → cepstra with differences ``(T, 39)``, zero mean."""
    bins = features.shape[1]
    basis = np.cos(np.pi * np.outer(np.arange(bins) + 0.5, np.arange(CEPSTRA)) / bins) * np.sqrt(2 / bins)
    static = features.astype(np.float32) @ basis.astype(np.float32)
    static -= static.mean(axis=0)

    def differences(x: np.ndarray) -> np.ndarray:
        padded = np.pad(x, ((2, 2), (0, 0)), mode="edge")
        return (2 * (padded[4:] - padded[:-4]) + padded[3:-1] - padded[1:-3]) / 10

    first = differences(static)
    return np.concatenate([static, first, differences(first)], axis=1).astype(np.float32)


@dataclass
class Mixtures:
    """Diagonal Gaussians ``(S, K, D)`` of every state, with their weights ``(S, K)``."""

    mean: np.ndarray
    variance: np.ndarray
    weight: np.ndarray

    def log_likelihood(self, x: np.ndarray) -> np.ndarray:
        """``(T, D)`` → ``(T, S)``."""
        states, count, dim = self.mean.shape
        precision = (1 / self.variance).reshape(-1, dim)
        mean = self.mean.reshape(-1, dim)
        constant = np.log(self.weight.reshape(-1)) - 0.5 * (
            np.log(2 * np.pi * self.variance).sum(-1).reshape(-1) + (mean**2 * precision).sum(-1)
        )
        scores = x @ (mean * precision).T - 0.5 * (x**2) @ precision.T + constant
        scores = scores.reshape(len(x), states, count)
        largest = scores.max(-1, keepdims=True)
        return (largest[..., 0] + np.log(np.exp(scores - largest).sum(-1))).astype(np.float32)

    def updated(self, x: np.ndarray, state: np.ndarray, count: int, floor: np.ndarray) -> Mixtures:
        """One step of expectation-maximisation for aligned frames, after splitting up to ``count`` Gaussians."""
        states = len(self.mean)
        grown = self._split(count)
        result = Mixtures(grown.mean.copy(), grown.variance.copy(), grown.weight.copy())
        order = np.argsort(state, kind="stable")
        bounds = np.searchsorted(state[order], np.arange(states + 1))
        for s in range(states):
            frames = x[order[bounds[s] : bounds[s + 1]]]
            if len(frames) < 20 * count:
                continue
            for _ in range(2):
                precision = 1 / result.variance[s]
                scores = frames @ (result.mean[s] * precision).T - 0.5 * (frames**2) @ precision.T
                constant = np.log(result.weight[s]) - 0.5 * (
                    np.log(result.variance[s]).sum(-1) + (result.mean[s] ** 2 * precision).sum(-1)
                )
                scores += constant
                share = np.exp(scores - scores.max(-1, keepdims=True))
                share /= share.sum(-1, keepdims=True)
                mass = share.sum(0) + 1e-3
                result.mean[s] = (share.T @ frames) / mass[:, None]
                second = (share.T @ frames**2) / mass[:, None]
                result.variance[s] = np.maximum(second - result.mean[s] ** 2, floor)
                result.weight[s] = np.maximum(mass / mass.sum(), 1e-3)
        return result

    def _split(self, count: int) -> Mixtures:
        mean, variance, weight = self.mean, self.variance, self.weight
        while mean.shape[1] < count:
            step = 0.2 * np.sqrt(variance)
            mean = np.concatenate([mean - step, mean + step], axis=1)
            variance, weight = np.concatenate([variance] * 2, 1), np.concatenate([weight] * 2, 1) / 2
        return Mixtures(mean, variance, weight)


@njit(cache=True)
def viterbi(scores, unit, first, source, weight, final, stay):
    """The likeliest way through a graph: ``(T, S)`` scores → node and state of every frame ``(T, 2)``, and its score.

    Empty when the utterance is shorter than every way through.
    """
    frames, nodes = scores.shape[0], unit.shape[0]
    minus = np.float32(-1e30)
    now = np.full((nodes, STATES), minus, np.float32)
    then = np.full((nodes, STATES), minus, np.float32)
    came = np.full(
        (frames, nodes, STATES), -2, np.int16
    )  # -1: stayed; else previous node, or -2: previous state
    for t in range(frames):
        for n in range(1, nodes):
            for s in range(STATES):
                best, where = now[n, s] + stay, np.int16(-1)
                if s > 0:
                    if now[n, s - 1] + stay > best:
                        best, where = now[n, s - 1] + stay, np.int16(-2)
                else:
                    for i in range(first[n], first[n + 1]):
                        m = source[i]
                        if m == 0:
                            entered = weight[i] if t == 0 else minus
                        else:
                            entered = now[m, STATES - 1] + stay + weight[i]
                        if entered > best:
                            best, where = entered, np.int16(m)
                came[t, n, s] = where
                then[n, s] = best + scores[t, unit[n] * STATES + s]
        now, then = then, now
    best, node = minus, -1
    for n in range(1, nodes):
        if now[n, STATES - 1] + final[n] > best:
            best, node = now[n, STATES - 1] + final[n], n
    path = np.zeros((frames, 2), np.int32)
    if node < 0 or best < -1e29:
        return path[:0], best
    state = STATES - 1
    for t in range(frames - 1, -1, -1):
        path[t, 0], path[t, 1] = node, state
        where = came[t, node, state]
        if where == -2:
            state -= 1
        elif where >= 0:
            node, state = int(where), STATES - 1
    return path, best


def align(mixtures: Mixtures, x: np.ndarray, graph: PronunciationGraph) -> tuple[np.ndarray, float]:
    """State of every frame ``(T,)`` as node · 3 + state (empty if nothing fits), and how far behind the best it is.

    The second value, in nats a frame, compares the alignment with the best state of each frame: large where the
    transcript is not what was said.
    """
    scores = mixtures.log_likelihood(x)
    path, best = viterbi(scores, graph.unit, graph.first, graph.source, graph.weight, graph.final, STAY)
    behind = float(scores.max(1).mean()) - best / max(1, len(x))
    return path[:, 0] * STATES + path[:, 1], behind


def segments(path: np.ndarray, graph: PronunciationGraph) -> Alignment:
    """Phones and the frames they begin at."""
    node = path // STATES
    starts = np.flatnonzero(np.concatenate([[True], node[1:] != node[:-1]]))
    return Alignment(graph.unit[node[starts]].astype(np.uint8), starts.astype(np.int32))


def equal_segments(frames: int, graph: PronunciationGraph) -> np.ndarray:
    """The flat start: the first pronunciations with silence around them, every state as long as the others."""
    nodes = []
    node = len(graph.unit) - 1
    while node != 0:
        nodes.append(node)
        sources = graph.source[graph.first[node] : graph.first[node + 1]]
        node = int(sources[-1] if sources[0] == START else sources[0])
    states = [n * STATES + s for n in reversed(nodes) for s in range(STATES)]
    return np.array(states)[np.arange(frames) * len(states) // frames]


def _pass(rows: list, mixtures: Mixtures) -> list[np.ndarray]:
    return [align(mixtures, x, graph)[0] for x, graph in rows]


def train(rows: list[tuple[np.ndarray, PronunciationGraph]], jobs: int) -> Mixtures:
    """Fits mixtures to cepstra and graphs of utterances."""
    x = np.concatenate([cepstrum for cepstrum, _ in rows])
    states, floor = len(UNITS) * STATES, 0.01 * x.var(0)
    one = np.ones((states, 1, x.shape[1]), np.float32)
    mixtures = Mixtures(one * x.mean(0), one * x.var(0), np.ones((states, 1), np.float32))
    paths = [equal_segments(len(cepstrum), graph) for cepstrum, graph in rows]
    with ProcessPoolExecutor(jobs) as pool:
        for count in SCHEDULE:
            known = [len(path) > 0 for path in paths]
            state = np.concatenate(
                [
                    graph.unit[path // STATES] * STATES + path % STATES
                    for path, (_, graph) in zip(paths, rows, strict=True)
                    if len(path)
                ]
            )
            used = np.concatenate([c for (c, _), is_known in zip(rows, known, strict=True) if is_known])
            mixtures = mixtures.updated(used, state, count, floor)
            parts = [rows[i::jobs] for i in range(jobs)]
            results = list(pool.map(partial(_pass, mixtures=mixtures), parts))
            paths = [results[i % jobs][i // jobs] for i in range(len(rows))]
            behind = np.mean([len(path) == 0 for path in paths])
            print(f"{count} Gaussians a state: {behind:.2%} of the utterances not aligned", flush=True)
    return mixtures


class Aligner:
    """Aligns cached utterances; one a process, so that lexicon and models cross to it once."""

    def __init__(self, cache: Path, phones: Phones, mixtures: Mixtures):
        self.cache, self.phones, self.mixtures = cache, phones, mixtures
        self.stores: dict[str, FeatureCache] = {}

    def __call__(self, utterance: CachedUtterance) -> tuple[str, Alignment | None, float]:
        """The recording, its alignment if it has one, and how far behind the best it is (see ``align``)."""
        if utterance.corpus not in self.stores:
            self.stores[utterance.corpus] = FeatureCache(self.cache / utterance.corpus)
        graph = self.phones.graph(utterance.text)
        if graph is None:
            return utterance.path, None, np.inf
        path, behind = align(self.mixtures, cepstra(self.stores[utterance.corpus][utterance]), graph)
        return utterance.path, segments(path, graph) if len(path) else None, behind


_aligner: Aligner | None = None


def _start(*arguments) -> None:
    global _aligner
    _aligner = Aligner(*arguments)


def _align_cached(utterance: CachedUtterance) -> tuple[str, Alignment | None, float]:
    assert _aligner is not None, "_start was not called"
    return _aligner(utterance)


def training_rows(
    cache: Path, corpora: Iterable[str], phones: Phones, hours: float
) -> Iterator[tuple[np.ndarray, PronunciationGraph]]:
    """About ``hours`` of training speech, as much of each corpus, spread over its utterances."""
    corpora = list(corpora)
    for name in corpora:
        store = FeatureCache(cache / name)
        rows = [u for u in store.utterances if u.split == "train" and u.speed == 1.0]
        step = max(1, int(sum(u.frames for u in rows) / (hours / len(corpora) * 360_000)))
        for utterance in rows[::step]:
            graph = phones.graph(utterance.text)
            if graph is not None and utterance.frames > 2 * STATES * graph.min_frames:
                yield cepstra(store[utterance]), graph


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", required=True, type=Path)
    parser.add_argument("--lexicon", required=True, type=Path, help="lexicon.safetensors")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--train", nargs="+", required=True, help="corpora of the cache to fit the models to")
    parser.add_argument("--hours", type=float, default=4.0, help="of speech to fit the models to")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    cache = args.cache.expanduser()
    phones = Phones(args.lexicon.expanduser())
    missing: list[tuple[Path, Path]] = []
    for folder in sorted(cache.iterdir()):
        path = args.out.expanduser() / f"{folder.name}.npz"
        if path.exists():
            print(f"{folder.name}: aligned before; delete {path} to align it again", flush=True)
        else:
            missing.append((folder, path))
    if not missing:
        return
    mixtures = train(list(training_rows(cache, args.train, phones, args.hours)), args.jobs)
    with ProcessPoolExecutor(args.jobs, initializer=_start, initargs=(cache, phones, mixtures)) as pool:
        for folder, path in missing:
            rows = [u for u in FeatureCache(folder).utterances if u.speed == 1.0]
            found = list(pool.map(_align_cached, rows, chunksize=32))
            Alignments.write(path, found)
            unaligned = sum(alignment is None for _, alignment, _ in found)
            print(f"{folder.name}: {len(found)} utterances, {unaligned} without alignment", flush=True)


if __name__ == "__main__":
    main()
