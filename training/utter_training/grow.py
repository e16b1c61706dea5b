"""A larger phone model that computes what a trained one does, to go on from (Net2Net, Chen et al. 2016).

    python -m utter_training.grow --run ~/runs/shipped --config-name phones-fourth --out ~/runs/grown
    torchrun --nproc-per-node 2 -m utter_training.train --config-name phones-fourth

Bottlenecks may be wider and pools may be added. What is new begins with random weights into it and zeros out of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from torch import nn

from . import checkpoint
from .encoder import Block, Pool
from .phone_transducer import PhoneTransducer, PhoneTransducerConfig
from .unfold import CONFIGURATIONS


class GrowError(ValueError):
    """The larger shape does not hold the smaller one."""


@torch.no_grad()
def widen(source: Block, target: Block) -> None:
    """Copies a block into one whose bottleneck is at least as wide; raises ``GrowError`` if it is not."""
    width = source.config.bottleneck
    if target.config.bottleneck < width:
        raise GrowError(f"a bottleneck of {target.config.bottleneck} does not hold one of {width}")
    for old, new in zip(source.down, target.down, strict=True):
        new.weight[:width] = old.weight
    target.up.weight.zero_()
    target.up.weight[:, :width] = source.up.weight
    target.norm.load_state_dict(source.norm.state_dict())


def grow(source: PhoneTransducer, target: PhoneTransducer) -> None:
    """Sets ``target`` to compute what ``source`` does. Raises ``GrowError`` where the shapes don't allow it."""
    target.encoder.mean, target.encoder.scale = source.encoder.mean.clone(), source.encoder.scale.clone()
    added = len(target.encoder.layers) - len(source.encoder.layers)
    new = [layer for layer in target.encoder.layers if isinstance(layer, Pool)] if added else []
    kept = [layer for layer in target.encoder.layers if layer not in new]
    if len(kept) != len(source.encoder.layers):
        raise GrowError(
            f"{len(source.encoder.layers)} layers do not become {len(kept)}: only pools are added"
        )
    pairs: list[tuple[nn.Module, nn.Module]] = [*zip(source.encoder.layers, kept, strict=True)]
    for old, layer in [*pairs, (source.table, target.table)]:
        if isinstance(old, Block) and isinstance(layer, Block):
            widen(old, layer)
            continue
        try:
            layer.load_state_dict(old.state_dict())
        except RuntimeError as error:
            raise GrowError(
                f"{type(old).__name__} does not become {type(layer).__name__}: {error}"
            ) from error


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="the trained model's run folder")
    parser.add_argument("--config-name", required=True, help="the settings that have the larger model")
    parser.add_argument("--out", type=Path, required=True, help="the run folder to be made")
    parser.add_argument("overrides", nargs="*", help="of the settings, as for training")
    arguments = parser.parse_args()

    source = checkpoint.load_model(arguments.run)
    if not isinstance(source, PhoneTransducer):
        raise GrowError(f"{arguments.run}: only phone models grow")
    with initialize_config_dir(str(CONFIGURATIONS), version_base=None):
        model = OmegaConf.to_container(compose(arguments.config_name, overrides=arguments.overrides).model)
    torch.manual_seed(0)
    target = PhoneTransducer(PhoneTransducerConfig.from_dict(model | {"units": source.config.units})).eval()
    grow(source, target)

    config = OmegaConf.load(arguments.run / "config.yaml")
    config.model = model
    past = torch.load(arguments.run / "last.pt", map_location="cpu", weights_only=True)
    taken = {name: past[name] for name in ("updates", "seconds", "epoch")}
    checkpoint.save_run(arguments.out, config, target, taken)


if __name__ == "__main__":
    main()
