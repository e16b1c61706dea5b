"""An exported model becomes one that can be trained, and computes the same."""

import numpy as np
import pytest
import torch

from utter_training.acoustic.chunk_attention import ChunkAttentionConfig
from utter_training.acoustic.encoder import EncoderConfig, FrameNorm
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.unfold import UnfoldError, load_folded, measure_inputs
from utter_training.export.folded import model_tensors
from utter_training.export.folded_attention import attention_tensors


def transducer(channels: int = 16, seed: int = 0) -> PhoneTransducer:
    torch.manual_seed(seed)
    encoder = EncoderConfig(
        channels=channels,
        bottleneck=8,
        early=(1, 3),
        late=(),
        output_dim=8,
        ahead=1,
        window=20,
        pools=(1,),
        pool_window=30,
        pool_dim=4,
    )
    model = PhoneTransducer(PhoneTransducerConfig(5, encoder)).eval()
    torch.nn.init.normal_(model.encoder.layers[3].up.weight)
    for norm in model.modules():
        if isinstance(norm, FrameNorm):
            norm.running_mean.normal_()
            norm.running_var.uniform_(0.5, 4)
            norm.weight.data.uniform_(0.5, 2)
            norm.bias.data.normal_()
    return model


def speech(batches: int = 3) -> list[torch.Tensor]:
    rng = np.random.default_rng(1)
    return [torch.from_numpy(rng.normal(0, 1, (2, 90, 80)).astype(np.float32)) for _ in range(batches)]


def test_the_unfolded_model_computes_what_was_exported_and_its_norms_fit_the_data():
    exported, model = transducer(), transducer(seed=7)
    load_folded(model, model_tensors(exported))
    batches = speech()
    with torch.no_grad():
        expected = exported.logits(exported.encoder(batches[0]))
        torch.testing.assert_close(model.logits(model.encoder(batches[0])), expected, rtol=0.02, atol=0.02)
        measure_inputs(model, batches)
        torch.testing.assert_close(model.logits(model.encoder(batches[0])), expected, rtol=0.02, atol=0.02)

    first = next(module for module in model.modules() if isinstance(module, FrameNorm))
    seen: list[torch.Tensor] = []
    first.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].reshape(-1, inputs[0].shape[-1])))
    with torch.no_grad():
        for x in batches:
            model.encoder(x)
    torch.testing.assert_close(first.running_mean, torch.cat(seen).mean(0), rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(first.running_var, torch.cat(seen).var(0, correction=0), rtol=1e-3, atol=1e-4)


def test_a_model_of_another_shape_is_refused():
    with pytest.raises(UnfoldError, match="encoder.1.weight is .*; the configuration has"):
        load_folded(transducer(24), model_tensors(transducer()))


def test_a_model_without_a_tensor_is_refused_by_its_name():
    tensors = model_tensors(transducer())
    del tensors["encoder.2.up"]
    with pytest.raises(UnfoldError, match="encoder.2.up"):
        load_folded(transducer(), tensors)


def attending(seed: int = 0) -> PhoneTransducer:
    torch.manual_seed(seed)
    encoder = ChunkAttentionConfig(
        channels=16, heads=2, feed_forward=32, layers=3, pool_after=1, positions=50, output_dim=8
    )
    model = PhoneTransducer(PhoneTransducerConfig(5, encoder)).eval()
    for norm in model.modules():
        if isinstance(norm, torch.nn.LayerNorm):
            norm.weight.data.uniform_(0.5, 2)
            norm.bias.data.normal_()
    return model


def test_the_unfolded_attention_model_computes_what_was_exported():
    exported, model = attending(), attending(seed=7)
    load_folded(model, attention_tensors(exported))
    x = speech()[0][:, :88]
    with torch.no_grad():
        for chunk in (None, 16):
            expected = exported.logits(exported.encoder(x, chunk))
            torch.testing.assert_close(model.logits(model.encoder(x, chunk)), expected, rtol=1e-3, atol=1e-3)
