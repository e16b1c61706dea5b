"""RNN-T loss (Graves 2012, section 2.4-2.5) on packed lattices, with FastEmit (Yu et al. 2021).

The forward-backward recursion runs in numba on the few numbers per cell that it needs (log-probabilities of the blank
and of the next label); softmax and gradient stay vectorised in torch. Checked against a brute-force sum over all
alignments in ``tests/test_rnnt_loss.py``.
"""

from __future__ import annotations

import numba
import numpy as np
import torch
from torch import Tensor

from .transducer import BLANK


@numba.njit(cache=True, inline="always")
def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == -np.inf else a + np.log1p(np.exp(b - a))


@numba.njit(cache=True)
def _forward_backward(blank, label, frames, lengths, starts):
    """Log-likelihoods and arc posteriors of every utterance.

    ``blank`` and ``label`` are log-probabilities per cell, ``(N,)``; the utterance ``i`` has ``frames[i]`` rows of
    ``lengths[i] + 1`` cells from ``starts[i]``. Returns ``(B,)`` and two ``(N,)`` arrays of posteriors.
    """
    total = np.empty(len(frames))
    blank_posterior = np.zeros(len(blank), dtype=np.float32)
    label_posterior = np.zeros(len(blank), dtype=np.float32)
    for i in range(len(frames)):
        rows, columns, start = frames[i], lengths[i] + 1, starts[i]
        alpha = np.full((rows, columns), -np.inf)
        beta = np.full((rows, columns), -np.inf)
        alpha[0, 0] = 0.0
        for t in range(rows):
            for u in range(columns):
                cell = start + t * columns + u
                if t > 0:
                    alpha[t, u] = alpha[t - 1, u] + blank[cell - columns]
                if u > 0:
                    alpha[t, u] = _log_add(alpha[t, u], alpha[t, u - 1] + label[cell - 1])
        last = start + rows * columns - 1
        beta[rows - 1, columns - 1] = blank[last]
        for t in range(rows - 1, -1, -1):
            for u in range(columns - 1, -1, -1):
                cell = start + t * columns + u
                if t < rows - 1:
                    beta[t, u] = beta[t + 1, u] + blank[cell]
                if u < columns - 1:
                    beta[t, u] = _log_add(beta[t, u], beta[t, u + 1] + label[cell])
        log_z = beta[0, 0]
        total[i] = log_z
        for t in range(rows):
            for u in range(columns):
                cell = start + t * columns + u
                after_blank = -np.inf
                if t < rows - 1:
                    after_blank = beta[t + 1, u]
                elif u == columns - 1:
                    after_blank = 0.0
                blank_posterior[cell] = np.exp(alpha[t, u] + blank[cell] + after_blank - log_z)
                if u < columns - 1:
                    label_posterior[cell] = np.exp(alpha[t, u] + label[cell] + beta[t, u + 1] - log_z)
    return total, blank_posterior, label_posterior


class _RnntLoss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, logits: Tensor, targets: Tensor, frames, lengths, fastemit: float) -> Tensor:
        normalizer = torch.logsumexp(logits, dim=-1)
        blank = logits[:, BLANK] - normalizer
        label = logits.gather(1, targets[:, None]).squeeze(1) - normalizer
        frames, lengths = np.asarray(frames, dtype=np.int64), np.asarray(lengths, dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(frames * (lengths + 1))[:-1]]).astype(np.int64)
        total, blank_posterior, label_posterior = _forward_backward(
            blank.double().cpu().numpy(), label.double().cpu().numpy(), frames, lengths, starts
        )
        device = logits.device
        ctx.blank_posterior = torch.from_numpy(blank_posterior).to(device, logits.dtype)
        # FastEmit scales the gradient of label arcs, which favours emitting a label over waiting.
        ctx.label_posterior = torch.from_numpy(label_posterior).to(device, logits.dtype) * (1 + fastemit)
        ctx.save_for_backward(logits, targets, normalizer)
        return logits.new_tensor(-total)

    @staticmethod
    def backward(ctx, grad_output: Tensor):
        logits, targets, normalizer = ctx.saved_tensors
        occupancy = ctx.blank_posterior + ctx.label_posterior
        grad = (logits - normalizer[:, None]).exp_().mul_(occupancy[:, None])
        grad[:, BLANK] -= ctx.blank_posterior
        grad.scatter_add_(1, targets[:, None], -ctx.label_posterior[:, None])
        # One scale for the whole batch: callers reduce with sum or mean.
        return grad.mul_(grad_output[0]), None, None, None, None


def rnnt_loss(
    logits: Tensor, units: Tensor, frames: list[int], lengths: list[int], fastemit: float = 0.0
) -> Tensor:
    """Sum over the batch of negative log-likelihoods, in nats.

    Args:
        logits: packed lattice cells, ``(Σ T_i · (U_i + 1), units)``, as ``Transducer.lattice`` makes them.
        units: references, ``(B, U)``, padded.
        frames: encoder frames ``T_i ≥ 1`` of each utterance.
        lengths: reference lengths ``U_i ≥ 0``.
        fastemit: FastEmit's lambda; changes the gradient, not the value.
    """
    blank = units.new_full((1,), BLANK)
    targets = torch.cat(
        [
            torch.cat([units[i, :u], blank]).repeat(t)
            for i, (t, u) in enumerate(zip(frames, lengths, strict=True))
        ]
    )
    return _RnntLoss.apply(logits, targets, frames, lengths, fastemit).sum()
