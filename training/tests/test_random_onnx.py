"""A model of the size that is published, with random weights."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from utter_training.export.onnx_random import BINS, CHUNK, DIM, SUBSAMPLING, parameters, random_models


def test_random_model_has_the_size_and_streams():
    """[L145] About 66 million weights; chunk after chunk its states keep their shapes and its output stays finite."""
    models = random_models()
    assert 64e6 < parameters(models) < 69e6
    session = runtime.InferenceSession(
        models["encoder"].SerializeToString(), providers=["CPUExecutionProvider"]
    )
    names = [node.name for node in session.get_inputs()[1:-1]]
    shapes = {
        node.name: [1 if isinstance(size, str) else size for size in node.shape]
        for node in session.get_inputs()[1:-1]
    }
    states = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    rng = np.random.default_rng(0)
    before = None
    for chunk in range(3):
        x = rng.normal(-5, 3, (1, CHUNK, BINS)).astype(np.float32)
        out, *after = session.run(None, {"x": x, "processed_lens": np.array([chunk * CHUNK]), **states})
        assert out.shape == (1, CHUNK // SUBSAMPLING, DIM)
        assert np.isfinite(out).all() and (before is None or np.abs(out - before).max() > 0.1)
        states, before = dict(zip(names, after, strict=True)), out
        assert {name: list(state.shape) for name, state in states.items()} == shapes
