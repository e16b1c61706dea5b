"""Codec passes keep length, place and volume, and are the same each time."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from utter_training.export import GOLDEN_RECORDING
from utter_training.speech.audio import read_audio
from utter_training.speech.cache import FeatureCache, build
from utter_training.speech.codecs import CODECS, Codec, code, draw


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: codec.name)
def test_a_codec_changes_the_sound_and_not_its_place(codec: Codec):
    """[L83]"""
    samples = read_audio(GOLDEN_RECORDING)
    for level in codec.levels or (None,):
        coded = code(samples, 16000, codec, level)
        assert coded.shape == samples.shape
        assert coded.dtype == np.float32
        spectra = np.fft.rfft(samples, 2 * len(samples)).conj() * np.fft.rfft(coded, 2 * len(samples))
        assert np.argmax(np.fft.irfft(spectra)) in (0, 1, 2 * len(samples) - 1)
        signal_to_noise = 10 * np.log10((samples**2).sum() / ((coded - samples) ** 2).sum())
        assert 3 < signal_to_noise < 40
        assert 0.6 < (coded**2).sum() / (samples**2).sum() < 1.1


def test_loud_speech_is_not_clipped():
    """[L83]"""
    samples = np.sin(np.arange(16000) * 0.2).astype(np.float32) * 3
    coded = code(samples, 16000, CODECS[3])
    assert (coded**2).sum() == pytest.approx((samples**2).sum(), rel=0.1)


def test_codecs_are_drawn_in_shares():
    """[L83] the same for a recording each time."""
    drawn = [draw(f"recording {i}", 0.4) for i in range(4000)]
    assert drawn == [draw(f"recording {i}", 0.4) for i in range(4000)]
    counts = Counter(None if each is None else each[0].name for each in drawn)
    assert counts[None] == pytest.approx(2400, rel=0.05)
    for codec in CODECS:
        assert counts[codec.name] == pytest.approx(400, rel=0.2)


def test_the_cache_codes_other_speeds_only(tmp_path: Path):
    """[L83] speech at its own speed, which is what gets aligned, and dev speech stay as they are."""
    rows = ["path\tduration_s\tspeaker\tsplit\ttext"]
    for i in range(6):
        (tmp_path / f"{i}.wav").write_bytes(GOLDEN_RECORDING.read_bytes())
        rows.append(f"{i}.wav\t2.96\tslt\t{'dev' if i == 5 else 'train'}\tTHE QUICK BROWN FOX")
    corpus = tmp_path / "some.tsv"
    corpus.write_text("\n".join(rows) + "\n")
    for share, out in ((0.0, "plain"), (1.0, "coded")):
        build(corpus, tmp_path / out, (0.9, 1.0), jobs=1, codec_share=share)
    plain, coded = FeatureCache(tmp_path / "plain" / "some"), FeatureCache(tmp_path / "coded" / "some")
    names = {codec.name for codec in CODECS}
    assert len(coded.utterances) == 11
    for before, after in zip(plain.utterances, coded.utterances, strict=True):
        assert before.codec is None
        assert (after.start, after.frames, after.speed) == (before.start, before.frames, before.speed)
        if after.speed == 1.0:
            assert after.codec is None
            assert np.array_equal(plain[before], coded[after])
        else:
            assert after.codec in names
            assert not np.array_equal(plain[before], coded[after])
