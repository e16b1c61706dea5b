"""Encoder output of a corpus on disk, for tuning the search (``npm run bench -- tune-search``) without the engine.

    python -m utter_training.acoustic.frames --checkpoint ~/runs/phones --out ~/runs/frames/librispeech corpus/librispeech.tsv

writes ``index.json``, a list of ``{path, text, frames, file}``, and for each utterance a file of little-endian float32,
``(frames, C · V)``: a phone transducer's logits after each unit. ``--codec`` passes every recording through a codec before,
at the middle of the levels that training draws from.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from ..speech.audio import read_audio
from ..speech.codecs import CODECS, code
from ..speech.corpus import read_corpus
from ..speech.featurizer import FeaturizerConfig
from .checkpoint import load_model
from .evaluate import frames_of


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--checkpoint", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--chunk", type=int, help="feature frames a chunk; default: the whole utterance")
    parser.add_argument("--step", type=int, default=1, help="take every so many utterances")
    parser.add_argument("--codec", choices=[codec.name for codec in CODECS])
    args = parser.parse_args()
    codec = next((each for each in CODECS if each.name == args.codec), None)
    rate = FeaturizerConfig().sample_rate_hz
    torch.set_num_threads(1)
    model, out = load_model(args.checkpoint.expanduser()), args.out.expanduser()
    out.mkdir(parents=True, exist_ok=True)
    index = []
    utterances = [u for u in read_corpus(args.corpus) if u.split == args.split and u.text][:: args.step]
    for number, utterance in enumerate(tqdm(utterances)):
        samples = read_audio(utterance.path)
        if codec is not None:
            level = None if codec.levels is None else sum(codec.levels) / 2
            samples = code(samples, rate, codec, level)
        frames = np.concatenate(list(frames_of(model, samples, args.chunk)))
        file = f"{number:05d}.f32"
        frames.astype("<f4").tofile(out / file)
        entry = {"path": str(utterance.path), "text": utterance.text, "frames": len(frames), "file": file}
        index.append(entry)
    (out / "index.json").write_text(json.dumps(index, indent=1))


if __name__ == "__main__":
    main()
