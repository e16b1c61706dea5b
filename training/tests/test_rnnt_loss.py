import itertools
import math

import pytest
import torch

from utter_training.acoustic.rnnt_loss import rnnt_loss
from utter_training.acoustic.transducer import BLANK


def brute_force(log_probs: torch.Tensor, labels: list[int]) -> torch.Tensor:
    """Sum over every alignment of one utterance; ``log_probs`` is ``(T, U + 1, units)``."""
    frames, count = log_probs.shape[0], len(labels)
    paths = []
    # An alignment is the frame at which each label is emitted, in order; a blank ends every frame.
    for places in itertools.combinations_with_replacement(range(frames), count):
        score, u = log_probs.new_zeros(()), 0
        for t in range(frames):
            while u < count and places[u] == t:
                score = score + log_probs[t, u, labels[u]]
                u += 1
            score = score + log_probs[t, u, BLANK]
        paths.append(score)
    return -torch.logsumexp(torch.stack(paths), 0)


def packed_case(seed: int):
    generator = torch.Generator().manual_seed(seed)
    frames, lengths, vocabulary = [4, 3, 1, 5], [3, 0, 2, 1], 6
    units = torch.randint(1, vocabulary, (4, 3), generator=generator)
    cells = sum(t * (u + 1) for t, u in zip(frames, lengths, strict=True))
    logits = torch.randn(cells, vocabulary, generator=generator, dtype=torch.float64, requires_grad=True)
    return logits, units, frames, lengths


def reference_loss(logits, units, frames, lengths):
    total, start = 0.0, 0
    for i, (t, u) in enumerate(zip(frames, lengths, strict=True)):
        cells = logits[start : start + t * (u + 1)].view(t, u + 1, -1).log_softmax(-1)
        total = total + brute_force(cells, units[i, :u].tolist())
        start += t * (u + 1)
    return total


@pytest.mark.parametrize("seed", range(5))
def test_equals_sum_over_alignments(seed: int):
    """[L1] value and gradient equal those of a brute-force sum over all alignments."""
    logits, units, frames, lengths = packed_case(seed)
    expected = reference_loss(logits, units, frames, lengths)
    (expected_grad,) = torch.autograd.grad(expected, logits)
    loss = rnnt_loss(logits, units, frames, lengths)
    (grad,) = torch.autograd.grad(loss, logits)
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    # Posteriors are kept in single precision.
    assert torch.allclose(grad, expected_grad, atol=1e-6)


def test_gradient_scales_with_the_loss():
    """[L2] a scaled loss has a scaled gradient."""
    logits, units, frames, lengths = packed_case(1)
    (once,) = torch.autograd.grad(rnnt_loss(logits, units, frames, lengths), logits)
    (thrice,) = torch.autograd.grad(3 * rnnt_loss(logits, units, frames, lengths), logits)
    assert torch.allclose(thrice, 3 * once)


def test_fastemit_pushes_labels_only():
    """[L3] FastEmit keeps the value and makes the gradient towards labels stronger."""
    logits, units, frames, lengths = packed_case(2)
    plain = rnnt_loss(logits, units, frames, lengths)
    fast = rnnt_loss(logits, units, frames, lengths, fastemit=0.1)
    assert plain.item() == fast.item()
    (a,) = torch.autograd.grad(plain, logits)
    (b,) = torch.autograd.grad(fast, logits)
    # Blank's gradient gains softmax mass and loses nothing: it can only move up, i.e. away from blank.
    assert (b[:, BLANK] - a[:, BLANK]).min() >= -1e-7
    assert not torch.allclose(a, b)


def test_impossible_utterance_is_reported_as_infinite():
    """[L4] a label of probability zero gives an infinite loss, not a wrong finite one."""
    logits = torch.zeros(2, 3)
    logits[:, 1] = -math.inf
    assert math.isinf(rnnt_loss(logits, torch.tensor([[1]]), [1], [1]).item())
