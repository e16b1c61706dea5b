"""One n-gram of several: linear interpolation with fixed weights (Jelinek & Mercer 1980), as SRILM's ``-mix-lm`` does it.

A small text in the manner of what will be said counts for little beside a large one of another kind when both are
pooled. Estimated apart and interpolated, each has the weight that fits the dev text best.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .arpa import BackoffModel, Ngram
from .prune import with_backoffs


def mixture_weights(log_probabilities: np.ndarray, iterations: int = 50) -> np.ndarray:
    """Weights ``(M,)`` that make text likeliest, by expectation maximisation.

    ``log_probabilities`` ``(M, N)`` are those of its N words by each of M models.
    """
    probabilities = np.exp(log_probabilities)
    weights = np.full(len(probabilities), 1 / len(probabilities))
    for _ in range(iterations):
        shares = weights[:, None] * probabilities
        weights = (shares / shares.sum(0)).mean(1)
    return weights


def mix(models: Sequence[Sequence[Ngram]], weights: Sequence[float] | np.ndarray) -> list[Ngram]:
    """The entries of all models, with the weighted sums of the probabilities that the models give them.

    All are of one order and vocabulary. Back-off weights make each history's distribution sum to one.
    """
    if len(models) == 1:
        return list(models[0])
    readers = [BackoffModel.of_orders(orders) for orders in models]
    mixed = []
    for same in zip(*models, strict=True):
        ids = np.unique(np.concatenate([grams.ids for grams in same]), axis=0)
        score = np.full(len(ids), -np.inf)
        for reader, weight in zip(readers, weights, strict=True):
            np.logaddexp(score, np.log(weight) + reader.log_probability(ids), out=score)
        mixed.append(Ngram(ids, score, np.zeros(len(ids))))
    return with_backoffs(mixed)
