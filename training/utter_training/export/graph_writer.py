"""Writes an ONNX graph operator by operator: all graphs that the recipe makes are written with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8
MICROSOFT = "com.microsoft"
SHARED_VALUES = 8
"""A nameless constant of so few values is kept once, however often it is used."""

Shape = Sequence[int | str]


@dataclass(kw_only=True)
class GraphWriter:
    """Collects nodes and weights of one graph. ``bits`` 32 makes products in full precision, to check the rest against."""

    bits: int = 8
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: dict[str, onnx.TensorProto] = field(default_factory=dict)
    inputs: list[onnx.ValueInfoProto] = field(default_factory=list)
    outputs: list[onnx.ValueInfoProto] = field(default_factory=list)
    count: int = 0

    def weight(self, values: np.ndarray | np.generic, name: str = "") -> str:
        if not name and values.size <= SHARED_VALUES:
            name = f"{values.dtype}{list(values.shape)}:{values.ravel().tolist()}"
        if name in self.weights:
            return name
        self.count += 1
        name = name or f"w{self.count}"
        # A scalar becomes a vector of one by this.
        self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def ints(self, *values: int) -> str:
        return self.weight(np.array(values, np.int64))

    def op(self, kind: str, *inputs: str, name: str = "", domain: str = "", **attributes: Any) -> str:
        """A node of one output."""
        self.count += 1
        name = name or f"t{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], domain=domain, **attributes))
        return name

    def ops(self, kind: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:
        """A node of several outputs."""
        self.count += 1
        names = [f"t{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain="", **attributes))
        return names

    def contrib(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """One of the operators that only ONNX Runtime has."""
        return self.op(kind, *inputs, name=name, domain=MICROSOFT, **attributes)

    def slice(self, x: str, start: int, end: int, axis: int, step: int = 1) -> str:
        return self.op("Slice", x, self.ints(start), self.ints(end), self.ints(axis), self.ints(step))

    def input(self, name: str, shape: Shape, type_: int = TensorProto.FLOAT) -> str:
        self.inputs.append(helper.make_tensor_value_info(name, type_, shape))
        return name

    def inputs_of(self, name: str, shape: Shape) -> tuple[str, str]:
        """Keys and values of an attention."""
        return self.input(f"{name}.key", shape), self.input(f"{name}.value", shape)

    def declare(self, name: str, shape: Shape, type_: int = TensorProto.FLOAT) -> str:
        """An output that a node of this name makes."""
        self.outputs.append(helper.make_tensor_value_info(name, type_, shape))
        return name

    def output(self, source: str, name: str, shape: Shape, type_: int = TensorProto.FLOAT) -> None:
        """An output that a node of another name makes."""
        self.nodes.append(helper.make_node("Identity", [source], [name]))
        self.declare(name, shape, type_)

    def model(self, name: str = "utter", metadata: Mapping[str, object] | None = None) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, self.inputs, self.outputs, list(self.weights.values()))
        opsets = [helper.make_opsetid("", OPSET)]
        uses_contributed = any(node.domain == MICROSOFT for node in self.nodes)
        if uses_contributed:
            opsets.append(helper.make_opsetid(MICROSOFT, 1))
        model = helper.make_model(graph, opset_imports=opsets, producer_name="utter", ir_version=IR_VERSION)
        for key, value in (metadata or {}).items():
            model.metadata_props.add(key=key, value=str(value))
        if not uses_contributed:  # the checker knows only the standard's operators
            onnx.checker.check_model(model)
        return model
