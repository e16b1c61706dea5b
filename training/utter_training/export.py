"""Writes a model folder in one step: manifest.json, weights.safetensors, units.txt, golden.json.

    python -m utter_training.export --checkpoint ~/runs/pieces --units ~/runs/units/pieces.model \
        --id utter-en-pieces --name "English, word pieces" --out ../resources/models/utter-en-pieces

The format is described in ``docs/model-format.md``.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor

from . import language_files, provenance
from .audio import read_audio
from .checkpoint import load_model
from .decode import GreedySearch
from .encoder import Block, Conv, Projection
from .featurizer import Featurizer
from .transducer import BLANK, Transducer
from .units import WORD_BOUNDARY, Inventory, open_inventory
from .validate import FLUSH_FRAMES


def fold_norm(weight: Tensor, norm: torch.nn.BatchNorm1d) -> tuple[Tensor, Tensor]:
    """A linear map ``(out, in)`` followed by batch norm, as one map and a bias."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return weight * scale[:, None], norm.bias - norm.running_mean * scale


def encoder_tensors(model: Transducer) -> dict[str, Tensor]:
    """The encoder's tensors, norms folded in, named and shaped as the model format says."""
    tensors: dict[str, Tensor] = {
        "featurizer.mean": model.encoder.mean,
        "featurizer.scale": model.encoder.scale,
    }
    for index, layer in enumerate(model.encoder.layers):
        c, name = layer.config, f"encoder.{index}"
        match layer:
            case Conv():
                weight, bias = fold_norm(layer.linear.weight, layer.norm)
                tensors[f"{name}.weight"] = weight.T.reshape(c.kernel, c.in_, c.out)
                tensors[f"{name}.bias"] = bias
            case Block():
                up, bias = fold_norm(layer.up.weight, layer.norm)
                tensors[f"{name}.down"] = layer.down.weight.view(c.kernel, c.bottleneck, c.in_).transpose(
                    1, 2
                )
                tensors[f"{name}.up"] = up.T
                tensors[f"{name}.bias"] = bias
            case Projection():
                tensors[f"{name}.weight"] = layer.linear.weight.T
                tensors[f"{name}.bias"] = layer.linear.bias
    return tensors


def model_tensors(model: Transducer) -> dict[str, Tensor]:
    """All tensors of a model folder, in half precision."""
    predictor, config = model.predictor, model.config
    embedding = predictor.embedding.weight.detach().clone()
    embedding[BLANK] = 0
    tensors = encoder_tensors(model) | {
        "predictor.embedding": embedding,
        "predictor.conv.weight": predictor.conv.weight.T.reshape(
            config.context, config.embedding_dim, config.embedding_dim
        ),
        "predictor.conv.bias": predictor.conv.bias,
        "predictor.output.weight": predictor.output.weight.T,
        "predictor.output.bias": predictor.output.bias,
        "joint.weight": model.joint.linear.weight.T,
        "joint.bias": model.joint.linear.bias,
    }
    return {k: v.detach().half().contiguous().clone() for k, v in tensors.items()}


class FoldedEncoder:
    """The exported computation from the exported tensors, for the golden file: what TypeScript must reproduce."""

    def __init__(self, tensors: dict[str, Tensor], model: Transducer):
        self.tensors = {k: v.double() for k, v in tensors.items()}
        self.layers = [layer.config for layer in model.encoder.layers]

    def __call__(self, features: Tensor) -> Tensor:
        """Raw features ``(T, bins)`` → ``(T // subsampling, dim)``."""
        x = (features.double() - self.tensors["featurizer.mean"]) * self.tensors["featurizer.scale"]
        for index, c in enumerate(self.layers):
            layer = {
                part: self.tensors.get(f"encoder.{index}.{part}") for part in ("weight", "down", "up", "bias")
            }
            if c.kind == "projection":
                x = x @ layer["weight"] + layer["bias"]
                continue
            padded = torch.nn.functional.pad(x, (0, 0, c.history, 0))
            weight = layer["weight" if c.kind == "conv" else "down"]
            outputs = (padded.shape[0] - (c.kernel - 1) * c.dilation - 1) // c.stride + 1
            last = (outputs - 1) * c.stride + 1
            taps = range(c.kernel)
            y = sum(padded[k * c.dilation : k * c.dilation + last : c.stride] @ weight[k] for k in taps)
            y = y + layer["bias"] if c.kind == "conv" else x + y @ layer["up"] + layer["bias"]
            x = torch.relu(y)
        return x


