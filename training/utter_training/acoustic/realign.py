"""Forced alignments by a phone model of its own training speech, for cross-entropy in the next stage.

    python -m utter_training.acoustic.realign --checkpoint ~/runs/phones-whisper-heads --cache ~/runs/log-mel --teacher ~/runs/teacher \
        --lexicon ~/runs/language/lexicon.safetensors --out ~/runs/alignments-whisper

The model reads what the teacher heard, over whole recordings; without ``--teacher``, what its own encoder hears in them.
``behind`` tells how far the transcript is from
the model's own reading: where it is far, the transcript is not what was said (machine labels above all), and
training may leave it out (``worst_share``).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from numba import njit

from ..speech.cache import FeatureCache
from ..speech.log_mel import LogMelConfig
from .alignments import Alignment, Alignments
from .checkpoint import load_model
from .chunk_attention import ChunkAttentionEncoder
from .phone_transducer import PhoneTransducer
from .pronunciation_graph import PronunciationGraph
from .teacher import TeacherFeatures, whole_features
from .units import Phones

MINUS = -1e30


@njit(cache=True)
def best_through(scores, unit, first, source, weight, final):
    """The best path through a graph by scores ``(T, C, V)``: node at each frame ``(T,)`` (empty where none
    fits), and its score.
    """
    frames, nodes = scores.shape[0], unit.shape[0]
    now = np.full(nodes, MINUS, np.float64)
    then = np.empty(nodes, np.float64)
    came = np.zeros((frames, nodes), np.int32)
    now[0] = 0.0
    for t in range(frames):
        for n in range(nodes):
            best, where = now[n] + scores[t, unit[n], 0], n
            for i in range(first[n], first[n + 1]):
                m = source[i]
                value = now[m] + scores[t, unit[m], unit[n]] + weight[i]
                if value > best:
                    best, where = value, m
            then[n], came[t, n] = best, where
        now, then = then, now
    node, best = -1, MINUS / 2
    for n in range(1, nodes):
        if now[n] + final[n] > best:
            node, best = n, now[n] + final[n]
    path = np.zeros(frames, np.int32)
    if node < 0:
        return path[:0], best
    for t in range(frames - 1, -1, -1):
        path[t] = node
        node = came[t, node]
    return path, best


@njit(cache=True)
def best_of_all(scores):
    """Score of the best sequence of units, whatever is said; ``(T, C, V)``."""
    units = scores.shape[1]
    now = np.full(units, MINUS, np.float64)
    then = np.empty(units, np.float64)
    now[0] = 0.0
    for t in range(scores.shape[0]):
        for v in range(units):
            then[v] = now[v] + scores[t, v, 0]
        for c in range(units):
            if now[c] > MINUS / 2:
                for v in range(1, units):
                    then[v] = max(then[v], now[c] + scores[t, c, v])
        now, then = then, now
    return now.max()


def align(scores: np.ndarray, graph: PronunciationGraph, frames_each: int) -> tuple[Alignment | None, float]:
    """Units and the feature frames they begin at, and nats a frame behind the best reading;
    ``scores (T, C, V)``.
    """
    path, score = best_through(scores, graph.unit, graph.first, graph.source, graph.weight, graph.final)
    if not len(path):
        return None, np.inf
    starts = np.flatnonzero(np.concatenate([path[:1] != 0, path[1:] != path[:-1]]))
    alignment = Alignment(graph.unit[path[starts]].astype(np.uint8), (starts * frames_each).astype(np.int32))
    return alignment, float(best_of_all(scores) - score) / len(path)


@torch.no_grad()
def align_corpus(
    model: PhoneTransducer,
    store: FeatureCache,
    teacher: TeacherFeatures | None,
    phones: Phones,
    precision: str = "fp32",
) -> list[tuple[str, Alignment | None, float]]:
    """All recordings at their own speed; of a teacher, those that it has heard."""
    rows: list[tuple[str, Alignment | None, float]] = []
    for utterance in store.utterances:
        if utterance.split != "train" or utterance.speed != 1.0 or (teacher and utterance not in teacher):
            continue
        graph = phones.graph(utterance.text)
        if graph is None:
            rows.append((utterance.path, None, np.inf))
            continue
        if teacher:
            assert isinstance(model.encoder, ChunkAttentionEncoder)
            frames = model.encoder.bottleneck(torch.from_numpy(teacher[utterance].astype(np.float32)))
        else:
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                frames = model.encoder(whole_features(store[utterance], LogMelConfig()))[0]
        scores = model.logits(frames.float()).numpy()
        rows.append((utterance.path, *align(scores, graph, model.encoder.subsampling)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("checkpoint", "cache", "lexicon", "out"):
        parser.add_argument(f"--{name}", required=True, type=Path)
    parser.add_argument("--teacher", type=Path)
    parser.add_argument(
        "--precision", choices=["bf16", "fp32"], default="fp32", help="of the model's own encoder"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)
    model, phones = load_model(args.checkpoint), Phones(args.lexicon)
    assert isinstance(model, PhoneTransducer), "only phone models align phones"
    for folder in sorted(args.cache.iterdir()):
        store = FeatureCache(folder)
        channels = model.encoder.config.channels
        teacher = TeacherFeatures(args.teacher / folder.name, store, channels) if args.teacher else None
        rows = align_corpus(model, store, teacher, phones, args.precision)
        if rows:
            Alignments.write(args.out / f"{folder.name}.npz", rows)
            behind = np.array([value for *_, value in rows if np.isfinite(value)])
            shown = np.percentile(behind, [50, 90, 99]).round(3) if len(behind) else []
            print(
                f"{folder.name}: {len(rows)} recordings, nats a frame behind (50, 90, 99 %): {shown}",
                flush=True,
            )


if __name__ == "__main__":
    main()
