"""The model of phones: running mean, look-ahead, table of logits, and its folder."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf
from safetensors.numpy import load_file, save_file

from utter_training.acoustic import checkpoint, provenance
from utter_training.acoustic.decode import GreedyTableSearch, flush_frames, search_frames, stream
from utter_training.acoustic.encoder import Encoder, EncoderConfig, LayerConfig, Mean, Pool
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.units import Phones
from utter_training.export import GOLDEN_RECORDING, language_files
from utter_training.export.folded import FoldedEncoder, encoder_tensors
from utter_training.export.model_folder import export
from utter_training.language import prefix_tree
from utter_training.language.lexicon import SILENCE_ID, UNITS
from utter_training.speech.featurizer import Featurizer

ENCODER = EncoderConfig(
    channels=24,
    bottleneck=8,
    early=(1, 2, 1, 4),
    late=(),
    output_dim=10,
    ahead=3,
    window=40,
    dropout=0.0,
    pools=(2,),
    pool_window=25,
    pool_dim=6,
)


def random_model(units: int, encoder: EncoderConfig = ENCODER) -> PhoneTransducer:
    torch.manual_seed(0)
    model = PhoneTransducer(PhoneTransducerConfig(units, encoder))
    for _ in range(3):  # gives the norms statistics of their own
        model.encoder(torch.randn(4, 120, 80))
    torch.nn.init.normal_(model.table.weight)
    for layer in model.encoder.layers:
        if isinstance(layer, Pool):  # it begins by adding nothing
            torch.nn.init.normal_(layer.up.weight)
            torch.nn.init.normal_(layer.up.bias)
    return model.eval()


@pytest.fixture(scope="module")
def model() -> PhoneTransducer:
    return random_model(6)


def test_mean_is_of_the_last_frames():
    """[L54] zeros count as frames before the first one."""
    layer = Mean(LayerConfig("mean", 3, 6, 5), 0.0)
    x = torch.randn(2, 12, 3)
    padded = torch.nn.functional.pad(x, (0, 0, layer.config.history, 0))
    output = layer(padded)
    assert output.shape == (2, 12, 6)
    for t in range(12):
        expected = x[:, max(0, t - 4) : t + 1].sum(1) / 5
        assert torch.allclose(output[:, t], torch.cat([x[:, t], expected], dim=-1), atol=1e-6)


def test_pool_adds_what_the_last_frames_tell():
    """[L87] the mean of a rectified bottleneck, zeros counting as frames before the first; at first nothing."""
    layer = Pool(LayerConfig("pool", 6, 6, kernel=5, bottleneck=3), 0.0)
    x, state = torch.rand(2, 12, 6), torch.zeros(2, 4, 3)
    assert torch.equal(layer.step(x, state)[0], x)
    torch.nn.init.normal_(layer.up.weight)
    torch.nn.init.normal_(layer.up.bias)
    output, after = layer.step(x, state)
    heard = torch.relu(layer.down(x))
    assert torch.allclose(after, heard[:, -4:])
    for t in range(12):
        mean = heard[:, max(0, t - 4) : t + 1].sum(1) / 5
        assert torch.allclose(output[:, t], torch.relu(x[:, t] + layer.up(mean)), atol=1e-5)


def test_a_pool_after_no_block_is_refused():
    """[L87] rather than left out in silence."""
    with pytest.raises(ValueError, match=r"pools: \[0, 5\], but there are 4 early blocks"):
        replace(ENCODER, pools=(0, 2, 5)).layers()


def test_streaming_equals_offline(model: PhoneTransducer):
    """[L13] any chunking gives the offline output, also chunks shorter than the look-ahead."""
    features = torch.randn(301, 80)
    with torch.inference_mode():
        whole = search_frames(model, model.encoder(features[None])[0])
    for chunk in (3, 6, 24, 63, 300, 600):
        streamed = np.concatenate(list(stream(model, features, chunk)))
        assert streamed.shape == whole.shape == (100 - 4, 36)
        assert np.abs(streamed - whole).max() < 1e-4


def test_encoder_looks_no_further_ahead_than_it_says(model: PhoneTransducer):
    """[L14] a change in the future reaches back by the look-ahead and no further."""
    features = torch.randn(1, 300, 80)
    changed = features.clone()
    changed[:, 180:] += 1
    a, b = model.encoder(features)[0], model.encoder(changed)[0]
    assert model.encoder.config.lookahead == 4
    assert torch.equal(a[:56], b[:56])
    assert not torch.allclose(a[56], b[56])


def test_lookahead_leaves_frames_in_their_place(model: PhoneTransducer):
    """[L55] with silent convolutions, an encoder that looks ahead gives what one that doesn't gives."""
    plain = Encoder(replace(ENCODER, ahead=0)).eval()
    plain.load_state_dict(model.encoder.state_dict())
    ahead = Encoder(ENCODER).eval()
    ahead.load_state_dict(model.encoder.state_dict())
    for encoder in (plain, ahead):
        for layer in encoder.layers[2:-1]:
            last = layer.up if isinstance(layer, Pool) else layer.norm
            torch.nn.init.zeros_(last.weight)
            torch.nn.init.zeros_(last.bias)
    features = torch.randn(1, 150, 80)
    assert torch.equal(ahead(features), plain(features)[:, :-4])


