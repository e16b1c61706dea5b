"""Moonshine's lean graphs against plain arithmetic, with random weights."""

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
runtime = pytest.importorskip("onnxruntime")

from onnx import TensorProto, helper, numpy_helper

from utter_training.final.moonshine_graph import (
    EPSILON,
    Moonshine,
    Product,
    decoder_graph,
    encoder_graph,
    joined,
    read_published,
)

HEADS, WIDTH, LAYERS, PIECES, INNER = 2, 16, 2, 50, 48
CHANNELS = HEADS * WIDTH
LOOKING = ((0, 1), (1, 0), (1, 1))


def random_moonshine(seed: int) -> Moonshine:
    rng = np.random.default_rng(seed)

    def product(rows: int, columns: int) -> Product:
        scale = np.array(rng.uniform(0.5, 1.5) / 70 / np.sqrt(rows), np.float32)
        zero = np.array(rng.integers(110, 146), np.uint8)
        return Product(rng.integers(0, 256, (rows, columns)).astype(np.uint8), scale, zero)

    def gain(size: int) -> np.ndarray:
        return rng.uniform(0.5, 1.5, size).astype(np.float32)

    products, arrays = {}, {}
    for side, attentions, norms, inner in (
        ("encoder", ["self_attn"], ["input", "post_attention"], (("fc1", INNER), ("fc2", CHANNELS))),
        (
            "decoder",
            ["self_attn", "encoder_attn"],
            ["input", "post_attention", "final"],
            (("up_proj", 2 * INNER), ("down_proj", CHANNELS)),
        ),
    ):
        for index in range(LAYERS):
            name = f"{side}.layers.{index}"
            for attention in attentions:
                for part in ("q_proj", "k_proj", "v_proj", "dense"):
                    products[f"{name}.{attention}.{part}"] = product(CHANNELS, CHANNELS)
            for norm in norms:
                arrays[f"{name}.{norm}_layernorm.weight"] = gain(CHANNELS)
            for (part, columns), rows in zip(inner, (CHANNELS, INNER), strict=True):
                products[f"{name}.mlp.{part}"] = product(rows, columns)
                arrays[f"{name}.mlp.{part}.bias"] = rng.normal(0, 0.3, columns).astype(np.float32)
    products["decoder.embed_tokens.weight"] = product(CHANNELS, PIECES)
    arrays["decoder.norm.weight"], arrays["encoder.layer_norm.weight"] = gain(CHANNELS), gain(CHANNELS)
    for name, shape in (
        ("conv1", (CHANNELS, 1, 127)),
        ("conv2", (2 * CHANNELS, CHANNELS, 7)),
        ("conv3", (CHANNELS, 2 * CHANNELS, 3)),
    ):
        arrays[f"encoder.{name}.weight_quantized"] = rng.integers(-128, 128, shape).astype(np.int8)
        arrays[f"encoder.{name}.weight_scale"] = np.array([1 / 70 / np.sqrt(shape[1] * shape[2])], np.float32)
        arrays[f"encoder.{name}.weight_zero_point"] = rng.normal(0, 0.001, 1).astype(np.float32)
        if name != "conv1":
            arrays[f"encoder.{name}.bias"] = rng.normal(0, 0.3, shape[0]).astype(np.float32)
    for part in ("weight", "bias"):
        arrays[f"encoder.groupnorm.{part}"] = gain(CHANNELS).reshape(1, -1, 1)
    rotary = (10000.0 ** -(np.arange(6) / 6)).astype(np.float32)  # turns 12 of 16 channels
    return Moonshine(HEADS, rotary, products, arrays)


def norm(x, gain):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + EPSILON) * gain


def gelu(x):
    from math import erf

    return x * 0.5 * (1 + np.vectorize(erf)(x / np.sqrt(2)))


def softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)


