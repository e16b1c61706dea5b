"""Whisper as two ONNX graphs, operator by operator, with eight bits a weight.

The encoder hands out the keys and values of the decoder's cross-attention, once for each segment. The decoder takes and hands out
its own keys and values, and gathers the rows it goes on from itself, so that a beam's reordering never leaves the graph.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from onnx import TensorProto

from ..export.graph_writer import GraphWriter
from .network import HEAD_CHANNELS
from .smoothing import Smoothed

NEVER = np.float32(-1e9)


class Graph(GraphWriter):
    """A graph of weights that are quantized here."""

    def quantized(self, weight: np.ndarray, name: str) -> tuple[str, str]:
        """``weight (in, out)`` → names of its bytes ``(in, out)`` and of a scale for each output ``(out)``."""
        scale = (np.abs(weight).max(0) / 127).astype(np.float32)
        scale[scale == 0] = 1
        whole = np.rint(weight / scale).astype(np.int8)
        return self.weight(whole, f"{name}.int8"), self.weight(scale, f"{name}.scale")

    def product(self, x: str, weight: np.ndarray, bias: np.ndarray | None, name: str) -> str:
        """``x (…, in)`` times ``weight (out, in)`` as PyTorch keeps it, plus ``bias (out)``."""
        transposed = np.ascontiguousarray(weight.T)
        added = "" if bias is None else self.weight(bias, f"{name}.bias")
        if self.bits == 8:
            bytes_, scale = self.quantized(transposed, name)
            return self.contrib("DynamicQuantizeMatMul", x, bytes_, scale, "", added)
        y = self.op("MatMul", x, self.weight(transposed, name))
        return self.op("Add", y, added) if added else y

    def norm(self, x: str, weight: np.ndarray, bias: np.ndarray, name: str) -> str:
        return self.op(
            "LayerNormalization",
            x,
            self.weight(weight, f"{name}.weight"),
            self.weight(bias, f"{name}.bias"),
            axis=-1,
            epsilon=1e-5,
        )


def _arrays(smoothed: Smoothed) -> dict[str, np.ndarray]:
    """Weights by name, and for products whose input is divided ``name.divisor``."""
    arrays = {name: value.detach().float().numpy() for name, value in smoothed.model.state_dict().items()}
    return arrays | {f"{name}.divisor": value.numpy() for name, value in smoothed.divisors.items()}


def _linear(graph: Graph, x: str, arrays: dict[str, np.ndarray], name: str) -> str:
    if f"{name}.divisor" in arrays:
        x = graph.op("Mul", x, graph.weight(1 / arrays[f"{name}.divisor"], f"{name}.factor"))
    return graph.product(x, arrays[f"{name}.weight"], arrays[f"{name}.bias"], name)


def _norm(graph: Graph, x: str, arrays: dict[str, np.ndarray], name: str) -> str:
    return graph.norm(x, arrays[f"{name}.weight"], arrays[f"{name}.bias"], name)


def _heads(graph: Graph, x: str, heads: int, name: str = "") -> str:
    """``(B, S, C)`` → ``(B, H, S, 64)``."""
    x = graph.op("Reshape", x, graph.ints(0, 0, heads, HEAD_CHANNELS))
    return graph.op("Transpose", x, perm=[0, 2, 1, 3], name=name)


def _scaled_queries(arrays: dict[str, np.ndarray], name: str, rows: int) -> dict[str, np.ndarray]:
    """Folds the queries' 1/√64 into the first ``rows`` of a product."""
    weight, bias = arrays[f"{name}.weight"].copy(), arrays[f"{name}.bias"].copy()
    weight[:rows] *= HEAD_CHANNELS**-0.5
    bias[:rows] *= HEAD_CHANNELS**-0.5
    return {f"{name}.weight": weight, f"{name}.bias": bias}


