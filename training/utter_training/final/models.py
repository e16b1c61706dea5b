"""Makes the model folders of the final pass: ONNX files of eight bits a weight, tokenizer, settings, self-test, manifest, card.

    python -m utter_training.final.models whisper --weights WEIGHTS --tokenizer tokenizer.json --calibrate CORPUS.tsv --out FOLDER
    python -m utter_training.final.models moonshine --onnx FOLDER --pieces tokenizer.bin --out FOLDER

Published files are checked by size and SHA-256 where they are known by their names (``PUBLISHED``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import onnx
import soundfile
import torch
from tokenizers import Tokenizer

from ..speech.audio import read_audio
from ..speech.corpus import read_corpus
from ..whisper import settings
from ..whisper.features import log_mel
from ..whisper.graphs import decoder_graph, encoder_graph
from ..whisper.network import Whisper
from ..whisper.pieces import with_all_merges
from ..whisper.search import TorchDecoder, greedy, prompt, suppressed
from ..whisper.smoothing import Smoothed, ranges, smooth
from ..whisper.weights import Expected, WeightsError, check_file, load_whisper
from . import moonshine

# Half of the shipped Whisper's parameters in each of two packages, its tokenizer in the first; Moonshine's files of two more.
PUBLISHED = {
    "model.bin.part1": Expected(72608766, "221b8a89445469c663df6b7f63f9e86e9dc82e72d91f9f43c4f9ca651ff8ac54"),
    "model.bin.part2": Expected(72608766, "c8f550bdda12140f5b56ef25cfa0b1f613a9814d058e438e4d2fdc1986aa1408"),
    "encoder_model.onnx": Expected(
        7937661, "c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a"
    ),
    "decoder_model_merged.onnx": Expected(
        20243286, "eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367"
    ),
    "tokenizer.bin": Expected(249974, "6884b35fd6377d4c4d32336a0bc152f36b64d1e45b6503683cdc238250a8472d"),
}
ENCODER, DECODER = "encoder_model.onnx", "decoder_model_merged.onnx"
TOKENIZER, CONFIG, GENERATION, SELF_TEST = (
    "tokenizer.json",
    "config.json",
    "generation_config.json",
    "self-test.wav",
)
LARGEST_FILE_BYTES = 50_000_000
SELF_TEST_TEXT = "the boat to the island leaves at seven in the morning"
SILENCE_BEHIND_S = 0.6


def check_published(path: Path) -> None:
    """Raises:
    WeightsError: a file with the name of a published one isn't that one.
    """
    if path.name in PUBLISHED:
        check_file(path, PUBLISHED[path.name])
    elif not path.exists():
        raise WeightsError(f"{path}: not found")


def write_json(path: Path, value: object, indent: int | None = 2) -> None:
    separators = (",", ":") if indent is None else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8")


def described(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    return {"file": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def speak(path: Path, text: str) -> None:
    """The self-test's recording by flite (Debian's package of that name), mono at 16 kHz.

    Raises:
        WeightsError: flite isn't there or fails.
    """
    if shutil.which("flite") is None:
        raise WeightsError(
            "flite is not installed, which speaks the self-test; install it or give --self-test"
        )
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    samples = read_audio(path)
    soundfile.write(path, samples, 16_000, subtype="PCM_16")


def manifest(folder: Path, fields: dict[str, object], self_test_text: str) -> None:
    names = {
        "encoder": ENCODER,
        "decoder": DECODER,
        "tokenizer": TOKENIZER,
        "config": CONFIG,
        "generationConfig": GENERATION,
    }
    parts = {part: described(folder / name) for part, name in names.items()}
    for part in parts.values():
        if int(str(part["bytes"])) > LARGEST_FILE_BYTES:
            raise WeightsError(
                f"{folder / str(part['file'])}: {part['bytes']} bytes; at most {LARGEST_FILE_BYTES} ship"
            )
    head = {"format": "onnx-encoder-decoder", "version": 1}
    self_test = described(folder / SELF_TEST) | {"text": self_test_text}
    write_json(
        folder / "manifest.json", head | fields | {"parts": parts, "selfTest": self_test, "evaluation": []}
    )


@torch.no_grad()
def calibration(
    model: Whisper, tokenizer: Tokenizer, corpus: Path, clips: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Features and the model's own text of a corpus' training speech, from which the ranges of its activations are taken."""
    usable = [u for u in read_corpus(corpus) if u.split == "train" and 1 < u.duration_s < 12]
    if not usable:
        raise WeightsError(
            f"{corpus}: no training recording of 1 to 12 s, from which to take the activations' ranges"
        )
    never = suppressed(tokenizer, model.dimensions.pieces, words_only=False)
    samples = []
    for utterance in random.Random(0).sample(usable, min(clips, len(usable))):
        features = log_mel(read_audio(utterance.path), SILENCE_BEHIND_S, model.dimensions.mels)
        audio = model.decoder.keys_values(model.encoder(features[None]))
        text = greedy(TorchDecoder(model, audio), [prompt("en")], never, 60)[0]
        samples.append((features, torch.tensor(prompt("en") + text.ids)))
    return samples


