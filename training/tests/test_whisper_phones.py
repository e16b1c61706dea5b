"""A phone model that begins from Whisper: teacher, distillation, rates, checkpoints, export. With a tiny
Whisper of random weights.
"""

import base64
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf
from safetensors.numpy import load_file, save_file

from utter_training.acoustic import checkpoint
from utter_training.acoustic.batches import TrainingSet
from utter_training.acoustic.begin import frozen_encoder
from utter_training.acoustic.decode import stream
from utter_training.acoustic.evaluate import frames_of
from utter_training.acoustic.losses import PhoneLoss, create_model
from utter_training.acoustic.optimizer import Optimizer, rate_shares
from utter_training.acoustic.teacher import TeacherFeatures, channel_deviation, teach
from utter_training.acoustic.units import Phones
from utter_training.acoustic.validate import flushed
from utter_training.export import GOLDEN_RECORDING
from utter_training.export.model_folder import export
from utter_training.language import prefix_tree
from utter_training.speech import cache
from utter_training.speech.audio import read_audio
from utter_training.speech.augment import AugmentConfig
from utter_training.speech.log_mel import LogMel
from utter_training.whisper.network import Dimensions, Whisper

SENTENCE = "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG"
SPOKEN = {
    "the": "DH AH", "quick": "K W IH K", "brown": "B R AW N", "fox": "F AA K S",
    "jumps": "JH AH M P S", "over": "OW V ER", "lazy": "L EY Z IY", "dog": "D AO G",
}  # fmt: skip
ENCODER = {
    "architecture": "chunk-attention", "channels": 64, "heads": 1, "feed_forward": 256, "layers": 2,
    "pool_after": 1, "left_context_frames": 100, "output_dim": 12,
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Features, a tiny Whisper and what it hears, and a lexicon. One of the recordings has a word that the
    lexicon lacks.
    """
    folder = tmp_path_factory.mktemp("whisper-phones")
    rows = ["path\tduration_s\tspeaker\tsplit\ttext"]
    texts = {"a": SENTENCE, "b": SENTENCE, "c": "XYZZY"}
    for name, text in texts.items():
        (folder / f"{name}.wav").write_bytes(GOLDEN_RECORDING.read_bytes())
        rows.append(f"{name}.wav\t2.96\tslt\ttrain\t{text}")
    (folder / "one.tsv").write_text("\n".join(rows) + "\n")
    cache.build(folder / "one.tsv", folder / "features", (1.0,), 1, kind=cache.WHISPER)
    torch.manual_seed(0)
    whisper = Whisper(Dimensions(channels=64, encoder_layers=2, decoder_layers=1, text_steps=4, pieces=8))
    # As every published Whisper is stored: Hugging Face's names are read in test_whisper.py, these are our own.
    save_file({k: v.numpy() for k, v in whisper.state_dict().items()}, folder / "whisper.safetensors")
    encoder = frozen_encoder([folder / "whisper.safetensors"])
    teach(encoder, folder / "features", folder / "teacher", [1.0])
    words = ["<unk>", "<s>", "</s>", *SPOKEN]
    spoken = {word: [(tuple(phones.split()), 1.0)] for word, phones in SPOKEN.items()}
    tree = prefix_tree.build(words, spoken, np.full(len(words), -2.0, np.float16))
    save_file(tree, folder / "lexicon.safetensors")
    return folder


def data_of(workspace: Path, **settings) -> TrainingSet:
    phones = Phones(workspace / "lexicon.safetensors")
    settings = {"teacher": workspace / "teacher", "teacher_channels": 64, **settings}
    augmentation = AugmentConfig(click_probability=1.0, room_probability=1.0, gain_db=25.0)
    return TrainingSet(workspace / "features", {"one": 1.0}, phones, augmentation, 4, **settings)


def model_of(workspace: Path):
    torch.manual_seed(1)
    return create_model({"encoder": ENCODER}, Phones(workspace / "lexicon.safetensors"))


def config_of(**settings):
    loss = {"mmi": 1.0, "rnnt": 0.1, "ce": 0.0, "l2": 1e-5, "distillation": 1.0}
    return OmegaConf.create(
        {"loss": loss, "sequence_from": 0.0, "chunks": [16, 32, 0], "ring_share": 0.5, "heads_only": False}
        | settings
    )


def test_batches_hold_what_the_teacher_heard_where_it_was_said(workspace: Path):
    data = data_of(workspace)
    (batch,) = data.epoch(seed=1, batch_frames=2000)
    heard = TeacherFeatures(workspace / "teacher/one", data.caches["one"], 64)
    frames = data.caches["one"].utterances[0].frames // 4
    assert batch.taught.sum(1).tolist() == [frames] * 3
    for teacher, taught in zip(batch.teacher, batch.taught, strict=True):
        assert torch.equal(teacher[taught], torch.from_numpy(heard[data.caches["one"].utterances[0]].copy()))
    assert [graph is None for graph in batch.graphs].count(True) == 1  # only the teacher knows what it says
    assert float(batch.features.max()) <= 1.25 and float(batch.features.min()) >= -0.75


def test_machine_labels_count_as_often_as_they_should(workspace: Path):
    (batch,) = data_of(workspace, text_shares={"one": 0.0}).epoch(seed=1, batch_frames=2000)
    assert batch.graphs == [None] * 3


@pytest.mark.parametrize("heads_only", [False, True])
def test_training_nears_text_and_teacher(workspace: Path, heads_only: bool):
    data, model = data_of(workspace, only_taught=heads_only), model_of(workspace)
    deviation = None if heads_only else torch.from_numpy(channel_deviation(data.teachers))
    config = config_of(heads_only=heads_only)
    trigram = np.full((41, 41, 41), 1 / 40, np.float32)
    losses = PhoneLoss(model, config, trigram, deviation)
    optimizer = Optimizer(model, "adamw", 0.01, encoder_share=0.5, layer_decay=0.9)
    seen = []
    for seed in range(12):
        (batch,) = data.epoch(seed=seed, batch_frames=2000, strength=0.0)
        parts = losses(batch, 0.0)
        optimizer.zero_grad()
        parts["loss"].backward()
        optimizer.step(3e-3)
        seen.append({name: float(value.detach()) for name, value in parts.items()})
    assert seen[-1]["mmi"] < seen[0]["mmi"]
    if not heads_only:
        assert seen[-1]["distance"] < seen[0]["distance"]
    frozen = [p.grad for p in model.encoder.layers.parameters()]
    assert all(gradient is None for gradient in frozen) == heads_only


def test_lower_layers_learn_more_slowly(workspace: Path):
    model = model_of(workspace)
    shares = rate_shares(model, 0.1, 0.5)
    encoder = model.encoder
    of = [
        shares[id(p)]
        for p in (encoder.conv1.weight, encoder.layers[0].qkv.weight, encoder.layers[1].qkv.weight)
    ]
    assert of == pytest.approx([0.025, 0.05, 0.1])
    assert id(encoder.bottleneck.weight) not in shares and id(model.table.weight) not in shares


def test_the_teacher_takes_up_where_it_stopped_and_refuses_other_caches(workspace: Path, capsys):
    encoder = frozen_encoder([workspace / "whisper.safetensors"])
    teach(encoder, workspace / "features", workspace / "teacher", [1.0])
    assert "recordings" not in capsys.readouterr().out  # nothing is left to do
    with pytest.raises(ValueError, match="delete it and make it again"):
        TeacherFeatures(workspace / "teacher/one", cache.FeatureCache(workspace / "features/one"), 32)


def test_exported_folder_computes_what_the_model_does(workspace: Path, tmp_path: Path):
    model = model_of(workspace).eval()
    for norm in [m for m in model.modules() if isinstance(m, torch.nn.LayerNorm)]:
        torch.nn.init.normal_(norm.weight, 1.0, 0.2)
        torch.nn.init.normal_(norm.bias, 0.0, 0.2)
    language = tmp_path / "language"
    language.mkdir()
    for name in ("lm", "g2p"):
        save_file({"1.score": np.zeros(3, np.float32)}, language / f"{name}.safetensors")
    (language / "lexicon.safetensors").write_bytes((workspace / "lexicon.safetensors").read_bytes())
    phones = Phones(workspace / "lexicon.safetensors")
    identity = {"id": "x", "name": "X", "language": "en", "licence": "Apache-2.0"}
    export(model, phones, GOLDEN_RECORDING, identity, {}, tmp_path / "x", language)
    manifest = json.loads((tmp_path / "x/manifest.json").read_text())
    golden = json.loads((tmp_path / "x/golden.json").read_text())
    assert manifest["featurizer"]["kind"] == "whisper-log-mel"
    assert manifest["encoder"]["bottleneck"] == 12 and manifest["encoder"]["outputDim"] == 41 * 41
    assert [s["shape"] for s in manifest["encoder"]["states"]][2:6] == [
        [50, 64],
        [50, 64],
        [25, 64],
        [25, 64],
    ]
    tensors = load_file(tmp_path / "x/weights.safetensors")
    assert not tensors["encoder.0.qkv.bias"][64:128].any()
    encoded = np.frombuffer(base64.b64decode(golden["encoder"]["data"]), "<f4").reshape(
        golden["encoder"]["shape"]
    )
    chunk = manifest["streaming"]["chunkFrames"]
    assert len(encoded) * 4 % chunk == 0
    pcm = np.frombuffer(base64.b64decode(golden["audio"]["pcm16"]), "<i2").astype(np.float32) / 32768
    spoken = len(LogMel()(torch.from_numpy(pcm)))
    samples = np.pad(pcm, (0, (len(encoded) * 4 - spoken) * 160))
    expected = np.concatenate(list(stream(model, LogMel()(torch.from_numpy(samples)), chunk)))
    assert np.abs(expected - encoded).max() < 0.02 * np.abs(expected).max()  # half-precision weights


def test_checkpoints_remember_the_architecture(workspace: Path, tmp_path: Path):
    model = model_of(workspace).eval()
    checkpoint.save(tmp_path / "last.pt", config=model.config.to_dict(), model=model.state_dict())
    again = checkpoint.load_model(tmp_path)
    samples = read_audio(GOLDEN_RECORDING)
    for chunk in (32, None):
        ours, theirs = (np.concatenate(list(frames_of(m, samples, chunk))) for m in (model, again))
        assert np.array_equal(ours, theirs)
    store = cache.FeatureCache(workspace / "features/one")
    assert flushed(store[store.utterances[0]], store.kind).shape[1] == 80