class Reference:
    """One sound, one text, in double precision, nothing kept between steps."""

    def __init__(self, source: Moonshine):
        self.source = source
        self.arrays = {name: value.astype(np.float64) for name, value in source.arrays.items()}

    def times(self, x, name):
        y = x @ self.source.products[name].values().astype(np.float64)
        return y + self.arrays[f"{name}.bias"] if f"{name}.bias" in self.arrays else y

    def heads(self, x, turned=False):
        x = x.reshape(len(x), HEADS, WIDTH).copy()
        if turned:
            for i, speed in enumerate(self.source.rotary.astype(np.float64)):
                c, s = (f(np.arange(len(x)) * speed)[:, None] for f in (np.cos, np.sin))
                a, b = x[..., 2 * i].copy(), x[..., 2 * i + 1].copy()
                x[..., 2 * i], x[..., 2 * i + 1] = a * c - b * s, b * c + a * s
        return x.transpose(1, 0, 2)

    def attend(self, q, k, v, causal=False):
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(WIDTH)
        if causal:
            scores = np.where(np.tri(scores.shape[1], dtype=bool), scores, -np.inf)
        weights = softmax(scores)
        return (weights @ v).transpose(1, 0, 2).reshape(q.shape[1], CHANNELS), weights

    def self_attention(self, x, name, causal):
        q, k, v = (self.heads(self.times(x, f"{name}.{part}_proj"), part != "v") for part in "qkv")
        return self.times(self.attend(q, k, v, causal)[0], f"{name}.dense")

    def convolve(self, x, name, stride):
        packed, scale, zero = (
            self.arrays[f"{name}.weight_{part}"] for part in ("quantized", "scale", "zero_point")
        )
        weight = packed * scale + zero
        starts = range(0, x.shape[1] - weight.shape[2] + 1, stride)
        y = np.stack(
            [np.tensordot(weight, x[:, s : s + weight.shape[2]], ((1, 2), (0, 1))) for s in starts], 1
        )
        return y + self.arrays[f"{name}.bias"][:, None] if f"{name}.bias" in self.arrays else y

    def encode(self, samples):
        x = np.tanh(self.convolve(samples[None].astype(np.float64), "encoder.conv1", 64))
        x = (x - x.mean()) / np.sqrt(x.var() + EPSILON)
        x = x * self.arrays["encoder.groupnorm.weight"][0] + self.arrays["encoder.groupnorm.bias"][0]
        x = gelu(self.convolve(x, "encoder.conv2", 3))
        x = gelu(self.convolve(x, "encoder.conv3", 2)).T
        for index in range(LAYERS):
            name = f"encoder.layers.{index}"
            x = x + self.self_attention(
                norm(x, self.arrays[f"{name}.input_layernorm.weight"]), f"{name}.self_attn", False
            )
            inner = norm(x, self.arrays[f"{name}.post_attention_layernorm.weight"])
            x = x + self.times(gelu(self.times(inner, f"{name}.mlp.fc1")), f"{name}.mlp.fc2")
        return norm(x, self.arrays["encoder.layer_norm.weight"])

    def keys_values(self, sound):
        """``(layers, 2, H, T, W)``"""
        names = [
            [f"decoder.layers.{index}.encoder_attn.{part}_proj" for part in "kv"] for index in range(LAYERS)
        ]
        return np.array([[self.heads(self.times(sound, name)) for name in pair] for pair in names])

    def decode(self, ids, keys_values):
        x = self.source.products["decoder.embed_tokens.weight"].values().astype(np.float64).T[ids]
        looked = []
        for index in range(LAYERS):
            name = f"decoder.layers.{index}"
            x = x + self.self_attention(
                norm(x, self.arrays[f"{name}.input_layernorm.weight"]), f"{name}.self_attn", True
            )
            q = self.heads(
                self.times(
                    norm(x, self.arrays[f"{name}.post_attention_layernorm.weight"]),
                    f"{name}.encoder_attn.q_proj",
                )
            )
            heard, weights = self.attend(q, *keys_values[index])
            x = x + self.times(heard, f"{name}.encoder_attn.dense")
            looked += [weights[head] for layer, head in LOOKING if layer == index]
            inner = self.times(norm(x, self.arrays[f"{name}.final_layernorm.weight"]), f"{name}.mlp.up_proj")
            value, gate = np.split(inner, 2, -1)
            x = x + self.times(value * gate / (1 + np.exp(-gate)), f"{name}.mlp.down_proj")
        x = norm(x, self.arrays["decoder.norm.weight"])
        return self.times(x, "decoder.embed_tokens.weight"), np.mean(looked, 0)


def session(model):
    onnx.checker.check_model(model)
    return runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


