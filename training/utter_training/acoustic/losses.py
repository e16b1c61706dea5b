"""What a model is trained to minimise: one module for each kind, with one forward call for
DistributedDataParallel.
"""

from __future__ import annotations

import torch
from omegaconf import DictConfig
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import Batch, TrainingSet
from .chunk_attention import ChunkAttentionEncoder, pool
from .lfmmi import SequenceLoss, phone_trigram
from .phone_transducer import PhoneTransducer, PhoneTransducerConfig
from .rnnt_loss import rnnt_loss
from .teacher import channel_deviation
from .transducer import BLANK, Transducer, TransducerConfig
from .units import Inventory

Model = Transducer | PhoneTransducer
Losses = dict[str, Tensor]
"""``loss`` to be minimised, and its parts to be logged."""


class TransducerLoss(nn.Module):
    """What the losses of both kinds share: how the encoder hears a batch, and the distance from a teacher.

    With ``heads_only`` the encoder is what the teacher heard, and only what follows it is trained.
    """

    model: Model
    distillation: Distillation | None

    def __init__(self, model: Model, config: DictConfig, deviation: Tensor | None = None):
        super().__init__()
        self.model, self.config = model, config
        self.distillation = Distillation(deviation) if deviation is not None else None

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor | None]:
        """The encoder's output, and what is compared with the teacher where the encoder can have one."""
        encoder = self.model.encoder
        if isinstance(encoder, ChunkAttentionEncoder):
            hidden = self._hidden(batch)
            return encoder.bottleneck(hidden), hidden
        lag = encoder.config.lookahead * encoder.subsampling
        return encoder(F.pad(batch.features, (0, 0, 0, lag), value=batch.floor)), None

    def _hidden(self, batch: Batch) -> Tensor:
        """The encoder's last states, in chunks of a length drawn for the batch and from a position drawn on
        the ring.
        """
        config, encoder = self.config, self.model.encoder
        assert isinstance(encoder, ChunkAttentionEncoder)
        if config.get("heads_only"):
            assert batch.teacher is not None, "without a teacher there is nothing to train heads on"
            return batch.teacher.to(batch.features.dtype)
        chunks = list(config.get("chunks") or [0])
        chunk = chunks[int(torch.randint(len(chunks), ()))]
        start = 0
        if float(torch.rand(())) < config.get("ring_share", 0.0):
            start = int(torch.randint(encoder.config.positions, ()))
        whole = batch.features.shape[1] // encoder.subsampling * encoder.subsampling
        return encoder.hidden(batch.features[:, :whole], chunk or None, start)

    def with_distance(self, parts: Losses, hidden: Tensor | None, batch: Batch) -> Losses:
        """Adds the distance from the teacher; a mean over frames, so that speech without text weighs as much
        as speech with.
        """
        if self.distillation is None or hidden is None or batch.teacher is None:
            return parts
        distance = self.distillation(hidden, batch)
        loss = parts["loss"] + self.config.loss.distillation * distance
        return parts | {"loss": loss, "distance": distance}


class PieceLoss(TransducerLoss):
    """CTC alone up to ``rnnt_from`` of the training, then RNN-T with some CTC; nats a unit."""

    model: Transducer

    def forward(self, batch: Batch, progress: float) -> Losses:
        encoded, hidden = self.encode(batch)
        frames = [f // self.model.encoder.subsampling for f in batch.frames]
        units = max(1, sum(batch.lengths))
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
            return self.with_distance({"loss": ctc + idle, "ctc": ctc}, hidden, batch)
        logits = self.model.lattice(encoded, batch.units, frames, batch.lengths)
        rnnt = rnnt_loss(logits.float(), batch.units, frames, batch.lengths, self.config.fastemit) / units
        parts = {"loss": rnnt + self.config.ctc_weight * ctc, "ctc": ctc, "rnnt": rnnt}
        return self.with_distance(parts, hidden, batch)


class PhoneLoss(TransducerLoss):
    """Frame cross-entropy alone up to ``sequence_from`` of the training, then with LF-MMI and RNN-T; nats a
    frame.
    """

    model: PhoneTransducer

    def __init__(self, model: PhoneTransducer, config: DictConfig, trigram, deviation: Tensor | None = None):
        super().__init__(model, config, deviation)
        self.trigram = trigram

    def forward(self, batch: Batch, progress: float) -> Losses:
        encoded, hidden = self.encode(batch)
        frames = [f // self.model.encoder.subsampling for f in batch.frames]
        weights = self.config.loss
        if progress < self.config.sequence_from:
            used = (0.0, 0.0, 1.0, weights.l2)
        else:
            used = (weights.mmi, weights.rnnt, weights.ce, weights.l2)
        # Utterances whose text doesn't count are for the teacher.
        said = [i for i, graph in enumerate(batch.graphs) if graph is not None]
        spoken = encoded if len(said) == len(frames) else encoded[said]
        logits = self.model.logits(spoken[:, : max(frames)])
        loss, mmi, rnnt, ce, l2 = SequenceLoss.apply(
            logits,
            [frames[i] for i in said],
            [batch.graphs[i] for i in said],
            [batch.labels[i] for i in said],
            self.trigram,
            used,
        )
        parts = {"loss": loss, "mmi": mmi, "rnnt": rnnt, "ce": ce, "l2": l2}
        total = max(1, sum(frames[i] for i in said))
        return self.with_distance({name: value / total for name, value in parts.items()}, hidden, batch)


class Distillation(nn.Module):
    """Squared distance from what the teacher hears, each channel divided by its deviation; mean over channels
    and taught frames.
    """

    scale: Tensor

    def __init__(self, deviation: Tensor):
        super().__init__()
        self.register_buffer("scale", 1 / deviation, persistent=False)

    def forward(self, hidden: Tensor, batch: Batch) -> Tensor:
        if batch.teacher is None or batch.taught is None:
            raise ValueError("the batch has nothing that a teacher heard")
        if not bool(batch.taught.any()):
            return hidden.sum() * 0.0
        if hidden.shape[1] >= 2 * batch.teacher.shape[1]:  # steps of 20 ms
            hidden = pool(hidden[:, : 2 * batch.teacher.shape[1]])
        off = (hidden - batch.teacher)[batch.taught].float() * self.scale
        return off.square().mean()


def create_model(values: dict, inventory: Inventory) -> Model:
    """An untrained model of the kind that the units call for."""
    values = values | {"units": len(inventory)}
    if inventory.kind == "phones":
        return PhoneTransducer(PhoneTransducerConfig.from_dict(values))
    return Transducer(TransducerConfig.from_dict(values))


def create_loss(model: Model, config: DictConfig, data: TrainingSet) -> nn.Module:
    """The losses of a model; the denominator's trigram is of the aligned training transcripts."""
    deviation = None
    if data.teachers and not config.get("heads_only"):
        deviation = torch.from_numpy(channel_deviation(data.teachers)).to(next(model.parameters()).device)
    if isinstance(model, PhoneTransducer):
        return PhoneLoss(model, config, phone_trigram(data.unit_sequences(), model.config.units), deviation)
    return PieceLoss(model, config, deviation)
