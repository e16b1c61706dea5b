"""Writes a model folder in one step: manifest.json, weights.safetensors, units.txt, golden.json.

    python -m utter_training.export.model_folder --checkpoint ~/runs/pieces --units ~/runs/units/pieces.model \
        --id utter-en-pieces --name "English, word pieces" --out ../resources/models/utter-en-pieces

    python -m utter_training.export.model_folder --checkpoint ~/runs/phones --units ~/runs/language/lexicon.safetensors \
        --language-files ~/runs/language --id utter-en --name "English" --out ../resources/models/utter-en

    python -m utter_training.export.model_folder --checkpoint ~/runs/small --units ~/runs/language/lexicon.safetensors \
        --share utter-en --id utter-en-small --name "English, small" --out ../resources/models/utter-en-small

With ``--share`` the lexicon, language model and g2p are not written: the manifest says that they lie in the folder of
that name beside ``--out``, which must have them.

The format is described in ``docs/model-format.md``.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from ..acoustic import provenance
from ..acoustic.checkpoint import load_model
from ..acoustic.chunk_attention import ChunkAttentionEncoder
from ..acoustic.decode import GreedySearch, GreedyTableSearch, featurizer_of, flush_frames
from ..acoustic.losses import Model
from ..acoustic.phone_transducer import PhoneTransducer
from ..acoustic.transducer import BLANK, Transducer
from ..acoustic.units import WORD_BOUNDARY, Inventory, open_inventory
from ..language.lexicon import SILENCE_NAME
from ..speech.audio import read_audio
from . import GOLDEN_RECORDING, language_files
from .folded import FoldedEncoder, layers_of, model_tensors
from .folded_attention import CHUNK_CHOICES, CHUNK_FRAMES, FoldedAttention, encoder_section

CHUNK_FRAMES_OF_CONVOLUTION = (24, 12, 24, 48, 96)
"""Feature frames a chunk of a convolutional encoder: the default, then what the user may choose from."""


def base64_of(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def greedy_units(model: Model, encoded: np.ndarray) -> list[int]:
    """Units of encoder output ``(T, dim)`` with the exported (half-precision) weights."""
    if isinstance(model, PhoneTransducer):
        return GreedyTableSearch(model).accept(encoded)
    rounded = Transducer(model.config).eval()
    rounded.load_state_dict(model.state_dict())
    for part in (rounded.predictor, rounded.joint):
        for parameter in part.parameters():
            parameter.data = parameter.data.half().float()
    return GreedySearch(rounded).accept(encoded)


def golden(model: Model, tensors: dict[str, Tensor], inventory: Inventory, audio: Path) -> dict:
    """Audio → features → encoder output → units → text, with the exported (half-precision) weights.

    Where the output depends on chunks, they are of the default length, and silence fills the last one.
    """
    featurizer = featurizer_of(model)
    pcm = np.round(np.clip(read_audio(audio), -1, 32767 / 32768) * 32768).astype("<i2")
    samples = torch.from_numpy(pcm.astype(np.float32) / 32768)
    features = featurizer(samples)
    flush = flush_frames(model)
    folded: FoldedAttention | FoldedEncoder
    if isinstance(model.encoder, ChunkAttentionEncoder):
        flush += -(len(features) + flush) % CHUNK_FRAMES
        folded = FoldedAttention(tensors, model.encoder)
    else:
        folded = FoldedEncoder(tensors, model)
    flushed = featurizer(torch.cat([samples, torch.zeros(flush * featurizer.config.frame_shift)]))
    step = model.encoder.subsampling
    encoded = folded(flushed[: len(flushed) // step * step]).float().numpy()
    units = greedy_units(model, encoded)
    return {
        "audio": {"sampleRateHz": featurizer.config.sample_rate_hz, "pcm16": base64_of(pcm)},
        "features": {"shape": list(features.shape), "data": base64_of(features.numpy().astype("<f4"))},
        "encoder": {"shape": list(encoded.shape), "data": base64_of(encoded.astype("<f4"))},
        "units": units,
        "text": inventory.decode(units),
    }


def unit_section(inventory: Inventory) -> dict:
    """The manifest's ``units``."""
    section = {"kind": inventory.kind, "file": "units.txt", "count": len(inventory), "blankId": BLANK}
    if inventory.kind == "pieces":
        return section | {"wordBoundary": WORD_BOUNDARY}
    return section | {"silenceId": inventory.names().index(SILENCE_NAME)}


def transducer_sections(model: Model, normalization: str) -> dict:
    """The manifest's ``predictor`` and ``joint``."""
    if isinstance(model, PhoneTransducer):
        return {
            "predictor": {"architecture": "table", "contextUnits": 1},
            "joint": {"architecture": "table", "normalization": normalization},
        }
    dim = model.config.encoder.output_dim
    return {
        "predictor": {
            "architecture": "conv",
            "contextUnits": model.config.context,
            "embeddingDim": model.config.embedding_dim,
            "outputDim": dim,
        },
        "joint": {"architecture": "linear", "activation": "tanh", "dim": dim},
    }


