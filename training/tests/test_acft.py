"""Tuning a Whisper for short windows: targets, loss, windows."""

import copy
import random
from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip("tokenizers")

from test_whisper import SIZES, whisper  # noqa: F401  (the fixture)

from utter_training.final import acft
from utter_training.final.acft import batches, distance, window_s
from utter_training.final.targets import Clip, Target, draw_clips, read_clip, repeats
from utter_training.whisper.features import log_mel
from utter_training.whisper.weights import load_whisper


@torch.no_grad()
def target(model, seconds: float, text: list[int]) -> Target:
    """What a model makes of noise over a window twice as long."""
    sound = torch.randn(round(16_000 * seconds)) * 0.1
    audio = model.decoder.keys_values(model.encoder(log_mel(sound, seconds)[None]))
    states, _ = model.decoder(torch.tensor([text]), audio)
    log_probs, likeliest = model.decoder.logits(states[0]).log_softmax(-1).topk(64, -1)
    return Target(
        (sound * 32767).to(torch.int16),
        torch.tensor(text),
        states[0].half(),
        likeliest.int(),
        log_probs.half(),
    )


def test_a_model_is_nowhere_from_its_own_targets_in_the_same_window(whisper):  # noqa: F811
    torch.manual_seed(0)
    clips = [target(whisper, 0.4, [1, 2, 3, 4]), target(whisper, 0.4, [5, 6, 7])]
    off, nats = distance(whisper, clips, 0.8)
    assert off < 1e-4 and abs(nats) < 2e-3
    off, nats = distance(whisper, clips, 0.4)
    assert off > 1e-3 and nats > 2e-3


def test_tuning_brings_the_short_window_near_the_full_one_and_leaves_the_teacher_alone(whisper):  # noqa: F811
    torch.manual_seed(0)
    rng = random.Random(0)
    clips = [target(whisper, 0.4, [rng.randrange(250) for _ in range(6)]) for _ in range(4)]
    student = copy.deepcopy(whisper).train()
    before = {name: value.clone() for name, value in whisper.state_dict().items()}
    optimizer = torch.optim.AdamW(student.parameters(), lr=1e-3)
    losses = []
    for _ in range(25):
        off, nats = distance(student, clips, 0.44)
        (off + nats).backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append((off + nats).item())
    assert losses[-1] < 0.5 * losses[0]
    assert all(torch.equal(value, before[name]) for name, value in whisper.state_dict().items())


def test_the_command_resumes_where_it_stopped(whisper, tmp_path, monkeypatch, capsys):  # noqa: F811
    torch.manual_seed(0)
    (tmp_path / "targets").mkdir()
    made = [vars(target(whisper, 0.3, [1, 2, 3])) for _ in range(30)]
    torch.save(made, tmp_path / "targets" / "00000.pt")
    weights = tmp_path / "own.safetensors"
    from safetensors.torch import save_file

    save_file(whisper.state_dict(), weights)
    monkeypatch.setattr(acft, "FULL_S", 0.9)
    for minutes in ("0.02", "0.06"):
        monkeypatch.setattr(
            "sys.argv",
            [
                "acft",
                "tune",
                "--weights",
                str(weights),
                "--out",
                str(tmp_path),
                "--minutes",
                minutes,
                "--batch",
                "2",
                "--full",
                "0.2",
            ],
        )
        acft.main()
    updates = [
        float(line.split('"update": ')[1].split(",")[0])
        for line in (tmp_path / "log.jsonl").read_text().splitlines()
    ]
    assert updates == sorted(updates) and updates[-1] > updates[1] > 0
    tuned = load_whisper(tmp_path / "tuned.safetensors")
    assert not torch.equal(tuned.encoder.conv1.weight, whisper.encoder.conv1.weight)
    assert torch.equal(tuned.decoder.embedding.weight, whisper.decoder.embedding.weight)


def test_windows_end_shortly_behind_the_sound_but_for_a_share_of_long_ones():
    rng = random.Random(4)
    nothing = torch.zeros(0)
    batch = [Target(torch.zeros(16_000 * s), nothing, nothing, nothing, nothing) for s in (3, 5)]
    short = [window_s(batch, 0.0, rng) for _ in range(300)]
    assert min(short) >= 5.2 and max(short) <= 7.0
    assert sum(5.4 <= s <= 6.0 for s in short) > 150
    assert any(window_s(batch, 0.3, rng) == 30.0 for _ in range(60))


def test_batches_hold_clips_of_like_length_and_each_comes_round():
    nothing = torch.zeros(0)
    targets = [
        Target(torch.zeros(1600 * (10 + at)), torch.tensor([at]), nothing, nothing, nothing)
        for at in range(64)
    ]
    seen, drawn = set(), batches(targets, 8, random.Random(2))
    for _ in range(60):
        batch = next(drawn)
        assert max(t.seconds for t in batch) - min(t.seconds for t in batch) < 1.6
        seen |= {int(t.ids[0]) for t in batch}
    assert len(seen) == 64


def test_only_the_train_split_is_drawn_and_the_draw_is_repeatable(tmp_path: Path):
    rows = ["path\tduration_s\tspeaker\tsplit\ttext"]
    rows += [f"{at}.wav\t3.0\ts\t{'dev' if at % 3 == 0 else 'train'}\tA" for at in range(60)]
    manifest = tmp_path / "speech-de.tsv"
    manifest.write_text("\n".join(rows) + "\n")
    clips = draw_clips([(manifest, 30)], random.Random(1))
    assert len(clips) == 30 and clips == draw_clips([(manifest, 30)], random.Random(1))
    assert all(int(path.stem) % 3 for clip in clips for path in clip.paths)
    assert {clip.language for clip in clips} == {"de"}


def test_noise_comes_as_loud_as_asked(tmp_path: Path):
    import soundfile

    speech = np.sin(np.arange(48_000) * 0.2).astype(np.float32) * 0.3
    soundfile.write(tmp_path / "a.wav", speech, 16_000, subtype="FLOAT")
    clean, noisy = (
        read_clip(Clip((tmp_path / "a.wav",), 3.0, "en", False, level, 5)) for level in (None, 10.0)
    )
    scale = np.dot(noisy, clean) / np.dot(clean, clean)
    noise = noisy / scale - clean
    assert 10 * np.log10(clean.var() / noise.var()) == pytest.approx(10, abs=0.5)


def test_text_that_goes_round_in_circles_is_told():
    assert repeats("and the end of the " * 12)
    assert not repeats("The train to the coast leaves at seven in the morning from the second platform.")
