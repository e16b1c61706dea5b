"""Whisper's features for streaming: its own on a whole window, and the same for any cut of the samples."""

import numpy as np
import pytest
import torch

from utter_training.speech.log_mel import LogMel, LogMelConfig, StreamingLogMel, relative
from utter_training.whisper.features import log_mel


def sound(seconds: float = 2.0) -> torch.Tensor:
    rng = np.random.default_rng(3)
    samples = np.cumsum(rng.normal(0, 0.01, round(16000 * seconds)))
    return torch.from_numpy((samples - samples.mean()).astype(np.float32) * 0.3)


def test_a_whole_window_gives_whispers_own_features():
    samples, config = sound(), LogMelConfig()
    whispers = log_mel(samples).T
    logs = LogMel(config).logs(samples)
    # Whisper's scale is absolute: with the window's maximum m its value is ours for an offset of m + 4.
    maximum = logs.max()
    ours = relative(logs, LogMelConfig(offset=float(maximum) + 4), maximum.expand(len(logs), 1))
    # The end: Whisper mirrors it and adds silence.
    assert torch.allclose(ours[:-1], whispers[: len(ours) - 1], atol=1e-3)
    assert len(ours) == (len(samples) - 200) // 160 + 1


@pytest.mark.parametrize("cut", [1, 7, 160, 399, 400, 4000])
def test_any_cut_of_the_samples_gives_the_same(cut):
    samples = sound(0.1 if cut == 1 else 1.0)
    streaming = StreamingLogMel()
    parts = [streaming.accept(samples[at : at + cut]) for at in range(0, len(samples), cut)]
    assert torch.allclose(torch.cat(parts), LogMel()(samples), atol=1e-4)
    assert len(streaming.pending) < 400


def test_the_level_does_not_matter():
    loud = LogMel()(sound())
    quiet = LogMel()(sound() * 0.01)
    assert torch.allclose(loud, quiet, atol=1e-3)


def test_short_sounds_give_few_frames_or_none():
    assert LogMel()(torch.zeros(199)).shape == (0, 80)
    assert LogMel()(torch.zeros(200)).shape == (1, 80)
    assert StreamingLogMel().accept(torch.zeros(0)).shape == (0, 80)


def test_other_frequency_ranges_are_refused():
    with pytest.raises(ValueError, match="0 to 8000 Hz"):
        LogMel(LogMelConfig(high_hz=7600.0))
