"""Trains a transducer; resumes by itself from ``run/last.pt``.

python -m utter_training.acoustic.train                              # conf/pieces.yaml, one process
python -m utter_training.acoustic.train --config-name phones         # phones of a lexicon instead of pieces
python -m utter_training.acoustic.train --config-name phones-second  # from where that ended, at a new rate
python -m utter_training.acoustic.train minutes=600 model.encoder.channels=512
torchrun --nproc-per-node 4 -m utter_training.acoustic.train         # several GPUs
"""

from __future__ import annotations

import math
import os
import shlex
import signal
import time
from pathlib import Path

import hydra
import torch
import torch.distributed as dist
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig, OmegaConf
from torch import nn
from torch.utils.tensorboard import SummaryWriter

from ..whisper.weights import load_whisper
from . import checkpoint, provenance
from .batches import Batch, Prefetch, TrainingSet
from .begin import begin_from
from .checkpoint import load_model
from .chunk_attention import ChunkAttentionEncoder
from .losses import create_loss, create_model
from .optimizer import Optimizer
from .statistics import feature_statistics
from .units import open_inventory
from .validate import Validation

MAX_STEP_SECONDS = 20.0
"""More than an update takes: what goes beyond it, the process was stopped and didn't train."""


def clip_gradients(model: nn.Module, max_norm: float) -> float:
    """Scales gradients to a total norm of at most ``max_norm``; returns the norm before.

    Takes the module, not an iterator of parameters: an iterator that was read once clips nothing.
    """
    return float(nn.utils.clip_grad_norm_(list(model.parameters()), max_norm))


def learning_rate(progress: float, updates: int, config: DictConfig) -> float:
    """Linear warm-up, then flat, then a cosine to zero; ``progress`` is the share of training that has passed."""
    warm = min(1.0, (updates + 1) / config.warmup_updates)
    fall = min(1.0, max(0.0, (progress - config.decay_from) / (1 - config.decay_from)))
    return config.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * fall))


