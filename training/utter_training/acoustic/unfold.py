"""A run folder from an exported phone model, so that training goes on where its checkpoints are no longer at hand.

    python -m utter_training.acoustic.unfold --model ../resources/models/utter-en --config-name phones --out ~/runs/shipped
    torchrun --nproc-per-node 2 -m utter_training.acoustic.train --config-name phones-third init=~/runs/shipped

Export folds each norm of the convolutional encoder into the matrix before it (``export/folded.py``). Here a norm gets the mean and
variance that its input has on training data, and the weight and bias that undo them: the model computes what the exported one
does, and can be trained. The chunk-attention encoder's norms are folded into the matrix after them (``export/folded_attention.py``) and
start again at weight one and bias zero. What half precision cost stays lost, and the optimizer starts anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import torch
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from safetensors.torch import load_file
from torch import Tensor, nn

from .. import CONFIGURATIONS
from . import checkpoint
from .batches import TrainingSet
from .chunk_attention import KERNEL, ChunkAttentionEncoder
from .encoder import Block, Conv, Encoder, FrameNorm, Pool, Projection
from .losses import create_model
from .phone_transducer import PhoneTransducer
from .units import open_inventory


class UnfoldError(ValueError):
    """The folder holds no model of the shape that the configuration describes."""


def parameters_of(model: PhoneTransducer) -> dict[str, Tensor]:
    """The model's tensors by the names of the model format, each as a view of the exported shape."""
    encoder = model.encoder
    assert isinstance(encoder, Encoder)
    found = {"featurizer.mean": encoder.mean, "featurizer.scale": encoder.scale}
    for index, layer in enumerate(encoder.layers):
        c, name = layer.config, f"encoder.{index}"
        match layer:
            case Conv():
                found[f"{name}.weight"] = layer.linear.weight.T.unflatten(0, (c.kernel, c.in_))
                found[f"{name}.bias"] = layer.norm.bias
            case Block():
                found |= {f"{name}.down.{k}": tap.weight.T for k, tap in enumerate(layer.down)}
                found |= {f"{name}.up": layer.up.weight.T, f"{name}.bias": layer.norm.bias}
            case Pool():
                found |= {f"{name}.down": layer.down.weight.T, f"{name}.downBias": layer.down.bias}
                found |= {f"{name}.up": layer.up.weight.T, f"{name}.bias": layer.up.bias}
            case Projection():
                found |= {f"{name}.weight": layer.linear.weight.T, f"{name}.bias": layer.linear.bias}
    table = f"encoder.{len(encoder.layers)}"
    return found | {f"{table}.weight": model.table.weight.T, f"{table}.bias": model.table.bias}


def attention_parameters_of(model: PhoneTransducer) -> dict[str, Tensor]:
    """As ``parameters_of``, for the chunk-attention encoder."""
    encoder = model.encoder
    assert isinstance(encoder, ChunkAttentionEncoder)
    found = {"encoder.positions": encoder.positions}
    for name, linear in (("conv1", encoder.conv1), ("conv2", encoder.conv2)):
        found |= {f"encoder.{name}.weight": linear.weight.T.unflatten(0, (KERNEL, -1))}
        found |= {f"encoder.{name}.bias": linear.bias}
    for index, layer in enumerate(encoder.layers):
        for part in ("qkv", "out", "ffn1", "ffn2"):
            linear = getattr(layer, part)
            found |= {f"encoder.{index}.{part}.weight": linear.weight.T}
            found |= {f"encoder.{index}.{part}.bias": linear.bias}
    found |= {"encoder.bottleneck.weight": encoder.bottleneck.weight.T}
    return found | {
        "encoder.projection.weight": model.table.weight.T,
        "encoder.projection.bias": model.table.bias,
    }


