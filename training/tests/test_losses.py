"""Losses as training calls them."""

import copy

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf

from utter_training.acoustic.alignments import Alignment
from utter_training.acoustic.batches import Batch
from utter_training.acoustic.decode import GreedyTableSearch, search_frames
from utter_training.acoustic.delays import delays
from utter_training.acoustic.encoder import EncoderConfig
from utter_training.acoustic.lfmmi import phone_trigram
from utter_training.acoustic.losses import PhoneLoss
from utter_training.acoustic.optimizer import Optimizer
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.pronunciation_graph import build
from utter_training.language.lexicon import SILENCE_ID, UNITS

CONFIG = OmegaConf.create({"sequence_from": 0.5, "loss": {"mmi": 1.0, "rnnt": 0.5, "ce": 0.25, "l2": 1e-6}})
SPOKEN = [SILENCE_ID, 3, 4, 5, SILENCE_ID]


def model(ahead: int = 1) -> PhoneTransducer:
    torch.manual_seed(0)
    encoder = EncoderConfig(
        channels=32, bottleneck=16, early=(1, 2), late=(), ahead=ahead, window=6, output_dim=16, dropout=0
    )
    return PhoneTransducer(PhoneTransducerConfig(len(UNITS), encoder))


def batch() -> Batch:
    """Two utterances of one word, whose units have a spectrum each, twelve feature frames long."""
    rng = np.random.default_rng(0)
    spectra = rng.normal(0, 1, (len(UNITS), 80))
    features = np.repeat(spectra[SPOKEN], 12, axis=0)[None] + rng.normal(0, 0.1, (2, 60, 80))
    graph = build(["word"], {"word": [([3, 4, 5], 1.0)]})
    labels = np.zeros(20, np.uint8)
    labels[::4] = SPOKEN
    return Batch(
        torch.from_numpy(features.astype(np.float32)),
        torch.tensor([[3, 4, 5]] * 2),
        [60, 60],
        [3, 3],
        -3.0,
        [graph, graph],
        [labels, None],
    )


def loss_of(transducer: PhoneTransducer) -> PhoneLoss:
    return PhoneLoss(transducer, CONFIG, phone_trigram([np.array(SPOKEN)] * 5, len(UNITS)))


def values(losses: dict[str, torch.Tensor]) -> dict[str, float]:
    return {name: float(value.detach()) for name, value in losses.items()}


def test_cross_entropy_comes_first():
    """[L56] before the sequence losses begin, only the alignments teach; an utterance without one does not."""
    transducer = model()
    losses = values(loss_of(transducer)(batch(), progress=0.4))
    assert losses["mmi"] == losses["rnnt"] == 0
    assert losses["loss"] == pytest.approx(losses["ce"] + 1e-6 * losses["l2"], abs=1e-5)
    both = values(loss_of(transducer)(batch(), progress=0.6))
    assert both["mmi"] != 0
    expected = both["mmi"] + 0.5 * both["rnnt"] + 0.25 * both["ce"] + 1e-6 * both["l2"]
    assert both["loss"] == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("name", ["adamw", "muon"])
@pytest.mark.parametrize("ahead", [0, 1])
def test_learns_from_either_optimizer(name: str, ahead: int):
    """[L57] with and without look-ahead, and the greedy search finds what was said."""
    transducer = model(ahead)
    optimizer = Optimizer(transducer, name, weight_decay=0.0)
    loss, example = loss_of(transducer), batch()
    for step in range(150):
        optimizer.zero_grad()
        losses = loss(example, progress=0.0 if step < 50 else 1.0)
        losses["loss"].backward()
        optimizer.step(3e-3)
    transducer.eval()
    with torch.inference_mode():
        padded = torch.nn.functional.pad(example.features, (0, 0, 0, 3 * ahead), value=-3.0)
        frames = search_frames(transducer, transducer.encoder(padded)[0])
    assert GreedyTableSearch(transducer).accept(frames) == SPOKEN


def test_optimizer_state_survives():
    """[L57] a loaded state goes on as the saved one would have."""
    first, second = model(), model()
    optimizers = [Optimizer(m, "muon", 0.01) for m in (first, second)]

    def step(m: PhoneTransducer, optimizer: Optimizer) -> None:
        optimizer.zero_grad()
        loss_of(m)(batch(), 1.0)["loss"].backward()
        optimizer.step(1e-3)

    step(first, optimizers[0])
    second.load_state_dict(first.state_dict())
    optimizers[1].load_state_dict(copy.deepcopy(optimizers[0].state_dict()))
    for m, optimizer in zip((first, second), optimizers, strict=True):
        step(m, optimizer)
    for a, b in zip(first.parameters(), second.parameters(), strict=True):
        assert torch.allclose(a, b, atol=1e-6)


def test_delays_are_of_matching_phones():
    """[L58] from where the alignment begins a phone to the end of the frame that emitted the same one."""
    alignment = Alignment(np.array([SILENCE_ID, 3, 4, 5]), np.array([0, 10, 20, 30]))
    found = delays([SILENCE_ID, 3, 9, 5], [0, 4, 8, 9], 3, alignment)
    assert found.tolist() == [5, 0]
    assert delays([], [], 3, alignment).size == 0
