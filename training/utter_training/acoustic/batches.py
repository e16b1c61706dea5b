"""Batches of similar length from cached corpora."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from omegaconf import DictConfig, OmegaConf
from torch import Tensor

from ..language.lexicon import SILENCE_ID
from ..speech.augment import AugmentConfig, alter, mask, noise_alone
from ..speech.cache import WHISPER, CachedUtterance, FeatureCache
from ..speech.featurizer import FeaturizerConfig
from ..speech.log_mel import LN_10, LogMelConfig, relative
from .alignments import Alignment, Alignments
from .pronunciation_graph import PronunciationGraph
from .teacher import SUBSAMPLING as TEACHER_SUBSAMPLING
from .teacher import TeacherFeatures
from .units import Inventory, Phones


@dataclass(frozen=True)
class Batch:
    """Padded features ``(B, T, bins)`` (raw log-mel, or Whisper's as an encoder takes them) and units
    ``(B, U)`` with their true lengths.

    ``floor`` pads the features. For phones, the ways to say each transcript (``None`` where the text doesn't
    count), and where an alignment is known the unit that begins in each encoder frame. ``teacher (B, T', C)``
    is what a frozen Whisper hears in the frames that ``taught (B, T')`` marks.
    """

    features: Tensor
    units: Tensor
    frames: list[int]
    lengths: list[int]
    floor: float
    graphs: list[PronunciationGraph | None] = field(default_factory=list)
    labels: list[np.ndarray | None] = field(default_factory=list)
    teacher: Tensor | None = None
    taught: Tensor | None = None

    def to(self, device: torch.device) -> Batch:
        """The same with its tensors on a device."""
        moved = {
            name: value.to(device)
            for name in ("features", "units", "teacher", "taught")
            if (value := getattr(self, name)) is not None
        }
        return replace(self, **moved)


class TrainingSet:
    """Training utterances of several corpora; ``shares`` says which part of each is drawn in an epoch."""

    def __init__(
        self,
        cache: Path,
        shares: dict[str, float],
        inventory: Inventory,
        config: AugmentConfig,
        subsampling: int,
        alignments: Path | None = None,
        worst_share: float = 0.0,
        noise_share: float = 0.0,
        speeds: Collection[float] | None = None,
        teacher: Path | None = None,
        teacher_channels: int = 512,
        only_taught: bool = False,
        text_shares: dict[str, float] | None = None,
    ):
        """``worst_share`` of each corpus, those that their alignment fits worst, is left out as mislabelled,
        or kept for the teacher alone; ``noise_share`` of the batches' utterances are noise, in which nothing
        is said. ``speeds`` are those of the cache's that are drawn, by default all. ``teacher`` is the folder
        of what a frozen Whisper heard; ``only_taught`` draws nothing else, so that the encoder needn't run,
        and leaves it as it is. ``text_shares`` says how often the text of a corpus counts when an utterance
        is drawn, by default always: machine labels are less certain.
        """
        self.config = config
        self.inventory = inventory
        self.subsampling = subsampling
        self.noise_share = noise_share
        self.shares = shares
        self.caches = {name: FeatureCache(cache / name) for name in shares}
        self.features = LogMelConfig() if self._kind() == WHISPER else None
        self.floor = self.features.log_floor if self.features else math.log(FeaturizerConfig().energy_floor)
        self.teachers = {
            name: TeacherFeatures(teacher / name, store, teacher_channels)
            for name, store in self.caches.items()
            if teacher is not None
        }
        self.only_taught = only_taught
        self.text_shares = text_shares or {}
        # The rows of one recording at several speeds; an epoch draws one of them.
        self.recordings: dict[str, list[list[tuple[CachedUtterance, list[int]]]]] = {}
        self.alignments = {
            name: Alignments(alignments / f"{name}.npz") for name in shares if alignments is not None
        }
        for name, store in self.caches.items():
            grouped: dict[str, list] = {}
            mislabelled = self._mislabelled(name, worst_share)
            for utterance in store.utterances:
                units = inventory.encode(utterance.text)
                if utterance.path in mislabelled:
                    if not self.teachers:
                        continue
                    units = []
                # CTC needs a frame a unit; what is faster than that is mis-cut or mislabelled.
                fits = 0 < len(units) <= utterance.frames // subsampling
                drawn = speeds is None or utterance.speed in speeds
                # Without text an utterance is for the teacher alone.
                is_taught = bool(self.teachers) and not units
                drawn = drawn and (fits or is_taught)
                if utterance.split == "train" and drawn:
                    grouped.setdefault(utterance.path, []).append((utterance, units))
            self.recordings[name] = list(grouped.values())

    @classmethod
    def from_config(
        cls, config: DictConfig, inventory: Inventory, subsampling: int, labelled: bool = False
    ) -> TrainingSet:
        """That of a run's settings (see ``conf/pieces.yaml``): all its speech, or, ``labelled``, as it trains
        on it: with alignments, without what they fit worst, and with noise in which nobody speaks.
        """
        training = {
            "alignments": Path(config.alignments) if config.alignments else None,
            "worst_share": config.worst_share,
            "noise_share": config.noise_share,
            "teacher": Path(config.teacher) if config.get("teacher") else None,
            "teacher_channels": config.model.encoder.channels,
            "only_taught": bool(config.get("heads_only")),
            "text_shares": dict(config.get("text_shares") or {}),
        }
        return cls(
            Path(config.cache),
            {name: share for name, share in OmegaConf.to_container(config.shares).items() if share},
            inventory,
            AugmentConfig(**OmegaConf.to_container(config.augment or {})),
            subsampling,
            speeds=config.get("speeds"),
            **(training if labelled else {}),
        )

    def _kind(self) -> str:
        kinds = {store.kind for store in self.caches.values()}
        if len(kinds) != 1:
            raise ValueError(f"the cached corpora have features of {sorted(kinds)}; one run takes one kind")
        return kinds.pop()

    def _mislabelled(self, name: str, worst_share: float) -> set[str]:
        if name not in self.alignments:
            return set()
        behind = self.alignments[name].behind
        train = {u.path for u in self.caches[name].utterances if u.split == "train"}
        found = {path: behind[path] for path in train if path in behind}
        aligned = [value for value in found.values() if np.isfinite(value)]
        if not aligned:
            return set()
        limit = np.quantile(aligned, 1 - worst_share)
        return {path for path, value in found.items() if value > limit}

    def unit_sequences(self) -> list[np.ndarray]:
        """Units of all training utterances, for phones: as aligned, else one way to say each, drawn at
        random. Both with silences: what a numerator may hold and the denominator's language model doesn't
        would win without limit.
        """
        assert isinstance(self.inventory, Phones)
        rng, sequences = np.random.default_rng(0), []
        for name, recordings in self.recordings.items():
            known = self.alignments[name].by_path if name in self.alignments else {}
            for (utterance, _), *_ in recordings:
                aligned = known.get(utterance.path)
                graph = self.inventory.graph(utterance.text)
                if aligned is not None:
                    sequences.append(aligned.unit)
                elif graph is not None:
                    sequences.append(graph.sample(rng))
        return sequences

    def epoch(
        self,
        seed: int,
        batch_frames: int,
        rank: int = 0,
        world: int = 1,
        strength: float = 1.0,
        skip: int = 0,
    ) -> Iterator[Batch]:
        """Batches of about ``batch_frames`` feature frames, in an order that ``seed`` fixes.

        ``strength`` scales the augmentation; each of ``world`` processes gets its own share. The first ``skip``
        batches, which a run that was interrupted has seen, are not made.
        """
        config = self.config.scaled(strength)
        rng = np.random.default_rng(seed)
        drawn = []
        for name, recordings in self.recordings.items():
            count = round(len(recordings) * self.shares[name])
            for i in rng.permutation(len(recordings))[:count]:
                versions = recordings[i]
                if self.teachers:
                    # While the teacher is still listening, what it has heard is drawn first.
                    taught = [version for version in versions if version[0] in self.teachers[name]]
                    versions = taught if taught or self.only_taught else versions
                if versions:
                    drawn.append((name, *versions[rng.integers(len(versions))]))
        # Sorted by length with jitter: little padding, and no batch meets the same company twice.
        drawn.sort(key=lambda row: row[1].frames * rng.uniform(0.9, 1.1))
        groups, longest = [], 0
        group: list[tuple] = []
        for row in drawn:
            if group and max(longest, row[1].frames) * (len(group) + 1) > batch_frames:
                groups.append(group)
                group, longest = [], 0
            group.append(row)
            longest = max(longest, row[1].frames)
        groups.append(group)
        order = rng.permutation(len(groups))
        order = order[: len(order) // world * world][rank::world]
        for g in order[skip:]:
            yield self._batch(groups[g], config, np.random.default_rng((seed, int(g))))

    def _batch(self, group: list, config: AugmentConfig, rng: np.random.Generator) -> Batch:
        clean = [self.caches[name][utterance] for name, utterance, _ in group]
        altered, leads = [], []
        step = TEACHER_SUBSAMPLING if self.teachers else 1
        for x in clean:
            y, lead = alter(x, clean[rng.integers(len(clean))], self.floor, config, rng, step)
            altered.append(y)
            leads.append(lead)
        silent = [bool(self.noise_share) and rng.random() < self.noise_share for _ in group]
        for i, is_silent in enumerate(silent):
            if is_silent:
                altered[i] = noise_alone(altered[i], self.floor, rng, config.loudest)
        if self.features is None:
            masked = [y if s else mask(y, config, rng) for y, s in zip(altered, silent, strict=True)]
            batch = pad(masked, [units for *_, units in group], self.floor)
        else:
            batch = pad(altered, [units for *_, units in group], self.floor)
            # Masks hide speech from the encoder, not from the running maximum.
            features = relative(batch.features / LN_10, self.features)
            for x, frames, is_silent in zip(features.numpy(), batch.frames, silent, strict=True):
                if not is_silent:
                    x[:frames] = mask(x[:frames], config, rng)
            batch = replace(batch, features=features)
        if self.teachers:
            batch = self._taught(batch, group, leads, silent)
        if not isinstance(self.inventory, Phones):
            return batch
        graphs: list[PronunciationGraph | None] = []
        labels: list[np.ndarray | None] = []
        for i, (name, utterance, units) in enumerate(group):
            if silent[i]:
                graphs.append(self.inventory.graph(""))
                labels.append(None)
                continue
            counts = bool(units) and rng.random() < self.text_shares.get(name, 1.0)
            graphs.append(self.inventory.graph(utterance.text) if counts else None)
            aligned = self.alignments[name].by_path.get(utterance.path) if name in self.alignments else None
            labels.append(
                None if aligned is None else self._labels(aligned, utterance, leads[i], batch.frames[i])
            )
        return replace(batch, graphs=graphs, labels=labels)

    def _taught(self, batch: Batch, group: list, leads: list[int], silent: list[bool]) -> Batch:
        """Adds what the teacher heard, where it has heard the utterance."""
        frames = batch.features.shape[1] // TEACHER_SUBSAMPLING
        channels = next(iter(self.teachers.values())).features.shape[1]
        teacher = torch.zeros(len(group), frames, channels, dtype=torch.float16)
        taught = torch.zeros(len(group), frames, dtype=torch.bool)
        for i, (name, utterance, _) in enumerate(group):
            if utterance in self.teachers[name] and not silent[i]:
                heard, at = self.teachers[name][utterance], leads[i] // TEACHER_SUBSAMPLING
                teacher[i, at : at + len(heard)] = torch.from_numpy(heard.copy())
                taught[i, at : at + len(heard)] = True
        return replace(batch, teacher=teacher, taught=taught)

    def _labels(self, aligned: Alignment, utterance: CachedUtterance, lead: int, frames: int) -> np.ndarray:
        """Units at the encoder's frames, after ``lead`` feature frames of silence."""
        starts = aligned.start / utterance.speed + lead
        if aligned.unit[0] == SILENCE_ID:
            starts[0] = 0
        shifted = Alignment(aligned.unit, starts)
        return shifted.labels(frames // self.subsampling, self.subsampling)


def pad(features: list[np.ndarray], units: list[list[int]], floor: float) -> Batch:
    """Pads with silence at the energy floor, as the decoder's flush does."""
    frames, lengths = [len(x) for x in features], [len(u) for u in units]
    x = np.full((len(features), max(frames), features[0].shape[1]), floor, dtype=np.float32)
    y = np.zeros((len(units), max(max(lengths), 1)), dtype=np.int64)
    for i, (feature, unit) in enumerate(zip(features, units, strict=True)):
        x[i, : len(feature)] = feature
        y[i, : len(unit)] = unit
    return Batch(torch.from_numpy(x), torch.from_numpy(y), frames, lengths, floor)


class Prefetch(torch.utils.data.IterableDataset):
    """One epoch as a data set, so that a ``DataLoader`` worker augments beside the step."""

    def __init__(self, data: TrainingSet, **epoch: Any):
        self.data, self.arguments = data, epoch

    def __iter__(self) -> Iterator[Batch]:
        torch.set_num_threads(1)
        yield from self.data.epoch(**self.arguments)
