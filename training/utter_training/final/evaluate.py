"""WER of a Whisper of the final pass: PyTorch weights or a model folder, any window, greedy or beam.

python -m utter_training.final.evaluate --model MODEL --tokenizer tokenizer.json --silence 0.6 --beam 5 CORPUS.tsv
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import unicodedata
from pathlib import Path
from typing import NamedTuple

import jiwer
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from ..acoustic.evaluate import bootstrap
from ..speech.audio import read_audio
from ..speech.corpus import normalize_text
from ..whisper import settings
from ..whisper.features import SAMPLE_RATE_HZ, log_mel
from ..whisper.network import Whisper
from ..whisper.search import Text, TorchDecoder, beam, greedy, prompt, suppressed
from ..whisper.weights import load_whisper

CHARACTER_LANGUAGES = ("ja", "zh")


class Recording(NamedTuple):
    path: Path
    language: str
    text: str


def comparable(text: str, language: str) -> str:
    """What errors are counted on: words of letters and digits, or for scripts without spaces characters apart."""
    if language == "en":
        return normalize_text(text)
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded.replace("'", ""))
    return " ".join("".join(kept.split()) if language in CHARACTER_LANGUAGES else kept.split())


def recordings(
    manifest: Path, split: str, languages: list[str], limit: int | None, seed: int = 0
) -> list[Recording]:
    """A manifest's recordings; those whose path begins with a folder named as a language (``de/…``) are of it, others English."""
    with open(manifest, newline="", encoding="utf-8") as file:
        rows = [
            r for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r["split"] == split
        ]
    found = []
    for row in rows:
        parts = Path(row["path"]).parts[:-1]
        language = next((p for p in parts if p in settings.LANGUAGES), "en")
        if not languages or language in languages:
            found.append(Recording(manifest.parent / row["path"], language, row["text"]))
    random.Random(seed).shuffle(found)
    return found[:limit]


class TorchWhisper:
    def __init__(self, model: Whisper) -> None:
        self.model = model
        self.pieces = model.dimensions.pieces

    @torch.no_grad()
    def listen(self, features: Tensor) -> TorchDecoder:
        with torch.autocast("cpu", torch.bfloat16):
            audio = self.model.encoder(features[None])
        return TorchDecoder(self.model, self.model.decoder.keys_values(audio.float()))


def open_model(source: list[Path]):
    """A model folder with ONNX files, or weights as ``load_whisper`` takes them."""
    if len(source) == 1 and (source[0] / "encoder_model.onnx").is_file():
        from ..whisper.runtime import OnnxWhisper

        return OnnxWhisper(source[0])
    return TorchWhisper(load_whisper(source if len(source) > 1 else source[0]))


@torch.no_grad()
def hear(model, samples: np.ndarray, language: str, never: Tensor, silence_s: float, width: int) -> Text:
    """``silence_s`` behind the sound; 30 means a full window."""
    seconds = len(samples) / SAMPLE_RATE_HZ
    if silence_s >= 30:
        silence_s = max(0.0, 30 - seconds)
    decoder = model.listen(log_mel(samples, silence_s))
    limit = min(444, round(12 * seconds) + 20)
    if width == 1:
        return greedy(decoder, [prompt(language)], never, limit)[0]
    return beam(decoder, prompt(language), never, limit, width)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, nargs="+", required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--silence", type=float, default=0.6, help="seconds behind; 30 for full windows")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--languages", nargs="*", default=[])
    parser.add_argument("--limit", type=int)
    parser.add_argument(
        "--as-written", action="store_true", help="leave digits and signs in (other languages)"
    )
    parser.add_argument("--out", type=Path, help="TSV of references and hypotheses")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    model = open_model(arguments.model)
    never = suppressed(tokenizer, model.pieces, not arguments.as_written)
    rows, loops = [], 0
    for recording in recordings(arguments.corpus, arguments.split, arguments.languages, arguments.limit):
        samples = read_audio(recording.path)
        text = hear(model, samples, recording.language, never, arguments.silence, arguments.beam)
        written = tokenizer.decode(text.ids)
        loops += not text.is_finished  # it ran into the limit of twelve pieces a second
        rows.append((comparable(recording.text, recording.language), comparable(written, recording.language)))
    counts = [jiwer.process_words(said, heard) for said, heard in rows]
    errors = np.array([c.substitutions + c.deletions + c.insertions for c in counts])
    words = np.array([len(said.split()) for said, _ in rows])
    low, high = bootstrap(errors, words)
    if arguments.out:
        arguments.out.write_text("".join(f"{said}\t{heard}\n" for said, heard in rows), encoding="utf-8")
    result = {
        "corpus": arguments.corpus.stem,
        "languages": arguments.languages,
        "silence": arguments.silence,
        "beam": arguments.beam,
        "utterances": len(rows),
        "words": int(words.sum()),
        "wer": float(errors.sum() / words.sum()),
        "werLow": low,
        "werHigh": high,
        "loops": loops,
    }
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
