"""All ways to say a transcript: pronunciations of its words, with optional silence between and around them.

A graph's nodes are phones, each entered from its predecessors; node 0 is the start, before any sound. Forced alignment
(``monophone.py``) and the numerator of LF-MMI (``lfmmi.py``) both sum or search over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..language.lexicon import SILENCE_ID

SILENCE_PROBABILITY = 0.5
"""Of a pause where one may be; Kaldi's choice."""

MAX_PRONUNCIATIONS = 4
"""Of a word; rarer ones are left out."""

START = 0
"""The node and the unit before the first phone: the blank's id, as in the predictor's context."""


@dataclass(frozen=True)
class PronunciationGraph:
    """Nodes in topological order.

    ``unit (N,)``: what is said on entering a node (``START`` for node 0). Predecessors of n are
    ``source[first[n] … first[n + 1]]``, entered with ln probability ``weight``. ``final (N,)``: ln probability that
    the transcript ends after the node, ``-inf`` where it can't.
    """

    unit: np.ndarray
    first: np.ndarray
    source: np.ndarray
    weight: np.ndarray
    final: np.ndarray

    @property
    def min_frames(self) -> int:
        """Frames that the shortest way through takes, a frame a phone."""
        shortest = np.zeros(len(self.unit), np.int64)
        for node in range(1, len(self.unit)):
            shortest[node] = 1 + shortest[self.source[self.first[node] : self.first[node + 1]]].min()
        return int(shortest[np.isfinite(self.final)].min())

    def sample(self, rng: np.random.Generator) -> np.ndarray:
        """The units of one way through ``(U,)``, each arc taken with its probability."""
        target = np.repeat(np.arange(len(self.unit)), np.diff(self.first))
        node = START
        units: list[int] = []
        while True:
            arcs = np.flatnonzero(self.source == node)
            reached = np.exp(np.append(self.weight[arcs], self.final[node])).cumsum()
            choice = int(np.searchsorted(reached, rng.random() * reached[-1], side="right"))
            if choice == len(arcs):
                return np.array(units, np.int32)
            node = target[arcs[choice]]
            units.append(self.unit[node])


Pronunciations = Mapping[str, Sequence[tuple[Sequence[int], float]]]
"""Word (lower case) → unit ids and probability of each pronunciation."""


def build(words: Sequence[str], pronunciations: Pronunciations) -> PronunciationGraph | None:
    """The graph of a transcript, or ``None`` when a word has no pronunciation. No words: silence alone."""
    units = [START]
    arcs: list[list[tuple[int, float]]] = [[]]

    def add(unit: int, sources: list[tuple[int, float]]) -> int:
        units.append(unit)
        arcs.append(sources)
        return len(units) - 1

    def pause(ends: list[tuple[int, float]]) -> list[tuple[int, float]]:
        yes, no = np.log(SILENCE_PROBABILITY), np.log(1 - SILENCE_PROBABILITY)
        silence = add(SILENCE_ID, [(node, weight + yes) for node, weight in ends])
        return [*((node, weight + no) for node, weight in ends), (silence, 0.0)]

    ends: list[tuple[int, float]] = [(START, 0.0)]
    if not words:
        ends = [(add(SILENCE_ID, ends), 0.0)]
    for word in words:
        ways = sorted(pronunciations.get(word, ()), key=lambda way: -way[1])[:MAX_PRONUNCIATIONS]
        if not ways:
            return None
        mass = sum(probability for _, probability in ways)
        begins, ends = pause(ends), []
        for phones, probability in ways:
            sources = [(node, weight + np.log(probability / mass)) for node, weight in begins]
            for phone in phones:
                node = add(phone, sources)
                sources = [(node, 0.0)]
            ends += sources
    if words:
        ends = pause(ends)
    final = np.full(len(units), -np.inf, np.float32)
    for node, weight in ends:
        final[node] = weight
    flat = [arc for sources in arcs for arc in sources]
    return PronunciationGraph(
        np.array(units, np.int32),
        np.concatenate([[0], np.cumsum([len(sources) for sources in arcs])]).astype(np.int32),
        np.array([node for node, _ in flat], np.int32),
        np.array([weight for _, weight in flat], np.float32),
        final,
    )