def test_folding_norms_keeps_the_output(model: PhoneTransducer):
    """[L16] the exported tensors compute what the trained network computes, the table of logits included."""
    features = torch.randn(240, 80)
    expected = model.table(model.encoder(features[None])[0]).double()
    actual = FoldedEncoder(encoder_tensors(model), model)(features)
    assert actual.shape == expected.shape == (76, 36)
    assert torch.allclose(actual, expected, atol=1e-3)


def test_greedy_search_is_the_same_in_pieces(model: PhoneTransducer):
    """[L17] frame by frame and at once, from the row of the unit before; a unit a frame at most."""
    table = np.random.default_rng(5).normal(size=(40, 6, 6)).astype(np.float32)
    whole, single = GreedyTableSearch(model), GreedyTableSearch(model)
    whole.accept(table.reshape(40, 36))
    for frame in table:
        assert len(single.accept(frame.reshape(1, 36))) <= 1
    expected, previous = [], 0
    for frame in table:
        unit = int(frame[previous].argmax())
        if unit:
            expected.append(unit)
            previous = unit
    assert whole.units == single.units == expected
    assert expected


def language_folder(folder: Path) -> Path:
    """Two words, and n-grams of the least that is read."""
    words = ["<unk>", "<s>", "</s>", "dog", "fox"]
    spoken = {"dog": [(("D", "AO", "G"), 1.0)], "fox": [(("F", "AA", "K", "S"), 1.0)]}
    unigram = np.full(len(words), -2.0, np.float16)
    folder.mkdir()
    save_file(prefix_tree.build(words, spoken, unigram), folder / "lexicon.safetensors")
    for name in ("lm", "g2p"):
        save_file({"1.score": unigram, "2.word": np.zeros(1, np.uint32)}, folder / f"{name}.safetensors")
    return folder


def test_export_from_a_checkpoint(tmp_path: Path):
    """[L18] manifest, tensors and golden file of a checkpoint describe the model that was saved."""
    saved = random_model(len(UNITS))
    checkpoint.save(tmp_path / "last.pt", model=saved.state_dict(), config=saved.config.to_dict())
    model = checkpoint.load_model(tmp_path / "last.pt")
    language = language_folder(tmp_path / "language")
    out, identity = tmp_path / "tiny", {"id": "tiny"}
    export(
        model,
        Phones(language / "lexicon.safetensors"),
        GOLDEN_RECORDING,
        identity,
        {},
        out,
        language,
        "local",
    )

    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["units"] == {
        "kind": "phones",
        "file": "units.txt",
        "count": 41,
        "blankId": 0,
        "silenceId": SILENCE_ID,
    }
    assert (out / "units.txt").read_text().splitlines() == list(UNITS)
    assert manifest["predictor"] == {"architecture": "table", "contextUnits": 1}
    assert manifest["joint"] == {"architecture": "table", "normalization": "local"}
    encoder = manifest["encoder"]
    assert [layer["kind"] for layer in encoder["layers"]] == [
        *("mean", "conv", "block", "block", "pool", "block", "block"),
        *("projection", "projection"),
    ]
    assert encoder["layers"][0] == {"kind": "mean", "in": 80, "out": 160, "kernel": 40}
    assert encoder["layers"][4] == {"kind": "pool", "in": 24, "out": 24, "bottleneck": 6, "kernel": 25}
    assert [layer["ahead"] for layer in encoder["layers"] if layer["kind"] == "block"] == [1, 1, 1, 0]
    assert encoder["outputDim"] == encoder["layers"][-1]["out"] == 41 * 41
    assert encoder["states"][0] == {"name": "encoder.0", "shape": [39, 80]}
    assert {"name": "encoder.4", "shape": [24, 6]} in encoder["states"]
    streaming = manifest["streaming"]
    assert streaming["lookaheadFrames"] == 12
    assert streaming["flushFrames"] == flush_frames(model) == 24
    assert all(frames % encoder["subsampling"] == 0 for frames in streaming["chunkFramesChoices"])

    weights = load_file(out / "weights.safetensors")
    assert weights["encoder.2.down"].shape == (3, 24, 8)
    taps = [tap.weight.detach().half().numpy().T for tap in saved.encoder.layers[2].down]
    assert all(np.array_equal(a, b) for a, b in zip(weights["encoder.2.down"], taps, strict=True))

    golden = json.loads((out / "golden.json").read_text())
    encoded = np.frombuffer(base64.b64decode(golden["encoder"]["data"]), "<f4")
    encoded = encoded.reshape(golden["encoder"]["shape"])
    pcm = np.frombuffer(base64.b64decode(golden["audio"]["pcm16"]), "<i2").astype(np.float32) / 32768
    features = Featurizer()(torch.from_numpy(np.pad(pcm, (0, streaming["flushFrames"] * 160))))
    expected = np.concatenate(list(stream(saved, features, 24)))
    assert np.abs(expected - encoded).max() / np.abs(expected).max() < 1e-2  # half-precision weights
    assert golden["units"] == GreedyTableSearch(model).accept(encoded)
    assert SILENCE_ID not in golden["units"] or "SIL" not in golden["text"].split()


