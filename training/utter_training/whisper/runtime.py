"""The two ONNX graphs run by onnxruntime, for figures and tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor

ENCODER, DECODER = "encoder_model.onnx", "decoder_model_merged.onnx"


class Session:
    def __init__(self, path: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.outputs = [output.name for output in self.session.get_outputs()]

    def run(self, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return dict(zip(self.outputs, self.session.run(None, inputs), strict=True))


def as_past(found: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {
        name.replace("present.", "past_key_values."): value
        for name, value in found.items()
        if name.startswith("present.")
    }


class OnnxDecoder:
    """As ``search.TorchDecoder``; keeps where the pieces looked in ``looked``, a ``(B, S, U)`` for each step."""

    def __init__(self, session: Session, audio: dict[str, np.ndarray]) -> None:
        self.session, self.audio = session, audio
        self.past = {
            name.replace(".encoder.", ".decoder."): np.zeros(
                (1, value.shape[1], 0, value.shape[3]), np.float32
            )
            for name, value in audio.items()
        }
        self.looked: list[np.ndarray] = []

    def step(self, ids: Tensor, rows: Tensor) -> Tensor:
        found = self.session.run(
            {"input_ids": ids.numpy(), "beam_index": rows.numpy()} | self.past | self.audio
        )
        self.past = as_past(found)
        self.looked.append(found["cross_attention"])
        return torch.from_numpy(found["logits"][:, -1])


class OnnxWhisper:
    """A model folder."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.encoder, self.decoder = Session(folder / ENCODER, threads), Session(folder / DECODER, threads)
        shapes = {output.name: output.shape for output in self.decoder.session.get_outputs()}
        self.pieces: int = shapes["logits"][2]

    def listen(self, features: Tensor) -> OnnxDecoder:
        """``features (mels, T)`` → the decoder over them."""
        return OnnxDecoder(
            self.decoder, as_past(self.encoder.run({"input_features": features[None].numpy()}))
        )
