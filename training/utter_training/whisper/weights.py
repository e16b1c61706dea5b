"""Published Whisper weights → the tensors of ``network.Whisper``.

Three forms are read: CTranslate2's ``model.bin`` (whole, or in parts to be joined), safetensors as Hugging Face names them
(``model.encoder.layers.0.self_attn.q_proj.weight``), and OpenAI's ``.pt``.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from .network import HEAD_CHANNELS, Dimensions, Whisper

Tensors = dict[str, torch.Tensor]
_KINDS = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


class WeightsError(Exception):
    """Weights that can't be used; the message names the file and what to do."""


@dataclass(frozen=True)
class Expected:
    """What a published file must be."""

    bytes: int
    sha256: str


def check_file(path: Path, expected: Expected) -> None:
    """Raises:
    WeightsError: the file is missing, of another size, or of another content.
    """
    if not path.is_file():
        raise WeightsError(f"{path}: not found; fetch the package that holds it (see training/README.md)")
    size = path.stat().st_size
    if size != expected.bytes:
        raise WeightsError(
            f"{path}: {size} bytes instead of {expected.bytes}; it was cut short or is another version, fetch it again"
        )
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != expected.sha256:
        raise WeightsError(
            f"{path}: SHA-256 is {digest} instead of {expected.sha256}; the file was changed, fetch it again"
        )


class _Reader:
    """Reads little-endian values from joined files and names the file when they end too soon."""

    def __init__(self, parts: Sequence[Path]) -> None:
        self.name = " + ".join(str(part) for part in parts)
        try:
            self.data = b"".join(part.read_bytes() for part in parts)
        except OSError as error:
            raise WeightsError(f"{error.filename}: cannot be read ({error.strerror})") from error
        self.at = 0

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise WeightsError(
                f"{self.name}: ends after {len(self.data)} bytes, within the weights; it was cut short, fetch it again"
            )
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, code: str) -> int:
        return struct.unpack(f"<{code}", self.take(struct.calcsize(code)))[0]

    def string(self) -> str:
        return self.take(self.number("H")).rstrip(b"\0").decode("utf-8", errors="replace")


def read_ctranslate2(parts: Sequence[Path]) -> dict[str, np.ndarray]:
    """Variables of a CTranslate2 ``model.bin``, whose bytes may lie in several files that follow one another."""
    reader = _Reader(parts)
    version = reader.number("I")
    if version < 3 or version > 6:
        raise WeightsError(f"{reader.name}: not CTranslate2's model.bin (format {version}; 3 to 6 are read)")
    spec, _revision = reader.string(), reader.number("I")
    if spec != "WhisperSpec":
        raise WeightsError(f"{reader.name}: holds a '{spec}', not a Whisper")
    variables = {}
    for _ in range(reader.number("I")):
        name = reader.string()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        kind = reader.number("B")
        if kind not in _KINDS:
            raise WeightsError(f"{reader.name}: {name} has the unknown number type {kind}")
        data = reader.take(reader.number("I"))
        values = np.frombuffer(data, _KINDS[kind])
        if values.size != int(np.prod(shape)):
            raise WeightsError(f"{reader.name}: {name} has {values.size} values for the shape {shape}")
        variables[name] = values.reshape(shape)
    return variables


