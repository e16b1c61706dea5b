"""The exported computation of the chunk-attention encoder: tensors with the norms' weights folded in, and the
encoder that runs on them.

What a norm multiplies and adds goes into the matrix after it; what the last norm adds passes through the
bottleneck into the projection's bias. Queries are scaled beforehand. Keys have no bias: it would add the same
to all scores of a query.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from ..acoustic.chunk_attention import KERNEL, STRIDE, ChunkAttentionEncoder, chunk_mask, pool
from ..acoustic.losses import Model
from ..acoustic.phone_transducer import PhoneTransducer

CHUNK_FRAMES, CHUNK_CHOICES = 32, (16, 32, 64)
"""Feature frames a chunk: the default and what the user may choose from."""


def fold(weight: Tensor, bias: Tensor | None, norm: torch.nn.LayerNorm) -> tuple[Tensor, Tensor]:
    """A linear map ``(out, in)`` after a norm → that map ``(in, out)`` and its bias ``(out,)`` after mean and
    variance alone.
    """
    shifted = weight.double() @ norm.bias.double()
    return (weight.double() * norm.weight.double()).T, shifted if bias is None else bias.double() + shifted


def attention_tensors(model: Model) -> dict[str, Tensor]:
    """The encoder's tensors and the projection, named and shaped as the model format says; double precision."""
    encoder = model.encoder
    assert isinstance(encoder, ChunkAttentionEncoder)
    c = encoder.config
    scale = (c.channels // c.heads) ** -0.5
    tensors = {"encoder.positions": encoder.positions}
    for name, linear in (("conv1", encoder.conv1), ("conv2", encoder.conv2)):
        tensors[f"encoder.{name}.weight"] = linear.weight.T.unflatten(0, (KERNEL, -1))
        tensors[f"encoder.{name}.bias"] = linear.bias
    for index, layer in enumerate(encoder.layers):
        weight, bias = fold(layer.qkv.weight, layer.qkv.bias, layer.norm1)
        weight[:, : c.channels] *= scale
        bias[: c.channels] *= scale
        bias[c.channels : 2 * c.channels] = 0
        up, up_bias = fold(layer.ffn1.weight, layer.ffn1.bias, layer.norm2)
        parts = {
            "qkv": (weight, bias),
            "out": (layer.out.weight.T, layer.out.bias),
            "ffn1": (up, up_bias),
            "ffn2": (layer.ffn2.weight.T, layer.ffn2.bias),
        }
        for name, (matrix, added) in parts.items():
            tensors[f"encoder.{index}.{name}.weight"] = matrix
            tensors[f"encoder.{index}.{name}.bias"] = added
    down, shift = fold(encoder.bottleneck.weight, encoder.bottleneck.bias, encoder.norm)
    if isinstance(model, PhoneTransducer):
        tensors["encoder.bottleneck.weight"] = down
        tensors["encoder.projection.weight"] = model.table.weight.T
        tensors["encoder.projection.bias"] = model.table.bias.double() + model.table.weight.double() @ shift
    else:
        tensors["encoder.projection.weight"], tensors["encoder.projection.bias"] = down, shift
    return tensors


def encoder_section(model: Model) -> dict:
    """The manifest's ``encoder``."""
    encoder = model.encoder
    assert isinstance(encoder, ChunkAttentionEncoder)
    c = encoder.config
    is_table = isinstance(model, PhoneTransducer)
    return {
        "architecture": c.architecture,
        "inputDim": c.input_dim,
        "channels": c.channels,
        "heads": c.heads,
        "feedForward": c.feed_forward,
        "layers": c.layers,
        "poolAfter": c.pool_after,
        "positions": c.positions,
        "leftContextFrames": c.left_context_frames,
        **({"bottleneck": c.output_dim} if is_table else {}),
        "outputDim": model.table.out_features if isinstance(model, PhoneTransducer) else c.output_dim,
        "subsampling": c.subsampling,
        "states": [{"name": name, "shape": list(shape)} for name, shape in encoder.state_shapes()],
    }


class FoldedAttention:
    """The exported computation from the exported tensors, for the golden file: what TypeScript must reproduce."""

    def __init__(self, tensors: dict[str, Tensor], encoder: ChunkAttentionEncoder):
        self.tensors = {k: v.double() for k, v in tensors.items()}
        self.config = encoder.config

    def _linear(self, x: Tensor, name: str) -> Tensor:
        y = x @ self.tensors[f"encoder.{name}.weight"]
        bias = self.tensors.get(f"encoder.{name}.bias")
        return y if bias is None else y + bias

    def _convolve(self, x: Tensor, name: str, stride: int) -> Tensor:
        """``(history + T, in)`` → ``(T / stride, out)``, zeros before the start."""
        weight = self.tensors[f"encoder.{name}.weight"]
        padded = F.pad(x, (0, 0, KERNEL - stride, 0))
        outputs = (len(padded) - KERNEL) // stride + 1
        last = (outputs - 1) * stride + 1
        y = sum(padded[k:][:last:stride] @ weight[k] for k in range(KERNEL))
        return F.gelu(y + self.tensors[f"encoder.{name}.bias"], approximate="tanh")

    def __call__(self, features: Tensor, chunk: int = CHUNK_FRAMES) -> Tensor:
        """Features ``(T, bins)`` in chunks of ``chunk`` frames → ``(T // subsampling, outputDim)``."""
        c = self.config
        x = features[: len(features) // c.subsampling * c.subsampling].double()
        x = self._convolve(self._convolve(x, "conv1", 1), "conv2", STRIDE)
        x = x + self.tensors["encoder.positions"][torch.arange(len(x)) % c.positions]
        stride = STRIDE
        for index in range(c.layers):
            if c.pools_before(index):
                x, stride = pool(x[None])[0], c.subsampling
            mask = chunk_mask(len(x), chunk // stride, c.context(index))
            q, k, v = (
                part.unflatten(-1, (c.heads, -1)).transpose(0, 1)
                for part in self._linear(self._norm(x), f"{index}.qkv").chunk(3, -1)
            )
            scores = (q @ k.transpose(-1, -2)).masked_fill(~mask, -math.inf)
            heard = (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)
            x = x + self._linear(heard, f"{index}.out")
            up = F.gelu(self._linear(self._norm(x), f"{index}.ffn1"), approximate="tanh")
            x = x + self._linear(up, f"{index}.ffn2")
        x = self._norm(pool(x[None])[0] if c.pools_before(c.layers) else x)
        if "encoder.bottleneck.weight" in self.tensors:
            x = self._linear(x, "bottleneck")
        return self._linear(x, "projection")

    @staticmethod
    def _norm(x: Tensor) -> Tensor:
        return F.layer_norm(x, x.shape[-1:])
