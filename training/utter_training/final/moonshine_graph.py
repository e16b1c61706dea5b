"""Moonshine as two lean ONNX graphs, made of the bytes of its published eight-bit export.

The published decoder is two copies of itself under one ``If``, each of a thousand small nodes, and it wants the sound's keys and values
once for each row. Here the encoder makes those, each layer is about twenty nodes, and the decoder gathers the rows that it goes on from
itself, so that a beam's reordering never leaves the graph. Weights, scales and zero points stay what they are.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ..export.graph_writer import MICROSOFT, GraphWriter

EPSILON = 1e-5
# Pieces that a text may have; the published settings stop at 194.
POSITIONS = 512
# Layer and head of the cross-attention that follow time best in Moonshine tiny; `moonshine_heads` finds them.
ALIGNMENT_HEADS: tuple[tuple[int, int], ...] = ((3, 7), (4, 2), (4, 7), (5, 3), (5, 4))


class MoonshineGraphError(Exception):
    """The published files can't be rebuilt; the message names what is missing."""


@dataclass(frozen=True)
class Product:
    """Eight-bit weight ``(in, out)``; a value is ``(byte - zero) · scale``, with ``zero`` and ``scale`` each ``()`` or ``(out)``."""

    bytes: np.ndarray
    scale: np.ndarray
    zero: np.ndarray

    def values(self) -> np.ndarray:
        return ((self.bytes.astype(np.float32) - self.zero.astype(np.float32)) * self.scale).astype(
            np.float32
        )


@dataclass(frozen=True)
class Moonshine:
    """What both published graphs hold, under PyTorch's names: ``encoder.layers.0.self_attn.q_proj``, ``decoder.norm.weight``, …"""

    heads: int
    # A position times these, one a pair of channels, are the angles that keys and queries turn by (θ^(-2i/d)).
    rotary: np.ndarray
    products: dict[str, Product]
    arrays: dict[str, np.ndarray]

    @property
    def channels(self) -> int:
        return self.arrays["decoder.norm.weight"].size

    def layers(self, side: str) -> int:
        return len({name.split(".")[2] for name in self.products if name.startswith(f"{side}.layers.")})


def joined(products: list[Product]) -> Product:
    """Products of one input, side by side; each column keeps its own scale and zero point."""
    columns = [product.bytes.shape[1] for product in products]
    each = [
        [np.broadcast_to(value, count) for value, count in zip(values, columns, strict=True)]
        for values in ([p.scale for p in products], [p.zero for p in products])
    ]
    return Product(
        np.concatenate([p.bytes for p in products], 1), np.concatenate(each[0]), np.concatenate(each[1])
    )