def _from_ctranslate2(parts: Sequence[Path]) -> Tensors:
    variables = read_ctranslate2(parts)
    name_of = " + ".join(str(part) for part in parts)
    quantized = next(
        (name for name, values in variables.items() if values.ndim and values.dtype == np.int8), None
    )
    if quantized:
        raise WeightsError(
            f"{name_of}: {quantized} has eight bits a weight; use a half or full precision model"
        )
    tensors: Tensors = {}

    def put(ours: str, theirs: str, norm: bool = False) -> None:
        for mine, suffix in (("weight", "gamma" if norm else "weight"), ("bias", "beta" if norm else "bias")):
            if f"{theirs}/{suffix}" in variables:
                tensors[f"{ours}.{mine}"] = torch.from_numpy(
                    variables[f"{theirs}/{suffix}"].astype(np.float32)
                )

    def layers(side: str) -> int:
        prefix = f"{side}/layer_"
        return len({name.split("/")[1] for name in variables if name.startswith(prefix)})

    for index in (1, 2):
        put(f"encoder.conv{index}", f"encoder/conv{index}")
    for side in ("encoder", "decoder"):
        put(f"{side}.norm", f"{side}/layer_norm", norm=True)
        for index in range(layers(side)):
            ours, theirs = f"{side}.layers.{index}", f"{side}/layer_{index}"
            put(f"{ours}.attention_norm", f"{theirs}/self_attention/layer_norm", norm=True)
            put(f"{ours}.attention.qkv", f"{theirs}/self_attention/linear_0")
            put(f"{ours}.attention.out", f"{theirs}/self_attention/linear_1")
            put(f"{ours}.feed_norm", f"{theirs}/ffn/layer_norm", norm=True)
            put(f"{ours}.feed.up", f"{theirs}/ffn/linear_0")
            put(f"{ours}.feed.down", f"{theirs}/ffn/linear_1")
            if side == "decoder":
                put(f"{ours}.cross_norm", f"{theirs}/attention/layer_norm", norm=True)
                put(f"{ours}.cross.q", f"{theirs}/attention/linear_0")
                put(f"{ours}.cross.kv", f"{theirs}/attention/linear_1")
                put(f"{ours}.cross.out", f"{theirs}/attention/linear_2")
    for ours, theirs in (
        ("encoder.positions", "encoder/position_encodings/encodings"),
        ("decoder.positions", "decoder/position_encodings/encodings"),
        ("decoder.embedding.weight", "decoder/embeddings/weight"),
    ):
        if theirs in variables:
            tensors[ours] = torch.from_numpy(variables[theirs].astype(np.float32))
    return tensors


# Names of a layer's parts: ours, Hugging Face's, OpenAI's. Those joined by + are stacked; a missing bias is zero.
_LAYER_PARTS = (
    ("attention_norm", "self_attn_layer_norm", "attn_ln"),
    ("attention.qkv", "self_attn.q_proj+self_attn.k_proj+self_attn.v_proj", "attn.query+attn.key+attn.value"),
    ("attention.out", "self_attn.out_proj", "attn.out"),
    ("feed_norm", "final_layer_norm", "mlp_ln"),
    ("feed.up", "fc1", "mlp.0"),
    ("feed.down", "fc2", "mlp.2"),
)
_CROSS_PARTS = (
    ("cross_norm", "encoder_attn_layer_norm", "cross_attn_ln"),
    ("cross.q", "encoder_attn.q_proj", "cross_attn.query"),
    ("cross.kv", "encoder_attn.k_proj+encoder_attn.v_proj", "cross_attn.key+cross_attn.value"),
    ("cross.out", "encoder_attn.out_proj", "cross_attn.out"),
)


def _renamed(found: Tensors, style: int) -> Tensors:
    """``style`` 1: Hugging Face's names, 2: OpenAI's."""
    layers = "layers" if style == 1 else "blocks"
    found = {name.removeprefix("model."): value.float() for name, value in found.items()}
    tensors: Tensors = {}

    def put(ours: str, theirs: str) -> None:
        for kind in ("weight", "bias"):
            names = theirs.split("+")
            values = [found.get(f"{name}.{kind}") for name in names]
            if all(value is None for value in values):
                continue
            width = next(value for value in values if value is not None).shape
            tensors[f"{ours}.{kind}"] = torch.cat(
                [torch.zeros(width) if value is None else value for value in values]
            )

    for side, last in (("encoder", "ln_post"), ("decoder", "ln")):
        put(f"{side}.norm", f"{side}.{'layer_norm' if style == 1 else last}")
        count = len({name.split(".")[2] for name in found if name.startswith(f"{side}.{layers}.")})
        for index in range(count):
            for part in _LAYER_PARTS + (_CROSS_PARTS if side == "decoder" else ()):
                put(
                    f"{side}.layers.{index}.{part[0]}",
                    "+".join(f"{side}.{layers}.{index}.{name}" for name in part[style].split("+")),
                )
    for index in (1, 2):
        put(f"encoder.conv{index}", f"encoder.conv{index}")
    for ours, theirs in (
        ("encoder.positions", ("encoder.embed_positions.weight", "encoder.positional_embedding")),
        ("decoder.positions", ("decoder.embed_positions.weight", "decoder.positional_embedding")),
        ("decoder.embedding.weight", ("decoder.embed_tokens.weight", "decoder.token_embedding.weight")),
    ):
        if theirs[style - 1] in found:
            tensors[ours] = found[theirs[style - 1]]
    return tensors


