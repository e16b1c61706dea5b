"""A monotonic phone transducer whose predictor is a table: one linear layer gives the logits after every previous unit.

With one phone of context a stateless predictor (Ghodsi et al. 2020) has as many states as there are units, so joint and
predictor together are ``logits[c, v] = hidden · W[c, v]``: every pair of units has a weight vector of its own, as
Kaldi's left biphones have, and the search needs no arithmetic of its own. In each frame one unit or the blank is
emitted (Tripathi et al. 2019); after a phone, the blank is that phone going on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from torch import Tensor, nn

from .encoder import EncoderConfig
from .encoders import AnyEncoderConfig, create_encoder, encoder_config


@dataclass(frozen=True)
class PhoneTransducerConfig:
    """``units`` counts the blank; the encoder's ``output_dim`` is the bottleneck before the table."""

    units: int
    encoder: AnyEncoderConfig = field(default_factory=EncoderConfig)
    kind: str = "table"

    @staticmethod
    def from_dict(values: dict) -> PhoneTransducerConfig:
        return PhoneTransducerConfig(values["units"], encoder_config(values["encoder"]))

    def to_dict(self) -> dict:
        return asdict(self)


class PhoneTransducer(nn.Module):
    """Encoder and table."""

    def __init__(self, config: PhoneTransducerConfig):
        super().__init__()
        self.config = config
        self.encoder = create_encoder(config.encoder)
        self.table = nn.Linear(config.encoder.output_dim, config.units**2)

    def logits(self, encoded: Tensor) -> Tensor:
        """``(…, output_dim)`` → ``(…, C, V)``: previous unit, next unit."""
        return self.table(encoded).unflatten(-1, (self.config.units, self.config.units))