def _nodes(graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    found = []
    for node in graph.node:
        found.append(node)
        for attribute in node.attribute:
            if attribute.HasField("g"):
                found += _nodes(attribute.g)
    return found


def _read(path: Path, side: str) -> tuple[dict[str, Product], dict[str, np.ndarray], list[onnx.NodeProto]]:
    """Products by the names of the modules that they are, and all other weights."""
    graph = onnx.load(path).graph
    arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    nodes = _nodes(graph)
    products = {}
    for node in nodes:
        # As onnxruntime's quantizer names things: "/model/decoder/layers.0/mlp/up_proj/MatMul_output_0_output_quantized".
        module = re.search(r"(layers\.\d+/.+)/MatMul_output_0_output_quantized$", node.output[0])
        if node.op_type != "MatMulInteger" or module is None:
            continue
        base = re.sub(r"_quantized$", "", node.input[1])
        weight, scale, zero = (arrays[f"{base}_{part}"] for part in ("quantized", "scale", "zero_point"))
        products[f"{side}.{module[1].replace('/', '.')}"] = Product(weight, scale, zero)
    own = {}
    for name, value in arrays.items():
        plain = re.sub(r"_merged_0", "", name)
        plain = f"{side}.{re.sub(rf'^model[.]{side}[.]', '', plain)}"
        own[plain] = value
    return products, own, nodes


def read_published(encoder: Path, decoder: Path, heads: int = 8) -> Moonshine:
    """Reads the published pair of eight-bit graphs; ``heads`` isn't among what they tell.

    Raises:
        MoonshineGraphError: a part is missing.
    """
    products, arrays, nodes = _read(encoder, "encoder")
    more, others, _ = _read(decoder, "decoder")
    products, arrays = products | more, arrays | others
    # The group norm's gain and offset have numbers for names.
    for node in nodes:
        if node.output[0].startswith("/groupnorm/") and node.op_type in ("Mul", "Add"):
            kind = "weight" if node.op_type == "Mul" else "bias"
            arrays[f"encoder.groupnorm.{kind}"] = arrays[f"encoder.{node.input[1]}"].reshape(1, -1, 1)
    rotary = next((v for k, v in arrays.items() if k.endswith("rotary_emb/Cast_1_output_0")), None)
    if rotary is None or "encoder.groupnorm.bias" not in arrays or "decoder.norm.weight" not in arrays:
        raise MoonshineGraphError(f"{encoder}, {decoder}: not Moonshine's published pair of eight-bit graphs")
    table = "decoder.embed_tokens.weight"
    names = [f"{table}_{part}" for part in ("quantized", "scale", "zero_point")]
    bytes_, scale, zero = (arrays[name] for name in names)
    products[table] = Product(np.ascontiguousarray(bytes_.T), scale, zero)
    return Moonshine(heads, rotary.ravel(), products, arrays)


@dataclass
class Graph(GraphWriter):
    """A graph of the published weights."""

    source: Moonshine

    def named(self, kind: str, inputs: list[str], outputs: list[str], **attributes) -> list[str]:
        """A contributed operator whose outputs have names of their own; "" leaves one out."""
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=MICROSOFT, **attributes))
        return outputs

    def array(self, name: str) -> str:
        return self.weight(self.source.arrays[name], name)

    def product(self, x: str, *modules: str, bias: str = "", name: str = "") -> str:
        """``x (…, in)`` times the modules' weights side by side."""
        parts = [self.source.products[module] for module in modules]
        product = parts[0] if len(parts) == 1 else joined(parts)
        added = self.array(bias) if bias else ""
        if self.bits == 8:
            quantized = [
                self.weight(value, f"{'+'.join(modules)}.{kind}")
                for kind, value in (
                    ("bytes", product.bytes),
                    ("scale", product.scale),
                    ("zero", product.zero),
                )
            ]
            return self.contrib("DynamicQuantizeMatMul", x, *quantized, added, name=name)
        y = self.op("MatMul", x, self.weight(product.values(), "+".join(modules)), name="" if bias else name)
        return self.op("Add", y, added, name=name) if bias else y

    def norm(self, x: str, name: str) -> str:
        return self.op("LayerNormalization", x, self.array(name), axis=-1, epsilon=EPSILON)

    def added_norm(self, x: str, y: str, name: str) -> tuple[str, str]:
        """``x + y`` normalized, and as it is."""
        self.count += 1
        normed, total = f"t{self.count}_normed", f"t{self.count}_sum"
        self.named(
            "SkipLayerNormalization", [x, y, self.array(name)], [normed, "", "", total], epsilon=EPSILON
        )
        return normed, total

    def queries_keys_values(self, x: str, module: str, start: str, cosines: str, sines: str) -> list[str]:
        """``x (B, S, C)`` → queries, keys and values ``(B, S, C)`` each; the first two are turned by their positions from ``start`` on."""
        source = self.source
        joint = self.product(x, *[f"{module}.{kind}_proj" for kind in "qkv"])
        sizes = self.ints(2 * source.channels, source.channels)
        both, values = self.ops("Split", joint, sizes, axis=-1, outputs=2)
        both = self.contrib(
            "RotaryEmbedding",
            both,
            start,
            cosines,
            sines,
            interleaved=1,
            num_heads=2 * source.heads,
            rotary_embedding_dim=2 * source.rotary.size,
        )
        queries, keys = self.ops("Split", both, axis=-1, outputs=2)
        return [queries, keys, values]


