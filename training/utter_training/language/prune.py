"""Entropy pruning of back-off n-grams (Stolcke 1998).

An n-gram is left out if that raises the model's perplexity by less than a share of ``threshold``. Histories are
weighted by how often they occur in the text: what Kneser-Ney smoothing makes of the lower orders are no probabilities
of histories (Chelba et al. 2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from .arpa import BackoffModel, Ngram, parents_of

_LEAST_MASS = 1e-9


def occurrences(model: BackoffModel, text: Iterable[np.ndarray]) -> list[np.ndarray]:
    """How often the entries of each order but the highest occur.

    ``text`` are pieces of whole sentences as word ids, each sentence between ``<s>`` and ``</s>``.
    """
    counts = [np.zeros(len(keys)) for keys in model.keys[:-1]]
    for ids in text:
        for n, count in enumerate(counts, start=1):
            entries = model.entries(np.lib.stride_tricks.sliding_window_view(ids, n))
            count += np.bincount(entries[entries >= 0], minlength=len(count))
    return counts


def _select(grams: Ngram, kept: np.ndarray) -> Ngram:
    return Ngram(grams.ids[kept], grams.score[kept], grams.backoff[kept])


def _masses(
    orders: Sequence[Ngram], n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of the n-grams: history entries, P(w | h), P(w | shorter h); and of the histories the masses left for other words."""
    grams, parents = orders[n - 1], parents_of(orders)[n - 2]
    shorter = np.exp(BackoffModel.of_orders(orders[: n - 1]).log_probability(grams.ids[:, 1:]))
    score = np.exp(grams.score)
    histories = len(orders[n - 2])
    left = 1 - np.bincount(parents, score, histories)
    left_shorter = 1 - np.bincount(parents, shorter, histories)
    return parents, score, shorter, np.maximum(left, _LEAST_MASS), np.maximum(left_shorter, _LEAST_MASS)


def with_backoffs(orders: Sequence[Ngram]) -> list[Ngram]:
    """The same entries with the back-off weights that make every distribution sum to one."""
    result = [Ngram(g.ids, g.score, np.zeros(len(g))) for g in orders]
    for n in range(2, len(orders) + 1):
        _, _, _, left, left_shorter = _masses(result, n)
        result[n - 2].backoff = np.log(left / left_shorter)
    return result


def entropy_prune(orders: Sequence[Ngram], counts: Sequence[np.ndarray], threshold: float) -> list[Ngram]:
    """Leaves out what changes little; ``counts`` are those of ``occurrences``. Histories of what stays also stay."""
    result = list(orders)
    total = counts[0].sum()
    for n in range(len(orders), 1, -1):
        parents, score, shorter, left, left_shorter = _masses(result, n)
        backoff = np.log(left / left_shorter)[parents]
        backoff_without = np.log((left[parents] + score) / (left_shorter[parents] + shorter))
        loss = score * (np.log(score) - np.log(shorter) - backoff_without)
        loss += left[parents] * (backoff - backoff_without)
        kept = counts[n - 2][parents] / total * loss >= threshold
        if n < len(orders):
            kept |= np.bincount(parents_of(result)[n - 1], minlength=len(kept)) > 0
        result[n - 1] = _select(result[n - 1], kept)
    return with_backoffs(result)
