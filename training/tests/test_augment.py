import numpy as np
import pytest

from utter_training.augment import AugmentConfig, add_babble, add_noise, augment, low_pass, mask

RNG = np.random.default_rng
FLOOR = float(np.log(1e-5))


def speech(seed: int = 0, frames: int = 200) -> np.ndarray:
    rng = RNG(seed)
    return (rng.normal(-3, 2, (frames, 80)) + np.sin(np.arange(frames) / 8)[:, None] * 2).astype(np.float32)


def test_noise_keeps_its_distance():
    """[L21] noise at s dB below the speech adds that share of energy, and never takes any away."""
    x = speech()
    for snr in (5.0, 20.0):
        noisy = add_noise(x, snr, RNG(1))
        assert (noisy >= x - 1e-4).all()
        added = np.mean(np.exp(noisy) - np.exp(x))
        loud = np.exp(x).mean(axis=1)
        level = np.mean(loud[loud >= np.median(loud)])
        # The fluctuation of noise within a bin adds up to 2 dB to the mean of the smooth spectrum.
        assert -snr - 1 < 10 * np.log10(added / level) < -snr + 3


def test_babble_adds_the_other_voice():
    """[L22] at 0 dB the mixture holds twice the level; at 60 dB it is the speech itself."""
    x, other = speech(0), speech(1, 90)
    assert np.abs(add_babble(x, other, 60.0, RNG(2)) - x).mean() < 0.02
    assert add_babble(x, other, 0.0, RNG(2)).mean() > x.mean() + 0.3


def test_low_pass_spares_what_is_below():
    """[L23] bins up to the cut-off stay, those above fall to the floor and not below it."""
    x = speech()
    y = low_pass(x, 50, 3.0, FLOOR)
    assert np.array_equal(x[:, :51], np.maximum(y, FLOOR)[:, :51]) or np.allclose(
        y[:, :51], np.maximum(x[:, :51], FLOOR)
    )
    assert np.allclose(y[:, 70:], FLOOR)


def test_masks_are_bounded():
    """[L24] masking touches at most the stated share of bins and frames."""
    config = AugmentConfig(freq_masks=2, freq_mask_bins=10, time_mask_frames=20, time_mask_share=0.1)
    x = speech()
    for seed in range(20):
        changed = mask(x, config, RNG(seed)) != x
        assert changed.all(axis=0).sum() <= 20
        assert changed.all(axis=1).sum() <= 20


def test_augment_is_deterministic_and_finite():
    """[L25] the same seed gives the same example; values stay at or above the floor."""
    x, other = speech(0), speech(1)
    config = AugmentConfig(noise_probability=1, babble_probability=1, low_pass_probability=1)
    a = augment(x, other, FLOOR, config, RNG(7))
    assert np.array_equal(a, augment(x, other, FLOOR, config, RNG(7)))
    assert np.isfinite(a).all()
    assert a.min() >= FLOOR - 1e-4
    assert len(x) <= len(a) <= len(x) + config.lead_frames + config.tail_frames
    assert not np.array_equal(a, augment(x, other, FLOOR, config, RNG(8)))


def test_unknown_field_is_refused():
    with pytest.raises(TypeError):
        AugmentConfig(noize_probability=1)  # type: ignore[call-arg]