def _convolution(graph: Graph, x: str, name: str, stride: int) -> str:
    """Its weight is unpacked once, when the model is loaded: ``byte · scale + zero``, as published."""
    arrays = graph.source.arrays
    weight = graph.op("Cast", graph.array(f"{name}.weight_quantized"), to=TensorProto.FLOAT)
    weight = graph.op("Mul", weight, graph.array(f"{name}.weight_scale"))
    weight = graph.op("Add", weight, graph.array(f"{name}.weight_zero_point"))
    bias = [graph.array(f"{name}.bias")] if f"{name}.bias" in arrays else []
    width = arrays[f"{name}.weight_quantized"].shape[2]
    return graph.op("Conv", x, weight, *bias, kernel_shape=[width], strides=[stride])


def encoder_graph(source: Moonshine, bits: int = 8) -> onnx.ModelProto:
    """``input_values (1, samples)`` at 16 kHz → ``present.n.encoder.{key,value} (1, H, T, C / H)``, what the decoder's layers look at."""
    graph = Graph(source, bits=bits)
    heads, channels = source.heads, source.channels
    width = channels // heads
    x = graph.input("input_values", [1, "samples"])
    x = graph.op("Unsqueeze", x, graph.ints(1))
    x = graph.op("Tanh", _convolution(graph, x, "encoder.conv1", 64))
    # One group: all channels and all of time share a mean and a deviation.
    flat = graph.op("Reshape", x, graph.ints(0, 1, -1))
    one, none = (graph.weight(np.array([value], np.float32)) for value in (1, 0))
    flat = graph.op("InstanceNormalization", flat, one, none, epsilon=EPSILON)
    x = graph.op("Reshape", flat, graph.ints(0, source.arrays["encoder.groupnorm.weight"].size, -1))
    x = graph.op("Mul", x, graph.array("encoder.groupnorm.weight"))
    x = graph.op("Add", x, graph.array("encoder.groupnorm.bias"))
    x = graph.contrib("Gelu", _convolution(graph, x, "encoder.conv2", 3))
    x = graph.contrib("Gelu", _convolution(graph, x, "encoder.conv3", 2))
    x = graph.op("Transpose", x, perm=[0, 2, 1])  # (1, T, C)
    count = graph.op("Squeeze", graph.op("Slice", graph.op("Shape", x), graph.ints(1), graph.ints(2)))
    scalars = [graph.weight(np.array(value, np.int64)) for value in (0, 1)]
    positions = graph.op("Cast", graph.op("Range", scalars[0], count, scalars[1]), to=TensorProto.FLOAT)
    angles = graph.op("Unsqueeze", positions, graph.ints(1))
    angles = graph.op("Mul", angles, graph.weight(source.rotary[None], "rotary"))
    cosines, sines = graph.op("Cos", angles), graph.op("Sin", angles)
    normed = graph.norm(x, "encoder.layers.0.input_layernorm.weight")
    layers = source.layers("encoder")
    for index in range(layers):
        name = f"encoder.layers.{index}"
        parts = graph.queries_keys_values(normed, f"{name}.self_attn", graph.ints(0), cosines, sines)
        heard = graph.contrib("MultiHeadAttention", *parts, num_heads=heads, scale=width**-0.5)
        heard = graph.product(heard, f"{name}.self_attn.dense")
        normed, x = graph.added_norm(x, heard, f"{name}.post_attention_layernorm.weight")
        inner = graph.product(normed, f"{name}.mlp.fc1", bias=f"{name}.mlp.fc1.bias")
        inner = graph.contrib("Gelu", inner)
        inner = graph.product(inner, f"{name}.mlp.fc2", bias=f"{name}.mlp.fc2.bias")
        after = f"encoder.layers.{index + 1}.input_layernorm" if index + 1 < layers else "encoder.layer_norm"
        normed, x = graph.added_norm(x, inner, f"{after}.weight")
    # All layers' keys and values are one product of the sound.
    count = source.layers("decoder")
    each = [(index, kind) for index in range(count) for kind in ("key", "value")]
    modules = [f"decoder.layers.{index}.encoder_attn.{kind[0]}_proj" for index, kind in each]
    joint = graph.product(normed, *modules)
    joint = graph.op("Reshape", joint, graph.ints(0, -1, len(each) * heads, width))
    joint = graph.op("Transpose", joint, perm=[0, 2, 1, 3])  # (1, layers · 2 · H, T, C / H)
    names = [f"present.{index}.encoder.{kind}" for index, kind in each]
    graph.nodes.append(helper.make_node("Split", [joint], names, axis=1))
    for name in names:
        graph.declare(name, [1, heads, "steps", width])
    return graph.model("moonshine-encoder")


