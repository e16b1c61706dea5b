import numpy as np
import pytest

from utter_training.speech.augment import (
    AugmentConfig,
    add_babble,
    add_noise,
    augment,
    low_pass,
    mask,
    noise_alone,
    reverberate,
    warp,
)

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
    config = AugmentConfig(
        noise_probability=1, babble_probability=1, low_pass_probability=1, reverb_probability=1, warp=0.1
    )
    a, lead = augment(x, other, FLOOR, config, RNG(7))
    assert np.array_equal(a, augment(x, other, FLOOR, config, RNG(7))[0])
    assert np.isfinite(a).all()
    assert a.min() >= FLOOR - 1e-4
    assert len(x) <= len(a) <= len(x) + config.lead_frames + config.tail_frames
    assert 0 <= lead <= config.lead_frames
    assert not np.array_equal(a, augment(x, other, FLOOR, config, RNG(8))[0])


def test_lead_is_where_speech_begins():
    """[L25] without other changes than gain, the example is silence, the speech, silence."""
    x = speech()
    config = AugmentConfig(
        noise_probability=0, babble_probability=0, low_pass_probability=0, freq_mask_bins=0, time_mask_share=0
    )
    for seed in range(5):
        y, lead = augment(x, x, FLOOR, config, RNG(seed))
        assert np.ptp(y[:lead]) < 1e-6 if lead else True
        heard, expected = y[lead : lead + len(x)], np.maximum(x, FLOOR)
        assert np.median(heard - expected) == pytest.approx(float(np.mean(heard - expected)), abs=0.2)


def test_warp_moves_a_peak():
    """[L66] a peak moves along the mel axis by the factor; a factor of one changes nothing."""
    peak = -(((np.arange(80) - 40.0) / 2) ** 2)[None].repeat(3, 0)
    assert np.allclose(warp(peak, 1.0), peak)
    assert warp(peak, 1.25).argmax(1).tolist() == [32, 32, 32]


def test_reverberation_decays():
    """[L67] after a click, energy falls by 60 dB in the stated time; what is steady at most doubles."""
    x = np.full((120, 4), -20.0)
    x[10] = 5.0
    y = reverberate(x, seconds=0.5, level=1.0)
    assert (y[:10] >= x[:10] - 1e-6).all()
    assert (y[:10] <= x[:10] + np.log(2) + 1e-6).all()
    fall = 10 * np.log10(np.exp(y[11, 0] - y[31, 0]))
    assert fall == pytest.approx(60 * 0.2 / 0.5, abs=1.0)
    assert y[11:50].min() > -20


def test_noise_alone_has_no_speech():
    """[L68] it has the size asked for, stays at or above the floor, and nothing of what it replaces."""
    for seed in range(5):
        noise = noise_alone(speech(seed), FLOOR, RNG(seed))
        assert noise.shape == (200, 80)
        assert noise.min() >= FLOOR - 1e-5
        assert np.array_equal(noise, noise_alone(speech(seed + 1), FLOOR, RNG(seed)))


def test_unknown_field_is_refused():
    with pytest.raises(TypeError):
        AugmentConfig(noize_probability=1)  # type: ignore[call-arg]
