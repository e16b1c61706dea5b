"""The whole recipe on one synthesised sentence: cache, units, training, resuming, export, evaluation."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from utter_training.acoustic.batches import TrainingSet
from utter_training.acoustic.checkpoint import load_model
from utter_training.acoustic.evaluate import transcribe
from utter_training.acoustic.units import Pieces, open_inventory
from utter_training.export import GOLDEN_RECORDING
from utter_training.language import prefix_tree
from utter_training.language.lexicon import SILENCE_ID
from utter_training.speech.audio import read_audio
from utter_training.speech.augment import AugmentConfig

SENTENCE = "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG"
TINY = [
    "model.encoder.channels=64",
    "model.encoder.bottleneck=32",
    "model.encoder.early=[1]",
    "model.encoder.late=[1,2]",
    "model.encoder.output_dim=48",
    "model.encoder.dropout=0",
    "model.embedding_dim=32",
    "augment.freq_mask_bins=2",
    "augment.time_mask_share=0.01",
    "augment.noise_probability=0",
    "augment.low_pass_probability=0",
    "batch_frames=3000",
    "warmup_updates=20",
    "learning_rate=5e-3",
    "decay_from=0.7",
    "rnnt_from=0.3",
    "precision=fp32",
    "validate_utterances=20",
    "minutes=1000",
    "save_minutes=1000",
    "validate_minutes=1000",
]


def run(*command: str) -> str:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recipe")
    rows = ["path\tduration_s\tspeaker\tsplit\ttext"]
    rows += [
        f"{name}.wav\t2.96\tslt\t{split}\t{SENTENCE}" for name, split in (("a", "train"), ("b", "train"))
    ]
    rows += [f"c.wav\t2.96\tslt\tdev\t{SENTENCE}"]
    for name in "abc":
        (folder / f"{name}.wav").write_bytes(GOLDEN_RECORDING.read_bytes())
    (folder / "one.tsv").write_text("\n".join(rows) + "\n")
    run("utter_training.speech.cache", "--out", f"{folder}/features", "--jobs", "1", f"{folder}/one.tsv")
    run(
        "utter_training.acoustic.units",
        "--cache",
        f"{folder}/features",
        "--out",
        f"{folder}/units",
        "--count",
        "34",
    )
    return folder


def train(workspace: Path, *overrides: str, launcher: tuple[str, ...] = (), config: str = "pieces") -> str:
    paths = [
        f"cache={workspace}/features",
        f"units={workspace}/units/pieces.model",
        "~shares",
        "+shares={one: 1.0}",
        f"hydra.run.dir={workspace}/hydra",
    ]
    return run(*launcher, "utter_training.acoustic.train", "--config-name", config, *paths, *TINY, *overrides)


@pytest.fixture(scope="module")
def trained(workspace: Path) -> Path:
    """Stopped after 60 of its updates and resumed."""
    folder = workspace / "run"
    first = train(workspace, f"run={folder}", "updates=60")
    assert "resumed" not in first
    for snapshot in folder.glob("average-*.pt"):
        snapshot.unlink()
    second = train(workspace, f"run={folder}", "updates=400")
    assert "resumed after 60 updates" in second
    return folder


def test_learns_a_sentence_by_heart(workspace: Path, trained: Path):
    """[L7] offline and in chunks, the averaged model says what it was taught."""
    model, pieces = load_model(trained), Pieces(workspace / "units/pieces.model")
    samples = read_audio(GOLDEN_RECORDING)
    for chunk in (None, 12, 24):
        assert transcribe(model, pieces, samples, chunk) == SENTENCE.lower()


def test_draws_the_speeds_it_is_told(workspace: Path):
    """[L84] an epoch has each recording once, at one of the speeds chosen from the cache's."""
    inventory = Pieces(workspace / "units/pieces.model")
    for speeds, rows in ((None, 3), ([0.9, 1.1], 2), ([1.0], 1)):
        data = TrainingSet(workspace / "features", {"one": 1.0}, inventory, AugmentConfig(), 4, speeds=speeds)
        assert [len(recording) for recording in data.recordings["one"]] == [rows, rows]


