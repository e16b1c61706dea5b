"""Back-off n-grams: read from ARPA files, quantised, and kept as nested sorted arrays (``lm.safetensors``).

The arrays, with natural logarithms:

- order 1: ``1.score``, ``1.backoff`` F16 ``(V,)`` and ``1.child`` U32 ``(V + 1,)``, by word id
- order n: ``n.word`` U32 ``(N,)`` ascending within each parent's range, ``n.scoreCode`` U8 ``(N,)`` into ``n.scoreTable``
  F32 ``(256,)``; unless the highest, also ``n.backoffCode`` U8, ``n.backoffTable`` F32 and ``n.child`` U32 ``(N + 1,)``

The entry of (w1 w2 w3) is a child of (w1 w2), which is a child of w1: what continues a history lies together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

UNKNOWN, BEGIN, END = 0, 1, 2
SPECIAL = ("<unk>", "<s>", "</s>")
LN10 = np.log(10.0)
CODES = 256


class ArpaError(Exception):
    """An ARPA file is damaged or does not fit the vocabulary; the message names file and line."""


@dataclass
class Ngram:
    """All entries of one order, sorted by history and word.

    ``ids`` int32 ``(N, n)``, ``score`` and ``backoff`` float64 ``(N,)`` in natural logarithms.
    """

    ids: np.ndarray
    score: np.ndarray
    backoff: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)


def _sections(path: Path) -> Iterator[tuple[int, int, list[str]]]:
    """Lines of every order's section, as (order, number of the first line, lines)."""
    order, first = 0, 0
    lines: list[str] = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith("\\") and (line.endswith("-grams:\n") or line.startswith("\\end\\")):
                if order:
                    yield order, first, lines
                if line.startswith("\\end\\"):
                    return
                order, first, lines = int(line[1:].partition("-")[0]), number + 1, []
            elif order and line.strip():
                lines.append(line)
    raise ArpaError(f"{path}: ends without \\end\\; it is truncated")


def _with_missing(unigrams: Ngram, vocabulary: int) -> Ngram:
    """Unigrams of the whole vocabulary, by id."""
    listed = unigrams.ids[:, 0]
    missing = np.setdiff1d(np.arange(vocabulary), listed)
    score, backoff = np.zeros(vocabulary), np.zeros(vocabulary)
    score[listed], backoff[listed] = unigrams.score, unigrams.backoff
    score[UNKNOWN] -= np.log(len(missing) + 1)
    score[missing] = score[UNKNOWN]
    return Ngram(np.arange(vocabulary, dtype=np.int32)[:, None], score, backoff)


def read_arpa(path: Path, words: Sequence[str]) -> list[Ngram]:
    """Reads all orders; ``words`` gives the ids, the special ones first.

    Words that the file lacks share the unknown word's probability with it.
    """
    ids = {word: i for i, word in enumerate(words)}
    orders: list[Ngram] = []
    for order, first, lines in _sections(path):
        table = np.empty((len(lines), order), np.int32)
        values = np.zeros((len(lines), 2))
        for row, line in enumerate(lines):
            fields = line.split()
            try:
                table[row] = [ids[word] for word in fields[1 : order + 1]]
                values[row, : len(fields) - order] = [float(f) for f in (fields[0], *fields[order + 1 :])]
            except (KeyError, ValueError, IndexError) as error:
                raise ArpaError(f"{path}:{first + row}: '{line.strip()[:60]}' ({error!r})") from error
        by_history = np.lexsort(table.T[::-1])
        values *= LN10
        orders.append(Ngram(table[by_history], values[by_history, 0], values[by_history, 1]))
    if not orders:
        raise ArpaError(f"{path}: holds no n-grams")
    orders[0] = _with_missing(orders[0], len(words))
    return orders


