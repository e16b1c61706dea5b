"""Whisper of the final pass: weights in three forms, the network, its ONNX graphs, eight bits."""

import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from utter_training.whisper import settings
from utter_training.whisper.features import log_mel, mel_filters
from utter_training.whisper.network import Dimensions, Whisper
from utter_training.whisper.pieces import with_all_merges
from utter_training.whisper.search import TorchDecoder, beam, greedy
from utter_training.whisper.smoothing import Smoothed, ranges, smooth
from utter_training.whisper.weights import Expected, WeightsError, check_file, load_whisper, sinusoids

SIZES = Dimensions(
    mels=80, audio_steps=60, channels=128, encoder_layers=2, decoder_layers=2, text_steps=32, pieces=300
)


@pytest.fixture
def whisper() -> Whisper:
    torch.manual_seed(5)
    model = Whisper(SIZES).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(torch.randn_like(value) * (0.3 if value.ndim == 1 else value.shape[-1] ** -0.5))
            if name.endswith("norm.weight"):
                value.add_(1)
        for layer in (*model.encoder.layers, *model.decoder.layers):
            layer.attention.qkv.bias[SIZES.channels : 2 * SIZES.channels] = 0
        for layer in model.decoder.layers:
            layer.cross.kv.bias[: SIZES.channels] = 0
        model.encoder.positions.copy_(sinusoids(SIZES.audio_steps, SIZES.channels))
    return model


def string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data


def ctranslate2(model: Whisper) -> bytes:
    """``model.bin`` in half precision."""
    found: dict[str, torch.Tensor] = {
        "encoder/position_encodings/encodings": model.encoder.positions,
        "decoder/position_encodings/encodings": model.decoder.positions,
        "decoder/embeddings/weight": model.decoder.embedding.weight,
    }

    def put(name: str, module, norm: bool = False) -> None:
        found[f"{name}/{'gamma' if norm else 'weight'}"] = module.weight
        found[f"{name}/{'beta' if norm else 'bias'}"] = module.bias

    for index in (1, 2):
        put(f"encoder/conv{index}", getattr(model.encoder, f"conv{index}"))
    for side in ("encoder", "decoder"):
        coder = getattr(model, side)
        put(f"{side}/layer_norm", coder.norm, norm=True)
        for index, layer in enumerate(coder.layers):
            name = f"{side}/layer_{index}"
            put(f"{name}/self_attention/layer_norm", layer.attention_norm, norm=True)
            put(f"{name}/self_attention/linear_0", layer.attention.qkv)
            put(f"{name}/self_attention/linear_1", layer.attention.out)
            put(f"{name}/ffn/layer_norm", layer.feed_norm, norm=True)
            put(f"{name}/ffn/linear_0", layer.feed.up)
            put(f"{name}/ffn/linear_1", layer.feed.down)
            if side == "decoder":
                put(f"{name}/attention/layer_norm", layer.cross_norm, norm=True)
                put(f"{name}/attention/linear_0", layer.cross.q)
                put(f"{name}/attention/linear_1", layer.cross.kv)
                put(f"{name}/attention/linear_2", layer.cross.out)
    data = struct.pack("<I", 6) + string("WhisperSpec") + struct.pack("<II", 3, len(found))
    for name, value in found.items():
        bytes_ = value.detach().half().numpy().tobytes()
        data += string(name) + struct.pack("<B", value.ndim) + struct.pack(f"<{value.ndim}I", *value.shape)
        data += struct.pack("<BI", 4, len(bytes_)) + bytes_
    return data


