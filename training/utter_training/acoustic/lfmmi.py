"""Sequence losses of a monotonic phone transducer: LF-MMI, RNN-T and frame cross-entropy, with their gradients.

The transducer's logits after each previous unit are a table ``(T, C, V)``: frame, previous unit (``START`` before the
first), next unit or blank. In each frame a path emits one unit or the blank, so a path's score is a sum of T entries
(monotonic RNN-T, Tripathi et al. 2019). Three losses read the same table:

- **LF-MMI** (Povey et al. 2016): score of all paths of the transcript against that of all phone sequences under a
  phone trigram. Unnormalised scores; like Kaldi's left biphones, the blank after a unit is that unit's loop.
- **RNN-T** (Graves 2012): the same paths of the transcript with each frame's scores normalised over the units.
- **frame cross-entropy** of a forced alignment, the single-path RNN-T.
- **L2**: half the squared scores, as Kaldi's chain training has it. LF-MMI says nothing of scores after units that no
  path is in; left alone they grow from frame to frame until their exponentials leave the range of numbers.

Forward-backward passes are explicit and in numba: in torch they take a hundred times longer.
"""

from __future__ import annotations

import numpy as np
import torch
from numba import njit
from torch import Tensor

from .pronunciation_graph import PronunciationGraph

FLOOR = -60.0
"""Of a score, in nats below the best one of its frame."""


LANES = 64
"""Widths of inner loops are multiples of this, which the compiler then runs in whole vectors."""


@njit(cache=True, error_model="numpy")
def numerator(exponentials, sums, unit, first, source, weight, final, grad, scale):
    """Ln of the summed score of all paths through a graph; adds ``scale`` × its gradient to ``grad``.

    ``exponentials (T, C, V)`` are e^scores up to a factor a frame (which the result then lacks); those after each unit
    are divided by ``sums (T, C)``. ``-inf`` (and no gradient) where the graph needs more frames.
    """
    frames, nodes = exponentials.shape[0], unit.shape[0]
    weight, final = np.exp(weight), np.exp(final)
    ahead = np.zeros((frames + 1, nodes))
    scales = np.empty(frames)
    share = np.empty(sums.shape[1])
    ahead[0, 0] = 1.0
    log_total = 0.0
    for t in range(frames):
        e, now, then = exponentials[t], ahead[t], ahead[t + 1]
        total = 0.0
        for c in range(share.shape[0]):
            share[c] = 1.0 / sums[t, c]
        for n in range(nodes):
            a = now[n] * e[unit[n], 0] * share[unit[n]]
            for i in range(first[n], first[n + 1]):
                m = source[i]
                if now[m] > 0.0:
                    a += now[m] * e[unit[m], unit[n]] * share[unit[m]] * weight[i]
            then[n] = a
            total += a
        if total == 0.0:
            return -np.inf
        scales[t] = 1.0 / total
        for n in range(nodes):
            then[n] *= scales[t]
        log_total += np.log(total)
    likelihood = 0.0
    for n in range(nodes):
        likelihood += ahead[frames, n] * final[n]
    if likelihood == 0.0:
        return -np.inf
    behind = final / likelihood
    before = np.empty(nodes)
    for t in range(frames - 1, -1, -1):
        e, now = exponentials[t], ahead[t]
        for c in range(share.shape[0]):
            share[c] = scales[t] / sums[t, c]
        for n in range(nodes):
            before[n] = e[unit[n], 0] * share[unit[n]] * behind[n]
            if now[n] > 0.0:
                grad[t, unit[n], 0] += scale * now[n] * before[n]
        for n in range(nodes):
            if behind[n] > 0.0:
                for i in range(first[n], first[n + 1]):
                    m = source[i]
                    arc = e[unit[m], unit[n]] * share[unit[m]] * weight[i] * behind[n]
                    before[m] += arc
                    grad[t, unit[m], unit[n]] += scale * now[m] * arc
        behind, before = before, behind
    return log_total + np.log(likelihood)