class Trainer:
    """One run: model, optimizer, data, and how far they have come."""

    def __init__(self, config: DictConfig):
        self.config = config
        self.rank, self.world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
        self.run = Path(config.run)
        self.run.mkdir(parents=True, exist_ok=True)
        cuda = torch.cuda.is_available()
        self.device = (
            torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0"))) if cuda else torch.device("cpu")
        )
        torch.set_num_threads(config.threads)
        torch.manual_seed(config.seed)
        if self.world > 1 and not dist.is_initialized():
            dist.init_process_group("nccl" if cuda else "gloo")

        self.inventory = open_inventory(Path(config.units))
        model = create_model(OmegaConf.to_container(config.model, resolve=True), self.inventory)
        model = model.to(self.device)
        self.data = TrainingSet.from_config(config, self.inventory, model.encoder.subsampling, labelled=True)
        rates = dict(config.get("rates") or {})
        self.optimizer = Optimizer(model, config.optimizer, config.weight_decay, **rates)
        self.updates, self.epoch, self.batch, self.seconds = 0, 0, 0, 0.0
        self.model = model
        if (self.run / "last.pt").exists():
            self._resume()
        else:
            self._begin()
        losses = create_loss(model, config, self.data)
        self.losses = nn.parallel.DistributedDataParallel(losses) if self.world > 1 else losses
        self.log = SummaryWriter(str(self.run / "tensorboard")) if self.rank == 0 else None
        chunk = config.get("validate_chunk")
        self.validation = Validation(Path(config.cache), self.inventory, config.validate_utterances, chunk)
        self.saved_at, self.validated_at = self.seconds, self.seconds
        self.averages = len(list(self.run.glob("average-*.pt")))
        self.is_stopping = False
        signal.signal(signal.SIGTERM, self._stop)

    def _stop(self, *_: object) -> None:
        """A run that is asked to end saves first; with other settings (``threads=2``) it goes on from there."""
        self.is_stopping = True

    @property
    def progress(self) -> float:
        """Share of the training that has passed, 0 to 1."""
        return min(1.0, max(self.seconds / 60 / self.config.minutes, self.updates / self.config.updates))

    def _begin(self) -> None:
        """A new run starts with the statistics of its data, or where the mean of another run's snapshots is."""
        if self.config.init:
            other = load_model(Path(self.config.init))
            self.model.load_state_dict(other.state_dict())
            self.epoch = self.config.augment_epochs
        elif isinstance(self.model.encoder, ChunkAttentionEncoder):
            self._begin_encoder(self.model.encoder)
        else:
            encoder = self.model.encoder
            encoder.mean, encoder.scale = (t.to(self.device) for t in feature_statistics(self.data))

    def _begin_encoder(self, encoder: ChunkAttentionEncoder) -> None:
        """From the encoder of a run with other units (``init_encoder``), or from Whisper's own (``whisper``)."""
        if self.config.get("init_encoder"):
            other = load_model(Path(self.config.init_encoder)).encoder
            kept = {k: v for k, v in other.state_dict().items() if not k.startswith("bottleneck")}
            encoder.load_state_dict(kept, strict=False)
        elif self.config.get("whisper"):
            paths = [Path(path) for path in self.config.whisper]
            begin_from(encoder, load_whisper(paths).encoder, str(paths[0]))

    def _resume(self) -> None:
        state = torch.load(self.run / "last.pt", map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.updates, self.epoch, self.batch, self.seconds = (
            state[k] for k in ("updates", "epoch", "batch", "seconds")
        )
        print(f"resumed after {self.updates} updates, {self.seconds / 60:.1f} minutes")

    def _save(self) -> None:
        if self.rank == 0:
            checkpoint.save(
                self.run / "last.pt",
                config=self.model.config.to_dict(),
                model=self.model.state_dict(),
                optimizer=self.optimizer.state_dict(),
                updates=self.updates,
                epoch=self.epoch,
                batch=self.batch,
                seconds=self.seconds,
            )
        self.saved_at = self.seconds

    def _save_average(self) -> None:
        done = (self.progress - self.config.average_from) / (1 - self.config.average_from)
        if self.rank == 0 and done >= (self.averages + 1) / self.config.average_count:
            self.averages += 1
            path = self.run / f"average-{self.averages:02d}.pt"
            checkpoint.save(path, config=self.model.config.to_dict(), model=self.model.state_dict())

    def step(self, batch: Batch) -> dict[str, float]:
        """One update; returns what is logged."""
        progress = self.progress
        rate = learning_rate(progress, self.updates, self.config)
        self.model.train()
        bf16 = self.config.precision == "bf16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bf16):
            losses = self.losses(batch.to(self.device), progress)
        self.optimizer.zero_grad()
        losses["loss"].backward()
        norm = clip_gradients(self.model, self.config.clip_norm)
        is_finite = math.isfinite(norm)
        if (
            is_finite
        ):  # one impossible utterance must not cost the model; "skipped" in the log tells how many did
            self.optimizer.step(rate)
        self.updates += 1
        return {
            **{name: float(value.detach()) for name, value in losses.items() if name != "loss"},
            "norm": norm,
            "rate": rate,
            "skipped": float(not is_finite),
        }

    def fit(self) -> None:
        """Trains until the time or the updates are up."""
        print(f"{sum(p.numel() for p in self.model.parameters()):,} parameters on {self.device}")
        clock, recent = time.monotonic(), []
        while self.progress < 1:
            seed = hash((self.config.seed, self.epoch)) & 0x7FFFFFFF
            epoch = Prefetch(
                self.data,
                skip=self.batch,
                seed=seed,
                batch_frames=self.config.batch_frames,
                rank=self.rank,
                world=self.world,
                strength=min(1.0, self.epoch / self.config.augment_epochs)
                if self.config.augment_epochs
                else 1.0,
            )
            for batch in torch.utils.data.DataLoader(
                epoch, batch_size=None, num_workers=1, prefetch_factor=8
            ):
                recent.append(self.step(batch))
                self.batch += 1
                now = time.monotonic()
                passed = min(now - clock, MAX_STEP_SECONDS)
                self.seconds, clock = self._shared_clock(self.seconds + passed), now
                if len(recent) == 100:
                    self._report(recent)
                    recent = []
                self._save_average()
                if self.seconds - self.validated_at > self.config.validate_minutes * 60:
                    self._validate()
                    clock = time.monotonic()  # validation is not training time
                if self.seconds - self.saved_at > self.config.save_minutes * 60:
                    self._save()
                if self.progress >= 1 or self.is_stopping:
                    break
            else:
                self.epoch, self.batch = self.epoch + 1, 0
            if self.is_stopping:
                self._save()
                print(f"stopped after {self.updates} updates, {self.seconds / 60:.1f} minutes", flush=True)
                return
        self._save()
        self._validate()

    def _shared_clock(self, seconds: float) -> float:
        """The first process's time: all must switch losses and stop at the same update."""
        if self.world == 1:
            return seconds
        shared = torch.tensor([seconds], device=self.device)
        dist.broadcast(shared, 0)
        return float(shared)

    def _report(self, recent: list[dict[str, float]]) -> None:
        if not self.log:
            return
        mean = {key: sum(row[key] for row in recent if key in row) / len(recent) for key in recent[-1]}
        for key, value in mean.items():
            self.log.add_scalar(f"train/{key}", value, self.updates)
        values = " ".join(f"{key} {value:.4g}" for key, value in mean.items())
        print(
            f"epoch {self.epoch} update {self.updates} at {self.seconds / 60:.1f} min: {values}", flush=True
        )

    def _validate(self) -> None:
        if self.log:
            for name, value in self.validation(self.model).items():
                self.log.add_scalar(f"dev/{name}", value, self.updates)
                print(f"  dev {name} {value:.4f}", flush=True)
        self.validated_at = self.seconds


def record(config: DictConfig) -> None:
    """Keeps the settings, the commit and the command beside the checkpoints; export reads them."""
    if int(os.environ.get("RANK", "0")) == 0:
        hydra_config = HydraConfig.get()
        name = ["--config-name", str(hydra_config.job.config_name)]
        command = shlex.join(
            ["python", "-m", "utter_training.acoustic.train", *name, *hydra_config.overrides.task]
        )
        run = Path(config.run)
        run.mkdir(parents=True, exist_ok=True)
        OmegaConf.save(
            OmegaConf.merge(config, {"commit": provenance.commit(), "command": command}),
            run / "config.yaml",
            resolve=True,
        )


@hydra.main(version_base=None, config_path="../../conf", config_name="pieces")
def main(config: DictConfig) -> None:
    OmegaConf.set_struct(config, False)
    record(config)
    Trainer(config).fit()


if __name__ == "__main__":
    main()
