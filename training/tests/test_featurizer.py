import kaldi_native_fbank as knf
import numpy as np
import pytest
import torch

from utter_training.speech.featurizer import Featurizer, FeaturizerConfig, num_frames


def reference(samples: np.ndarray, config: FeaturizerConfig) -> np.ndarray:
    options = knf.FbankOptions()
    options.frame_opts.dither = 0
    options.frame_opts.samp_freq = config.sample_rate_hz
    options.frame_opts.snip_edges = config.snip_edges
    options.frame_opts.window_type = config.window
    options.mel_opts.num_bins = config.bins
    options.mel_opts.low_freq = config.low_hz
    options.mel_opts.high_freq = config.high_hz
    options.energy_floor = 0
    fbank = knf.OnlineFbank(options)
    fbank.accept_waveform(config.sample_rate_hz, samples.tolist())
    fbank.input_finished()
    return np.stack([fbank.get_frame(i) for i in range(fbank.num_frames_ready)])


def speechlike(seconds: float, seed: int) -> np.ndarray:
    """Pulses through resonances with noise, as loud and as tilted as speech."""
    rng = np.random.default_rng(seed)
    n = int(16000 * seconds)
    pulses = (np.arange(n) % rng.integers(80, 200) == 0) * 1.0 + rng.normal(0, 0.05, n)
    for hz in (500, 1500, 2500):
        k = np.arange(200)
        pulses = np.convolve(pulses, 0.97**k * np.cos(2 * np.pi * hz * k / 16000))[:n]
    return (0.3 * pulses / np.abs(pulses).max()).astype(np.float32)


@pytest.mark.parametrize("snip_edges", [False, True])
@pytest.mark.parametrize("window", ["povey", "hamming"])
def test_agrees_with_kaldi(snip_edges: bool, window: str):
    """[L10] every log-mel value within 1e-3 of an independent implementation of Kaldi's filterbank."""
    config = FeaturizerConfig(snip_edges=snip_edges, window=window)
    for seed in range(5):
        samples = speechlike(0.7 + 0.31 * seed, seed)
        ours = Featurizer(config)(torch.from_numpy(samples)).numpy()
        theirs = np.maximum(reference(samples, config), np.log(config.energy_floor))
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).max() < 1e-3


@pytest.mark.parametrize("snip_edges", [False, True])
def test_frame_count(snip_edges: bool):
    """[L11] short inputs give the frames Kaldi gives, none at all included."""
    config = FeaturizerConfig(snip_edges=snip_edges)
    for samples in (0, 1, 79, 80, 160, 399, 400, 559, 560, 1000):
        frames = Featurizer(config)(torch.randn(samples)).shape[0]
        assert frames == num_frames(samples, config)
        if frames:
            assert frames == len(reference(np.random.randn(samples).astype(np.float32), config))


def test_silence_is_the_floor():
    """[L12] digital silence gives the logarithm of the energy floor, never minus infinity."""
    config = FeaturizerConfig()
    features = Featurizer(config)(torch.zeros(16000))
    assert torch.allclose(features, torch.full_like(features, np.log(config.energy_floor)))


def test_unknown_window_is_refused():
    with pytest.raises(ValueError, match="unknown window 'kaiser'"):
        Featurizer(FeaturizerConfig(window="kaiser"))