def write_whisper(arguments: argparse.Namespace) -> None:
    for path in (*arguments.weights, arguments.tokenizer):
        check_published(path)
    model = load_whisper(arguments.weights if len(arguments.weights) > 1 else arguments.weights[0])
    whole = with_all_merges(json.loads(arguments.tokenizer.read_text(encoding="utf-8")))
    tokenizer = Tokenizer.from_str(json.dumps(whole))
    sizes, folder = model.dimensions, arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    smoothed = Smoothed(model)
    if arguments.calibrate:
        smoothed = smooth(
            model, ranges(model, calibration(model, tokenizer, arguments.calibrate, arguments.clips))
        )
    heads = [(layer, head) for layer, head in settings.alignment_heads(sizes)]
    onnx.save(encoder_graph(smoothed, arguments.bits), folder / ENCODER)
    onnx.save(decoder_graph(smoothed, heads, arguments.bits), folder / DECODER)
    write_json(folder / TOKENIZER, whole, indent=None)
    write_json(folder / CONFIG, settings.config(sizes))
    write_json(folder / GENERATION, settings.generation_config(sizes))
    self_test(arguments, folder)
    fields = {
        "id": arguments.id,
        "name": arguments.name,
        "family": "whisper",
        "languages": list(settings.LANGUAGES),
        "licence": "MIT",
        "source": arguments.source,
        "credit": "Whisper: Alec Radford, Jong Wook Kim, Tao Xu, Greg Brockman, Christine McLeavey, Ilya Sutskever (OpenAI, 2022)",
        "silenceBehindMs": arguments.silence_ms,
        "silenceBehindElsewhereMs": arguments.silence_elsewhere_ms,
        "fullWindowMs": sizes.audio_steps * 20,
        "beam": 4,
    }
    manifest(folder, fields, arguments.text)


def write_moonshine(arguments: argparse.Namespace) -> None:
    check_published(arguments.pieces)
    folder = arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    for name in (ENCODER, DECODER):
        if not arguments.rebuilt:
            check_published(arguments.onnx / name)
        shutil.copyfile(arguments.onnx / name, folder / name)
    write_json(folder / TOKENIZER, moonshine.tokenizer(moonshine.read_pieces(arguments.pieces)), indent=None)
    write_json(folder / CONFIG, moonshine.config())
    write_json(folder / GENERATION, moonshine.generation_config())
    self_test(arguments, folder)
    fields = {
        "id": arguments.id,
        "name": arguments.name,
        "family": "moonshine",
        "languages": ["en"],
        "licence": "MIT",
        "source": arguments.source,
        "credit": "Moonshine: Nat Jeffries, Evan King, Manjunath Kudlur, Guy Nicholson, James Wang, Pete Warden (Useful Sensors, 2024)",
        "silenceBehindMs": 0,
        "beam": 4,
    }
    manifest(folder, fields, arguments.text)


def self_test(arguments: argparse.Namespace, folder: Path) -> None:
    if arguments.self_test:
        shutil.copyfile(arguments.self_test, folder / SELF_TEST)
    else:
        speak(folder / SELF_TEST, arguments.text)


def card(arguments: argparse.Namespace) -> None:
    if arguments.card:
        shutil.copyfile(arguments.card, arguments.out / "MODEL_CARD.md")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    whisper = commands.add_parser("whisper")
    whisper.set_defaults(run=write_whisper)
    whisper.add_argument(
        "--weights",
        type=Path,
        nargs="+",
        required=True,
        help="a folder, model.bin or its parts, .safetensors, .pt",
    )
    whisper.add_argument("--tokenizer", type=Path, required=True)
    whisper.add_argument(
        "--calibrate", type=Path, help="a corpus; without it accuracy suffers from eight bits"
    )
    whisper.add_argument("--clips", type=int, default=24)
    whisper.add_argument("--bits", type=int, choices=(8, 32), default=8)
    whisper.add_argument("--silence-ms", type=int, default=round(SILENCE_BEHIND_S * 1000))
    whisper.add_argument(
        "--silence-elsewhere-ms",
        type=int,
        default=5000,
        help="where not English alone is spoken: tuned mostly on English",
    )
    english = commands.add_parser("moonshine")
    english.set_defaults(run=write_moonshine)
    english.add_argument("--onnx", type=Path, required=True, help="folder of the two published ONNX files")
    english.add_argument("--rebuilt", action="store_true", help="they were made anew, so their hashes differ")
    english.add_argument("--pieces", type=Path, required=True, help="tokenizer.bin")
    for command, id_, name, source in (
        (whisper, "whisper-base", "Whisper base", "openai/whisper-base"),
        (english, "moonshine-tiny-en", "Moonshine tiny", "@moonshine-ai/moonshine-js 0.1.29"),
    ):
        command.add_argument("--out", type=Path, required=True)
        command.add_argument("--id", default=id_)
        command.add_argument("--name", default=name)
        command.add_argument("--source", default=source)
        command.add_argument("--self-test", type=Path, help="a recording; by default flite speaks --text")
        command.add_argument("--text", default=SELF_TEST_TEXT, help="what is said in it")
        command.add_argument("--card", type=Path, help="becomes the folder's MODEL_CARD.md")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    try:
        arguments.run(arguments)
        card(arguments)
    except (WeightsError, moonshine.MoonshineError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