STATES = [f"past_key_values.{n}.decoder.{kind}" for n in range(LAYERS) for kind in ("key", "value")]
SOUND = [f"past_key_values.{n}.encoder.{kind}" for n in range(LAYERS) for kind in ("key", "value")]


def sound_feeds(keys_values):
    flat = keys_values.reshape(2 * LAYERS, 1, HEADS, -1, WIDTH).astype(np.float32)
    return dict(zip(SOUND, flat, strict=True))


def empty():
    return {name: np.zeros((1, HEADS, 0, WIDTH), np.float32) for name in STATES}


def step(model, ids, beam, past, sound):
    """Logits, where each piece looks, and the state."""
    names = ["logits", "cross_attention", *[name.replace("past_key_values", "present") for name in STATES]]
    feeds = {"input_ids": np.array(ids), "beam_index": np.array(beam), **past, **sound}
    logits, looks, *states = model.run(names, feeds)
    return logits, looks, dict(zip(STATES, states, strict=True))


def test_encoder_hands_out_keys_and_values():
    """[L160] The lean encoder gives the cross-attention's keys and values, of any length of sound."""
    source = random_moonshine(0)
    model, reference = session(encoder_graph(source, bits=32)), Reference(source)
    for samples in (1500, 9000):
        x = np.random.default_rng(samples).normal(0, 0.3, samples).astype(np.float32)
        names = [name.replace("past_key_values", "present") for name in SOUND]
        got = np.array(model.run(names, {"input_values": x[None]}))
        expected = reference.keys_values(reference.encode(x)).reshape(got.shape)
        np.testing.assert_allclose(got, expected, rtol=1e-3, atol=1e-4)


def test_decoder_with_and_without_past():
    """[L161] A text in one run, piece by piece, or in any parts gives the same logits, attention and state."""
    source = random_moonshine(1)
    rng = np.random.default_rng(1)
    model, reference = session(decoder_graph(source, LOOKING, bits=32)), Reference(source)
    keys_values = reference.keys_values(rng.normal(0, 1, (11, CHANNELS)))
    ids = rng.integers(0, PIECES, 9)
    logits, looks = reference.decode(ids, keys_values)
    for parts in ([9], [1] * 9, [4, 1, 3, 1]):
        past, at = empty(), 0
        for count in parts:
            got, where, past = step(model, [ids[at : at + count]], [0], past, sound_feeds(keys_values))
            np.testing.assert_allclose(got[0], logits[at : at + count], rtol=1e-3, atol=1e-4)
            np.testing.assert_allclose(where[0], looks[at : at + count], rtol=1e-3, atol=1e-5)
            at += count
        assert past[STATES[0]].shape == (1, HEADS, 9, WIDTH)


def test_rows_go_on_from_the_past_they_name():
    """[L162] Rows of a batch, several steps each, go on from any rows of the past, and all hear the one sound."""
    source = random_moonshine(2)
    rng = np.random.default_rng(2)
    model, reference = session(decoder_graph(source, LOOKING, bits=32)), Reference(source)
    keys_values = reference.keys_values(rng.normal(0, 1, (7, CHANNELS)))
    texts, past = [[]], empty()
    for beam, count in (([0, 0, 0], 1), ([2, 0, 0, 1], 2), ([3, 1], 1), ([1, 1, 0], 3)):
        ids = rng.integers(0, PIECES, (len(beam), count))
        texts = [[*texts[parent], *own] for parent, own in zip(beam, ids, strict=True)]
        got, where, past = step(model, ids, beam, past, sound_feeds(keys_values))
        for row, text in enumerate(texts):
            logits, looks = reference.decode(text, keys_values)
            np.testing.assert_allclose(got[row], logits[-count:], rtol=1e-3, atol=1e-4)
            np.testing.assert_allclose(where[row], looks[-count:], rtol=1e-3, atol=1e-5)


