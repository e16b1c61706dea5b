from pathlib import Path

import numpy as np
import pytest
import soundfile

from utter_training.speech.audio import AudioError, change_speed, read_audio
from utter_training.speech.corpus import CorpusError, normalize_text, read_corpus


def write(path: Path, seconds: float, rate: int = 16000, channels: int = 1, **options) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate)) / rate)
    soundfile.write(path, np.repeat(tone[:, None], channels, axis=1), rate, **options)


def test_manifest(tmp_path: Path):
    """[L20] a manifest gives normalised transcripts and paths relative to itself."""
    write(tmp_path / "a/x.flac", 1.0)
    (tmp_path / "c.tsv").write_text(
        "path\tduration_s\tspeaker\tsplit\ttext\na/x.flac\t1.0\ts1\tdev\tIt's a “test”\n"
    )
    (utterance,) = read_corpus(tmp_path / "c.tsv")
    assert (utterance.text, utterance.split, utterance.speaker) == ("IT'S A TEST", "dev", "s1")
    assert read_audio(utterance.path).shape == (16000,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("path\ttext\n", "columns"),
        ("path\tduration_s\tspeaker\tsplit\ttext\na\tlong\ts\tdev\tX\n", ":2: duration_s 'long'"),
    ],
)
def test_bad_manifest_names_file_and_line(tmp_path: Path, content: str, message: str):
    """[L20] a bad table names its file and line."""
    (tmp_path / "bad.tsv").write_text(content)
    with pytest.raises(CorpusError, match=message) as error:
        list(read_corpus(tmp_path / "bad.tsv"))
    assert "bad.tsv" in str(error.value)


def test_librispeech_folder(tmp_path: Path):
    """[L20] an unpacked LibriSpeech folder."""
    write(tmp_path / "train-clean-5/19/198/19-198-0000.flac", 0.5)
    write(tmp_path / "dev-clean-2/84/121/84-121-0000.flac", 0.5)
    (tmp_path / "train-clean-5/19/198/19-198.trans.txt").write_text("19-198-0000 NORTHANGER ABBEY\n")
    (tmp_path / "dev-clean-2/84/121/84-121.trans.txt").write_text("84-121-0000 GO\n")
    assert {(u.speaker, u.split, u.text, u.duration_s) for u in read_corpus(tmp_path)} == {
        ("19", "train", "NORTHANGER ABBEY", 0.5),
        ("84", "dev", "GO", 0.5),
    }


def test_common_voice_folder(tmp_path: Path):
    """[L20] a Common Voice release."""
    for name in ("train", "dev"):
        write(tmp_path / f"clips/{name}.mp3", 0.5)
        (tmp_path / f"{name}.tsv").write_text(f"client_id\tpath\tsentence\nme\t{name}.mp3\tHello, world!\n")
    assert [(u.split, u.text) for u in read_corpus(tmp_path)] == [
        ("train", "HELLO WORLD"),
        ("dev", "HELLO WORLD"),
    ]


def test_empty_folder_says_what_was_expected(tmp_path: Path):
    """[L20] an empty folder says what was expected."""
    with pytest.raises(CorpusError, match="LibriSpeech"):
        list(read_corpus(tmp_path))


def test_audio_of_any_rate_and_channel_count(tmp_path: Path):
    """[L20] any rate and channel count becomes mono at 16 kHz."""
    write(tmp_path / "x.wav", 1.0, rate=44100, channels=2)
    samples = read_audio(tmp_path / "x.wav")
    assert samples.ndim == 1
    assert abs(len(samples) - 16000) <= 1
    peak = np.argmax(np.abs(np.fft.rfft(samples)))
    assert peak == pytest.approx(440, abs=2)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not audio at all"])
def test_unreadable_audio_names_the_file(tmp_path: Path, content: bytes):
    """[L20] what is not audio names the file."""
    (tmp_path / "broken.wav").write_bytes(content)
    with pytest.raises(AudioError, match=r"broken\.wav"):
        read_audio(tmp_path / "broken.wav")


def test_speed_changes_length_and_pitch(tmp_path: Path):
    tone = np.sin(2 * np.pi * 400 * np.arange(16000) / 16000).astype(np.float32)
    fast = change_speed(tone, 1.1)
    assert len(fast) == pytest.approx(16000 / 1.1, abs=2)
    assert np.argmax(np.abs(np.fft.rfft(fast))) * 16000 / len(fast) == pytest.approx(440, abs=3)


def test_normalize_text():
    assert normalize_text("well-known  Café’s, No. 1") == "WELL KNOWN CAF'S NO"