def encoder_graph(smoothed: Smoothed, bits: int = 8) -> onnx.ModelProto:
    """``input_features (1, mels, T)``, T even → ``present.n.encoder.{key,value} (1, H, T / 2, 64)``."""
    graph, arrays, sizes = Graph(bits=bits), _arrays(smoothed), smoothed.model.dimensions
    heads, channels = sizes.heads, sizes.channels
    x = graph.input("input_features", [1, sizes.mels, "frames"])
    for index, stride in ((1, 1), (2, 2)):
        name = f"encoder.conv{index}"
        weight, bias = (
            graph.weight(arrays[f"{name}.{part}"], f"{name}.{part}") for part in ("weight", "bias")
        )
        x = graph.op("Conv", x, weight, bias, kernel_shape=[3], pads=[1, 1], strides=[stride])
        x = graph.contrib("Gelu", x)
    x = graph.op("Transpose", x, perm=[0, 2, 1])  # (1, U, C)
    steps = graph.op("Slice", graph.op("Shape", x), graph.ints(1), graph.ints(2))
    positions = graph.weight(arrays["encoder.positions"].astype(np.float16), "encoder.positions")
    positions = graph.op("Slice", positions, graph.ints(0), steps, graph.ints(0))
    x = graph.op("Add", x, graph.op("Cast", positions, to=TensorProto.FLOAT))
    for index in range(sizes.encoder_layers):
        name = f"encoder.layers.{index}"
        qkv = f"{name}.attention.qkv"
        normed = _norm(graph, x, arrays, f"{name}.attention_norm")
        joint = _linear(graph, normed, _scaled_queries(arrays, qkv, channels), qkv)
        q, k, v = (_heads(graph, part, heads) for part in graph.ops("Split", joint, axis=2, outputs=3))
        weights = graph.op("Softmax", graph.contrib("FusedMatMul", q, k, transB=1), axis=-1)
        heard = graph.op("Transpose", graph.op("MatMul", weights, v), perm=[0, 2, 1, 3])
        heard = graph.op("Reshape", heard, graph.ints(0, 0, channels))
        x = graph.op("Add", x, _linear(graph, heard, arrays, f"{name}.attention.out"))
        inner = _linear(graph, _norm(graph, x, arrays, f"{name}.feed_norm"), arrays, f"{name}.feed.up")
        inner = graph.contrib("Gelu", inner)
        x = graph.op("Add", x, _linear(graph, inner, arrays, f"{name}.feed.down"))
    x = _norm(graph, x, arrays, "encoder.norm")
    for index in range(sizes.decoder_layers):
        joint = _linear(graph, x, arrays, f"decoder.layers.{index}.cross.kv")
        for part, kind in zip(graph.ops("Split", joint, axis=2, outputs=2), ("key", "value"), strict=True):
            name = f"present.{index}.encoder.{kind}"
            _heads(graph, part, heads, name=name)
            graph.declare(name, [1, heads, "steps", HEAD_CHANNELS])
    return graph.model("whisper-encoder")


def _embedded(graph: Graph, ids: str, arrays: dict[str, np.ndarray]) -> str:
    """The rows of the output matrix ``(pieces, C)`` for ``ids (B, S)``, from its one copy: ``(B, S, C)``."""
    transposed = np.ascontiguousarray(arrays["decoder.embedding.weight"].T)
    if graph.bits == 8:
        bytes_, scale = graph.quantized(transposed, "decoder.embedding")
        x = graph.op("Transpose", graph.op("Gather", bytes_, ids, axis=1), perm=[1, 2, 0])  # (B, S, C)
        scale = graph.op("Unsqueeze", graph.op("Gather", scale, ids), graph.ints(-1))  # (B, S, 1)
        x = graph.op("Mul", graph.op("Cast", x, to=TensorProto.FLOAT), scale)
    else:
        x = graph.op("Gather", graph.weight(transposed, "decoder.embedding"), ids, axis=1)  # (C, B, S)
        x = graph.op("Transpose", x, perm=[1, 2, 0])
    divisor = arrays.get("decoder.embedding.divisor")
    return x if divisor is None else graph.op("Mul", x, graph.weight(1 / divisor, "decoder.embedding.factor"))