def test_eight_bits_stay_near():
    """[L163] Products of eight bits are the same graph but for the rounding of what goes into them."""
    source = random_moonshine(3)
    rng = np.random.default_rng(3)
    reference = Reference(source)
    x = rng.normal(0, 0.3, 6000).astype(np.float32)
    encoder, decoder = session(encoder_graph(source)), session(decoder_graph(source, LOOKING))
    sound = dict(
        zip(
            SOUND,
            encoder.run([n.replace("past_key_values", "present") for n in SOUND], {"input_values": x[None]}),
            strict=True,
        )
    )
    keys_values = reference.keys_values(reference.encode(x))
    assert np.corrcoef(np.array(list(sound.values())).ravel(), keys_values.ravel())[0, 1] > 0.999
    ids = rng.integers(0, PIECES, 8)
    got, _, _ = step(decoder, [ids], [0], empty(), sound)
    assert np.corrcoef(got[0].ravel(), reference.decode(ids, keys_values)[0].ravel())[0, 1] > 0.999


def test_joined_products_keep_their_values():
    """[L164] Weights side by side keep bytes, scales and zero points, so no value changes."""
    products = list(random_moonshine(4).products.values())[:3]
    expected = np.concatenate([product.values() for product in products], 1)
    assert (joined(products).values() == expected).all()


def published(source: Moonshine, side: str) -> onnx.ModelProto:
    """The names and bytes of the published export, without what it computes."""
    nodes, weights = [], []
    suffix = "_merged_0" if side == "decoder" else ""

    def put(name, value):
        weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))

    prefix = "/model/decoder/" if side == "decoder" else "/"
    root = "model.decoder." if side == "decoder" else ""
    for count, (name, product) in enumerate(source.products.items()):
        own, _, module = name.partition(".")
        if own != side:
            continue
        quantized = not module.startswith("embed_tokens")
        base = f"onnx::MatMul_{count}{suffix}" if quantized else f"{root}{module}{suffix}"
        put(f"{base}_quantized", product.bytes if quantized else product.bytes.T)
        put(f"{base}_scale", product.scale)
        put(f"{base}_zero_point", product.zero)
        if quantized:
            layers, index, block, part = module.split(".")
            out = f"{prefix}{layers}.{index}/{block}/{part}/MatMul_output_0_output_quantized"
            nodes.append(
                helper.make_node(
                    "MatMulInteger", ["x", f"{base}_quantized", "z", f"{base}_zero_point"], [out]
                )
            )
    for name, value in source.arrays.items():
        own, _, plain = name.partition(".")
        if own == side and not plain.startswith("groupnorm"):
            put(f"{root}{plain}{suffix}", value)
    put(f"{prefix}rotary_emb/Cast_1_output_0", source.rotary.reshape(1, -1, 1))
    if side == "encoder":
        put("onnx::Mul_7", source.arrays["encoder.groupnorm.weight"][0])
        put("onnx::Add_8", source.arrays["encoder.groupnorm.bias"][0])
        nodes.append(helper.make_node("Mul", ["y", "onnx::Mul_7"], ["/groupnorm/Mul_output_0"]))
        nodes.append(
            helper.make_node("Add", ["/groupnorm/Mul_output_0", "onnx::Add_8"], ["/groupnorm/Add_output_0"])
        )
    else:
        branch = helper.make_graph(nodes, "branch", [], [])
        nodes = [
            helper.make_node("If", ["use_cache_branch"], ["logits"], then_branch=branch, else_branch=branch)
        ]
    out = helper.make_tensor_value_info("logits", TensorProto.FLOAT, None)
    return helper.make_model(helper.make_graph(nodes, side, [], [out], weights))


def test_reads_the_published_pair(tmp_path):
    """[L165] Every byte, scale, zero point and gain of the published pair of graphs is read, from within the branches too."""
    source = random_moonshine(5)
    for side in ("encoder", "decoder"):
        onnx.save(published(source, side), tmp_path / f"{side}.onnx")
    read = read_published(tmp_path / "encoder.onnx", tmp_path / "decoder.onnx", HEADS)
    assert read.products.keys() == source.products.keys()
    for name, product in source.products.items():
        assert all(
            (getattr(product, part) == getattr(read.products[name], part)).all()
            for part in ("bytes", "scale", "zero")
        )
    for name, value in source.arrays.items():
        assert (read.arrays[name] == value).all()
    assert (read.rotary == source.rotary).all()
    for side, build in (("encoder", encoder_graph), ("decoder", lambda s: decoder_graph(s, LOOKING))):
        assert build(read).SerializeToString() == build(source).SerializeToString(), side