def named(model: Whisper, style: str) -> dict[str, torch.Tensor]:
    """A state dict as Hugging Face ("hf") or OpenAI names it: queries, keys and values apart, keys without bias."""
    hf = style == "hf"
    layers = "layers" if hf else "blocks"
    own = model.state_dict()
    parts = {
        "attention_norm": "self_attn_layer_norm" if hf else "attn_ln",
        "attention.out": "self_attn.out_proj" if hf else "attn.out",
        "feed_norm": "final_layer_norm" if hf else "mlp_ln",
        "feed.up": "fc1" if hf else "mlp.0",
        "feed.down": "fc2" if hf else "mlp.2",
        "cross_norm": "encoder_attn_layer_norm" if hf else "cross_attn_ln",
        "cross.q": "encoder_attn.q_proj" if hf else "cross_attn.query",
        "cross.out": "encoder_attn.out_proj" if hf else "cross_attn.out",
    }
    joint = {
        "attention.qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]
        if hf
        else ["attn.query", "attn.key", "attn.value"],
        "cross.kv": ["encoder_attn.k_proj", "encoder_attn.v_proj"]
        if hf
        else ["cross_attn.key", "cross_attn.value"],
    }
    fixed = {
        "encoder.positions": "encoder.embed_positions.weight" if hf else "encoder.positional_embedding",
        "decoder.positions": "decoder.embed_positions.weight" if hf else "decoder.positional_embedding",
        "decoder.embedding.weight": "decoder.embed_tokens.weight" if hf else "decoder.token_embedding.weight",
        "encoder.norm": "encoder.layer_norm" if hf else "encoder.ln_post",
        "decoder.norm": "decoder.layer_norm" if hf else "decoder.ln",
    }
    found = {}
    for name, value in own.items():
        stem, kind = name.rsplit(".", 1)
        if name in fixed:
            found[fixed[name]] = value
        elif stem in fixed:
            found[f"{fixed[stem]}.{kind}"] = value
        elif ".layers." in name:
            side, _, index, part = stem.split(".", 3)
            prefix = f"{side}.{layers}.{index}"
            if part in joint:
                for their, piece in zip(joint[part], value.chunk(len(joint[part])), strict=True):
                    if not (kind == "bias" and their.endswith(("k_proj", "key"))):
                        found[f"{prefix}.{their}.{kind}"] = piece.contiguous()
            else:
                found[f"{prefix}.{parts[part]}.{kind}"] = value
        else:
            found[name] = value
    return {("model." if hf else "") + name: value for name, value in found.items()}


def same(model: Whisper, other: Whisper, within: float) -> bool:
    theirs = other.state_dict()
    return all(torch.allclose(value, theirs[name], atol=within) for name, value in model.state_dict().items())