def decoder_graph(
    smoothed: Smoothed, alignment_heads: Sequence[tuple[int, int]], bits: int = 8
) -> onnx.ModelProto:
    """The next pieces' logits from pieces, past and sound.

    Inputs: ``input_ids (B, S)``; ``beam_index (B)``: for each row the row of the past that it goes on from;
    ``past_key_values.n.decoder.{key,value} (P, H, t, 64)``, t may be 0; ``past_key_values.n.encoder.{key,value} (1, H, U, 64)`` for all rows.
    Outputs: ``logits (B, S, pieces)``; ``present.n.decoder.{key,value} (B, H, t + S, 64)``; ``cross_attention (B, S, U)``, the mean over the
    alignment heads of where each piece looks.
    """
    graph, arrays, sizes = Graph(bits=bits), _arrays(smoothed), smoothed.model.dimensions
    heads, channels = sizes.heads, sizes.channels
    ids = graph.input("input_ids", ["batch", "count"], TensorProto.INT64)
    beam = graph.input("beam_index", ["batch"], TensorProto.INT64)
    past: list[tuple[str, str]] = []
    audio: list[tuple[str, str]] = []
    for index in range(sizes.decoder_layers):
        name = f"past_key_values.{index}"
        past.append(graph.inputs_of(f"{name}.decoder", ["past_batch", heads, "seen", HEAD_CHANNELS]))
        audio.append(graph.inputs_of(f"{name}.encoder", [1, heads, "steps", HEAD_CHANNELS]))
    seen = graph.op("Slice", graph.op("Shape", past[0][0]), graph.ints(2), graph.ints(3))  # (1)
    count = graph.op("Slice", graph.op("Shape", ids), graph.ints(1), graph.ints(2))
    total = graph.op("Add", seen, count)
    positions = graph.weight(arrays["decoder.positions"].astype(np.float16), "decoder.positions")
    positions = graph.op(
        "Cast", graph.op("Slice", positions, seen, total, graph.ints(0)), to=TensorProto.FLOAT
    )
    x = graph.op("Add", _embedded(graph, ids, arrays), positions)
    # Step i may look at steps 0 … seen + i: (S, seen + S).
    zero, one = graph.weight(np.array(0, np.int64)), graph.weight(np.array(1, np.int64))
    every = graph.op("Range", zero, graph.op("Squeeze", total), one)
    latest = graph.op("Range", graph.op("Squeeze", seen), graph.op("Squeeze", total), one)
    later = graph.op(
        "Greater", graph.op("Unsqueeze", every, graph.ints(0)), graph.op("Unsqueeze", latest, graph.ints(1))
    )
    mask = graph.op("Mul", graph.op("Cast", later, to=TensorProto.FLOAT), graph.weight(np.array(NEVER)))
    unfolded = graph.op("Concat", graph.op("Shape", ids), graph.ints(channels), axis=0)  # B, S, C
    looked = []
    for index in range(sizes.decoder_layers):
        name = f"decoder.layers.{index}"
        qkv = f"{name}.attention.qkv"
        normed = _norm(graph, x, arrays, f"{name}.attention_norm")
        joint = _linear(graph, normed, _scaled_queries(arrays, qkv, channels), qkv)
        q, k, v = (_heads(graph, part, heads) for part in graph.ops("Split", joint, axis=2, outputs=3))
        now = []
        for kind, before, new in zip(("key", "value"), past[index], (k, v), strict=True):
            present = graph.declare(
                f"present.{index}.decoder.{kind}", ["batch", heads, "total", HEAD_CHANNELS]
            )
            gathered = graph.op("Gather", before, beam, axis=0)
            now.append(graph.op("Concat", gathered, new, axis=2, name=present))
        scores = graph.op("Add", graph.contrib("FusedMatMul", q, now[0], transB=1), mask)
        heard = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), now[1])
        heard = graph.op(
            "Reshape", graph.op("Transpose", heard, perm=[0, 2, 1, 3]), graph.ints(0, 0, channels)
        )
        x = graph.op("Add", x, _linear(graph, heard, arrays, f"{name}.attention.out"))
        # The rows become steps of one row, so that all look at the same sound without copies of it.
        query = f"{name}.cross.q"
        normed = _norm(graph, x, arrays, f"{name}.cross_norm")
        q = _linear(graph, normed, _scaled_queries(arrays, query, channels), query)
        q = graph.op("Reshape", q, graph.ints(1, -1, heads, HEAD_CHANNELS))
        q = graph.op("Transpose", q, perm=[0, 2, 1, 3])  # (1, H, B · S, 64)
        weights = graph.op("Softmax", graph.contrib("FusedMatMul", q, audio[index][0], transB=1), axis=-1)
        chosen = [head for layer, head in alignment_heads if layer == index]
        if chosen:
            some = graph.op("Gather", weights, graph.ints(*chosen), axis=1)
            looked.append(graph.op("ReduceSum", some, graph.ints(1), keepdims=0))  # (1, B · S, U)
        heard = graph.op("Transpose", graph.op("MatMul", weights, audio[index][1]), perm=[0, 2, 1, 3])
        heard = graph.op("Reshape", heard, unfolded)
        x = graph.op("Add", x, _linear(graph, heard, arrays, f"{name}.cross.out"))
        inner = _linear(graph, _norm(graph, x, arrays, f"{name}.feed_norm"), arrays, f"{name}.feed.up")
        x = graph.op("Add", x, _linear(graph, graph.contrib("Gelu", inner), arrays, f"{name}.feed.down"))
    x = _norm(graph, x, arrays, "decoder.norm")
    graph.declare("logits", ["batch", "count", sizes.pieces])
    embedding = np.ascontiguousarray(arrays["decoder.embedding.weight"].T)
    if bits == 8:
        bytes_, scale = graph.quantized(embedding, "decoder.embedding")
        graph.contrib("DynamicQuantizeMatMul", x, bytes_, scale, name="logits")
    else:
        graph.op("MatMul", x, graph.weight(embedding, "decoder.embedding"), name="logits")
    where = looked[0] if len(looked) == 1 else graph.op("Sum", *looked)
    where = graph.op("Mul", where, graph.weight(np.array(1 / len(alignment_heads), np.float32)))
    steps = graph.op("Slice", graph.op("Shape", audio[0][0]), graph.ints(2), graph.ints(3))
    graph.declare("cross_attention", ["batch", "count", "steps"])
    shape = graph.op("Concat", graph.op("Shape", ids), steps, axis=0)
    graph.op("Reshape", where, shape, name="cross_attention")
    return graph.model("whisper-decoder")
