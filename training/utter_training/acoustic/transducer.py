"""The transducer: encoder, finite-context convolutional predictor and linear joint (Graves 2012)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .encoder import EncoderConfig
from .encoders import AnyEncoderConfig, create_encoder, encoder_config

BLANK = 0
"""The blank's unit id. Written to the manifest by export; nothing outside ``training/`` repeats it."""


@dataclass(frozen=True)
class TransducerConfig:
    """Sizes of all parts; ``units`` counts the blank."""

    units: int
    encoder: AnyEncoderConfig = field(default_factory=EncoderConfig)
    context: int = 2
    embedding_dim: int = 256
    kind: str = "conv"

    @staticmethod
    def from_dict(values: dict) -> TransducerConfig:
        return TransducerConfig(**(dict(values) | {"encoder": encoder_config(values["encoder"])}))

    def to_dict(self) -> dict:
        return asdict(self)


class Predictor(nn.Module):
    """Units so far → one vector per position; sees the last ``context`` units only (Ghodsi et al. 2020)."""

    def __init__(self, config: TransducerConfig):
        super().__init__()
        self.context = config.context
        self.embedding = nn.Embedding(config.units, config.embedding_dim, padding_idx=BLANK)
        self.conv = nn.Linear(config.context * config.embedding_dim, config.embedding_dim)
        self.output = nn.Linear(config.embedding_dim, config.encoder.output_dim)

    def forward(self, units: Tensor) -> Tensor:
        """``(B, U)`` → ``(B, U + 1, output_dim)``; position u has seen units before u (blank before the start)."""
        history = F.pad(units, (self.context, 0), value=BLANK)
        embedded = self.embedding(history)  # (B, context + U, E)
        windows = torch.cat([embedded[:, k : k + units.shape[1] + 1] for k in range(self.context)], dim=-1)
        return self.output(F.relu(self.conv(windows)))


class Joint(nn.Module):
    """``tanh(encoder + predictor)`` through one linear layer."""

    def __init__(self, config: TransducerConfig):
        super().__init__()
        self.linear = nn.Linear(config.encoder.output_dim, config.units)

    def forward(self, encoder: Tensor, predictor: Tensor) -> Tensor:
        """Broadcastable ``(…, dim)`` each → logits ``(…, units)``."""
        return self.linear(torch.tanh(encoder + predictor))


class Transducer(nn.Module):
    """All parts, and an auxiliary CTC head that is used in training only."""

    def __init__(self, config: TransducerConfig):
        super().__init__()
        self.config = config
        self.encoder = create_encoder(config.encoder)
        self.predictor = Predictor(config)
        self.joint = Joint(config)
        self.ctc = nn.Linear(config.encoder.output_dim, config.units)

    def lattice(self, encoded: Tensor, units: Tensor, frames: list[int], lengths: list[int]) -> Tensor:
        """Logits of every lattice cell of every utterance, packed: ``(Σ T_i · (U_i + 1), units)``, t-major.

        Packing spends nothing on padding, which with lattices grows with the square of the length.
        """
        predicted = self.predictor(units)
        cells = [
            (encoded[i, :t, None] + predicted[i, None, : u + 1]).flatten(0, 1)
            for i, (t, u) in enumerate(zip(frames, lengths, strict=True))
        ]
        return self.joint.linear(torch.tanh(torch.cat(cells)))
