"""Optimizers by name: AdamW, or Muon (Jordan et al. 2024) for the blocks' matrices with AdamW for the rest."""

from __future__ import annotations

from itertools import chain

import torch
from torch import nn

from .encoder import Block


class Optimizer:
    """One or several optimizers that step together, at learning rates that keep their ratio."""

    def __init__(self, model: nn.Module, name: str, weight_decay: float):
        blocks = [m for m in model.modules() if isinstance(m, Block)] if name == "muon" else []
        hidden = list(chain.from_iterable([tap.weight for tap in b.down] + [b.up.weight] for b in blocks))
        taken = {id(p) for p in hidden}
        rest = [p for p in model.parameters() if id(p) not in taken]
        groups = [
            {"params": [p for p in rest if p.ndim > 1], "weight_decay": weight_decay},
            {"params": [p for p in rest if p.ndim <= 1], "weight_decay": 0.0},
        ]
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
                group["lr"] = rate
            part.step()

    def zero_grad(self) -> None:
        for part in self.parts:
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list[dict]:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list[dict]) -> None:
        for part, state in zip(self.parts, states, strict=True):
            part.load_state_dict(state)
