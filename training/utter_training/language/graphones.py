"""Letters and phones of words aligned in graphones (Bisani & Ney 2008): the chunks that a pronunciation consists of.

A graphone has one or two letters and up to two phones, two letters having one phone at most (Novak et al. 2012). Their
probabilities are learned by expectation-maximisation over all alignments of all words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit

from .lexicon import PHONES, UNIT_ID, UNITS, Pronunciation

LETTERS = "abcdefghijklmnopqrstuvwxyz'"
LETTER_ID = {letter: i + 1 for i, letter in enumerate(LETTERS)}
_LETTER_BASE, _PHONE_BASE = len(LETTERS) + 1, len(PHONES) + 1
_SHAPES = np.array([(1, 0), (1, 1), (1, 2), (2, 1)])
"""(letters, phones) of a graphone."""

Graphone = tuple[str, Pronunciation]


@njit(cache=True)
def _chunk(letters: np.ndarray, i: int, n: int, phones: np.ndarray, j: int, m: int) -> int:
    """The number of the graphone of ``n`` letters from ``i`` and ``m`` phones from ``j``."""
    number = letters[i]
    number = number * _LETTER_BASE + (letters[i + 1] if n == 2 else 0)
    number = number * _PHONE_BASE + (phones[j] if m > 0 else 0)
    return number * _PHONE_BASE + (phones[j + 1] if m == 2 else 0)


@njit(cache=True)
def _expect(letters: np.ndarray, phones: np.ndarray, probability: np.ndarray, counts: np.ndarray) -> float:
    """Adds one word's expected graphone counts to ``counts``; returns its likelihood, 0 if nothing aligns it."""
    length, spoken = len(letters), len(phones)
    ahead = np.zeros((length + 1, spoken + 1))
    behind = np.zeros((length + 1, spoken + 1))
    ahead[0, 0] = behind[length, spoken] = 1.0
    for i in range(length + 1):
        for j in range(spoken + 1):
            for n, m in _SHAPES:
                if i >= n and j >= m:
                    ahead[i, j] += (
                        ahead[i - n, j - m] * probability[_chunk(letters, i - n, n, phones, j - m, m)]
                    )
    total = ahead[length, spoken]
    if total <= 0.0:
        return 0.0
    for i in range(length, -1, -1):
        for j in range(spoken, -1, -1):
            for n, m in _SHAPES:
                if i + n <= length and j + m <= spoken:
                    chunk = _chunk(letters, i, n, phones, j, m)
                    after = probability[chunk] * behind[i + n, j + m]
                    behind[i, j] += after
                    counts[chunk] += ahead[i, j] * after / total
    return total


@njit(cache=True)
def _best(letters: np.ndarray, phones: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Shapes (index into ``_SHAPES``) of the likeliest alignment, last graphone first; empty if there is none."""
    length, spoken = len(letters), len(phones)
    score = np.zeros((length + 1, spoken + 1))
    came = np.full((length + 1, spoken + 1), -1)
    score[0, 0] = 1.0
    for i in range(length + 1):
        for j in range(spoken + 1):
            for shape, (n, m) in enumerate(_SHAPES):
                if i >= n and j >= m:
                    p = score[i - n, j - m] * probability[_chunk(letters, i - n, n, phones, j - m, m)]
                    if p > score[i, j]:
                        score[i, j], came[i, j] = p, shape
    path = np.empty(length, np.int64)
    used, i, j = 0, length, spoken
    if score[length, spoken] <= 0.0:
        return path[:0]
    while i > 0:
        path[used] = came[i, j]
        i, j = i - _SHAPES[came[i, j], 0], j - _SHAPES[came[i, j], 1]
        used += 1
    return path[:used]


def align(entries: Sequence[tuple[str, Pronunciation]], iterations: int = 12) -> list[list[Graphone]]:
    """The likeliest graphones of each (word, pronunciation); an empty list where nothing aligns them."""
    coded = [
        (np.array([LETTER_ID[c] for c in word]), np.array([UNIT_ID[p] for p in phones], np.int64))
        for word, phones in entries
    ]
    probability = np.ones((_LETTER_BASE, _LETTER_BASE, _PHONE_BASE, _PHONE_BASE))
    # An apostrophe stands alone: what few words teach about it then holds for all.
    probability[LETTER_ID["'"], 1:] = probability[1:, LETTER_ID["'"]] = 0.0
    probability = probability.ravel()
    for _ in range(iterations):
        counts = np.zeros_like(probability)
        for letters, phones in coded:
            _expect(letters, phones, probability, counts)
        probability = counts / max(counts.sum(), 1.0)
    return [_graphones(*pair, _best(*pair, probability)) for pair in coded]


def _graphones(letters: np.ndarray, phones: np.ndarray, path: np.ndarray) -> list[Graphone]:
    result: list[Graphone] = []
    i = j = 0
    for n, m in _SHAPES[path[::-1]]:
        chunk = "".join(LETTERS[k - 1] for k in letters[i : i + n])
        result.append((chunk, tuple(UNITS[k] for k in phones[j : j + m])))
        i, j = i + n, j + m
    return result
