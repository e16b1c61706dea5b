"""Writes an ONNX graph operator by operator: what the graphs of Whisper and Moonshine have in common."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
MICROSOFT = "com.microsoft"


@dataclass(kw_only=True)
class GraphWriter:
    """Collects nodes and weights of one graph. ``bits`` 32 makes products in full precision, to check the rest against."""

    bits: int = 8
    nodes: list = field(default_factory=list)
    weights: dict = field(default_factory=dict)
    inputs: list = field(default_factory=list)
    outputs: list = field(default_factory=list)
    count: int = 0

    def weight(self, values: np.ndarray, name: str = "") -> str:
        name = name or f"{values.dtype}{list(values.shape)}:{values.ravel().tolist()}"
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def ints(self, *values: int) -> str:
        return self.weight(np.array(values, np.int64))

    def op(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", name: str = "", **attributes):
        self.count += 1
        names = [name or f"t{self.count}"] if outputs == 1 else [f"t{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def contrib(self, kind: str, *inputs: str, outputs: int = 1, name: str = "", **attributes):
        return self.op(kind, *inputs, outputs=outputs, domain=MICROSOFT, name=name, **attributes)

    def input(self, name: str, shape: list, type_: int = TensorProto.FLOAT) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, type_, shape))
        return name

    def declare(self, name: str, shape: list, type_: int = TensorProto.FLOAT) -> str:
        """An output that a node of this name makes."""
        self.outputs.append(helper.make_tensor_value_info(name, type_, shape))
        return name

    def model(self, name: str) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, list(self.weights.values()))
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="utter")
        model.ir_version = IR_VERSION
        return model