def scale_queries_back(model: PhoneTransducer) -> None:
    """The export divides queries by the root of a head's width beforehand; training does so in the attention."""
    encoder = model.encoder
    assert isinstance(encoder, ChunkAttentionEncoder)
    c = encoder.config
    for layer in encoder.layers:
        layer.qkv.weight[: c.channels] *= (c.channels // c.heads) ** 0.5
        layer.qkv.bias[: c.channels] *= (c.channels // c.heads) ** 0.5


def norms_of(model: PhoneTransducer) -> list[FrameNorm]:
    return [module for module in model.modules() if isinstance(module, FrameNorm)]


@torch.no_grad()
def load_folded(model: PhoneTransducer, tensors: dict[str, Tensor]) -> None:
    """Sets the model to an exported one's ``tensors``; the convolutional encoder's norms then only add the
    folded bias.

    Raises ``UnfoldError`` where a tensor is missing, left over or of another shape.
    """
    attends = isinstance(model.encoder, ChunkAttentionEncoder)
    split = {name for name, value in tensors.items() if name.endswith(".down") and value.ndim == 3}
    taps = {f"{name}.{k}": tap for name in split for k, tap in enumerate(tensors[name])}
    given = {name: value for name, value in tensors.items() if name not in split} | taps
    wanted = attention_parameters_of(model) if attends else parameters_of(model)
    if given.keys() != wanted.keys():
        differing = ", ".join(sorted(given.keys() ^ wanted.keys()))
        raise UnfoldError(f"the configuration and the model do not both have {differing}")
    for name, parameter in wanted.items():
        if parameter.shape != given[name].shape:
            raise UnfoldError(
                f"{name} is {tuple(given[name].shape)}; the configuration has {tuple(parameter.shape)}"
            )
        parameter.copy_(given[name])
    if attends:
        scale_queries_back(model)
        for module in model.modules():
            if isinstance(module, nn.LayerNorm):
                module.reset_parameters()
    for norm in norms_of(model):
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)
        norm.weight.fill_(1)


@torch.no_grad()
def measure_inputs(model: PhoneTransducer, features: Iterable[Tensor]) -> None:
    """Gives the norms the mean and variance of their inputs over batches of ``features`` ``(B, T, bins)``; what the
    model computes stays the same.
    """
    model.eval()
    norms = norms_of(model)
    counts = [0] * len(norms)
    sums = [torch.zeros(2, norm.num_features, dtype=torch.float64) for norm in norms]

    def watch(index: int):
        def see(_, inputs: tuple[Tensor]) -> None:
            x = inputs[0].reshape(-1, inputs[0].shape[-1]).double()
            counts[index] += len(x)
            sums[index] += torch.stack([x.sum(0), x.square().sum(0)])

        return see

    hooks = [norm.register_forward_pre_hook(watch(index)) for index, norm in enumerate(norms)]
    for x in features:
        model.encoder(x)
    for hook in hooks:
        hook.remove()
    for norm, (total, squares), count in zip(norms, sums, counts, strict=True):
        mean = total / count
        norm.running_mean.copy_(mean)
        norm.running_var.copy_((squares / count - mean.square()).clamp(min=norm.eps))
        norm.weight.copy_(torch.sqrt(norm.running_var + norm.eps))
        norm.bias.add_(norm.running_mean)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="a model folder")
    parser.add_argument("--config-name", default="phones", help="the settings it was trained with")
    parser.add_argument("--out", type=Path, required=True, help="the run folder to be made")
    parser.add_argument("--batches", type=int, default=100, help="of training data, to measure the norms on")
    parser.add_argument("overrides", nargs="*", help="of the settings, as for training: cache=…")
    arguments = parser.parse_args()

    with initialize_config_dir(str(CONFIGURATIONS), version_base=None):
        config = compose(arguments.config_name, overrides=arguments.overrides)
    OmegaConf.set_struct(config, False)
    inventory = open_inventory(Path(config.units))
    model = create_model(OmegaConf.to_container(config.model, resolve=True), inventory)
    if not isinstance(model, PhoneTransducer):
        raise UnfoldError("a piece model's CTC head is not exported: only phone models can be unfolded")
    load_folded(model, load_file(arguments.model / "weights.safetensors"))
    if norms_of(model):
        data = TrainingSet.from_config(config, inventory, model.encoder.subsampling)
        batches = data.epoch(seed=1, batch_frames=config.batch_frames, strength=0.0)
        measure_inputs(model, (batch.features for batch in islice(batches, arguments.batches)))

    past = json.loads((arguments.model / "manifest.json").read_text())["training"]
    origin = {"commit": past["commit"], "command": past["command"]}
    taken = {"updates": past["updates"], "epoch": past["epochs"], "seconds": past["minutes"] * 60}
    checkpoint.save_run(arguments.out, OmegaConf.merge(config, origin), model, taken)


if __name__ == "__main__":
    main()
