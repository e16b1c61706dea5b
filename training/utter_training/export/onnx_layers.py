"""A causal-convolution encoder, predictor and joint as ONNX graphs, operator by operator.

The graphs are what ``folded.py`` computes from a model folder's tensors, for one chunk at a time, with every layer's state as an
input and an output. All take a batch of any size.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto

from .graph_writer import GraphWriter


def encoder_layers(
    graph: GraphWriter, x: str, states: list[str], manifest: dict, tensors: dict[str, np.ndarray], frames: int
) -> tuple[str, list[str]]:
    """``x (N, frames, bins)`` raw features and each looking layer's state ``(N, history, in)`` → output, next states."""
    floor = np.float32(np.log(manifest["featurizer"]["energyFloor"]))
    x = graph.op("Max", x, graph.weight(np.array(floor)))
    x = graph.op("Sub", x, graph.weight(tensors["featurizer.mean"]))
    x = graph.op("Mul", x, graph.weight(tensors["featurizer.scale"]))
    waiting, after = list(states), []
    for index, layer in enumerate(manifest["encoder"]["layers"]):
        name = f"encoder.{index}"
        kernel, stride, dilation = (layer.get(key, 1) for key in ("kernel", "stride", "dilation"))
        history = (kernel - 1) * dilation + 1 - stride
        if history:
            x = graph.op("Concat", waiting.pop(0), x, axis=1)
            after.append(graph.slice(x, frames, frames + history, 1))
        outputs = frames // stride
        match layer["kind"]:
            case "conv":
                span = (outputs - 1) * stride + 1
                taps = [graph.slice(x, k * dilation, k * dilation + span, 1, stride) for k in range(kernel)]
                weight = tensors[f"{name}.weight"].reshape(-1, layer["out"])
                x = graph.op("MatMul", graph.op("Concat", *taps, axis=2), graph.weight(weight))
                x = graph.op("Relu", graph.op("Add", x, graph.weight(tensors[f"{name}.bias"])))
            case "block":
                down = tensors[f"{name}.down"]
                width = down.shape[2]
                narrow = graph.op("MatMul", x, graph.weight(np.concatenate(list(down), axis=1)))
                z = ""
                for k in range(kernel):
                    tap = graph.slice(narrow, k * width, (k + 1) * width, 2)
                    tap = graph.slice(tap, k * dilation, k * dilation + frames, 1)
                    z = graph.op("Add", z, tap) if z else tap
                up = graph.op("MatMul", z, graph.weight(tensors[f"{name}.up"]))
                up = graph.op("Add", up, graph.weight(tensors[f"{name}.bias"]))
                centre = history - layer.get("ahead", 0) * dilation
                x = graph.op("Relu", graph.op("Add", graph.slice(x, centre, centre + frames, 1), up))
            case "projection":
                x = graph.op("MatMul", x, graph.weight(tensors[f"{name}.weight"]))
                x = graph.op("Add", x, graph.weight(tensors[f"{name}.bias"]))
            case kind:
                raise ValueError(f"encoder.layers[{index}]: a layer of kind {kind} has no ONNX graph")
        frames = outputs
    return x, after


def predictor_graph(
    manifest: dict, tensors: dict[str, np.ndarray], metadata: dict[str, object]
) -> onnx.ModelProto:
    """``y (N, context)`` unit ids, those before the first negative or the blank → ``decoder_out (N, dim)``."""
    config, units = manifest["predictor"], manifest["units"]["count"]
    context, dim = config["contextUnits"], config["embeddingDim"]
    graph = GraphWriter()
    y = graph.input("y", ["N", context], TensorProto.INT64)
    y = graph.op("Max", y, graph.ints(manifest["units"]["blankId"]))
    x = graph.op("Gather", graph.weight(tensors["predictor.embedding"]), y, axis=0)
    x = graph.op("Reshape", x, graph.ints(-1, context * dim))
    x = graph.op("MatMul", x, graph.weight(tensors["predictor.conv.weight"].reshape(-1, dim)))
    x = graph.op("Relu", graph.op("Add", x, graph.weight(tensors["predictor.conv.bias"])))
    x = graph.op("MatMul", x, graph.weight(tensors["predictor.output.weight"]))
    x = graph.op("Add", x, graph.weight(tensors["predictor.output.bias"]))
    graph.output(x, "decoder_out", ["N", config["outputDim"]])
    return graph.model(metadata={"context_size": context, "vocab_size": units} | metadata)


def joint_graph(
    manifest: dict, tensors: dict[str, np.ndarray], metadata: dict[str, object]
) -> onnx.ModelProto:
    """``encoder_out (N, dim)``, ``decoder_out (N, dim)`` → ``logit (N, units)``."""
    dim, units = manifest["joint"]["dim"], manifest["units"]["count"]
    graph = GraphWriter()
    encoder, decoder = graph.input("encoder_out", ["N", dim]), graph.input("decoder_out", ["N", dim])
    x = graph.op("Tanh", graph.op("Add", encoder, decoder))
    x = graph.op("MatMul", x, graph.weight(tensors["joint.weight"]))
    x = graph.op("Add", x, graph.weight(tensors["joint.bias"]))
    graph.output(x, "logit", ["N", units])
    return graph.model(metadata={"joiner_dim": dim} | metadata)