def base64_of(array: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def golden(model: Transducer, tensors: dict[str, Tensor], inventory: Inventory, audio: Path) -> dict:
    """Audio → features → encoder output → units → text, with the exported (half-precision) weights."""
    featurizer = Featurizer()
    pcm = np.round(np.clip(read_audio(audio), -1, 32767 / 32768) * 32768).astype("<i2")
    samples = torch.from_numpy(pcm.astype(np.float32) / 32768)
    features = featurizer(samples)
    flush = FLUSH_FRAMES * featurizer.config.frame_shift
    flushed = featurizer(torch.cat([samples, torch.zeros(flush)]))
    step = model.encoder.subsampling
    encoded = FoldedEncoder(tensors, model)(flushed[: len(flushed) // step * step]).float().numpy()

    rounded = Transducer(model.config).eval()
    rounded.load_state_dict(model.state_dict())
    for part in (rounded.predictor, rounded.joint):
        for parameter in part.parameters():
            parameter.data = parameter.data.half().float()
    units = GreedySearch(rounded).accept(encoded)
    return {
        "audio": {"sampleRateHz": featurizer.config.sample_rate_hz, "pcm16": base64_of(pcm)},
        "features": {"shape": list(features.shape), "data": base64_of(features.numpy().astype("<f4"))},
        "encoder": {"shape": list(encoded.shape), "data": base64_of(encoded.astype("<f4"))},
        "units": units,
        "text": inventory.decode(units),
    }


def manifest(model: Transducer, inventory: Inventory, identity: dict, training: dict, language: dict) -> dict:
    """Every number about the model; ``files`` is added once they are written."""
    featurizer = Featurizer().config
    layers = [layer.config for layer in model.encoder.layers]
    config = model.config
    step = model.encoder.subsampling
    return {
        "format": "utter-model",
        "version": 1,
        **identity,
        "units": {
            "kind": inventory.kind,
            "file": "units.txt",
            "count": len(inventory),
            "blankId": BLANK,
            **({"wordBoundary": WORD_BOUNDARY} if inventory.kind == "pieces" else {}),
        },
        **language,
        "featurizer": featurizer.to_manifest(),
        "encoder": {
            "architecture": "causal-conv",
            "inputDim": config.encoder.input_dim,
            "outputDim": config.encoder.output_dim,
            "subsampling": step,
            "layers": [c.to_manifest() for c in layers],
            "states": [
                {"name": f"encoder.{i}", "shape": [c.history, c.in_]}
                for i, c in enumerate(layers)
                if c.history > 0
            ],
        },
        "predictor": {
            "architecture": "conv",
            "contextUnits": config.context,
            "embeddingDim": config.embedding_dim,
            "outputDim": config.encoder.output_dim,
        },
        "joint": {"architecture": "linear", "activation": "tanh", "dim": config.encoder.output_dim},
        "streaming": {
            "chunkFrames": 4 * step,
            "chunkFramesChoices": [2 * step, 4 * step, 8 * step, 16 * step],
            "lookaheadFrames": 0,
            "flushFrames": FLUSH_FRAMES,
        },
        "training": training,
        "evaluation": [],
    }


def export(
    model: Transducer,
    inventory: Inventory,
    audio: Path,
    identity: dict,
    training: dict,
    out: Path,
    language: Path | None = None,
) -> None:
    """Writes the folder beside ``out`` and moves it into place, so that it is never half there.

    Files that export does not write (the model card) are kept. Phone models need ``language``, the folder with their
    lexicon, language model and grapheme-to-phoneme model.
    """
    if (inventory.kind == "phones") != (language is not None):
        raise ValueError(
            "--language-files names the folder with lexicon, LM and G2P of a phone model, and of no other"
        )
    partial = out.with_name(out.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    tensors = model_tensors(model)
    save_file(tensors, partial / "weights.safetensors")
    (partial / "weights.safetensors").chmod(0o644)  # safetensors creates it readable by its owner only
    (partial / "units.txt").write_text("\n".join(inventory.names()) + "\n", encoding="utf-8")
    (partial / "golden.json").write_text(json.dumps(golden(model, tensors, inventory, audio)) + "\n")
    sections = language_files.add(language, partial) if language else {}
    result = manifest(model, inventory, identity, training, sections)
    result["files"] = {
        path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in sorted(partial.iterdir())
    }
    (partial / "manifest.json").write_text(
        json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if out.exists():
        for path in out.iterdir():
            if not (partial / path.name).exists():
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
    parser.add_argument(
        "--audio", type=Path, default=Path(__file__).parent / "golden.wav", help="golden recording"
    )
    parser.add_argument("--id", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--licence", default="CC BY 4.0")
    parser.add_argument("--language-files", type=Path, help="folder with a phone model's lexicon, LM and G2P")
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    identity = {"id": args.id, "name": args.name, "language": args.language, "licence": args.licence}
    run = args.checkpoint.expanduser()
    training = provenance.of_run(run) if (run / "config.yaml").exists() else {}
    model = load_model(run)
    export(
        model,
        open_inventory(args.units.expanduser()),
        args.audio,
        identity,
        training,
        args.out,
        args.language_files,
    )
    total = sum(path.stat().st_size for path in args.out.iterdir())
    print(f"{args.out}: {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
