"""One model from several runs that began with the same weights: their weighted mean (Wortsman et al. 2022, "Model soups").

    python -m utter_training.acoustic.soup --runs ~/runs/phones ~/runs/phones-second ~/runs/phones-third --weights 0.2 0.3 0.5 \
        --out ~/runs/soup

Each run counts with the mean of its snapshots. The norms' running statistics are those of no single network, so they are
measured anew for the mean, on training data (Izmailov et al. 2018, section 3.2). It costs nothing when the model runs.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from omegaconf import OmegaConf

from . import checkpoint
from .batches import TrainingSet
from .encoder import FrameNorm
from .losses import Model
from .units import open_inventory


def mean_of_runs(runs: list[Path], weights: list[float]) -> dict[str, torch.Tensor]:
    """Weighted mean of the runs' models, each the mean of its snapshots; ``weights`` are scaled to sum to one."""
    if len(runs) != len(weights) or min(weights) < 0 or sum(weights) <= 0:
        raise ValueError(f"{len(runs)} runs take as many weights, none negative, not {weights}")
    total: dict[str, torch.Tensor] = {}
    for run, weight in zip(runs, weights, strict=True):
        for name, value in checkpoint.load_model(run).state_dict().items():
            if name in total and total[name].shape != value.shape:
                raise ValueError(f"{run} has another shape of {name} than {runs[0]}: train it from there")
            total[name] = total.get(name, 0) + value.double() * weight / sum(weights)
    return total


@torch.no_grad()
def measure_norms(model: Model, data: TrainingSet, batches: int, strength: float, batch_frames: int) -> None:
    """Sets the norms' means and variances to those over ``batches`` batches of training data."""
    model.eval()
    norms = [module for module in model.modules() if isinstance(module, FrameNorm)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # each batch counts the same
        norm.train()
    for number, batch in enumerate(data.epoch(seed=1, batch_frames=batch_frames, strength=strength)):
        if number == batches:
            break
        model.encoder(batch.features)
    for norm in norms:
        norm.momentum = 0.1
    model.eval()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=float, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--strength", type=float, default=0.0, help="of the augmentation")
    arguments = parser.parse_args()

    config = OmegaConf.load(arguments.runs[-1] / "config.yaml")
    inventory = open_inventory(Path(config.units))
    model = checkpoint.load_model(arguments.runs[-1])
    mean = mean_of_runs(arguments.runs, arguments.weights)
    model.load_state_dict({name: mean[name].to(value.dtype) for name, value in model.state_dict().items()})
    data = TrainingSet.from_config(config, inventory, model.encoder.subsampling)
    measure_norms(model, data, arguments.batches, arguments.strength, config.batch_frames)
    ends = [torch.load(run / "last.pt", map_location="cpu", weights_only=True) for run in arguments.runs]
    # What all of them took together, for the exported model's record.
    taken = {name: sum(end[name] for end in ends) for name in ("updates", "seconds", "epoch")}
    checkpoint.save_run(arguments.out, config, model, taken)


if __name__ == "__main__":
    main()
