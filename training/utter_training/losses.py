"""What a model is trained to minimise: one module for each kind, with one forward call for DistributedDataParallel."""

from __future__ import annotations

import torch
from omegaconf import DictConfig
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import Batch, TrainingSet
from .lfmmi import SequenceLoss, phone_trigram
from .phone_transducer import PhoneTransducer, PhoneTransducerConfig
from .rnnt_loss import rnnt_loss
from .transducer import BLANK, Transducer, TransducerConfig
from .units import Inventory

Model = Transducer | PhoneTransducer
Losses = dict[str, Tensor]
"""``loss`` to be minimised, and its parts to be logged."""


class PieceLoss(nn.Module):
    """CTC alone up to ``rnnt_from`` of the training, then RNN-T with some CTC; nats a unit."""

    def __init__(self, model: Transducer, config: DictConfig):
        super().__init__()
        self.model, self.config = model, config

    def forward(self, batch: Batch, progress: float) -> Losses:
        encoded = self.model.encoder(batch.features)
        frames = [f // self.model.encoder.subsampling for f in batch.frames]
        units = sum(batch.lengths)
        log_probs = self.model.ctc(encoded).float().log_softmax(-1).transpose(0, 1)
        ctc = F.ctc_loss(
            log_probs,
            batch.units,
            torch.tensor(frames),
            torch.tensor(batch.lengths),
            blank=BLANK,
            reduction="sum",
            zero_infinity=True,
        )
        ctc = ctc / units
        if progress < self.config.rnnt_from:
            # DistributedDataParallel wants every parameter in the graph, also those that wait for the RNN-T phase.
            idle = sum(p.sum() * 0.0 for p in self.model.parameters())
            return {"loss": ctc + idle, "ctc": ctc}
        logits = self.model.lattice(encoded, batch.units, frames, batch.lengths)
        rnnt = rnnt_loss(logits.float(), batch.units, frames, batch.lengths, self.config.fastemit) / units
        return {"loss": rnnt + self.config.ctc_weight * ctc, "ctc": ctc, "rnnt": rnnt}


class PhoneLoss(nn.Module):
    """Frame cross-entropy alone up to ``sequence_from`` of the training, then with LF-MMI and RNN-T; nats a frame."""

    def __init__(self, model: PhoneTransducer, config: DictConfig, trigram):
        super().__init__()
        self.model, self.config, self.trigram = model, config, trigram

    def forward(self, batch: Batch, progress: float) -> Losses:
        encoder = self.model.encoder
        encoded = encoder(F.pad(batch.features, (0, 0, 0, self._lag), value=batch.floor))
        frames = [f // encoder.subsampling for f in batch.frames]
        weights = self.config.loss
        if progress < self.config.sequence_from:
            used = (0.0, 0.0, 1.0, weights.l2)
        else:
            used = (weights.mmi, weights.rnnt, weights.ce, weights.l2)
        logits = self.model.logits(encoded[:, : max(frames)])
        total = sum(frames)
        loss, mmi, rnnt, ce, l2 = SequenceLoss.apply(
            logits, frames, batch.graphs, batch.labels, self.trigram, used
        )
        parts = {"loss": loss, "mmi": mmi, "rnnt": rnnt, "ce": ce, "l2": l2}
        return {name: value / total for name, value in parts.items()}

    @property
    def _lag(self) -> int:
        encoder = self.model.encoder
        return encoder.config.lookahead * encoder.subsampling


def create_model(values: dict, inventory: Inventory) -> Model:
    """An untrained model of the kind that the units call for."""
    values = values | {"units": len(inventory)}
    if inventory.kind == "phones":
        return PhoneTransducer(PhoneTransducerConfig.from_dict(values))
    return Transducer(TransducerConfig.from_dict(values))


def create_loss(model: Model, config: DictConfig, data: TrainingSet) -> nn.Module:
    """The losses of a model; the denominator's trigram is of the aligned training transcripts."""
    if isinstance(model, PhoneTransducer):
        return PhoneLoss(model, config, phone_trigram(data.unit_sequences(), model.config.units))
    return PieceLoss(model, config)
