"""Writes a streaming conformer transducer of about 66 million random weights, to measure what a model of that size takes.

    python -m utter_training.export.onnx_random --out ~/random --int8

Its shape is that of the published ones: frames of 40 ms, chunks of 320 ms, 11 layers of attention over 64 past frames, feed-forward
and depthwise convolution, 512 wide. What it recognises means nothing.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto

from .graph_writer import GraphWriter
from .onnx_layers import joint_graph, predictor_graph
from .onnx_pieces import write_folder

LAYERS, DIM, HEADS, INNER, KERNEL, LEFT = 11, 512, 8, 2048, 31, 64
BINS, CHUNK, SUBSAMPLING, UNITS = 80, 32, 4, 500


class Conformer:
    """Collects the encoder's graph; frames are ``(N, CHUNK / SUBSAMPLING, DIM)``."""

    def __init__(self, seed: int = 1) -> None:
        self.graph = GraphWriter()
        self.rng = np.random.default_rng(seed)
        self.frames = CHUNK // SUBSAMPLING

    def matrix(self, *shape: int) -> str:
        values = self.rng.standard_normal(shape, np.float32) / shape[0] ** 0.5
        return self.graph.weight(values)

    def swish(self, x: str) -> str:
        return self.graph.op("Mul", x, self.graph.op("Sigmoid", x))

    def feed_forward(self, x: str) -> str:
        y = self.swish(self.graph.op("MatMul", x, self.matrix(DIM, INNER)))
        y = self.graph.op("MatMul", y, self.matrix(INNER, DIM))
        return self.graph.op("Add", x, self.graph.op("Mul", y, self.graph.weight(np.array(0.5, np.float32))))

    def heads(self, x: str, *order: int) -> str:
        x = self.graph.op("MatMul", x, self.matrix(DIM, DIM))
        x = self.graph.op("Reshape", x, self.graph.ints(0, -1, HEADS, DIM // HEADS))
        return self.graph.op("Transpose", x, perm=list(order))

    def attention(self, x: str, past: str) -> tuple[str, str]:
        graph = self.graph
        seen = graph.op("Concat", past, x, axis=1)
        scores = graph.op("MatMul", self.heads(x, 0, 2, 1, 3), self.heads(seen, 0, 2, 3, 1))
        scale = graph.weight(np.array((DIM // HEADS) ** -0.5, np.float32))
        shares = graph.op("Softmax", graph.op("Mul", scores, scale), axis=-1)
        y = graph.op("MatMul", shares, self.heads(seen, 0, 2, 1, 3))
        y = graph.op("Reshape", graph.op("Transpose", y, perm=[0, 2, 1, 3]), graph.ints(0, -1, DIM))
        y = graph.op("MatMul", y, self.matrix(DIM, DIM))
        return graph.op("Add", x, y), graph.slice(seen, self.frames, self.frames + LEFT, 1)

    def convolution(self, x: str, past: str) -> tuple[str, str]:
        graph = self.graph
        gate = graph.op("Sigmoid", graph.op("MatMul", x, self.matrix(DIM, DIM)))
        y = graph.op("Mul", graph.op("MatMul", x, self.matrix(DIM, DIM)), gate)
        y = graph.op("Concat", past, y, axis=1)
        after = graph.slice(y, self.frames, self.frames + KERNEL - 1, 1)
        y = graph.op("Transpose", y, perm=[0, 2, 1])
        weight = graph.weight(self.rng.standard_normal((DIM, 1, KERNEL), np.float32) / KERNEL**0.5)
        y = graph.op("Conv", y, weight, group=DIM, kernel_shape=[KERNEL])
        y = graph.op("MatMul", self.swish(graph.op("Transpose", y, perm=[0, 2, 1])), self.matrix(DIM, DIM))
        return graph.op("Add", x, y), after

    def norm(self, x: str) -> str:
        ones, zeros = np.ones(DIM, np.float32), np.zeros(DIM, np.float32)
        return self.graph.op(
            "LayerNormalization", x, self.graph.weight(ones), self.graph.weight(zeros), axis=-1
        )

    def past(self, states: str, layer: int) -> str:
        """A layer's part of ``(LAYERS, frames, N, DIM)`` as ``(N, frames, DIM)``."""
        one = self.graph.op("Squeeze", self.graph.slice(states, layer, layer + 1, 0), self.graph.ints(0))
        return self.graph.op("Transpose", one, perm=[1, 0, 2])

    def states(self, parts: list[str], name: str, frames: int) -> None:
        turned = [self.graph.op("Transpose", part, perm=[1, 0, 2]) for part in parts]
        stacked = [self.graph.op("Unsqueeze", part, self.graph.ints(0)) for part in turned]
        self.graph.output(self.graph.op("Concat", *stacked, axis=0), name, [LAYERS, frames, "N", DIM])

    def model(self) -> onnx.ModelProto:
        graph = self.graph
        x = graph.input("x", ["N", CHUNK, BINS])
        attended = graph.input("states0", [LAYERS, LEFT, "N", DIM])
        convolved = graph.input("states1", [LAYERS, KERNEL - 1, "N", DIM])
        graph.input("processed_lens", ["N"], TensorProto.INT64)
        x = graph.op("Reshape", x, graph.ints(0, self.frames, SUBSAMPLING * BINS))
        x = self.norm(graph.op("MatMul", x, self.matrix(SUBSAMPLING * BINS, DIM)))
        keys: list[str] = []
        taps: list[str] = []
        for layer in range(LAYERS):
            x, key = self.attention(self.feed_forward(x), self.past(attended, layer))
            x, tap = self.convolution(x, self.past(convolved, layer))
            x = self.norm(self.feed_forward(x))
            keys.append(key)
            taps.append(tap)
        graph.output(x, "encoder_out", ["N", self.frames, DIM])
        self.states(keys, "new_states0", LEFT)
        self.states(taps, "new_states1", KERNEL - 1)
        return graph.model(metadata={
            "model_type": "conformer", "version": "1", "model_author": "utter", "T": CHUNK, "decode_chunk_len": CHUNK,
            "num_encoder_layers": LAYERS, "encoder_dim": DIM, "left_context": LEFT, "cnn_module_kernel": KERNEL,
            "pad_length": 1, "comment": "random weights",
        })  # fmt: skip


def transducer(seed: int = 2) -> tuple[dict, dict[str, np.ndarray]]:
    """Manifest and tensors of predictor and joint."""
    rng = np.random.default_rng(seed)

    def matrix(*shape: int) -> np.ndarray:
        return rng.standard_normal(shape, np.float32) / np.float32(shape[-2] ** 0.5)

    bias = np.zeros(UNITS, np.float32)
    # Speech is mostly blank.
    bias[0] = 2.5
    manifest = {
        "units": {"count": UNITS, "blankId": 0},
        "predictor": {"contextUnits": 2, "embeddingDim": DIM, "outputDim": DIM},
        "joint": {"dim": DIM},
    }
    zeros = np.zeros(DIM, np.float32)
    return manifest, {
        "predictor.embedding": matrix(UNITS, DIM), "predictor.conv.weight": matrix(2, DIM, DIM),
        "predictor.conv.bias": zeros, "predictor.output.weight": matrix(DIM, DIM), "predictor.output.bias": zeros,
        "joint.weight": matrix(DIM, UNITS), "joint.bias": bias,
    }  # fmt: skip


def parameters(models: dict[str, onnx.ModelProto]) -> int:
    """Numbers in single precision, which are the weights."""
    weights = [weight for model in models.values() for weight in model.graph.initializer]
    return sum(int(np.prod(weight.dims)) for weight in weights if weight.data_type == TensorProto.FLOAT)


def random_models() -> dict[str, onnx.ModelProto]:
    manifest, tensors = transducer()
    return {
        "encoder": Conformer().model(),
        "decoder": predictor_graph(manifest, tensors, {}),
        "joiner": joint_graph(manifest, tensors, {}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--int8", action="store_true", help="quantised graphs beside them")
    arguments = parser.parse_args()
    models = random_models()
    pieces = ["<blk>", "<sos/eos>", "<unk>", *[f"▁{i}" for i in range(UNITS - 3)]]
    write_folder(arguments.out, models, pieces, arguments.int8)
    print(f"{parameters(models)} parameters")


if __name__ == "__main__":
    main()