def codebook(values: np.ndarray, iterations: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Codes U8 ``(N,)`` and table F32 ``(256,)`` with the least squared error that Lloyd's algorithm finds."""
    ordered = np.sort(values)
    distinct = np.unique(ordered)
    if not len(distinct):
        table = np.zeros(CODES)
    elif len(distinct) <= CODES:
        table = np.pad(distinct, (0, CODES - len(distinct)), mode="edge")
    else:
        sums = np.concatenate([[0.0], np.cumsum(ordered)])
        # Every population's quantiles would leave rare values far from any code; a third of the codes are evenly spaced.
        even = np.linspace(ordered[0], ordered[-1], CODES // 3)
        table = np.sort(np.concatenate([np.quantile(ordered, np.linspace(0, 1, CODES - len(even))), even]))
        for _ in range(iterations):
            edges = np.searchsorted(ordered, (table[1:] + table[:-1]) / 2)
            edges = np.concatenate([[0], edges, [len(ordered)]])
            count = np.diff(edges)
            table = np.where(count > 0, np.diff(sums[edges]) / np.maximum(count, 1), table)
    codes = np.searchsorted((table[1:] + table[:-1]) / 2, values).astype(np.uint8)
    return codes, table.astype(np.float32)


def keys_of(parents: np.ndarray, words: np.ndarray, vocabulary: int) -> np.ndarray:
    """One ascending integer for each entry of an order."""
    return parents.astype(np.int64) * vocabulary + words


def find(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Index of each wanted key, -1 where there is none."""
    if not len(keys):
        return np.full(len(wanted), -1)
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    return np.where(keys[at] == wanted, at, -1)


def parents_of(orders: Sequence[Ngram]) -> list[np.ndarray]:
    """For every entry of the orders from 2 on, the index of its history among the entries of the order below."""
    vocabulary = len(orders[0])
    result: list[np.ndarray] = []
    keys: list[np.ndarray] = []
    for order, grams in enumerate(orders[1:], start=2):
        parents = grams.ids[:, 0].astype(np.int64)
        for below, words in zip(keys, grams.ids.T[1:-1], strict=True):
            parents = np.where(parents < 0, -1, find(below, keys_of(parents, words, vocabulary)))
        if (parents < 0).any():
            row = grams.ids[int(np.argmax(parents < 0))].tolist()
            raise ArpaError(f"the {order}-gram {row} has a history that is no {order - 1}-gram")
        keys.append(keys_of(parents, grams.ids[:, -1], vocabulary))
        result.append(parents)
    return result


def to_tensors(orders: Sequence[Ngram]) -> dict[str, np.ndarray]:
    """The arrays of ``lm.safetensors``."""
    parents = parents_of(orders)
    tensors: dict[str, np.ndarray] = {}
    for n, grams in enumerate(orders, start=1):
        if n == 1:
            tensors["1.score"] = grams.score.astype(np.float16)
            tensors["1.backoff"] = grams.backoff.astype(np.float16)
        else:
            tensors[f"{n}.word"] = grams.ids[:, -1].astype(np.uint32)
            tensors[f"{n}.scoreCode"], tensors[f"{n}.scoreTable"] = codebook(grams.score)
        if n < len(orders):
            if n > 1:
                tensors[f"{n}.backoffCode"], tensors[f"{n}.backoffTable"] = codebook(grams.backoff)
            children = np.bincount(parents[n - 1], minlength=len(grams))
            tensors[f"{n}.child"] = np.concatenate([[0], np.cumsum(children)]).astype(np.uint32)
    return tensors


def save(tensors: Mapping[str, np.ndarray], path: Path) -> None:
    """Writes a safetensors file that is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    save_file({name: np.ascontiguousarray(a) for name, a in tensors.items()}, partial)
    partial.chmod(0o644)
    os.replace(partial, path)


class BackoffModel:
    """Reads the arrays as they lie, and scores."""

    def __init__(self, keys: list[np.ndarray], score: list[np.ndarray], backoff: list[np.ndarray]):
        """For each order its entries' keys (see ``keys_of``), scores and, unless the highest, back-offs."""
        self.keys, self.score, self.backoff = keys, score, backoff
        self.order, self.vocabulary = len(keys), len(keys[0])

    @classmethod
    def of_orders(cls, orders: Sequence[Ngram]) -> BackoffModel:
        """The model before quantisation."""
        keys = [np.arange(len(orders[0]), dtype=np.int64)]
        for parents, grams in zip(parents_of(orders), orders[1:], strict=True):
            keys.append(keys_of(parents, grams.ids[:, -1], len(orders[0])))
        return cls(keys, [g.score for g in orders], [g.backoff for g in orders[:-1]])

    @classmethod
    def of_tensors(cls, tensors: Mapping[str, np.ndarray]) -> BackoffModel:
        keys = [np.arange(len(tensors["1.score"]), dtype=np.int64)]
        score = [tensors["1.score"].astype(np.float64)]
        backoff = [tensors["1.backoff"].astype(np.float64)]
        while f"{len(keys) + 1}.word" in tensors:
            n = len(keys) + 1
            child = tensors[f"{n - 1}.child"].astype(np.int64)
            parents = np.repeat(np.arange(len(child) - 1), np.diff(child))
            keys.append(keys_of(parents, tensors[f"{n}.word"], len(keys[0])))
            score.append(tensors[f"{n}.scoreTable"][tensors[f"{n}.scoreCode"]].astype(np.float64))
            if f"{n}.child" in tensors:
                backoff.append(tensors[f"{n}.backoffTable"][tensors[f"{n}.backoffCode"]].astype(np.float64))
        return cls(keys, score, backoff)

    @classmethod
    def load(cls, path: Path) -> BackoffModel:
        return cls.of_tensors(load_file(path))

    def entries(self, ids: np.ndarray) -> np.ndarray:
        """Index of each row's n-gram ``(N, n)`` among the entries of order n; -1 where there is none."""
        at = ids[:, 0].astype(np.int64)
        for n in range(1, ids.shape[1]):
            at = np.where(
                at < 0, -1, find(self.keys[n], keys_of(np.maximum(at, 0), ids[:, n], self.vocabulary))
            )
        return at

    def log_probability(self, ids: np.ndarray) -> np.ndarray:
        """ln P(last word | the words before it) for each row of ``ids`` ``(N, n)``, n at most the order.

        A history may be padded on its left with -1.
        """
        width = ids.shape[1]
        result = np.zeros(len(ids))
        at = self.entries(ids)
        known = at >= 0
        result[known] = self.score[width - 1][at[known]]
        if known.all():
            return result
        rest = ids[~known]
        history = self.entries(rest[:, :-1])
        backoff = np.zeros(len(rest))
        backoff[history >= 0] = self.backoff[width - 2][history[history >= 0]]
        result[~known] = backoff + self.log_probability(rest[:, 1:])
        return result