def test_starts_from_another_run(workspace: Path, trained: Path):
    """[L82] a run with `init` begins where the other's averaged snapshots are."""
    folder = workspace / "second"
    output = train(workspace, f"run={folder}", f"init={trained}", "updates=1", "learning_rate=0")
    assert "resumed" not in output
    first, second = load_model(trained).state_dict(), load_model(folder / "last.pt").state_dict()
    learned = [name for name in first if "running" not in name and "num_batches" not in name]
    assert learned
    assert all(torch.allclose(first[name], second[name], atol=1e-6) for name in learned)


def test_averages_snapshots(trained: Path):
    """[L8] the model is the mean of the last snapshots, not the last of them."""
    snapshots = sorted(trained.glob("average-*.pt"))
    assert len(snapshots) == 8
    states = [torch.load(p, weights_only=True)["model"]["joint.linear.bias"] for p in snapshots]
    assert torch.allclose(load_model(trained).joint.linear.bias, torch.stack(states).mean(0), atol=1e-6)
    assert not torch.equal(states[0], states[-1])


def test_export_is_complete_and_golden(workspace: Path, trained: Path):
    """[L18] the folder's golden file holds what the trained model computes, and every file is hashed."""
    out = workspace / "models/tiny"
    pieces_path = workspace / "units/pieces.model"
    run(
        *("utter_training.export.model_folder", "--checkpoint", str(trained), "--units", str(pieces_path)),
        *("--id", "tiny", "--name", "Tiny", "--out", str(out)),
    )
    manifest = json.loads((out / "manifest.json").read_text())
    assert set(manifest["files"]) == {"weights.safetensors", "units.txt", "golden.json"}
    assert manifest["training"]["updates"] == 400
    assert [(d["corpus"], d["hours"]) for d in manifest["training"]["data"]] == [("one", 0.0)]
    assert "updates=400" in manifest["training"]["command"]
    for name, file in manifest["files"].items():
        assert (out / name).stat().st_size == file["bytes"]
    golden = json.loads((out / "golden.json").read_text())
    assert golden["text"] == SENTENCE.lower()
    encoded = np.frombuffer(base64.b64decode(golden["encoder"]["data"]), "<f4").reshape(
        golden["encoder"]["shape"]
    )
    pcm = np.frombuffer(base64.b64decode(golden["audio"]["pcm16"]), "<i2")
    from utter_training.speech.featurizer import Featurizer

    flush = manifest["streaming"]["flushFrames"] * 160
    features = Featurizer()(torch.from_numpy(np.pad(pcm, (0, flush)).astype(np.float32) / 32768))
    expected = load_model(trained).encoder(features[None])[0].detach().numpy()
    assert np.abs(expected - encoded).max() / np.abs(expected).max() < 1e-2  # half-precision weights
    assert len((out / "units.txt").read_text().splitlines()) == manifest["units"]["count"] == 34


def test_annotate_adds_measured_figures(workspace: Path, trained: Path):
    """[L19] figures come from the evaluation's own output and change nothing else."""
    folder = workspace / "annotated"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"id": "x", "evaluation": []}))
    (folder / "eval.json").write_text(
        'progress\n{"wer": 0.25, "werLow": 0.2, "werHigh": 0.31, "words": 12}\n'
    )
    run("utter_training.export.annotate", str(folder), f"my dev={folder}/eval.json")
    assert json.loads((folder / "manifest.json").read_text()) == {
        "id": "x",
        "evaluation": [
            {"set": "my dev", "mode": "streaming", "wer": 0.25, "low": 0.2, "high": 0.31, "words": 12}
        ],
    }


