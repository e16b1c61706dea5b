"""Sequence losses of a monotonic phone transducer: LF-MMI, RNN-T and frame cross-entropy, with their gradients.

The transducer's logits after each previous unit are a table ``(T, C, V)``: frame, previous unit (``START`` before the
first), next unit or blank. In each frame a path emits one unit or the blank, so a path's score is a sum of T entries
(monotonic RNN-T, Tripathi et al. 2019). Three losses read the same table:

- **LF-MMI** (Povey et al. 2016): score of all paths of the transcript against that of all phone sequences under a
  phone trigram. Unnormalised scores; like Kaldi's left biphones, the blank after a unit is that unit's loop.
- **RNN-T** (Graves 2012): the same paths of the transcript with each frame's scores normalised over the units.
- **frame cross-entropy** of a forced alignment, the single-path RNN-T.

Forward-backward passes are explicit and in numba: in torch they take a hundred times longer.
"""

from __future__ import annotations

import numpy as np
import torch
from numba import njit
from torch import Tensor

from .pronunciation_graph import PronunciationGraph

FLOOR = -60.0
"""Of a score, in nats below the best one of its frame, in the denominator."""


@njit(cache=True)
def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == -np.inf else a + np.log1p(np.exp(b - a))


@njit(cache=True)
def numerator(scores, unit, first, source, weight, final, grad, scale):
    """Ln of the summed score of all paths through a graph; adds ``scale`` × its gradient to ``grad``.

    ``scores`` and ``grad`` are ``(T, C, V)``. ``-inf`` (and no gradient) where the graph needs more frames.
    """
    frames, nodes = scores.shape[0], unit.shape[0]
    ahead = np.full((frames + 1, nodes), -np.inf)
    ahead[0, 0] = 0.0
    for t in range(frames):
        for n in range(nodes):
            total = ahead[t, n] + scores[t, unit[n], 0]
            for i in range(first[n], first[n + 1]):
                m = source[i]
                if ahead[t, m] > -np.inf:
                    total = _log_add(total, ahead[t, m] + scores[t, unit[m], unit[n]] + weight[i])
            ahead[t + 1, n] = total
    likelihood = -np.inf
    for n in range(nodes):
        likelihood = _log_add(likelihood, ahead[frames, n] + final[n])
    if likelihood == -np.inf:
        return likelihood
    behind = np.empty(nodes)
    before = np.empty(nodes)
    for n in range(nodes):
        behind[n] = final[n]
    for t in range(frames - 1, -1, -1):
        for n in range(nodes):
            before[n] = scores[t, unit[n], 0] + behind[n]
            share = ahead[t, n] + before[n] - likelihood
            if share > -30.0:
                grad[t, unit[n], 0] += scale * np.exp(share)
        for n in range(nodes):
            if behind[n] == -np.inf:
                continue
            for i in range(first[n], first[n + 1]):
                m = source[i]
                arc = scores[t, unit[m], unit[n]] + weight[i] + behind[n]
                before[m] = _log_add(before[m], arc)
                share = ahead[t, m] + arc - likelihood
                if share > -30.0:
                    grad[t, unit[m], unit[n]] += scale * np.exp(share)
        behind, before = before, behind
    return likelihood


@njit(cache=True, fastmath=True, error_model="numpy")
def denominator(exponentials, trigram, grad, scale):
    """Ln of the summed score of all unit sequences under a trigram; adds ``scale`` × its gradient to ``grad``.

    ``exponentials (T, C, V)`` are e^scores up to a factor a frame (which the result then lacks), float32; ``trigram
    (C, C, V)`` is P(v | second last, last), zero for the blank. Keep scores within ``FLOOR`` of each other.
    """
    frames, contexts, units = exponentials.shape
    ahead = np.zeros((frames + 1, contexts, contexts), np.float32)
    arriving = np.zeros((frames, contexts, units), np.float32)
    scales = np.empty(frames, np.float32)
    ahead[0, 0, 0] = 1.0
    log_total = 0.0
    for t in range(frames):
        now, then, sums, e = ahead[t], ahead[t + 1], arriving[t], exponentials[t]
        for h in range(contexts):
            for c in range(contexts):
                a = now[h, c]
                if a > 0.0:
                    for v in range(units):
                        sums[c, v] += a * trigram[h, c, v]
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
    arc = np.zeros((contexts, units), np.float32)
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
                for v in range(units):
                    value += trigram[h, c, v] * arc[c, v]
                before[h, c] = value
        behind, before = before, behind
    return log_total


@njit(cache=True)
def aligned(log_probs, labels, grad, scale):
    """Ln probability of one alignment (unit emitted at each frame, or 0); adds ``scale`` × its gradient to ``grad``."""
    context, total = 0, 0.0
    for t in range(labels.shape[0]):
        total += log_probs[t, context, labels[t]]
        grad[t, context, labels[t]] += scale
        if labels[t] != 0:
            context = labels[t]
    return total


class SequenceLoss(torch.autograd.Function):
    """``loss, mmi, rnnt, ce = SequenceLoss.apply(logits, frames, graphs, labels, trigram, weights)``.

    ``logits (B, T, C, V)``, true lengths ``frames``, a graph and (or ``None``) a label a frame for each utterance,
    ``weights`` of LF-MMI, RNN-T and cross-entropy. All values are sums over the frames of the batch in nats; an
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
        weights: tuple[float, float, float],
    ) -> tuple[Tensor, ...]:
        mmi_weight, rnnt_weight, ce_weight = weights
        logits = logits.detach().float().cpu()
        largest = logits.amax(dim=(2, 3), keepdim=True)
        # The floor keeps a frame's sum above zero where the best scores are of contexts that no path is in.
        exponentials = (logits - largest).clamp(min=FLOOR).exp().numpy() if mmi_weight else None
        local = rnnt_weight or ce_weight
        normalised = logits.log_softmax(-1) if local else None
        probabilities = normalised.exp() if local else None
        offsets = largest[:, :, 0, 0].double().numpy()
        raw = logits.numpy()
        log_probs = normalised.numpy() if local else None
        global_grad, local_grad = np.zeros_like(raw), np.zeros_like(raw)
        sums = np.zeros(3)
        for b, count in enumerate(frames):
            graph = graphs[b]
            arrays = (graph.unit, graph.first, graph.source, graph.weight, graph.final)
            if mmi_weight:
                part = np.zeros_like(raw[b, :count])
                said = numerator(raw[b, :count], *arrays, part, -mmi_weight)
                if np.isfinite(said):
                    anything = denominator(exponentials[b, :count], trigram, part, np.float32(mmi_weight))
                    if np.isfinite(anything) and np.isfinite(part).all():
                        sums[0] += anything + offsets[b, :count].sum() - said
                        global_grad[b, :count] += part
            if rnnt_weight:
                said = numerator(log_probs[b, :count], *arrays, local_grad[b, :count], -rnnt_weight)
                sums[1] -= said if np.isfinite(said) else 0.0
            if ce_weight and labels[b] is not None:
                sums[2] -= aligned(log_probs[b, :count], labels[b][:count], local_grad[b, :count], -ce_weight)
        grad = torch.from_numpy(global_grad)
        if local:
            through = torch.from_numpy(local_grad)
            grad = grad + through - probabilities * through.sum(-1, keepdim=True)
        ctx.save_for_backward(grad)
        loss, *parts = (torch.tensor(float(value)) for value in (np.dot(sums, weights), *sums))
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
