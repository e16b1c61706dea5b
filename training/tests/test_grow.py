"""A larger model that computes what a smaller one does."""

from dataclasses import replace

import pytest
import torch

from utter_training.encoder import EncoderConfig
from utter_training.grow import GrowError, grow
from utter_training.phone_transducer import PhoneTransducer, PhoneTransducerConfig

SMALL = EncoderConfig(channels=16, bottleneck=8, early=(1, 3), late=(), output_dim=8, ahead=1, window=20)
LARGE = replace(SMALL, bottleneck=12, pools=(1, 2), pool_window=30, pool_dim=4)


def transducer(encoder: EncoderConfig, seed: int = 0) -> PhoneTransducer:
    torch.manual_seed(seed)
    return PhoneTransducer(PhoneTransducerConfig(5, encoder))


def trained() -> PhoneTransducer:
    model = transducer(SMALL)
    for _ in range(3):  # gives the norms statistics of their own
        model.encoder(torch.randn(4, 90, 80))
    model.encoder.mean.normal_()
    return model.eval()


@pytest.mark.parametrize("shape", [SMALL, LARGE, replace(SMALL, bottleneck=12), replace(SMALL, pools=(2,))])
def test_the_larger_model_computes_the_same(shape: EncoderConfig):
    """[L88]"""
    small, large = trained(), transducer(shape, seed=1).eval()
    features = torch.randn(2, 90, 80)
    grow(small, large)
    expected = small.logits(small.encoder(features))
    torch.testing.assert_close(large.logits(large.encoder(features)), expected)


def test_what_is_new_learns():
    """[L88] after two steps every new parameter has moved."""
    small, large = trained(), transducer(LARGE, seed=1)
    grow(small, large)
    before = {name: value.detach().clone() for name, value in large.named_parameters()}
    optimizer = torch.optim.SGD(large.parameters(), lr=0.1)
    for _ in range(2):
        large.logits(large.encoder(torch.randn(2, 90, 80))).square().mean().backward()
        optimizer.step()
        optimizer.zero_grad()
    still = [name for name, value in large.named_parameters() if torch.equal(value, before[name])]
    assert still == []


def test_a_pooled_model_grows_wider_and_keeps_its_pools():
    """[L88]"""
    shape = replace(SMALL, pools=(1,), pool_window=30, pool_dim=4)
    small, large = transducer(shape).eval(), transducer(replace(shape, bottleneck=12), seed=1).eval()
    torch.nn.init.normal_(small.encoder.layers[3].up.weight)
    features = torch.randn(2, 90, 80)
    grow(small, large)
    torch.testing.assert_close(large.encoder(features), small.encoder(features))


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (replace(SMALL, bottleneck=4), "a bottleneck of 4 does not hold one of 8"),
        (replace(SMALL, early=(1, 3, 1)), "only pools are added"),
        (replace(SMALL, channels=24), "Conv does not become Conv"),
    ],
)
def test_a_shape_that_does_not_hold_it_is_refused(shape: EncoderConfig, message: str):
    """[L88]"""
    with pytest.raises(GrowError, match=message):
        grow(trained(), transducer(shape))
