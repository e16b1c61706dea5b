"""The ONNX graph of the chunk-attention encoder against the golden file of the engine's tiny model."""

import base64
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from safetensors.numpy import load_file

from utter_training.export.onnx_attention import AttentionGraph
from utter_training.speech.log_mel import LogMel

TINY = Path(__file__).parents[2] / "src/engine/fixtures/tiny-attention"


def golden_array(part: dict) -> np.ndarray:
    return np.frombuffer(base64.b64decode(part["data"]), "<f4").reshape(part["shape"])


def test_chunks_give_the_golden_output():
    manifest, golden = (json.loads((TINY / name).read_text()) for name in ("manifest.json", "golden.json"))
    chunk = manifest["streaming"]["chunkFrames"]
    model = AttentionGraph(manifest, load_file(TINY / "weights.safetensors"), chunk).model()
    onnx.checker.check_model(model, full_check=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    expected = golden_array(golden["encoder"])
    frames = len(expected) * manifest["encoder"]["subsampling"]
    pcm = np.frombuffer(base64.b64decode(golden["audio"]["pcm16"]), "<i2").astype(np.float32) / 32768
    silence = np.zeros((frames - len(golden_array(golden["features"]))) * 160, np.float32)
    features = LogMel()(torch.from_numpy(np.concatenate([pcm, silence]))).numpy()
    states = {s["name"]: np.zeros((1, *s["shape"]), np.float32) for s in manifest["encoder"]["states"]}
    parts = []
    for at in range(0, frames, chunk):
        encoded, *after = session.run(
            ["encoded", *(f"next.{name}" for name in states)],
            {"features": features[None, at : at + chunk], **states},
        )
        states = dict(zip(states, after, strict=True))
        parts.append(encoded[0])
    assert np.abs(np.concatenate(parts) - expected).max() < 1e-3
    assert float(states["encoder.steps"][0, 0]) == frames / 2


def test_other_encoders_and_odd_chunks_are_refused():
    manifest = json.loads((TINY / "manifest.json").read_text())
    with pytest.raises(ValueError, match="chunk of 30 frames"):
        AttentionGraph(manifest, {}, 30)
    with pytest.raises(ValueError, match="causal-conv"):
        AttentionGraph({"encoder": {"architecture": "causal-conv"}}, {}, 32)
