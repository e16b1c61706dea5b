"""Forced alignment by a table of scores."""

from types import SimpleNamespace

import numpy as np
import torch

from utter_training.acoustic.chunk_attention import ChunkAttentionConfig
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.pronunciation_graph import build
from utter_training.acoustic.realign import align, align_corpus


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


def test_without_a_teacher_the_models_own_encoder_hears():
    torch.manual_seed(0)
    encoder = ChunkAttentionConfig(
        channels=16, heads=2, feed_forward=32, layers=2, pool_after=1, positions=50, output_dim=8
    )
    model = PhoneTransducer(PhoneTransducerConfig(41, encoder)).eval()
    utterance = SimpleNamespace(split="train", speed=1.0, text="ab", path="a.flac", frames=80)
    logs = np.random.default_rng(0).normal(-5, 2, (80, 80)).astype(np.float16)
    store = type("Store", (), {"utterances": [utterance], "__getitem__": lambda self, _: logs})()
    phones = SimpleNamespace(graph=lambda text: build([text], {"ab": [((3, 4), 1.0)]}))
    [(path, alignment, behind)] = align_corpus(model, store, None, phones)
    assert path == "a.flac" and 3 in alignment.unit and behind > 0
