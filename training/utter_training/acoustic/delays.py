"""How long after a phone begins a model emits it, against forced alignments: median and 90th percentile.

    python -m utter_training.acoustic.delays --checkpoint ~/runs/phones --alignments ~/runs/alignments/librispeech.npz \
        --split dev corpus/librispeech.tsv

Phones of the greedy search are matched with those aligned by edit distance; the same phone in the same place counts.
Look-ahead is added, the wait for a chunk to fill is not.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import jiwer
import numpy as np
import torch

from ..language.lexicon import SILENCE_ID
from ..speech.audio import read_audio
from ..speech.corpus import read_corpus
from ..speech.featurizer import FeaturizerConfig
from .alignments import Alignment, Alignments
from .checkpoint import load_model
from .decode import GreedyTableSearch
from .evaluate import frames_of
from .phone_transducer import PhoneTransducer


def delays(units: list[int], emitted: list[int], subsampling: int, alignment: Alignment) -> np.ndarray:
    """Feature frames from where a phone begins to the end of the encoder frame that emitted it, for each one found."""
    spoken = alignment.unit != SILENCE_ID
    begins = alignment.start[spoken]
    heard = [(unit, frame) for unit, frame in zip(units, emitted, strict=True) if unit != SILENCE_ID]
    if not heard:
        return np.zeros(0)
    reference = " ".join(map(str, alignment.unit[spoken]))
    matched = jiwer.process_words(reference, " ".join(str(unit) for unit, _ in heard)).alignments[0]
    found = []
    for chunk in matched:
        if chunk.type == "equal":
            for i in range(chunk.ref_end_idx - chunk.ref_start_idx):
                frame = heard[chunk.hyp_start_idx + i][1]
                found.append((frame + 1) * subsampling - begins[chunk.ref_start_idx + i])
    return np.array(found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--checkpoint", required=True, type=Path)
    parser.add_argument("--alignments", required=True, type=Path)
    parser.add_argument("--split", default="dev")
    args = parser.parse_args()
    torch.set_num_threads(1)
    model = load_model(args.checkpoint.expanduser())
    assert isinstance(model, PhoneTransducer), "only phone models emit phones"
    aligned = Alignments(args.alignments.expanduser()).by_path
    found = []
    for utterance in read_corpus(args.corpus):
        if utterance.split == args.split and str(utterance.path) in aligned:
            search = GreedyTableSearch(model)
            for frames in frames_of(model, read_audio(utterance.path), None):
                search.accept(frames)
            alignment = aligned[str(utterance.path)]
            found.append(delays(search.units, search.emitted, model.encoder.subsampling, alignment))
    shift = FeaturizerConfig().frame_shift_ms
    lookahead = model.encoder.config.lookahead * model.encoder.subsampling * shift
    ms = np.concatenate(found) * shift + lookahead
    result = {"phones": len(ms), "lookaheadMs": lookahead}
    result |= {f"p{q}Ms": float(np.percentile(ms, q)) for q in (50, 90)}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
