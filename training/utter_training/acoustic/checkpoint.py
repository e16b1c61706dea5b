"""Checkpoints: atomic to write, complete to resume, and averaged before export (Polyak; Izmailov et al. 2018)."""

from __future__ import annotations

from pathlib import Path

import torch
from omegaconf import DictConfig, OmegaConf

from .losses import Model
from .phone_transducer import PhoneTransducer, PhoneTransducerConfig
from .transducer import Transducer, TransducerConfig


def save(path: Path, **contents) -> None:
    """Writes beside and renames, so that a crash never leaves half a checkpoint."""
    partial = path.with_suffix(".partial")
    torch.save(contents, partial)
    partial.rename(path)


def save_run(folder: Path, config: DictConfig, model: Model, taken: dict[str, float]) -> None:
    """A run folder with one snapshot, which can be exported and begun from. ``taken`` are ``updates``, ``epoch`` and
    ``seconds`` of training that the weights have behind them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    OmegaConf.save(config, folder / "config.yaml", resolve=True)
    weights = {"config": model.config.to_dict(), "model": model.state_dict()}
    save(folder / "last.pt", **weights, **taken, batch=0)
    save(folder / "average-01.pt", **weights)


def average(paths: list[Path]) -> dict[str, torch.Tensor]:
    """Mean of the models in several checkpoints, running statistics included."""
    if not paths:
        raise ValueError("no checkpoint to average; has training reached its last third?")
    total: dict[str, torch.Tensor] = {}
    for path in paths:
        for name, value in torch.load(path, map_location="cpu", weights_only=True)["model"].items():
            total[name] = total[name] + value.double() if name in total else value.double()
    return {name: value / len(paths) for name, value in total.items()}


def load_model(path: Path) -> Model:
    """Model in evaluation mode from a checkpoint, or from the average of a run folder's ``average-*.pt``."""
    if path.is_dir():
        paths = sorted(path.glob("average-*.pt")) or [path / "last.pt"]
    else:
        paths = [path]
    config = torch.load(paths[0], map_location="cpu", weights_only=True)["config"]
    if config.get("kind") == "table":
        model: Model = PhoneTransducer(PhoneTransducerConfig.from_dict(config))
    else:
        model = Transducer(TransducerConfig.from_dict(config))
    state = average(paths)
    model.load_state_dict({k: state[k].to(v.dtype) for k, v in model.state_dict().items()})
    return model.eval()
