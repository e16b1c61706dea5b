"""ONNX files of word-piece models: the same computation, under every contract."""

import json
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from utter_training.export.onnx_contract import CONTRACTS
from utter_training.export.onnx_pieces import export, read_pieces_model

TINY = Path(__file__).parents[2] / "src" / "engine" / "fixtures" / "tiny"


def golden() -> tuple[np.ndarray, np.ndarray]:
    """Features before normalisation and the encoder's output, as training wrote them."""
    import base64

    data = json.loads((TINY / "golden.json").read_text())
    arrays = [
        np.frombuffer(base64.b64decode(data[key]["data"]), np.float32).reshape(data[key]["shape"])
        for key in ("features", "encoder")
    ]
    return arrays[0], arrays[1]


def zeros(session, batch: int) -> dict[str, np.ndarray]:
    """States at the start of an utterance; the free axis is the batch."""
    types = {"tensor(float)": np.float32, "tensor(int64)": np.int64}
    return {
        node.name: np.zeros(
            [batch if isinstance(size, str) else size for size in node.shape], types[node.type]
        )
        for node in session.get_inputs()[1:]
    }


def encode(folder: Path, features: np.ndarray, chunk: int, batch: int = 1) -> np.ndarray:
    session = runtime.InferenceSession(str(folder / "encoder.onnx"), providers=["CPUExecutionProvider"])
    states, outputs = zeros(session, batch), []
    names = list(states)
    for start in range(0, len(features) - chunk + 1, chunk):
        x = np.repeat(features[None, start : start + chunk], batch, axis=0)
        output, *after = session.run(None, {"x": x} | states)
        states = dict(zip(names, after, strict=False)) | {name: states[name] for name in names[len(after) :]}
        outputs.append(output)
    return np.concatenate(outputs, axis=1)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_contract_computes_the_golden_output(contract, tmp_path):
    """[L140] The exported encoder gives training's output, chunk by chunk, for a batch of any size."""
    export(TINY, tmp_path, contract)
    features, expected = golden()
    manifest = json.loads((TINY / "manifest.json").read_text())
    for batch in (1, 3):
        output = encode(tmp_path, features, manifest["streaming"]["chunkFrames"], batch)
        count = min(output.shape[1], len(expected))
        assert count > 4
        for row in output:
            np.testing.assert_allclose(row[:count], expected[:count], atol=0.02 * np.abs(expected).max())


def test_output_does_not_depend_on_the_chunk(tmp_path):
    """[L141] The chunk length changes when words come, not which."""
    features, _ = golden()
    outputs = []
    for chunk in (12, 24, 48):
        export(TINY, tmp_path / str(chunk), "zipformer2", chunk)
        outputs.append(encode(tmp_path / str(chunk), features, chunk))
    count = min(output.shape[1] for output in outputs)
    for output in outputs[1:]:
        np.testing.assert_allclose(output[:, :count], outputs[0][:, :count], rtol=1e-4, atol=1e-4)


def test_predictor_and_joint_take_units_before_the_first(tmp_path):
    """[L142] Ids below zero, which sherpa-onnx gives before the first unit, are the blank; logits are the formula's."""
    export(TINY, tmp_path, "lstm")
    manifest, tensors, pieces = read_pieces_model(TINY)
    decoder = runtime.InferenceSession(str(tmp_path / "decoder.onnx"))
    joiner = runtime.InferenceSession(str(tmp_path / "joiner.onnx"))
    start, blanks, units = (
        decoder.run(None, {"y": np.array([row], np.int64)})[0] for row in ([-1, 0], [0, 0], [3, 5])
    )
    np.testing.assert_array_equal(start, blanks)
    hidden = sum(
        tensors["predictor.embedding"][u] @ tensors["predictor.conv.weight"][k] for k, u in enumerate((3, 5))
    )
    hidden = np.maximum(hidden + tensors["predictor.conv.bias"], 0)
    predicted = hidden @ tensors["predictor.output.weight"] + tensors["predictor.output.bias"]
    np.testing.assert_allclose(units[0], predicted, rtol=1e-4, atol=1e-5)
    frame = np.linspace(-1, 1, manifest["joint"]["dim"], dtype=np.float32)
    logits = joiner.run(None, {"encoder_out": frame[None], "decoder_out": units})[0][0]
    np.testing.assert_allclose(
        logits,
        np.tanh(frame + predicted) @ tensors["joint.weight"] + tensors["joint.bias"],
        rtol=1e-4,
        atol=1e-4,
    )
    assert len(logits) == len(pieces)
    assert (tmp_path / "tokens.txt").read_text().splitlines()[0] == "<blk> 0"


def test_what_cannot_be_exported_is_refused(tmp_path):
    """[L143] Models of phones, and chunks that are no multiple of the subsampling, are refused by name."""
    with pytest.raises(ValueError, match="of phones"):
        export(TINY.parent / "tiny-table", tmp_path, "lstm")
    with pytest.raises(ValueError, match="--chunk-frames: 25"):
        export(TINY, tmp_path, "lstm", 25)
    assert not (tmp_path / "encoder.onnx").exists()


def test_int8_graphs_are_smaller_and_keep_their_metadata(tmp_path):
    """[L144] Quantised graphs lie beside the others, with the same metadata."""
    export(TINY, tmp_path, "zipformer2", int8=True)
    for part in ("encoder", "decoder", "joiner"):
        full, small = (onnx.load(tmp_path / f"{part}{suffix}.onnx") for suffix in ("", ".int8"))
        assert {e.key: e.value for e in full.metadata_props}.items() <= {
            e.key: e.value for e in small.metadata_props
        }.items()
        assert [i.name for i in full.graph.input] == [i.name for i in small.graph.input]
    assert (tmp_path / "encoder.int8.onnx").stat().st_size < (tmp_path / "encoder.onnx").stat().st_size
