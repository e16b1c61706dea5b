"""Alignments from a flat start, on made-up speech whose phones are known."""

import numpy as np
import pytest

from utter_training.acoustic.alignments import Alignment, Alignments
from utter_training.acoustic.monophone import (
    STATES,
    Mixtures,
    align,
    cepstra,
    equal_segments,
    segments,
    train,
)
from utter_training.acoustic.pronunciation_graph import build
from utter_training.language.lexicon import SILENCE_ID

WORDS = {"a": [([1, 2], 0.5), ([2, 3], 0.5)], "b": [([3, 4, 5], 1.0)], "c": [([5, 4, 1], 1.0)]}


def utterance(rng: np.random.Generator, spectra: np.ndarray) -> tuple[np.ndarray, list[int], list[int], list]:
    """Features, units and where they begin, and the words said."""
    words = list(rng.choice(list(WORDS), 4))
    units = [SILENCE_ID]
    for word in words:
        ways = WORDS[word]
        units += ways[rng.integers(len(ways))][0]
    units.append(SILENCE_ID)
    lengths = rng.integers(6, 15, len(units))
    clean = np.repeat(spectra[units], lengths, axis=0)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return clean + rng.normal(0, 0.3, clean.shape), units, starts.tolist(), words


@pytest.fixture(scope="module")
def spoken() -> tuple[list, list, Mixtures]:
    """Utterances, their cepstra and graphs, and the models fitted to them."""
    rng = np.random.default_rng(0)
    spectra = rng.normal(0, 1.5, (SILENCE_ID + 1, 80))
    utterances = [utterance(rng, spectra) for _ in range(60)]
    rows = [(cepstra(features), build(words, WORDS)) for features, *_, words in utterances]
    return utterances, rows, train(rows, jobs=1)


def test_finds_phones_and_pronunciations(spoken):
    """[L69] without being told where anything is: boundaries within two frames, the pronunciation that was used."""
    utterances, rows, mixtures = spoken
    right, distances = 0, []
    for (features, units, starts, _), (x, graph) in zip(utterances, rows, strict=True):
        path, behind = align(mixtures, x, graph)
        found = segments(path, graph)
        assert len(path) == len(features)
        assert np.isfinite(behind)
        if found.unit.tolist() == units:
            right += 1
            # Between two of the same phone there is nothing to see.
            seen = np.concatenate([[True], np.diff(units) != 0])
            distances += np.abs(found.start - np.array(starts))[seen].tolist()
    assert right / len(utterances) > 0.9
    assert np.quantile(distances, 0.99) <= 2


def test_a_wrong_transcript_fits_badly(spoken):
    """[L70] so that mislabelled utterances can be told."""
    _, rows, mixtures = spoken
    true = [align(mixtures, x, graph)[1] for x, graph in rows]
    false = [align(mixtures, x, build(["c", "b", "c", "b"], WORDS))[1] for x, _ in rows[:20]]
    assert np.median(false) > np.quantile(true, 0.95)


def test_too_short_an_utterance_is_not_aligned(spoken):
    """[L71] instead of being squeezed."""
    _, rows, mixtures = spoken
    x, graph = rows[0]
    path, _ = align(mixtures, x[: graph.min_frames * STATES - 1], graph)
    assert len(path) == 0


def test_flat_start_is_even():
    """[L72] every state of the first pronunciation has as many frames, and silence lies around."""
    graph = build(["b"], WORDS)
    path = equal_segments(150, graph)
    units = graph.unit[path // STATES]
    assert units[0] == units[-1] == SILENCE_ID
    assert np.unique(path, return_counts=True)[1].tolist() == [10] * 15


def test_labels_take_a_frame_each():
    """[L73] units that begin in one encoder frame move apart, and what doesn't fit in is dropped."""
    alignment = Alignment(np.array([40, 1, 2, 3, 40], np.uint8), np.array([0, 9, 10, 11, 14]))
    assert alignment.labels(7, 3).tolist() == [40, 0, 0, 1, 2, 3, 40]
    assert alignment.labels(6, 3).tolist() == [40, 0, 0, 1, 2, 3]


def test_alignments_are_read_as_written(tmp_path):
    """[L74] recordings that could not be aligned are known, without an alignment."""
    one = Alignment(np.array([40, 7], np.uint8), np.array([0, 12], np.int32))
    path = tmp_path / "corpus.npz"
    Alignments.write(path, [("x.wav", one, 0.5), ("y.wav", None, np.inf), ("z.wav", one, 1.5)])
    read = Alignments(path)
    assert set(read.by_path) == {"x.wav", "z.wav"}
    assert read.by_path["z.wav"].unit.tolist() == [40, 7]
    assert read.by_path["z.wav"].start.tolist() == [0, 12]
    assert read.behind["x.wav"] == pytest.approx(0.5)
    assert read.behind["y.wav"] == np.inf
    with pytest.raises(FileNotFoundError, match="absent.npz: not found; align"):
        Alignments(tmp_path / "absent.npz")
