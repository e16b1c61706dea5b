import numpy as np
import pytest
import torch

from utter_training.acoustic.decode import GreedySearch, stream
from utter_training.acoustic.encoder import EncoderConfig
from utter_training.acoustic.train import clip_gradients
from utter_training.acoustic.transducer import Transducer, TransducerConfig
from utter_training.export.folded import FoldedEncoder, encoder_tensors

CONFIG = TransducerConfig(
    units=20,
    encoder=EncoderConfig(channels=24, bottleneck=8, early=(1, 2), late=(1, 4), output_dim=16),
    embedding_dim=12,
)


@pytest.fixture
def model() -> Transducer:
    torch.manual_seed(0)
    model = Transducer(CONFIG)
    for _ in range(3):  # gives the norms statistics of their own
        model.encoder(torch.randn(4, 120, 80))
    return model.eval()


def test_streaming_equals_offline(model: Transducer):
    """[L13] any chunking gives the offline output."""
    features = torch.randn(301, 80)
    whole = model.encoder(features[None])[0].detach().numpy()
    for chunk in (6, 12, 18, 66, 300, 600):
        streamed = np.concatenate(list(stream(model, features, chunk)))
        assert streamed.shape == whole.shape == (50, 16)
        assert np.abs(streamed - whole).max() < 1e-5


def test_chunk_must_fit_the_subsampling(model: Transducer):
    with pytest.raises(ValueError, match="multiple of the subsampling, 6"):
        next(stream(model, torch.randn(30, 80), 7))


def test_encoder_is_causal(model: Transducer):
    """[L14] a change in the future leaves the past as it was."""
    features = torch.randn(1, 300, 80)
    changed = features.clone()
    changed[:, 180:] += 1
    a, b = model.encoder(features)[0], model.encoder(changed)[0]
    assert torch.equal(a[:30], b[:30])
    assert not torch.allclose(a[30:], b[30:])


def test_predictor_sees_its_context_only(model: Transducer):
    """[L15] two histories that end alike give the same output."""
    a = model.predictor(torch.tensor([[3, 9, 5, 7]]))[0, -1]
    b = model.predictor(torch.tensor([[11, 2, 5, 7]]))[0, -1]
    c = model.predictor(torch.tensor([[3, 9, 7, 7]]))[0, -1]
    assert torch.allclose(a, b)
    assert not torch.allclose(a, c)


def test_folding_norms_keeps_the_output(model: Transducer):
    """[L16] the exported tensors compute what the trained network computes."""
    features = torch.randn(240, 80)
    expected = model.encoder(features[None])[0].double()
    actual = FoldedEncoder(encoder_tensors(model), model)(features)
    assert torch.allclose(actual, expected, atol=1e-4)


def test_lattice_is_the_joint_of_every_pair(model: Transducer):
    """[L5] packed cells are the joint of frame t and position u, t-major."""
    encoded, units = torch.randn(2, 5, 16), torch.tensor([[4, 5], [6, 0]])
    cells = model.lattice(encoded, units, [5, 3], [2, 1])
    predicted = model.predictor(units)
    assert cells.shape == (5 * 3 + 3 * 2, 20)
    assert torch.allclose(cells[2 * 3 + 1], model.joint(encoded[0, 2], predicted[0, 1]), atol=1e-6)
    assert torch.allclose(cells[15 + 2 * 2 + 1], model.joint(encoded[1, 2], predicted[1, 1]), atol=1e-6)


def test_greedy_search_is_the_same_in_pieces(model: Transducer):
    """[L17] frames given one by one and at once give the same units."""
    frames = torch.randn(40, 16).numpy() * 3
    whole, single = GreedySearch(model), GreedySearch(model)
    whole.accept(frames)
    for frame in frames:
        single.accept(frame[None])
    assert whole.units == single.units
    assert whole.units


def test_clipping_clips(model: Transducer):
    """[L6] after clipping, the norm over all parameters is the bound; small gradients stay as they are."""
    loss = sum((p * 100).square().sum() for p in model.parameters())
    loss.backward()
    before = clip_gradients(model, 1.0)
    after = torch.sqrt(sum(p.grad.square().sum() for p in model.parameters()))
    assert before > 100
    assert float(after) == pytest.approx(1.0, rel=1e-4)
    clip_gradients(model, 10.0)
    assert float(torch.sqrt(sum(p.grad.square().sum() for p in model.parameters()))) == pytest.approx(
        1.0, rel=1e-4
    )
