"""Forced alignment by a table of scores."""

import numpy as np

from utter_training.pronunciation_graph import build
from utter_training.realign import align


def test_units_are_found_where_the_scores_have_them():
    graph = build(["ab"], {"ab": [((3, 4), 1.0)]})
    scores = np.full((6, 41, 41), -5.0, np.float32)
    scores[:, :, 0] = 0.0
    scores[1, 0, 3] = scores[4, 3, 4] = 4.0
    alignment, behind = align(scores, graph, 4)
    assert alignment.unit.tolist() == [3, 4] and alignment.start.tolist() == [4, 16]
    assert 0 <= behind < 0.5


def test_what_was_not_said_is_far_behind_and_too_short_is_none():
    graph = build(["ba"], {"ba": [((4, 3), 1.0)]})
    scores = np.full((6, 41, 41), -5.0, np.float32)
    scores[:, :, 0] = 0.0
    scores[1, 0, 3] = scores[4, 3, 4] = 4.0
    assert align(scores, graph, 4)[1] > 1
    assert align(scores[:1], graph, 4)[0] is None