def test_language_files_lie_in_another_folder(tmp_path: Path):
    """[L89] a model that shares names the folder, size and hash of each file, and has none of them itself."""
    model = random_model(len(UNITS))
    language = language_folder(tmp_path / "language")
    units = Phones(language / "lexicon.safetensors")
    whole, sharing = tmp_path / "whole", tmp_path / "sharing"
    export(model, units, GOLDEN_RECORDING, {"id": "whole"}, {}, whole, language)
    export(model, units, GOLDEN_RECORDING, {"id": "sharing"}, {}, sharing, language)
    export(model, units, GOLDEN_RECORDING, {"id": "sharing"}, {}, sharing, share="whole")

    names = {"lexicon.safetensors", "lm.safetensors", "g2p.safetensors"}
    manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (whole, sharing)]
    assert not names & {path.name for path in sharing.iterdir()}
    for name in names:
        assert manifests[1]["files"][name] == manifests[0]["files"][name] | {"of": "whole"}
    assert all(manifests[0][part] == manifests[1][part] for part in ("lexicon", "languageModel", "g2p"))

    later = tmp_path / "later"
    export(model, units, GOLDEN_RECORDING, {"id": "sharing"}, {}, later, language)
    language_files.use(later, "whole")
    assert json.loads((later / "manifest.json").read_text()) == manifests[1]
    assert {path.name for path in later.iterdir()} == {path.name for path in sharing.iterdir()}

    for share in ("sharing", "../whole", "..", "third", "missing"):
        with pytest.raises((ValueError, FileNotFoundError)):
            export(model, units, GOLDEN_RECORDING, {"id": "third"}, {}, tmp_path / "third", share=share)
    with pytest.raises(ValueError, match="exclude each other"):
        export(
            model, units, GOLDEN_RECORDING, {"id": "third"}, {}, tmp_path / "third", language, share="whole"
        )
    assert not (tmp_path / "third").exists()


def test_shipped_models_have_the_search_of_the_recipe():
    """[L18] weights of a search that were tuned are in the recipe, so that the next export has them too."""
    root = Path(__file__).parents[2]
    for model, file in (("utter-en", "search-whisper.yaml"), ("utter-en-small", "search.yaml")):
        manifest = json.loads((root / "resources/models" / model / "manifest.json").read_text())
        assert manifest["search"] == OmegaConf.to_container(OmegaConf.load(root / "training/conf" / file)), (
            model
        )


def test_normalization_is_the_loss_of_the_run(tmp_path: Path):
    """[L18] whether scores are normalised follows from what the model was trained with."""
    for mmi, expected in ((1.0, "global"), (0.0, "local")):
        (tmp_path / "config.yaml").write_text(f"loss: {{mmi: {mmi}, rnnt: 1.0, ce: 0.2}}\n")
        assert provenance.normalization(tmp_path) == expected
    assert provenance.normalization(tmp_path / "last.pt") == "global"