def sinusoids(steps: int, channels: int) -> torch.Tensor:
    """The encoder's positions ``(steps, channels)``: sines, then cosines, of wavelengths from 2π to 10,000 · 2π."""
    rates = torch.exp(-np.log(10_000.0) / (channels // 2 - 1) * torch.arange(channels // 2))
    angles = torch.arange(steps)[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


def dimensions_of(tensors: Tensors, name: str) -> Dimensions:
    """Raises:
    WeightsError: a tensor that tells a size is missing.
    """

    def layers(side: str) -> int:
        return len({key.split(".")[2] for key in tensors if key.startswith(f"{side}.layers.")})

    try:
        pieces, channels = tensors["decoder.embedding.weight"].shape
        return Dimensions(
            mels=tensors["encoder.conv1.weight"].shape[1],
            audio_steps=tensors["encoder.positions"].shape[0],
            channels=channels,
            encoder_layers=layers("encoder"),
            decoder_layers=layers("decoder"),
            text_steps=tensors["decoder.positions"].shape[0],
            pieces=pieces,
        )
    except KeyError as error:
        raise WeightsError(
            f"{name}: {error.args[0]} is missing; these are not a Whisper's weights"
        ) from error


def load_whisper(source: Path | Sequence[Path]) -> Whisper:
    """A Whisper from a CTranslate2 folder, ``model.bin`` or its parts in order, a safetensors file, or a ``.pt`` file.

    Raises:
        WeightsError: what is there can't be read, or isn't a whole Whisper.
    """
    parts = [source] if isinstance(source, Path) else list(source)
    if len(parts) == 1 and parts[0].is_dir():
        parts = [_within(parts[0])]
    name = " + ".join(str(part) for part in parts)
    kind = parts[0].suffix
    if kind == ".safetensors":
        try:
            tensors = load_file(parts[0])
        except (SafetensorError, OSError) as error:
            raise WeightsError(f"{name}: cannot be read ({error}); fetch it again") from error
        own = any(key.startswith("encoder.layers.0.attention.") for key in tensors)
        tensors = {key: value.float() for key, value in tensors.items()} if own else _renamed(tensors, 1)
    elif kind == ".pt":
        try:
            found = torch.load(parts[0], map_location="cpu", weights_only=True)
            tensors = _renamed(found["model_state_dict"], 2)
        except Exception as error:  # torch raises a dozen kinds for broken files
            raise WeightsError(f"{name}: cannot be read ({error}); fetch it again") from error
    else:
        tensors = _from_ctranslate2(parts)
    if "encoder.positions" not in tensors and "encoder.conv1.weight" in tensors:
        tensors["encoder.positions"] = sinusoids(1500, tensors["encoder.conv1.weight"].shape[0])
    model = Whisper(dimensions_of(tensors, name))
    if model.dimensions.channels % HEAD_CHANNELS:
        raise WeightsError(
            f"{name}: {model.dimensions.channels} channels; a multiple of {HEAD_CHANNELS} is read"
        )
    wanted = model.state_dict()
    missing = sorted(set(wanted) - set(tensors))
    if missing:
        raise WeightsError(f"{name}: {missing[0]} and {len(missing) - 1} more tensors are missing")
    for key, value in wanted.items():
        if tensors[key].shape != value.shape:
            raise WeightsError(
                f"{name}: {key} has the shape {tuple(tensors[key].shape)} instead of {tuple(value.shape)}"
            )
    model.load_state_dict({key: tensors[key] for key in wanted})
    return model.eval()


def _within(folder: Path) -> Path:
    for name in ("model.bin", "model.safetensors"):
        if (folder / name).is_file():
            return folder / name
    found = sorted(folder.glob("*.safetensors")) + sorted(folder.glob("*.pt"))
    if len(found) != 1:
        raise WeightsError(f"{folder}: neither model.bin nor model.safetensors nor one .pt file in it")
    return found[0]
