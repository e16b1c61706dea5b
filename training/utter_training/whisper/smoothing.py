"""Moves the range of activations into weights before eight bits are made of both (after SmoothQuant, Xiao et al. 2023).

One scale serves all activations that enter a product, so a channel that is a hundred times as loud as the rest leaves these no bits.
Each loud channel is divided by a factor where it is made (a norm, the values of an attention, or an extra factor after GELU) and its column
of the next weights is multiplied by it, which changes nothing in full precision.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from .network import Whisper

# Channels quieter than this share of all are left as they are: one that is loud only in other recordings would be made louder still.
QUIET_SHARE = 0.75
EXPONENT = 0.5
OUTPUT = "decoder.embedding"


@dataclass
class Smoothed:
    """A model that computes the same, and what it can't express: factors by name of the product whose input they divide."""

    model: Whisper
    divisors: dict[str, Tensor] = field(default_factory=dict)


@torch.no_grad()
def ranges(model: Whisper, samples: Sequence[tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """The largest magnitude of each channel that enters each product, ``(K)``, while sounds pass through a model.

    ``samples``: features ``(mels, T)`` and the pieces ``(S)`` of their text, prompt included.
    """
    largest: dict[str, Tensor] = {}

    def note(name: str, x: Tensor) -> None:
        found = x.abs().flatten(0, -2).amax(0)
        largest[name] = torch.maximum(largest.get(name, found), found)

    hooks = [
        module.register_forward_pre_hook(lambda _module, inputs, name=name: note(name, inputs[0]))
        for name, module in model.named_modules()
        if isinstance(module, nn.Linear)
    ]
    hooks.append(
        model.decoder.norm.register_forward_hook(lambda _module, _inputs, output: note(OUTPUT, output))
    )
    for features, ids in samples:
        model.decoder(ids[None], model.decoder.keys_values(model.encoder(features[None])))
    for hook in hooks:
        hook.remove()
    return largest


def factors_of(largest: Tensor) -> Tensor:
    """Divisors of a product's input channels ``(K)``."""
    factors = largest.clamp(min=float(largest.quantile(QUIET_SHARE))).clamp(min=1e-6) ** EXPONENT
    return factors / factors.min()


@torch.no_grad()
def smooth(model: Whisper, largest: dict[str, Tensor]) -> Smoothed:
    """A copy of ``model`` that computes the same, its activations' ranges evened out."""
    done = Smoothed(copy.deepcopy(model))
    modules = dict(done.model.named_modules())

    def spread(names: Sequence[str]) -> Tensor:
        factors = factors_of(largest[names[0]])
        for name in names:
            modules[name].weight *= factors
        return factors

    def through_norm(norm: str, names: Sequence[str]) -> Tensor:
        factors = spread(names)
        modules[norm].weight /= factors
        modules[norm].bias /= factors
        return factors

    def through_values(made: str, name: str) -> None:
        factors = spread([name])
        modules[made].weight[-len(factors) :] /= factors[:, None]
        modules[made].bias[-len(factors) :] /= factors

    sizes = model.dimensions
    for side, count in (("encoder", sizes.encoder_layers), ("decoder", sizes.decoder_layers)):
        for index in range(count):
            layer = f"{side}.layers.{index}"
            through_norm(f"{layer}.attention_norm", [f"{layer}.attention.qkv"])
            through_values(f"{layer}.attention.qkv", f"{layer}.attention.out")
            if side == "decoder":
                through_norm(f"{layer}.cross_norm", [f"{layer}.cross.q"])
                through_values(f"{layer}.cross.kv", f"{layer}.cross.out")
            through_norm(f"{layer}.feed_norm", [f"{layer}.feed.up"])
            done.divisors[f"{layer}.feed.down"] = spread([f"{layer}.feed.down"])
    through_norm(
        "encoder.norm", [f"decoder.layers.{index}.cross.kv" for index in range(sizes.decoder_layers)]
    )
    # The embedding is the output matrix: what is gathered from it is divided again.
    done.divisors[OUTPUT] = through_norm("decoder.norm", [OUTPUT])
    return done