def test_phone_model(workspace: Path):
    """[L26] phones of a lexicon train with the same recipe; the folder takes its lexicon and language model along.

    [L85] their denominator knows silence, with alignments or without; [L86] and alignments are made once.
    """
    words = ["<unk>", "<s>", "</s>", *dict.fromkeys(SENTENCE.lower().split())]
    spoken = {
        "the": "DH AH",
        "quick": "K W IH K",
        "brown": "B R AW N",
        "fox": "F AA K S",
        "jumps": "JH AH M P S",
        "over": "OW V ER",
        "lazy": "L EY Z IY",
        "dog": "D AO G",
    }
    unigram = np.full(len(words), -2.0, np.float16)
    tree = prefix_tree.build(words, {w: [(tuple(p.split()), 1.0)] for w, p in spoken.items()}, unigram)
    language = workspace / "language"
    language.mkdir()
    save_file(tree, language / "lexicon.safetensors")
    for name in ("lm", "g2p"):
        save_file({"1.score": unigram, "2.word": np.zeros(1, np.uint32)}, language / f"{name}.safetensors")
    folder, units = workspace / "phones", language / "lexicon.safetensors"
    alignments = workspace / "alignments"
    align = (
        *("utter_training.acoustic.monophone", "--cache", f"{workspace}/features", "--lexicon", str(units)),
        *("--out", str(alignments), "--train", "one", "--jobs", "1"),
    )
    assert "one: 3 utterances, 0 without alignment" in run(*align)
    written = (alignments / "one.npz").stat().st_mtime_ns
    repeated = run(*align)
    assert "one: aligned before" in repeated
    assert "Gaussians" not in repeated
    assert (alignments / "one.npz").stat().st_mtime_ns == written
    unaligned = TrainingSet(
        workspace / "features", {"one": 1.0}, open_inventory(units), AugmentConfig(), 3, alignments=None
    )
    # Ten places in each of two sentences: the denominator learns that a sentence may pause, as the numerator may.
    assert SILENCE_ID in np.concatenate(unaligned.unit_sequences())
    small = ["early=[1,2]", "late=[]", "ahead=1", "window=20"]
    settings = [
        *(f"units={units}", f"alignments={alignments}", "worst_share=0", "noise_share=0"),
        *("augment.warp=0", "augment.reverb_probability=0", "loss.rnnt=1"),
        *(f"model.encoder.{setting}" for setting in small),
    ]
    train(workspace, f"run={folder}", "updates=300", *settings, config="phones")
    model, inventory = load_model(folder), open_inventory(units)
    expected = " ".join(spoken[word] for word in SENTENCE.lower().split())
    assert inventory.reference(SENTENCE) == expected
    assert inventory.reference("an unknown word") == ""
    assert transcribe(model, inventory, read_audio(GOLDEN_RECORDING), 12) == expected
    command = (
        "utter_training.export.model_folder",
        "--checkpoint",
        str(folder),
        "--units",
        str(units),
        "--id",
        "p",
        "--name",
        "P",
    )
    run(*command, "--language-files", str(language), "--out", str(workspace / "models/p"))
    manifest = json.loads((workspace / "models/p/manifest.json").read_text())
    assert manifest["units"] == {
        "kind": "phones",
        "file": "units.txt",
        "count": 41,
        "blankId": 0,
        "silenceId": 40,
    }
    assert manifest["lexicon"]["words"] == len(words)
    assert manifest["encoder"]["subsampling"] == 3
    assert {"lexicon.safetensors", "lm.safetensors", "g2p.safetensors"} < set(manifest["files"])

    again = workspace / "phones-again"
    paths = [f"cache={workspace}/features", "~shares", "+shares={one: 1.0}"]
    run(
        *(
            "utter_training.acoustic.unfold",
            "--model",
            str(workspace / "models/p"),
            "--out",
            str(again),
            "--batches",
            "2",
        ),
        *(*paths, *TINY, *settings),
    )
    assert transcribe(load_model(again), inventory, read_audio(GOLDEN_RECORDING), 12) == expected
    train(workspace, f"run={workspace}/further", f"init={again}", "updates=3", *settings, config="phones")


@pytest.mark.parametrize("bound", ["updates=6", "minutes=0.05"])
def test_several_processes(workspace: Path, bound: str):
    """[L9] torchrun with two processes trains one model, to the same end however that is bounded."""
    launcher = ("torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m")
    folder = workspace / f"two-{bound}"
    train(workspace, f"run='{folder}'", "batch_frames=400", bound, launcher=launcher)
    state = torch.load(folder / "last.pt", weights_only=True)
    assert state["updates"] >= 6 if bound == "updates=6" else state["seconds"] >= 3