@njit(cache=True, fastmath=True, error_model="numpy")
def denominator(exponentials, trigram, grad, scale):
    """Ln of the summed score of all unit sequences under a trigram; adds ``scale`` × its gradient to ``grad``.

    ``exponentials (T, C, V)`` are e^scores up to a factor a frame (which the result then lacks), float32; ``trigram
    (C, C, V)`` is P(v | second last, last), zero for the blank. Keep scores within ``FLOOR`` of each other.
    """
    frames, contexts, units = exponentials.shape
    width = -(-units // LANES) * LANES
    wide = np.zeros((contexts, contexts, width), np.float32)
    wide[:, :, :units] = trigram
    ahead = np.zeros((frames + 1, contexts, contexts), np.float32)
    arriving = np.zeros((frames, contexts, width), np.float32)
    scales = np.empty(frames, np.float32)
    ahead[0, 0, 0] = 1.0
    log_total = 0.0
    for t in range(frames):
        now, then, sums, e = ahead[t], ahead[t + 1], arriving[t], exponentials[t]
        for h in range(contexts):
            for c in range(contexts):
                a = now[h, c]
                if a > 0.0:
                    for v in range(width):
                        sums[c, v] += a * wide[h, c, v]
        total = np.float32(0.0)
        for h in range(contexts):
            for c in range(contexts):
                then[h, c] = now[h, c] * e[c, 0]
        for c in range(contexts):
            for v in range(1, units):
                then[c, v] += sums[c, v] * e[c, v]
        for h in range(contexts):
            for c in range(contexts):
                total += then[h, c]
        inverse = np.float32(1.0) / total
        for h in range(contexts):
            for c in range(contexts):
                then[h, c] *= inverse
        scales[t] = inverse
        log_total += np.log(total)
    behind = np.ones((contexts, contexts), np.float32)
    before = np.empty((contexts, contexts), np.float32)
    arc = np.zeros((contexts, width), np.float32)
    for t in range(frames - 1, -1, -1):
        now, sums, e = ahead[t], arriving[t], exponentials[t]
        for c in range(contexts):
            for v in range(1, units):
                arc[c, v] = e[c, v] * behind[c, v] * scales[t]
                grad[t, c, v] += scale * sums[c, v] * arc[c, v]
        for c in range(contexts):
            loop = e[c, 0] * scales[t]
            stayed = np.float32(0.0)
            for h in range(contexts):
                stayed += now[h, c] * behind[h, c]
            grad[t, c, 0] += scale * stayed * loop
            for h in range(contexts):
                value = loop * behind[h, c]
                for v in range(width):
                    value += wide[h, c, v] * arc[c, v]
                before[h, c] = value
        behind, before = before, behind
    return log_total


@njit(cache=True)
def aligned(exponentials, sums, labels, grad, scale):
    """Ln probability of an alignment (unit emitted at each frame, or 0); adds ``scale`` × its gradient to ``grad``."""
    context, total = 0, 0.0
    for t in range(labels.shape[0]):
        total += np.log(exponentials[t, context, labels[t]] / sums[t, context])
        grad[t, context, labels[t]] += scale
        if labels[t] != 0:
            context = labels[t]
    return total


@njit(cache=True)
def through_softmax(local, exponentials, sums, grad):
    """Adds to ``grad`` the gradient ``local`` of normalised scores; ``sums (T, C)`` are of ``exponentials (T, C, V)``.

    Most units precede no path at a frame: skipping them is what makes this cheap.
    """
    for t in range(local.shape[0]):
        for c in range(local.shape[1]):
            total = np.float32(0.0)
            for v in range(local.shape[2]):
                total += local[t, c, v]
            if total != 0.0:
                share = total / sums[t, c]
                for v in range(local.shape[2]):
                    grad[t, c, v] += local[t, c, v] - share * exponentials[t, c, v]


class SequenceLoss(torch.autograd.Function):
    """``loss, mmi, rnnt, ce, l2 = SequenceLoss.apply(logits, frames, graphs, labels, trigram, weights)``.

    ``logits (B, T, C, V)``, true lengths ``frames``, a graph and (or ``None``) a label a frame for each utterance,
    ``weights`` of LF-MMI, RNN-T, cross-entropy and L2. All values are sums over the frames of the batch in nats; an
    utterance that is too short for its transcript counts nothing.
    """

    @staticmethod
    def forward(
        ctx,
        logits: Tensor,
        frames: list[int],
        graphs: list[PronunciationGraph],
        labels: list[np.ndarray | None],
        trigram: np.ndarray,
        weights: tuple[float, float, float, float],
    ) -> tuple[Tensor, ...]:
        mmi_weight, rnnt_weight, ce_weight, l2_weight = weights
        logits = logits.detach().float().cpu()
        largest = logits.amax(dim=(2, 3), keepdim=True)
        # The floor keeps a frame's sum above zero where the best scores are of contexts that no path is in.
        exponentials = (logits - largest).clamp_(min=FLOOR).exp_()
        sums = exponentials.sum(-1)
        scores, exponentials, sums = logits.numpy(), exponentials.numpy(), sums.numpy()
        unnormalised = np.ones_like(sums)
        grad = np.zeros_like(exponentials)
        totals = np.zeros(4)
        for b, count in enumerate(frames):
            graph, here = graphs[b], (b, slice(count))
            arrays = (graph.unit, graph.first, graph.source, graph.weight, graph.final)
            if mmi_weight:
                said = numerator(exponentials[here], unnormalised[here], *arrays, grad[here], -mmi_weight)
                if np.isfinite(said):
                    anything = denominator(exponentials[here], trigram, grad[here], np.float32(mmi_weight))
                    if np.isfinite(anything) and np.isfinite(grad[here].sum()):
                        totals[0] += anything - said
                    else:
                        grad[here] = 0.0
            local = np.zeros_like(grad[here])
            if rnnt_weight:
                said = numerator(exponentials[here], sums[here], *arrays, local, -rnnt_weight)
                totals[1] -= said if np.isfinite(said) else 0.0
            label = labels[b]
            if ce_weight and label is not None:
                totals[2] -= aligned(exponentials[here], sums[here], label[:count], local, -ce_weight)
            if l2_weight:
                grad[here] += l2_weight * scores[here]
                totals[3] += 0.5 * np.square(scores[here]).sum(dtype=np.float64)
            if rnnt_weight or ce_weight:
                through_softmax(local, exponentials[here], sums[here], grad[here])
        ctx.save_for_backward(torch.from_numpy(grad))
        loss, *parts = (torch.tensor(float(value)) for value in (np.dot(totals, weights), *totals))
        ctx.mark_non_differentiable(*parts)
        return loss, *parts

    @staticmethod
    def backward(ctx, loss: Tensor, *_: Tensor) -> tuple:
        (grad,) = ctx.saved_tensors
        return (grad * loss).to(loss.device), None, None, None, None, None


def phone_trigram(sequences: list[np.ndarray], units: int, discount: float = 0.5) -> np.ndarray:
    """P(unit | second last, last) ``(C, C, V)`` float32 from sequences of units, absolute discounting to lower orders.

    Histories begin with ``START``; the blank has no probability. Shorter contexts back off to what was seen, so that
    every sequence is possible.
    """
    counts = np.zeros((units, units, units))
    for sequence in sequences:
        padded = np.concatenate([[0, 0], sequence]).astype(np.int64)
        np.add.at(counts, (padded[:-2], padded[1:-1], padded[2:]), 1)
    lower = np.full(units, 1.0 / (units - 1))
    lower[0] = 0.0
    for table in (counts.sum((0, 1)), counts.sum(0), counts):
        total = table.sum(-1, keepdims=True)
        seen = (table > 0).sum(-1, keepdims=True)
        left = np.where(total > 0, discount * seen / np.maximum(total, 1), 1.0)
        lower = np.maximum(table - discount, 0) / np.maximum(total, 1) + left * lower
    return lower.astype(np.float32)
