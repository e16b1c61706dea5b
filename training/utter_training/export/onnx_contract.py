"""Encoders under the contracts of sherpa-onnx's streaming transducers.

A contract fixes an encoder's inputs, outputs and metadata. sherpa-onnx makes the states from the metadata, so any streaming encoder
can be written under any contract: its states are packed, in order, into those that the contract has, and the metadata give these the
sizes that are needed. Source: sherpa-onnx ``online-*-transducer-model.cc``, ``GetEncoderInitStates``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto

from .graph_writer import GraphWriter
from .onnx_layers import encoder_layers

CONTRACTS = ("lstm", "conformer", "zipformer", "zipformer2")


@dataclass(frozen=True)
class State:
    """One state of a contract; ``axis`` is that of the batch, and ``packed`` whether the encoder's own states lie in it."""

    name: str
    shape: tuple[int, ...]
    axis: int
    packed: bool = False
    integer: bool = False

    def dims(self) -> list:
        return [size if axis != self.axis else "N" for axis, size in enumerate(self.shape)]


def contract_states(contract: str, size: int, bins: int) -> tuple[list[State], dict[str, object]]:
    """The states that hold ``size`` numbers, and the metadata that say so."""
    match contract:
        case "lstm":
            states = [State("state0", (1, 1, size), 1, packed=True), State("state1", (1, 1, 1), 1)]
            return states, {"num_encoder_layers": 1, "d_model": size, "rnn_hidden_size": 1}
        case "conformer":
            states = [State("states0", (1, 1, 1, size), 2, packed=True), State("states1", (1, 1, 1, size), 2)]
            return states, {
                "num_encoder_layers": 1, "left_context": 1, "encoder_dim": size, "pad_length": 1, "cnn_module_kernel": 2,
            }  # fmt: skip
        case "zipformer":
            # The values of attention are half as wide as its keys.
            size += size % 2
            shapes = {
                "len": (1, 1), "avg": (1, 1, 1), "key": (1, 1, 1, size), "val": (1, 1, 1, size // 2),
                "val2": (1, 1, 1, size // 2), "conv1": (1, 1, 1, 1), "conv2": (1, 1, 1, 1),
            }  # fmt: skip
            states = [
                State(
                    f"cached_{kind}_0",
                    shape,
                    2 if kind in ("key", "val", "val2") else 1,
                    kind == "key",
                    kind == "len",
                )
                for kind, shape in shapes.items()
            ]
            return states, {
                "encoder_dims": 1, "attention_dims": size, "num_encoder_layers": 1, "cnn_module_kernels": 2,
                "left_context_len": 1,
            }  # fmt: skip
        case "zipformer2":
            embedded = ((bins - 1) // 2 - 1) // 2
            shapes = {
                "key": (1, 1, size), "nonlin_attn": (1, 1, 1, 3), "val1": (1, 1, 1), "val2": (1, 1, 1),
                "conv1": (1, 4, 1), "conv2": (1, 4, 1),
            }  # fmt: skip
            states = [
                State(f"cached_{kind}_0", shape, 0 if kind.startswith("conv") else 1, packed=kind == "key")
                for kind, shape in shapes.items()
            ]
            states += [
                State("embed_states", (1, 128, 3, embedded), 0),
                State("processed_lens", (1,), 0, integer=True),
            ]
            return states, {
                "encoder_dims": 4, "query_head_dims": size, "value_head_dims": 1, "num_heads": 1,
                "num_encoder_layers": 1, "cnn_module_kernels": 3, "left_context_len": 1,
            }  # fmt: skip
        case _:
            raise ValueError(f"contract: {contract} is none of {', '.join(CONTRACTS)}")


Body = Callable[[GraphWriter, str, str], tuple[str, str]]
"""Graph, features ``(N, T, bins)``, flat state ``(N, size)`` → output ``(N, frames, dim)``, next flat state."""


def contracted_encoder(
    contract: str,
    body: Body,
    size: int,
    bins: int,
    frames: int,
    shift: int,
    output: tuple[int, int],
    metadata: dict[str, object],
) -> onnx.ModelProto:
    """An encoder that takes ``frames`` feature frames, moves on by ``shift`` and gives ``output`` (frames, dim)."""
    states, sizes = contract_states(contract, size, bins)
    graph = GraphWriter()
    x = graph.input("x", ["N", frames, bins])
    inputs = {
        state.name: graph.input(
            state.name, state.dims(), TensorProto.INT64 if state.integer else TensorProto.FLOAT
        )
        for state in states
    }
    if contract == "conformer":
        graph.input("processed_lens", ["N"], TensorProto.INT64)
    packed = next(state for state in states if state.packed)
    batch = graph.op("Shape", x, start=0, end=1)
    flat = graph.op("Reshape", inputs[packed.name], graph.ints(-1, int(np.prod(packed.shape))))
    encoded, after = body(graph, x, graph.slice(flat, 0, size, 1))
    graph.output(encoded, "encoder_out", ["N", *output])
    missing = int(np.prod(packed.shape)) - size
    for state in states:
        next_state = inputs[state.name]
        if state.packed:
            if missing:
                padding = graph.op("Concat", batch, graph.ints(missing), axis=0)
                zeros = graph.op("Expand", graph.weight(np.zeros((1, 1), np.float32)), padding)
                after = graph.op("Concat", after, zeros, axis=1)
            # The batch is the only axis longer than one but the last, so its place doesn't change the order.
            before = graph.ints(*state.shape[: state.axis])
            behind = graph.ints(*state.shape[state.axis + 1 :])
            next_state = graph.op("Reshape", after, graph.op("Concat", before, batch, behind, axis=0))
        elif state.integer:
            next_state = graph.op("Add", next_state, graph.ints(shift))
        graph.output(
            next_state,
            f"new_{state.name}",
            state.dims(),
            TensorProto.INT64 if state.integer else TensorProto.FLOAT,
        )
    return graph.model(
        metadata={
            "model_type": contract,
            "version": "1",
            "model_author": "utter",
            "T": frames,
            "decode_chunk_len": shift,
        }
        | sizes
        | metadata
    )


def causal_conv_body(manifest: dict, tensors: dict[str, np.ndarray], frames: int) -> tuple[Body, int]:
    """The encoder of a model folder, and how many numbers its states are together."""
    shapes = [state["shape"] for state in manifest["encoder"]["states"]]
    sizes = [int(np.prod(shape)) for shape in shapes]

    def body(graph: GraphWriter, x: str, flat: str) -> tuple[str, str]:
        states, start = [], 0
        for shape, size in zip(shapes, sizes, strict=True):
            part = graph.slice(flat, start, start + size, 1)
            states.append(graph.op("Reshape", part, graph.ints(-1, *shape)))
            start += size
        output, after = encoder_layers(graph, x, states, manifest, tensors, frames)
        flattened = [graph.op("Flatten", state, axis=1) for state in after]
        return output, graph.op("Concat", *flattened, axis=1)

    return body, sum(sizes)
