"""WER (PER for phones) of a checkpoint on a manifest, streaming or offline, with a bootstrap interval.

    python -m utter_training.acoustic.evaluate --checkpoint ~/runs/pieces --units ~/runs/units/pieces.model \
        --split dev --chunk 24 corpus/librispeech.tsv
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import jiwer
import numpy as np
import torch
from tqdm import tqdm

from ..speech.audio import read_audio
from ..speech.corpus import read_corpus
from .checkpoint import load_model
from .chunk_attention import ChunkAttentionEncoder
from .decode import featurizer_of, flush_frames, greedy_search, stream
from .losses import Model
from .units import Inventory, open_inventory

WHOLE_CHUNK_FRAMES = 3000
"""Longest chunk of an encoder that attends to all of its chunk: Whisper's window."""


def frames_of(model: Model, samples: np.ndarray, chunk: int | None) -> Iterator[np.ndarray]:
    """What the search takes of a waveform at the featurizer's rate, flushed with silence.

    ``chunk`` in feature frames, or None for the whole.
    """
    featurizer = featurizer_of(model)
    flush = np.zeros(flush_frames(model) * featurizer.config.frame_shift, dtype=np.float32)
    features = featurizer(torch.from_numpy(np.concatenate([samples, flush])))
    step = model.encoder.subsampling
    whole = len(features) // step * step
    if chunk is None and isinstance(model.encoder, ChunkAttentionEncoder):
        whole = min(whole, WHOLE_CHUNK_FRAMES)
    yield from stream(model, features, chunk or whole)


def transcribe(model: Model, inventory: Inventory, samples: np.ndarray, chunk: int | None) -> str:
    """Greedy text of a waveform."""
    search = greedy_search(model)
    for frames in frames_of(model, samples, chunk):
        search.accept(frames)
    return inventory.decode(search.units)


def bootstrap(
    errors: np.ndarray, words: np.ndarray, samples: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """95 % interval of WER by resampling utterances (Bisani and Ney 2004)."""
    index = np.random.default_rng(seed).integers(0, len(words), (samples, len(words)))
    low, high = np.percentile(errors[index].sum(axis=1) / words[index].sum(axis=1), [2.5, 97.5])
    return float(low), float(high)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--checkpoint", required=True, type=Path)
    parser.add_argument("--units", required=True, type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--chunk", type=int, help="feature frames a chunk; default: the whole utterance")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=Path, help="TSV of references and hypotheses")
    args = parser.parse_args()
    torch.set_num_threads(1)
    model, inventory = load_model(args.checkpoint.expanduser()), open_inventory(args.units.expanduser())
    utterances = [u for u in read_corpus(args.corpus) if u.split == args.split and inventory.encode(u.text)][
        : args.limit
    ]
    rows = []
    for utterance in tqdm(utterances):
        samples = read_audio(utterance.path)
        rows.append((utterance, transcribe(model, inventory, samples, args.chunk)))
    counts = [jiwer.process_words(inventory.reference(u.text), text) for u, text in rows]
    errors = np.array([c.substitutions + c.deletions + c.insertions for c in counts])
    words = np.array([len(inventory.reference(u.text).split()) for u, _ in rows])
    low, high = bootstrap(errors, words)
    if args.out:
        args.out.write_text("".join(f"{u.path}\t{u.text}\t{text}\n" for u, text in rows))
    result = {
        "corpus": args.corpus.stem,
        "mode": f"chunks of {args.chunk} frames" if args.chunk else "offline",
        "utterances": len(rows),
        "words": int(words.sum()),
        "wer": float(errors.sum() / words.sum()),
        "werLow": low,
        "werHigh": high,
        "substitutions": sum(c.substitutions for c in counts),
        "deletions": sum(c.deletions for c in counts),
        "insertions": sum(c.insertions for c in counts),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
