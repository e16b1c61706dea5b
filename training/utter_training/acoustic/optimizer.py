"""Optimizers by name: AdamW, or Muon (Jordan et al. 2024) for the blocks' matrices with AdamW for the rest."""

from __future__ import annotations

from itertools import chain

import torch
from torch import nn

from .chunk_attention import ChunkAttentionEncoder
from .encoder import Block


def rate_shares(model: nn.Module, encoder_share: float, layer_decay: float) -> dict[int, float]:
    """Share of the learning rate that each parameter (by its ``id``) has.

    What was trained before is trained gently: the last layer of a chunk-attention encoder has
    ``encoder_share`` of the heads' rate, each layer below ``layer_decay`` of that of the layer above, and the
    convolutions least (as in ULMFiT, Howard and Ruder 2018).
    """
    encoder = getattr(model, "encoder", None)
    if not isinstance(encoder, ChunkAttentionEncoder):
        return {}
    layers = len(encoder.layers)
    shares = {}
    for name, parameter in encoder.named_parameters():
        if name.startswith("bottleneck"):
            continue
        depth = 0
        if name.startswith("layers."):
            depth = 1 + int(name.split(".")[1])
        elif name.startswith("norm"):
            depth = layers
        shares[id(parameter)] = encoder_share * layer_decay ** (layers - depth)
    return shares


class Optimizer:
    """One or several optimizers that step together, at learning rates that keep their ratio."""

    def __init__(
        self,
        model: nn.Module,
        name: str,
        weight_decay: float,
        encoder_share: float = 1.0,
        layer_decay: float = 1.0,
    ):
        """``encoder_share`` and ``layer_decay``: see ``rate_shares``."""
        blocks = [m for m in model.modules() if isinstance(m, Block)] if name == "muon" else []
        hidden = list(chain.from_iterable([tap.weight for tap in b.down] + [b.up.weight] for b in blocks))
        taken = {id(p) for p in hidden}
        rest = [p for p in model.parameters() if id(p) not in taken]
        shares = rate_shares(model, encoder_share, layer_decay)
        groups = []
        for share in sorted({shares.get(id(p), 1.0) for p in rest}, reverse=True):
            alike = [p for p in rest if shares.get(id(p), 1.0) == share]
            for is_matrix, decay in ((True, weight_decay), (False, 0.0)):
                members = [p for p in alike if (p.ndim > 1) == is_matrix]
                groups.append({"params": members, "weight_decay": decay, "share": share})
        self.parts: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), fused=True)
        ]
        if hidden:
            # Scaled to the size of AdamW's updates, so that one learning rate serves both.
            muon = torch.optim.Muon(
                hidden, lr=0.0, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw", ns_steps=4
            )
            self.parts.append(muon)

    def step(self, rate: float) -> None:
        """One update of all parameters that have gradients."""
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate * group.get("share", 1.0)
            part.step()

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)