def decoder_graph(
    source: Moonshine,
    alignment_heads: tuple[tuple[int, int], ...] = ALIGNMENT_HEADS,
    bits: int = 8,
) -> onnx.ModelProto:
    """The next pieces' logits from pieces, past and sound.

    Inputs: ``input_ids (B, S)``; ``beam_index (B)``: for each row the row of the past that it goes on from;
    ``past_key_values.n.decoder.{key,value} (P, H, t, C / H)``, t may be 0; ``past_key_values.n.encoder.{key,value} (1, H, T, C / H)`` for
    all rows.
    Outputs: ``logits (B, S, pieces)``, rounded to eight bits where they enter the last product, which the published graph makes in full
    precision; ``present.n.decoder.{key,value} (B, H, t + S, C / H)``; ``cross_attention (B, S, T)``, the mean over
    the alignment heads of where each piece looks.
    """
    graph = Graph(source, bits=bits)
    heads, channels = source.heads, source.channels
    width, scale = channels // heads, (channels // heads) ** -0.5
    layers = source.layers("decoder")
    ids = graph.input("input_ids", ["batch", "count"], TensorProto.INT64)
    beam = graph.input("beam_index", ["batch"], TensorProto.INT64)
    past: list[tuple[str, str]] = []
    sound: list[tuple[str, str]] = []
    for index in range(layers):
        name = f"past_key_values.{index}"
        past.append(graph.inputs_of(f"{name}.decoder", ["past_batch", heads, "seen", width]))
        sound.append(graph.inputs_of(f"{name}.encoder", [1, heads, "steps", width]))
    seen = graph.op("Slice", graph.op("Shape", past[0][0]), graph.ints(2), graph.ints(3))  # (1)
    angles = np.arange(POSITIONS, dtype=np.float32)[:, None] * source.rotary
    cosines, sines = (
        graph.weight(f(angles).astype(np.float32), name)
        for f, name in ((np.cos, "cosines"), (np.sin, "sines"))
    )
    shape = graph.op("Shape", ids)
    unfolded = graph.op("Concat", shape, graph.ints(channels), axis=0)  # B, S, C
    folded = graph.ints(1, -1, channels)
    x = _embedded(graph, ids)
    normed = graph.norm(x, "decoder.layers.0.input_layernorm.weight")
    looked = []
    for index in range(layers):
        name = f"decoder.layers.{index}"
        parts = graph.queries_keys_values(normed, f"{name}.self_attn", seen, cosines, sines)
        before = [graph.op("Gather", state, beam, axis=0) for state in past[index]]
        present = [
            graph.declare(f"present.{index}.decoder.{kind}", ["batch", heads, "total", width])
            for kind in ("key", "value")
        ]
        heard, *_ = graph.named(
            "MultiHeadAttention",
            [*parts, "", "", "", *before],
            [f"{name}.heard", *present],
            num_heads=heads,
            scale=scale,
            unidirectional=1,
        )
        heard = graph.product(heard, f"{name}.self_attn.dense")
        normed, x = graph.added_norm(x, heard, f"{name}.post_attention_layernorm.weight")
        # The rows become steps of one row, so that all look at the same sound without copies of it.
        queries = graph.product(normed, f"{name}.encoder_attn.q_proj")
        queries = graph.op("Reshape", queries, folded)
        chosen = [head for layer, head in alignment_heads if layer == index]
        if chosen:
            heard, some = _looking(graph, queries, *sound[index], chosen)
            looked.append(some)
        else:
            heard = graph.contrib("MultiHeadAttention", queries, *sound[index], num_heads=heads, scale=scale)
        heard = graph.op("Reshape", heard, unfolded)
        heard = graph.product(heard, f"{name}.encoder_attn.dense")
        normed, x = graph.added_norm(x, heard, f"{name}.final_layernorm.weight")
        inner = graph.product(normed, f"{name}.mlp.up_proj", bias=f"{name}.mlp.up_proj.bias")
        value, gate = graph.ops("Split", inner, axis=-1, outputs=2)
        inner = graph.op("Mul", value, graph.contrib("QuickGelu", gate, alpha=1.0))
        inner = graph.product(inner, f"{name}.mlp.down_proj", bias=f"{name}.mlp.down_proj.bias")
        after = f"decoder.layers.{index + 1}.input_layernorm" if index + 1 < layers else "decoder.norm"
        normed, x = graph.added_norm(x, inner, f"{after}.weight")
    table = "decoder.embed_tokens.weight"
    graph.declare("logits", ["batch", "count", source.products[table].bytes.shape[1]])
    graph.product(normed, table, name="logits")
    steps = graph.op("Slice", graph.op("Shape", sound[0][0]), graph.ints(2), graph.ints(3))
    graph.declare("cross_attention", ["batch", "count", "steps"])
    mean = looked[0] if len(looked) == 1 else graph.op("Sum", *looked)
    mean = graph.op("Mul", mean, graph.weight(np.array(1 / len(alignment_heads), np.float32)))
    graph.op("Reshape", mean, graph.op("Concat", shape, steps, axis=0), name="cross_attention")
    return graph.model("moonshine-decoder")


