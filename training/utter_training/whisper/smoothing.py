"""Moves the range of activations into weights before eight bits are made of both (SmoothQuant, Xiao et al. 2023).

One scale serves all activations that enter a product, so a channel that is a hundred times as loud as the rest leaves these no bits.
Each such channel is divided by a factor where it is made (a norm, the values of an attention, or an extra factor after GELU) and its column
of the next weights is multiplied by it, which changes nothing in full precision.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from .network import Whisper

EXPONENT = 0.6


@dataclass
class Smoothed:
    """A model that computes the same, and what it can't express: factors by name of the product whose input they divide."""

    model: Whisper
    divisors: dict[str, Tensor] = field(default_factory=dict)


class Ranges:
    """The largest magnitude of each channel that enters each product, while sounds pass through a model."""

    def __init__(self, model: Whisper) -> None:
        self.largest: dict[str, Tensor] = {}
        self.hooks = [
            module.register_forward_pre_hook(self._watch(name))
            for name, module in model.named_modules()
            if isinstance(module, nn.Linear)
        ]
        self.hooks.append(model.decoder.norm.register_forward_hook(self._watch_output("decoder.embedding")))

    def _note(self, name: str, x: Tensor) -> None:
        found = x.detach().float().abs().flatten(0, -2).amax(0)
        self.largest[name] = torch.maximum(self.largest.get(name, found), found)

    def _watch(self, name: str):
        return lambda _module, inputs: self._note(name, inputs[0])

    def _watch_output(self, name: str):
        return lambda _module, _inputs, output: self._note(name, output)

    def close(self) -> dict[str, Tensor]:
        for hook in self.hooks:
            hook.remove()
        return self.largest


@torch.no_grad()
def ranges(model: Whisper, samples: Sequence[tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    """``samples``: features ``(mels, T)`` and the pieces ``(S)`` of their text, prompt included."""
    watch = Ranges(model)
    for features, ids in samples:
        audio = model.decoder.keys_values(model.encoder(features[None]))
        model.decoder(ids[None], audio)
    return watch.close()


def _factors(largest: Tensor, weights: Sequence[Tensor], exponent: float) -> Tensor:
    """Divisors of a product's input channels from their ranges and those of the columns they meet."""
    columns = torch.stack([weight.abs().amax(0) for weight in weights]).amax(0).clamp(min=1e-5)
    factors = largest.clamp(min=1e-3) ** exponent / columns ** (1 - exponent)
    return factors / factors.log().mean().exp()  # a common factor changes nothing


@torch.no_grad()
def smooth(model: Whisper, largest: dict[str, Tensor], exponent: float = EXPONENT) -> Smoothed:
    """A copy of ``model`` that computes the same, with ``largest`` ranges spread."""
    done = Smoothed(copy.deepcopy(model))
    modules = dict(done.model.named_modules())

    def spread(names: Sequence[str]) -> Tensor:
        factors = _factors(largest[names[0]], [modules[name].weight for name in names], exponent)
        for name in names:
            modules[name].weight *= factors
        return factors

    def through_norm(norm: str, names: Sequence[str]) -> None:
        factors = spread(names)
        modules[norm].weight /= factors
        modules[norm].bias /= factors

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
    through_norm("encoder.norm", [f"decoder.layers.{index}.cross.kv" for index in range(sizes.decoder_layers)])
    factors = spread(["decoder.embedding"])
    modules["decoder.norm"].weight /= factors
    modules["decoder.norm"].bias /= factors
    done.divisors["decoder.embedding"] = factors  # what is gathered from it is divided by it
    return done
