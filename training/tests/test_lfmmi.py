"""Sequence losses against enumeration of all paths, and their gradients against differences."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
import torch

from utter_training.acoustic.lfmmi import SequenceLoss, denominator, numerator, phone_trigram
from utter_training.acoustic.pronunciation_graph import PronunciationGraph, build
from utter_training.language.lexicon import SILENCE_ID

UNITS = 4
FRAMES = 4


def small_graph() -> PronunciationGraph:
    """ "a b" or "a c": units 1 then 2 or 3, by way of optional 3 before."""
    unit = np.array([0, 3, 1, 2, 3], np.int32)
    arcs = [[], [(0, np.log(0.5))], [(0, np.log(0.5)), (1, 0.0)], [(2, np.log(0.7))], [(2, np.log(0.3))]]
    final = np.array([-np.inf, -np.inf, -np.inf, 0.0, 0.0], np.float32)
    return PronunciationGraph(
        unit,
        np.cumsum([0, *map(len, arcs)]).astype(np.int32),
        np.array([s for a in arcs for s, _ in a], np.int32),
        np.array([w for a in arcs for _, w in a], np.float32),
        final,
    )


def path_score(scores: np.ndarray, labels: tuple[int, ...]) -> float:
    context, total = 0, 0.0
    for t, label in enumerate(labels):
        total += scores[t, context, label]
        context = label or context
    return total


def sequence_weights() -> dict[tuple[int, ...], float]:
    """Unit sequences of the small graph with their ln weights."""
    half = np.log(0.5)
    return {
        (1, 2): half + np.log(0.7),
        (1, 3): half + np.log(0.3),
        (3, 1, 2): half + np.log(0.7),
        (3, 1, 3): half + np.log(0.3),
    }


def enumerate_numerator(scores: np.ndarray) -> float:
    weights = sequence_weights()
    terms = [
        path_score(scores, labels) + weights[tuple(x for x in labels if x)]
        for labels in product(range(UNITS), repeat=FRAMES)
        if tuple(x for x in labels if x) in weights
    ]
    return float(np.logaddexp.reduce(terms))


def enumerate_denominator(scores: np.ndarray, trigram: np.ndarray) -> float:
    terms = []
    for labels in product(range(UNITS), repeat=FRAMES):
        history, weight = (0, 0), 0.0
        for unit in (x for x in labels if x):
            weight += np.log(trigram[*history, unit])
            history = (history[1], unit)
        terms.append(path_score(scores, labels) + weight)
    return float(np.logaddexp.reduce(terms))


@pytest.fixture
def scores() -> np.ndarray:
    return np.random.default_rng(1).normal(0, 2, (FRAMES, UNITS, UNITS)).astype(np.float32)


@pytest.fixture
def trigram() -> np.ndarray:
    rng = np.random.default_rng(2)
    return phone_trigram([rng.integers(1, UNITS, 8) for _ in range(20)], UNITS)


def arrays(graph: PronunciationGraph) -> tuple:
    return graph.unit, graph.first, graph.source, graph.weight, graph.final


def test_numerator_sums_all_paths(scores):
    """[L60]"""
    grad = np.zeros_like(scores)
    ones = np.ones_like(scores[..., 0])
    assert numerator(np.exp(scores), ones, *arrays(small_graph()), grad, 1.0) == pytest.approx(
        enumerate_numerator(scores), abs=1e-5
    )
    assert grad.sum() == pytest.approx(FRAMES, abs=1e-4)


def test_denominator_sums_all_sequences(scores, trigram):
    """[L61]"""
    grad = np.zeros_like(scores)
    total = denominator(np.exp(scores), trigram, grad, np.float32(1.0))
    assert total == pytest.approx(enumerate_denominator(scores, trigram), abs=1e-4)
    assert grad.sum(axis=(1, 2)) == pytest.approx(np.ones(FRAMES), abs=1e-4)


@pytest.mark.parametrize(
    "weights", [(1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0), (1.0, 0.3, 0.2, 0.01)]
)
def test_gradients_are_the_slopes(scores, trigram, weights):
    """[L62]"""
    labels = [np.array([0, 1, 0, 2], np.uint8)]
    logits = torch.tensor(scores[None], requires_grad=True)

    def loss(x: torch.Tensor) -> torch.Tensor:
        return SequenceLoss.apply(x, [FRAMES], [small_graph()], labels, trigram, weights)[0]

    loss(logits).backward()
    rng = np.random.default_rng(3)
    for _ in range(30):
        at = (0, *(int(rng.integers(n)) for n in scores.shape))
        step = torch.zeros_like(logits)
        step[at] = 0.02
        slope = (loss(logits.detach() + step) - loss(logits.detach() - step)) / 0.04
        assert logits.grad[at] == pytest.approx(float(slope), abs=2e-3)


def test_too_short_an_utterance_counts_nothing(trigram):
    """[L63]"""
    logits = torch.zeros(1, 1, UNITS, UNITS, requires_grad=True)
    loss, *_ = SequenceLoss.apply(logits, [1], [small_graph()], [None], trigram, (1.0, 1.0, 0.0, 0.0))
    loss.backward()
    assert loss == 0
    assert not logits.grad.any()


def test_trigram_is_a_distribution(trigram):
    """[L64]"""
    assert trigram.sum(-1) == pytest.approx(np.ones((UNITS, UNITS)), abs=1e-5)
    assert not trigram[:, :, 0].any()
    assert (trigram[:, :, 1:] > 0).all()


def test_graph_has_every_pronunciation_and_optional_silence():
    """[L65]"""
    graph = build(["a", "b"], {"a": [([1], 1.0)], "b": [([2, 3], 0.75), ([4], 0.25)]})
    said: dict[tuple[int, ...], float] = {}

    def walk(node: int, units: tuple[int, ...], weight: float) -> None:
        if np.isfinite(graph.final[node]):
            said[units] = np.exp(weight + graph.final[node])
        for to in range(len(graph.unit)):
            for i in range(graph.first[to], graph.first[to + 1]):
                if graph.source[i] == node:
                    walk(to, (*units, int(graph.unit[to])), weight + graph.weight[i])

    walk(0, (), 0.0)
    assert len(said) == 2 * 8
    assert sum(said.values()) == pytest.approx(1.0)
    assert said[1, 2, 3] == pytest.approx(0.75 / 8)
    assert said[1, SILENCE_ID, 4, SILENCE_ID] == pytest.approx(0.25 / 8)
    assert graph.min_frames == 2
    assert build(["unheard"], {}) is None

    rng = np.random.default_rng(3)
    drawn = Counter(tuple(graph.sample(rng).tolist()) for _ in range(4000))
    assert set(drawn) <= set(said)
    for units, probability in said.items():
        assert drawn[units] / 4000 == pytest.approx(probability, abs=4 * float(np.sqrt(probability / 4000)))