def encoder_of(model: Model) -> dict:
    """The manifest's ``encoder``."""
    if isinstance(model.encoder, ChunkAttentionEncoder):
        return encoder_section(model)
    layers = layers_of(model)
    return {
        "architecture": "causal-conv",
        "inputDim": model.config.encoder.input_dim,
        "outputDim": layers[-1].out,
        "subsampling": model.encoder.subsampling,
        "layers": [c.to_manifest() for c in layers],
        "states": [
            {"name": f"encoder.{i}", "shape": [c.history, c.state_dim]}
            for i, c in enumerate(layers)
            if c.history > 0
        ],
    }


def manifest(
    model: Model, inventory: Inventory, identity: dict, training: dict, language: dict, normalization: str
) -> dict:
    """Every number about the model; ``files`` is added once they are written."""
    chunks = CHUNK_FRAMES_OF_CONVOLUTION
    if isinstance(model.encoder, ChunkAttentionEncoder):
        chunks = (CHUNK_FRAMES, *CHUNK_CHOICES)
    return {
        "format": "utter-model",
        "version": 1,
        **identity,
        "units": unit_section(inventory),
        **language,
        "featurizer": featurizer_of(model).config.to_manifest(),
        "encoder": encoder_of(model),
        **transducer_sections(model, normalization),
        "streaming": {
            "chunkFrames": chunks[0],
            "chunkFramesChoices": list(chunks[1:]),
            "lookaheadFrames": model.encoder.config.lookahead * model.encoder.subsampling,
            "flushFrames": flush_frames(model),
        },
        "training": training,
        "evaluation": [],
    }


def export(
    model: Model,
    inventory: Inventory,
    audio: Path,
    identity: dict,
    training: dict,
    out: Path,
    language: Path | None = None,
    normalization: str = "global",
    share: str | None = None,
    search: Path = language_files.SEARCH,
) -> None:
    """Writes the folder beside ``out`` and moves it into place, so that it is never half there.

    Files that export does not write (the model card) are kept. Phone models need either ``language``, the folder with
    their lexicon, language model and grapheme-to-phoneme model, or ``share``, the name of the model beside ``out`` in
    whose folder these lie; ``search`` has the weights of their search. ``normalization`` is a table's, global after
    LF-MMI.
    """
    if (inventory.kind == "phones") != (language is not None or share is not None):
        raise ValueError(
            "--language-files names the folder with lexicon, LM and G2P of a phone model, and of no other; "
            "--share the model beside it that has them"
        )
    if language is not None and share is not None:
        raise ValueError("--language-files and --share exclude each other")
    if share is not None and (not re.fullmatch(r"[\w-][\w.-]*", share) or share == out.name):
        raise ValueError(f"--share {share}: must be the plain name of another folder beside {out}")
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    tensors = model_tensors(model)
    save_file(tensors, partial / "weights.safetensors")
    (partial / "weights.safetensors").chmod(0o644)  # safetensors creates it readable by its owner only
    (partial / "units.txt").write_text("\n".join(inventory.names()) + "\n", encoding="utf-8")
    (partial / "golden.json").write_text(json.dumps(golden(model, tensors, inventory, audio)) + "\n")
    sections, shared = {}, {}
    if language is not None:
        sections = language_files.add(language, partial, search)
    elif share is not None:
        other = out.parent / share
        sections, shared = language_files.sections(other, search), language_files.share(other)
    result = manifest(model, inventory, identity, training, sections, normalization)
    result["files"] = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(partial.iterdir())
    } | shared
    (partial / "manifest.json").write_text(
        json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if out.exists():
        for path in out.iterdir():
            # What is shared from now on is not kept as well.
            if path.name not in shared and not (partial / path.name).exists():
                shutil.copy2(path, partial / path.name)
        shutil.rmtree(out)
    partial.rename(out)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--checkpoint", required=True, type=Path, help="a checkpoint, or a run folder to average"
    )
    parser.add_argument("--units", required=True, type=Path)
    parser.add_argument("--audio", type=Path, default=GOLDEN_RECORDING, help="golden recording")
    parser.add_argument("--id", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--licence", default="CC BY 4.0")
    parser.add_argument("--language-files", type=Path, help="folder with a phone model's lexicon, LM and G2P")
    parser.add_argument("--share", metavar="MODEL", help="folder beside --out that has these files already")
    parser.add_argument(
        "--search", type=Path, default=language_files.SEARCH, help="YAML file of the search's weights"
    )
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    identity = {"id": args.id, "name": args.name, "language": args.language, "licence": args.licence}
    run = args.checkpoint.expanduser()
    training = provenance.of_run(run) if (run / "config.yaml").exists() else {}
    export(
        load_model(run),
        open_inventory(args.units.expanduser()),
        args.audio,
        identity,
        training,
        args.out,
        args.language_files and args.language_files.expanduser(),
        provenance.normalization(run),
        args.share,
        args.search.expanduser(),
    )
    total = sum(path.stat().st_size for path in args.out.iterdir())
    print(f"{args.out}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
