"""Writes the speech detector that Utter ships from Silero's (version 5, MIT, https://github.com/snakers4/silero-vad).

The published graph holds a network for 8 and one for 16 kHz in branches within branches, which rearrange the weights for each 32 ms of sound:
most of the time goes there. Here the network for 16 kHz stands by itself and takes any number of frames at once.

    python -m utter_training.export.speech_detector silero_vad_v5.onnx ../resources/speech/silero-vad.onnx

`--golden speech.wav probabilities.json` writes what the published graph says of a recording (16 kHz, mono, 16 bit), for tests.

The file is `dist/silero_vad_v5.onnx` of the npm package @ricky0123/vad-web 0.0.31.
"""

import argparse
import hashlib
import json
import wave

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256 = "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f"
SAMPLE_RATE_HZ = 16_000
FRAME_SAMPLES = 512
# The samples before a frame that it is looked at with, and those that are mirrored after it.
CONTEXT_SAMPLES = 64
MIRRORED_SAMPLES = 64
BANDS = 129
STATES = 128
TOLERANCE = 1e-5


def weights_of(model):
    """The tensors of the branch for 16 kHz, by the end of their names."""
    branch = next(
        attribute.g
        for node in model.graph.node
        if node.op_type == "If"
        for attribute in node.attribute
        if attribute.name == "then_branch"
    )
    constants = {}
    for node in branch.node:
        if node.op_type == "Constant" and node.attribute[0].HasField("t"):
            constants[node.output[0].split("__")[-1]] = numpy_helper.to_array(node.attribute[0].t)
    return constants


def onnx_gates(weights):
    """PyTorch's order of the gates (input, forget, cell, output) as ONNX has it (input, output, forget, cell)."""
    i, f, g, o = np.split(weights, 4)
    return np.concatenate([i, o, f, g])


def build(weights):
    tensors = {
        "basis": weights["stft.forward_basis_buffer"],
        "padding": np.array([0, 0, 0, MIRRORED_SAMPLES], np.int64),
        "channel": np.array([1], np.int64),
        "flat": np.array([-1], np.int64),
        "halves": np.array([BANDS, BANDS], np.int64),
        "w": onnx_gates(weights["decoder.rnn.weight_ih"])[None],
        "r": onnx_gates(weights["decoder.rnn.weight_hh"])[None],
        "b": np.concatenate([onnx_gates(weights[f"decoder.rnn.bias_{part}"]) for part in ("ih", "hh")])[None],
        "out_weight": weights["decoder.decoder.2.weight"].reshape(1, STATES).T,
        "out_bias": weights["decoder.decoder.2.bias"],
    }
    nodes = [
        helper.make_node("Pad", ["frames", "padding"], ["padded"], mode="reflect"),
        helper.make_node("Unsqueeze", ["padded", "channel"], ["mono"]),
        helper.make_node("Conv", ["mono", "basis"], ["spectrum"], kernel_shape=[256], strides=[128]),
        helper.make_node("Mul", ["spectrum", "spectrum"], ["squares"]),
        helper.make_node("Split", ["squares", "halves"], ["real", "imaginary"], axis=1),
        helper.make_node("Add", ["real", "imaginary"], ["power"]),
        helper.make_node("Sqrt", ["power"], ["layer0"]),
    ]
    for layer, stride in enumerate([1, 2, 2, 1]):
        for part in ("weight", "bias"):
            tensors[f"{part}{layer}"] = weights[f"encoder.{layer}.reparam_conv.{part}"]
        nodes += [
            helper.make_node(
                "Conv",
                [f"layer{layer}", f"weight{layer}", f"bias{layer}"],
                [f"sum{layer}"],
                kernel_shape=[3],
                pads=[1, 1],
                strides=[stride],
            ),
            helper.make_node("Relu", [f"sum{layer}"], [f"layer{layer + 1}"]),
        ]
    nodes += [
        # (N, 128, 1) as a sequence of N steps of a batch of one: (N, 1, 128).
        helper.make_node("Transpose", ["layer4"], ["steps"], perm=[0, 2, 1]),
        helper.make_node(
            "LSTM", ["steps", "w", "r", "b", "", "h", "c"], ["hidden", "hNext", "cNext"], hidden_size=STATES
        ),
        # (N, 1, 1, 128)
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("MatMul", ["active", "out_weight"], ["weighted"]),
        helper.make_node("Add", ["weighted", "out_bias"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["likely"]),
        helper.make_node("Reshape", ["likely", "flat"], ["probabilities"]),
    ]
    samples = CONTEXT_SAMPLES + FRAME_SAMPLES
    state = [1, 1, STATES]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "silero-vad-v5-16k",
        [value("frames", TensorProto.FLOAT, ["N", samples])]
        + [value(s, TensorProto.FLOAT, state) for s in "hc"],
        [value("probabilities", TensorProto.FLOAT, ["N"])]
        + [value(f"{s}Next", TensorProto.FLOAT, state) for s in "hc"],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 16)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def published_probabilities(path, samples):
    session = onnxruntime.InferenceSession(path)
    state = np.zeros((2, 1, STATES), np.float32)
    context = np.zeros(CONTEXT_SAMPLES, np.float32)
    rate = np.array(SAMPLE_RATE_HZ, np.int64)
    found = []
    for frame in samples.reshape(-1, FRAME_SAMPLES):
        looked_at = np.concatenate([context, frame])[None]
        probability, state = session.run(None, {"input": looked_at, "state": state, "sr": rate})
        found.append(probability[0, 0])
        context = frame[-CONTEXT_SAMPLES:]
    return np.array(found)


