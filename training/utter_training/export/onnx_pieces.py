"""Writes a model folder's word-piece model as ONNX files that sherpa-onnx and Utter run.

    python -m utter_training.export.onnx_pieces --model ../resources/models/utter-en-pieces --out ~/exported --contract zipformer2 --int8

Writes ``encoder.onnx``, ``decoder.onnx``, ``joiner.onnx`` and ``tokens.txt``, and with ``--int8`` quantised graphs beside them.
Which contract does not matter to what is recognised; see ``onnx_contract.py``. Needs ``pip install 'utter-training[onnx]'``.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import tempfile
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from .onnx_contract import CONTRACTS, causal_conv_body, contracted_encoder
from .onnx_layers import joint_graph, predictor_graph


def write_whole(path: Path, data: bytes) -> None:
    """Under a temporary name first, so that nobody reads half a file."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def quantize(path: Path) -> Path:
    """Dynamic int8 of the products' weights beside ``path``; metadata stay."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    target = path.with_suffix(".int8.onnx")
    logging.getLogger().setLevel(logging.ERROR)
    # Weights of seven bits: sums of eight overflow on x86 processors without VNNI, so that results differ between machines.
    quantize_dynamic(
        str(path),
        str(target),
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        reduce_range=True,
    )
    return target


def tokens_text(pieces: list[str]) -> str:
    """``tokens.txt``: a piece and its id on each line."""
    return "".join(f"{piece} {index}\n" for index, piece in enumerate(pieces))


def write_folder(out: Path, models: dict[str, onnx.ModelProto], pieces: list[str], int8: bool) -> None:
    """The three graphs and the list of pieces."""
    out.mkdir(parents=True, exist_ok=True)
    for part, model in models.items():
        path = out / f"{part}.onnx"
        write_whole(path, model.SerializeToString())
        if int8:
            quantize(path)
    write_whole(out / "tokens.txt", tokens_text(pieces).encode())


def read_pieces_model(folder: Path) -> tuple[dict, dict[str, np.ndarray], list[str]]:
    """Manifest, float32 tensors and pieces of a model folder. Raises ValueError for a model of phones."""
    manifest = json.loads((folder / "manifest.json").read_text())
    if manifest["units"]["kind"] == "phones" or manifest["joint"]["architecture"] != "linear":
        raise ValueError(
            f"{folder}/manifest.json: sherpa-onnx's transducers are of word pieces, this model is of phones"
        )
    if manifest["units"]["blankId"] != 0:
        raise ValueError(
            f"{folder}/manifest.json: units.blankId is {manifest['units']['blankId']}, but sherpa-onnx's is 0"
        )
    tensors = {
        name: value.astype(np.float32) for name, value in load_file(folder / "weights.safetensors").items()
    }
    pieces = (folder / manifest["units"]["file"]).read_text().rstrip("\n").split("\n")
    return manifest, tensors, pieces


def export(folder: Path, out: Path, contract: str, chunk: int | None = None, int8: bool = False) -> None:
    """Model folder → folder of ONNX files. ``chunk`` is in feature frames; the manifest's default otherwise."""
    manifest, tensors, pieces = read_pieces_model(folder)
    encoder = manifest["encoder"]
    frames = chunk or manifest["streaming"]["chunkFrames"]
    if frames % encoder["subsampling"]:
        raise ValueError(f"--chunk-frames: {frames} is not a multiple of {encoder['subsampling']}")
    body, size = causal_conv_body(manifest, tensors, frames)
    about = {"comment": f"{manifest['id']}, {encoder['architecture']}", "licence": manifest["licence"]}
    output = (frames // encoder["subsampling"], encoder["outputDim"])
    bins = manifest["featurizer"]["bins"]
    models = {
        "encoder": contracted_encoder(contract, body, size, bins, frames, frames, output, about),
        "decoder": predictor_graph(manifest, tensors, about),
        "joiner": joint_graph(manifest, tensors, about),
    }
    write_folder(out, models, pieces, int8)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="folder with manifest.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--contract", choices=CONTRACTS, default="zipformer2")
    parser.add_argument("--chunk-frames", type=int)
    parser.add_argument("--int8", action="store_true", help="quantised graphs as well")
    args = parser.parse_args()
    export(args.model, args.out, args.contract, args.chunk_frames, args.int8)


if __name__ == "__main__":
    main()
