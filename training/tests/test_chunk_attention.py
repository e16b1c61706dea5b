"""The chunk-causal encoder: Whisper's numbers on a whole window, and the same streaming as offline."""

from dataclasses import replace

import pytest
import torch

from utter_training.acoustic.begin import begin_from
from utter_training.acoustic.chunk_attention import ChunkAttentionConfig, ChunkAttentionEncoder, chunk_mask
from utter_training.whisper.network import Dimensions, Whisper
from utter_training.whisper.weights import WeightsError, sinusoids

SMALL = ChunkAttentionConfig(
    input_dim=8,
    channels=128,
    heads=2,
    feed_forward=512,
    layers=3,
    pool_after=1,
    positions=40,
    left_context_frames=48,
    output_dim=6,
)


def encoder_of(config: ChunkAttentionConfig = SMALL) -> ChunkAttentionEncoder:
    torch.manual_seed(1)
    return ChunkAttentionEncoder(config).eval().double()


def whisper_of(config: ChunkAttentionConfig) -> Whisper:
    torch.manual_seed(2)
    dimensions = Dimensions(
        mels=config.input_dim, audio_steps=config.positions, channels=config.channels, encoder_layers=config.layers,
        decoder_layers=1, text_steps=4, pieces=8,
    )  # fmt: skip
    whisper = Whisper(dimensions).eval()
    whisper.encoder.positions.copy_(sinusoids(config.positions, config.channels))
    return whisper.double()


def test_a_whole_window_gives_whispers_own_features(monkeypatch):
    whisper, encoder = whisper_of(SMALL).encoder, encoder_of()
    begin_from(encoder, whisper)
    exact = torch.nn.functional.gelu
    monkeypatch.setattr(
        torch.nn.functional, "gelu", lambda x, approximate="none": exact(x, approximate="tanh")
    )
    features = torch.randn(1, 80, 8, dtype=torch.float64)
    with torch.no_grad():
        # Whisper's grid is a frame later: the first frame goes into the history, and one more frame follows.
        shifted = torch.cat([features[:, 1:], torch.zeros(1, 1, 8)], 1)
        history = torch.cat([torch.zeros(1, 1, 8, dtype=torch.float64), features[:, :1]], 1)
        steps, *_ = encoder.convolve(shifted, history, torch.zeros(1, 1, 128, dtype=torch.float64))
        x = steps + encoder.positions[:40]
        for layer in encoder.layers:
            x = layer(x, None)
        got = encoder.norm(x)
        assert torch.allclose(got, whisper(features.transpose(1, 2)), atol=1e-9)


@pytest.mark.parametrize("pool_after", [0, 1, 3])
@pytest.mark.parametrize("chunk", [4, 16, 32, 64])
def test_streaming_is_offline_for_every_chunk_length(chunk, pool_after):
    encoder = encoder_of(replace(SMALL, pool_after=pool_after))
    features = torch.randn(2, 192, 8, dtype=torch.float64)
    states, parts = encoder.initial_states(2), []
    shapes = [s.shape for s in states]
    with torch.no_grad():
        for at in range(0, 192, chunk):
            part, states = encoder.stream(features[:, at : at + chunk], states)
            parts.append(part)
            assert [s.shape for s in states] == shapes
        streamed = torch.cat(parts, 1)
        assert streamed.shape[1] == 192 // encoder.subsampling == 192 // (4 if pool_after else 2)
        assert torch.allclose(streamed, encoder(features, chunk), atol=1e-9)


def test_one_chunk_hears_everything_and_a_short_one_only_the_past():
    encoder, features = encoder_of(), torch.randn(1, 64, 8, dtype=torch.float64)
    changed = features.clone()
    changed[:, 40:] += 1
    with torch.no_grad():
        assert not torch.allclose(encoder(features)[:, :8], encoder(changed)[:, :8])
        assert torch.equal(encoder(features, 8)[:, :10], encoder(changed, 8)[:, :10])


def test_the_mask_bounds_the_left_context():
    mask = chunk_mask(8, 2, 3)
    assert mask[5].tolist() == [False, True, True, True, True, True, False, False]
    assert mask[0].tolist() == [True, True] + [False] * 6


def test_bad_chunks_states_and_sizes_are_refused():
    encoder = encoder_of()
    with pytest.raises(ValueError, match="chunk of 6 frames"):
        encoder(torch.zeros(1, 32, 8, dtype=torch.float64), 6)
    states = encoder.initial_states()
    states[2] = states[2][:, 1:]
    with pytest.raises(ValueError, match="states of shapes"):
        encoder.stream(torch.zeros(1, 8, 8, dtype=torch.float64), states)
    with pytest.raises(ValueError, match="left_context_frames"):
        ChunkAttentionConfig(left_context_frames=1001)
    other = whisper_of(ChunkAttentionConfig(**{**SMALL.__dict__, "layers": 2})).encoder
    with pytest.raises(WeightsError, match="model.encoder"):
        begin_from(encoder, other)