def own_probabilities(path, samples):
    session = onnxruntime.InferenceSession(path)
    padded = np.concatenate([np.zeros(CONTEXT_SAMPLES, np.float32), samples])
    starts = range(0, len(samples), FRAME_SAMPLES)
    frames = np.stack([padded[at : at + CONTEXT_SAMPLES + FRAME_SAMPLES] for at in starts])
    state = np.zeros((1, 1, STATES), np.float32)
    return session.run(["probabilities"], {"frames": frames, "h": state, "c": state})[0]


def test_sound():
    """Noise and a voice-like row of pulses, whose loudness and pitch wander: the probabilities cover their range."""
    random = np.random.default_rng(1)
    seconds = 20
    time = np.arange(seconds * SAMPLE_RATE_HZ // FRAME_SAMPLES * FRAME_SAMPLES) / SAMPLE_RATE_HZ
    pitch = np.cumsum(110 + 40 * np.sin(time * 3)) / SAMPLE_RATE_HZ
    voice = sum(np.sin(2 * np.pi * pitch * k) / k for k in range(1, 25)) * (np.sin(time * 2.1) > 0)
    return (0.1 * voice + 0.01 * random.standard_normal(len(time))).astype(np.float32)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("published")
    parser.add_argument("out")
    parser.add_argument("--golden", nargs=2, metavar=("WAV", "JSON"))
    arguments = parser.parse_args()
    with open(arguments.published, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    if digest != SOURCE_SHA256:
        raise SystemExit(
            f"{arguments.published} is another file (SHA-256 {digest}); see --help for the right one."
        )
    onnx.save(build(weights_of(onnx.load(arguments.published))), arguments.out)
    samples = test_sound()
    published = published_probabilities(arguments.published, samples)
    difference = np.abs(own_probabilities(arguments.out, samples) - published).max()
    print(
        f"probabilities from {published.min():.3f} to {published.max():.3f} differ by {difference:.1e} at most"
    )
    if difference > TOLERANCE:
        raise SystemExit("The network is not the same.")
    if arguments.golden:
        wav, golden = arguments.golden
        with wave.open(wav) as file:
            pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        whole = len(pcm) // FRAME_SAMPLES * FRAME_SAMPLES
        spoken = published_probabilities(arguments.published, (pcm[:whole] / 32768).astype(np.float32))
        with open(golden, "w") as file:
            json.dump([round(float(probability), 6) for probability in spoken], file)
            file.write("\n")


if __name__ == "__main__":
    main()