def _embedded(graph: Graph, ids: str) -> str:
    """The rows of the output matrix for ``ids (B, S)``: ``(B, S, C)``.

    The file holds the matrix once. onnxruntime packs a weight for its product only if nothing else reads it, without which a product of
    32,768 columns takes ten times as long; so rows come from a turned copy, which is made when the model is loaded.
    """
    name = "decoder.embed_tokens.weight"
    table = graph.source.products[name]
    if graph.bits != 8:
        return graph.op("Gather", graph.op("Transpose", graph.weight(table.values(), name)), ids)
    bytes_, scale, zero = (
        graph.weight(value, f"{name}.{kind}")
        for kind, value in (("bytes", table.bytes), ("scale", table.scale), ("zero", table.zero))
    )
    x = graph.op("Gather", graph.op("Transpose", bytes_), ids)
    return graph.op("DequantizeLinear", x, scale, zero)


def _looking(graph: Graph, queries: str, keys: str, values: str, chosen: list[int]) -> tuple[str, str]:
    """Attention in the open: what ``queries (1, N, C)`` find, and the chosen heads' weights summed ``(1, N, T)``."""
    heads, channels = graph.source.heads, graph.source.channels
    width = channels // heads
    queries = graph.op("Reshape", queries, graph.ints(1, -1, heads, width))
    queries = graph.op("Transpose", queries, perm=[0, 2, 1, 3])
    weights = graph.contrib("FusedMatMul", queries, keys, transB=1, alpha=width**-0.5)
    weights = graph.op("Softmax", weights, axis=-1)  # (1, H, N, T)
    some = graph.op("Gather", weights, graph.ints(*chosen), axis=1)
    some = graph.op("ReduceSum", some, graph.ints(1), keepdims=0)
    heard = graph.op("Transpose", graph.op("MatMul", weights, values), perm=[0, 2, 1, 3])
    return graph.op("Reshape", heard, graph.ints(1, -1, channels)), some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--encoder", type=Path, required=True, help="published encoder_model.onnx, eight bits"
    )
    parser.add_argument(
        "--decoder", type=Path, required=True, help="published decoder_model_merged.onnx, eight bits"
    )
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    source = read_published(arguments.encoder, arguments.decoder)
    arguments.out.mkdir(parents=True, exist_ok=True)
    onnx.save(encoder_graph(source), arguments.out / "encoder_model.onnx")
    onnx.save(decoder_graph(source), arguments.out / "decoder_model_merged.onnx")


if __name__ == "__main__":
    main()
