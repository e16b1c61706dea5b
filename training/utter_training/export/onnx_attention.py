"""The chunk-attention encoder of a model folder as an ONNX graph, one chunk at a time: a reference to measure
other engines beside.

    python -m utter_training.export.onnx_attention --model ../resources/models/utter-en --chunk 32 --out encoder.onnx

Input ``features (1, chunk, bins)`` and every state of the manifest by its name, ``(1, …)``; output
``encoded (1, chunk / subsampling, outputDim)`` and the states after it, as ``next.<name>``. Needs ``pip install
'utter-training[onnx]'``.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from ..acoustic.chunk_attention import KERNEL, STRIDE
from .graph_writer import GraphWriter

FAR_BELOW = -1e30
"""Added to the scores of steps that were never heard."""


def _gelu(g: GraphWriter, x: str) -> str:
    """In its tanh form."""
    cube = g.op("Mul", g.op("Mul", x, x), x)
    inner = g.op("Add", x, g.op("Mul", cube, g.weight(np.float32(0.044715))))
    bent = g.op("Tanh", g.op("Mul", inner, g.weight(np.float32(math.sqrt(2 / math.pi)))))
    return g.op("Mul", g.op("Mul", x, g.weight(np.float32(0.5))), g.op("Add", bent, g.weight(np.float32(1))))


class AttentionGraph:
    """Writes the graph for one manifest, its tensors and a chunk of ``chunk`` feature frames."""

    def __init__(self, manifest: dict, tensors: dict[str, np.ndarray], chunk: int):
        self.encoder = manifest["encoder"]
        if self.encoder["architecture"] != "chunk-attention":
            raise ValueError(
                f"the encoder is {self.encoder['architecture']}; this graph is of chunk-attention"
            )
        if chunk <= 0 or chunk % self.encoder["subsampling"]:
            raise ValueError(
                f"chunk of {chunk} frames is not a positive multiple of {self.encoder['subsampling']}"
            )
        self.tensors = {name: value.astype(np.float32) for name, value in tensors.items()}
        self.chunk, self.g = chunk, GraphWriter()
        self.ones = self.g.weight(np.ones(self.encoder["channels"], np.float32))

    def linear(self, x: str, name: str) -> str:
        weight = self.tensors[f"encoder.{name}.weight"]
        y = self.g.op("MatMul", x, self.g.weight(weight.reshape(-1, weight.shape[-1])))
        bias = self.tensors.get(f"encoder.{name}.bias")
        return y if bias is None else self.g.op("Add", y, self.g.weight(bias))

    def norm(self, x: str) -> str:
        return self.g.op("LayerNormalization", x, self.ones, axis=-1, epsilon=1e-5)

    def convolve(self, x: str, name: str, frames: int, stride: int) -> tuple[str, str]:
        """``frames`` new frames after those of the state → output and next state."""
        g, history = self.g, KERNEL - stride
        seen = g.op("Concat", f"encoder.{name}", x, axis=1)
        last = frames - stride + 1
        taps = [g.slice(seen, k, k + last, 1, stride) for k in range(KERNEL)]
        y = _gelu(g, self.linear(g.op("Concat", *taps, axis=2), name))
        return y, g.slice(seen, frames, frames + history, 1)

    def attend(self, x: str, index: int, steps: int, context: int, before: str) -> str:
        """Attention of ``steps`` queries to ``context`` steps before and to each other; ``before`` counts
        what was heard.
        """
        g, heads = self.g, self.encoder["heads"]
        depth = self.encoder["channels"] // heads
        q, k, v = g.ops("Split", self.linear(self.norm(x), f"{index}.qkv"), outputs=3, axis=-1)
        keys = g.op("Concat", f"encoder.{index}.keys", k, axis=1)
        values = g.op("Concat", f"encoder.{index}.values", v, axis=1)
        for part, whole in (("keys", keys), ("values", values)):
            shape = [1, context, self.encoder["channels"]]
            g.output(g.slice(whole, steps, steps + context, 1), f"next.encoder.{index}.{part}", shape)

        def split(y: str, length: int, order: list[int]) -> str:
            return g.op("Transpose", g.op("Reshape", y, g.ints(1, length, heads, depth)), perm=order)

        total = context + steps
        scores = g.op("MatMul", split(q, steps, [0, 2, 1, 3]), split(keys, total, [0, 2, 3, 1]))
        # The state's last min(before, context) steps were heard, the others are zeros.
        first = g.op("Sub", g.weight(np.float32(context)), before)
        is_heard = g.op("GreaterOrEqual", g.weight(np.arange(total, dtype=np.float32)), first)
        mask = g.op("Where", is_heard, g.weight(np.float32(0)), g.weight(np.float32(FAR_BELOW)))
        weights = g.op("Softmax", g.op("Add", scores, mask), axis=-1)
        heard = g.op("MatMul", weights, split(values, total, [0, 2, 1, 3]))
        joined = g.op("Transpose", heard, perm=[0, 2, 1, 3])
        return self.linear(g.op("Reshape", joined, g.ints(1, steps, heads * depth)), f"{index}.out")

    def pool(self, x: str, steps: int) -> str:
        channels = self.encoder["channels"]
        pairs = self.g.op("Reshape", x, self.g.ints(1, steps // 2, 2, channels))
        return self.g.op("ReduceMean", pairs, axes=[2], keepdims=0)

    def model(self) -> onnx.ModelProto:
        g, e = self.g, self.encoder
        x = g.input("features", [1, self.chunk, e["inputDim"]])
        for state in e["states"]:
            g.input(state["name"], [1, *state["shape"]])
        steps = self.chunk // STRIDE
        x, after1 = self.convolve(x, "conv1", self.chunk, 1)
        x, after2 = self.convolve(x, "conv2", self.chunk, STRIDE)
        g.output(after1, "next.encoder.conv1", [1, 2, e["inputDim"]])
        g.output(after2, "next.encoder.conv2", [1, 1, e["channels"]])
        before = g.op("Reshape", "encoder.steps", g.ints(1))
        ahead = g.op("Add", before, g.weight(np.arange(steps, dtype=np.float32)))
        at = g.op("Mod", g.op("Cast", ahead, to=onnx.TensorProto.INT64), g.ints(e["positions"]))
        x = g.op("Add", x, g.op("Gather", g.weight(self.tensors["encoder.positions"]), at, axis=0))
        shapes = {state["name"]: state["shape"] for state in e["states"]}
        heard = before
        for index in range(e["layers"]):
            if 0 < e["poolAfter"] == index:
                x, steps = self.pool(x, steps), steps // 2
                heard = g.op("Mul", before, g.weight(np.float32(0.5)))
            context = shapes[f"encoder.{index}.keys"][0]
            x = g.op("Add", x, self.attend(x, index, steps, context, heard))
            up = _gelu(g, self.linear(self.norm(x), f"{index}.ffn1"))
            x = g.op("Add", x, self.linear(up, f"{index}.ffn2"))
        if e["poolAfter"] == e["layers"]:
            x, steps = self.pool(x, steps), steps // 2
        x = self.norm(x)
        if "bottleneck" in e:
            x = self.linear(x, "bottleneck")
        g.output(self.linear(x, "projection"), "encoded", [1, steps, e["outputDim"]])
        count = g.weight(np.float32(self.chunk // STRIDE))
        g.output(g.op("Add", "encoder.steps", count), "next.encoder.steps", [1, 1])
        return g.model(metadata={"chunk": self.chunk})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True, type=Path, help="a model folder")
    parser.add_argument("--chunk", type=int, default=32, help="feature frames a chunk")
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    manifest = json.loads((args.model / "manifest.json").read_text())
    graph = AttentionGraph(manifest, load_file(args.model / "weights.safetensors"), args.chunk).model()
    onnx.checker.check_model(graph)
    args.out.write_bytes(graph.SerializeToString())
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