def test_all_three_forms_of_weights_give_the_same_model(whisper, tmp_path):
    data = ctranslate2(whisper)
    parts = [tmp_path / "model.bin.part1", tmp_path / "model.bin.part2"]
    parts[0].write_bytes(data[: len(data) // 2])
    parts[1].write_bytes(data[len(data) // 2 :])
    (tmp_path / "model.bin").write_bytes(data)
    save_file(named(whisper, "hf"), tmp_path / "base.safetensors")
    torch.save({"dims": {}, "model_state_dict": named(whisper, "openai")}, tmp_path / "base.pt")
    assert same(whisper, load_whisper(parts), 2e-3)
    assert same(whisper, load_whisper(tmp_path), 2e-3)
    assert same(whisper, load_whisper(tmp_path / "base.safetensors"), 0)
    assert same(whisper, load_whisper(tmp_path / "base.pt"), 0)


def test_weights_cut_short_or_changed_are_refused_by_name(whisper, tmp_path):
    data = ctranslate2(whisper)
    path = tmp_path / "model.bin.part2"
    for length in (3, 40, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(WeightsError, match="model.bin.part2.*cut short"):
            load_whisper(path)
    path.write_bytes(data)
    import hashlib

    right = Expected(len(data), hashlib.sha256(data).hexdigest())
    check_file(path, right)
    path.write_bytes(data[:-1])
    with pytest.raises(WeightsError, match=rf"model.bin.part2: {len(data) - 1} bytes instead of {len(data)}"):
        check_file(path, right)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(WeightsError, match="model.bin.part2: SHA-256"):
        check_file(path, right)
    with pytest.raises(WeightsError, match="nowhere.*not found"):
        check_file(tmp_path / "nowhere", right)


def test_what_is_no_whisper_is_refused_by_name(whisper, tmp_path):
    (tmp_path / "model.bin").write_bytes(ctranslate2(whisper).replace(b"WhisperSpec", b"TransfoSpec"))
    with pytest.raises(WeightsError, match="model.bin: holds a 'TransfoSpec'"):
        load_whisper(tmp_path)
    tensors = named(whisper, "hf")
    del tensors["model.decoder.layers.1.fc1.weight"]
    save_file(tensors, tmp_path / "a.safetensors")
    with pytest.raises(WeightsError, match="a.safetensors: decoder.layers.1.feed.up.weight"):
        load_whisper(tmp_path / "a.safetensors")
    (tmp_path / "b.safetensors").write_bytes(b"\x40" * 9)
    with pytest.raises(WeightsError, match="b.safetensors: cannot be read"):
        load_whisper(tmp_path / "b.safetensors")
    (tmp_path / "c.pt").write_bytes(b"not torch")
    with pytest.raises(WeightsError, match="c.pt: cannot be read"):
        load_whisper(tmp_path / "c.pt")


def test_features_are_even_in_length_and_level_free():
    sound = np.random.default_rng(3).standard_normal(16_000 * 2 + 77).astype(np.float32)
    features = log_mel(sound, 0.6)
    assert features.shape[1] % 2 == 0 and 260 <= features.shape[1] <= 263
    assert torch.allclose(
        features.max() - features.min(), torch.tensor(2.0), atol=1e-4
    )  # eight tens, in fours
    assert mel_filters().shape == (80, 201) and (mel_filters().sum(1) > 0).all()


def test_a_row_in_a_batch_hears_what_it_hears_alone(whisper):
    torch.manual_seed(1)
    features = torch.randn(2, 80, 40)
    features[1, :, 24:] = 0
    together = whisper.encoder(features, torch.tensor([20, 12]))
    assert torch.allclose(together[1, :12], whisper.encoder(features[1:, :, :24])[0], atol=1e-4)


def sessions(folder: Path, smoothed: Smoothed, bits: int):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    from utter_training.whisper.graphs import decoder_graph, encoder_graph
    from utter_training.whisper.runtime import OnnxWhisper

    folder.mkdir(exist_ok=True)
    onnx.save(encoder_graph(smoothed, bits), folder / "encoder_model.onnx")
    onnx.save(decoder_graph(smoothed, [(0, 1), (1, 0)], bits), folder / "decoder_model_merged.onnx")
    return OnnxWhisper(folder)


@pytest.mark.parametrize("frames", (2, 40, 120))
def test_onnx_computes_what_pytorch_does_step_by_step_for_reordered_beams(whisper, tmp_path, frames):
    model = sessions(tmp_path, Smoothed(whisper), 32)
    torch.manual_seed(2)
    features = torch.randn(80, frames)
    decoder = model.listen(features)
    with torch.no_grad():
        audio = whisper.decoder.keys_values(whisper.encoder(features[None]))
        for index, (key, value) in enumerate(audio):
            assert np.abs(decoder.audio[f"past_key_values.{index}.encoder.key"] - key.numpy()).max() < 1e-4
            assert (
                np.abs(decoder.audio[f"past_key_values.{index}.encoder.value"] - value.numpy()).max() < 1e-4
            )
        rows = torch.tensor([[3, 7, 9]])
        # The prompt in one run, then three rows of it, then two of those in another order, then two pieces at once.
        history = [
            (rows, torch.zeros(1, dtype=torch.int64)),
            (torch.tensor([[4], [5], [6]]), torch.zeros(3, dtype=torch.int64)),
            (torch.tensor([[8], [11]]), torch.tensor([2, 0])),
            (torch.tensor([[1, 2], [12, 13]]), torch.tensor([1, 0])),
        ]
        texts = [[]]
        for ids, order in history:
            texts = [texts[before] + new for before, new in zip(order.tolist(), ids.tolist(), strict=True)]
            found = decoder.session.run(
                {"input_ids": ids.numpy(), "beam_index": order.numpy()} | decoder.past | decoder.audio
            )
            decoder.past = {
                name.replace("present", "past_key_values"): value
                for name, value in found.items()
                if "present" in name
            }
            wide = [(k.expand(len(texts), -1, -1, -1), v.expand(len(texts), -1, -1, -1)) for k, v in audio]
            states, _ = whisper.decoder(torch.tensor(texts), wide)
            logits = whisper.decoder.logits(states[:, -ids.shape[1] :]).numpy()
            assert found["logits"].shape == logits.shape
            assert np.abs(found["logits"] - logits).max() < 1e-3
            looked = whisper.decoder.cross_attention(torch.tensor(texts), wide, [(0, 1), (1, 0)])
            assert np.abs(found["cross_attention"] - looked[:, -ids.shape[1] :].numpy()).max() < 1e-4
            assert np.allclose(found["cross_attention"].sum(-1), 1, atol=1e-4)


def test_smoothing_changes_nothing_in_full_precision_and_helps_eight_bits(whisper, tmp_path):
    with torch.no_grad():  # a few channels are a hundred times as loud as others, as in trained models
        for layer in whisper.encoder.layers:
            layer.attention_norm.weight[3] *= 60
            layer.attention.qkv.weight[:, 3] /= 60
            layer.feed.up.bias[5] += 800
            layer.feed.down.weight[:, 5] /= 800
    torch.manual_seed(3)
    features, ids = torch.randn(80, 60), torch.tensor([[1, 2, 3, 4, 5, 6]])
    smoothed = smooth(whisper, ranges(whisper, [(torch.randn(80, 60), torch.arange(20)) for _ in range(4)]))

    def heard(folder: str, of: Smoothed, bits: int) -> tuple[np.ndarray, np.ndarray]:
        """The last layer's keys of the sound, and the logits."""
        decoder = sessions(tmp_path / folder, of, bits).listen(features)
        inputs = {"input_ids": ids.numpy(), "beam_index": np.zeros(1, np.int64)}
        found = decoder.session.run(inputs | decoder.past | decoder.audio)
        return decoder.audio["past_key_values.1.encoder.key"], found["logits"]

    exact, expected = heard("exact", Smoothed(whisper), 32)
    keys, logits = heard("same", smoothed, 32)
    assert np.abs(logits - expected).max() < 1e-3 * np.abs(expected).max()
    assert np.abs(keys - exact).max() < 1e-3 * np.abs(exact).max()
    plain, spread = (
        np.abs(heard(name, of, 8)[0] - exact).mean()
        for name, of in (("plain", Smoothed(whisper)), ("spread", smoothed))
    )
    assert spread < 0.5 * plain


def test_the_embedding_is_stored_once(whisper, tmp_path):
    sessions(tmp_path, Smoothed(whisper), 8)
    size = (tmp_path / "decoder_model_merged.onnx").stat().st_size
    weights = sum(p.numel() for name, p in whisper.decoder.named_parameters() if p.ndim == 2)
    assert size < 1.25 * weights + 100_000


def fixed(never_end: bool = False) -> torch.Tensor:
    never = torch.zeros(settings.END + 10)
    never[settings.END + 1 :] = -torch.inf
    return never


class Scripted:
    """A decoder whose next piece depends on the last one only."""

    def __init__(self, table: dict[int, dict[int, float]]) -> None:
        self.table = table

    def step(self, ids: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        logits = torch.full((len(ids), settings.END + 10), -50.0)
        for row, last in enumerate(ids[:, -1].tolist()):
            for piece, probability in self.table.get(last, {settings.END: 1.0}).items():
                logits[row, piece] = float(np.log(probability))
        return logits


def test_the_beam_finds_what_a_greedy_search_misses():
    # 5 looks better at first, but what follows it is spread over many pieces.
    table = {1: {5: 0.55, 6: 0.45}, 5: {piece: 0.1 for piece in range(20, 30)}, 6: {7: 0.99}}
    found = beam(Scripted(table), [1], fixed(), 10, width=4)
    assert found.ids == [6, 7] and found.is_finished
    assert greedy(Scripted(table), [[1]], fixed(), 10)[0].ids[0] == 5


def test_greedy_rows_end_each_at_its_own_piece(whisper):
    texts = greedy(
        Scripted({1: {5: 1.0}, 5: {6: 1.0}, 2: {7: 1.0}, 8: {9: 1.0}, 9: {9: 1.0}}),
        [[1], [2], [8]],
        fixed(),
        6,
    )
    assert [t.ids for t in texts] == [[5, 6], [7], [9] * 6]
    assert [t.is_finished for t in texts] == [True, True, False]


def test_search_over_pytorch_gives_every_row_its_own_sound(whisper):
    torch.manual_seed(7)
    with torch.no_grad():
        audio = whisper.decoder.keys_values(whisper.encoder(torch.randn(2, 80, 40)))
        alone = TorchDecoder(whisper, [(k[1:], v[1:]) for k, v in audio])
        both = TorchDecoder(whisper, audio)
        first = both.step(torch.tensor([[1, 2], [1, 2]]), torch.arange(2))
        assert torch.allclose(first[1], alone.step(torch.tensor([[1, 2]]), torch.arange(1))[0], atol=1e-4)
        left = both.step(torch.tensor([[4]]), torch.tensor([1]))  # the first row has ended
        assert torch.allclose(left[0], alone.step(torch.tensor([[4]]), torch.arange(1))[0], atol=1e-4)


def test_a_merge_that_an_export_lost_is_put_back_in_its_place():
    vocabulary = {chr(0x100 + byte): byte for byte in range(254)} | {"Ġ": 254, "t": 255}
    vocabulary |= {"Ġt": 256, "he": 257, "Ġthe": 258, "h": 300, "e": 301, "<|endoftext|>": 50257}
    merges = [["Ġ", "t"], ["h", "e"], ["Ġt", "he"]]
    for lost in range(3):
        left = [" ".join(merge) for at, merge in enumerate(merges) if at != lost]
        whole = with_all_merges({"version": "1.0", "model": {"vocab": vocabulary, "merges": left}})
        assert whole["model"]["merges"] == merges
    assert with_all_merges({"model": {"vocab": vocabulary, "merges": merges}})["model"]["merges"] == merges
