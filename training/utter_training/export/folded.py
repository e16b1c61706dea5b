"""The exported computation: a model's tensors with the norms folded in, and the convolutional encoder that runs on them (for the other
architecture see ``folded_attention.py``).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ..acoustic.chunk_attention import ChunkAttentionEncoder
from ..acoustic.encoder import Block, Conv, Encoder, FrameNorm, LayerConfig, Pool, Projection
from ..acoustic.losses import Model
from ..acoustic.phone_transducer import PhoneTransducer
from ..acoustic.transducer import BLANK
from .folded_attention import attention_tensors


def layers_of(model: Model) -> list[LayerConfig]:
    """The manifest's encoder layers. A table of logits is one of them: its product belongs on the GPU with the rest."""
    encoder = model.encoder
    assert isinstance(encoder, Encoder)
    layers = [layer.config for layer in encoder.layers]
    if isinstance(model, PhoneTransducer):
        layers.append(LayerConfig("projection", model.table.in_features, model.table.out_features))
    return layers


def fold_norm(weight: Tensor, norm: FrameNorm) -> tuple[Tensor, Tensor]:
    """A linear map ``(out, in)`` followed by batch norm, as one map and a bias."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    return weight * scale[:, None], norm.bias - norm.running_mean * scale


def encoder_tensors(model: Model) -> dict[str, Tensor]:
    """The encoder's tensors, norms folded in, named and shaped as the model format says."""
    encoder = model.encoder
    assert isinstance(encoder, Encoder)
    tensors = {"featurizer.mean": encoder.mean, "featurizer.scale": encoder.scale}
    for index, layer in enumerate(encoder.layers):
        c, name = layer.config, f"encoder.{index}"
        match layer:
            case Conv():
                weight, bias = fold_norm(layer.linear.weight, layer.norm)
                tensors[f"{name}.weight"] = weight.T.reshape(c.kernel, c.in_, c.out)
                tensors[f"{name}.bias"] = bias
            case Block():
                up, bias = fold_norm(layer.up.weight, layer.norm)
                tensors[f"{name}.down"] = torch.stack([tap.weight.T for tap in layer.down])
                tensors[f"{name}.up"] = up.T
                tensors[f"{name}.bias"] = bias
            case Pool():
                tensors[f"{name}.down"] = layer.down.weight.T
                tensors[f"{name}.downBias"] = layer.down.bias
                tensors[f"{name}.up"] = layer.up.weight.T
                tensors[f"{name}.bias"] = layer.up.bias
            case Projection():
                tensors[f"{name}.weight"] = layer.linear.weight.T
                tensors[f"{name}.bias"] = layer.linear.bias
    if isinstance(model, PhoneTransducer):
        name = f"encoder.{len(encoder.layers)}"
        tensors[f"{name}.weight"] = model.table.weight.T
        tensors[f"{name}.bias"] = model.table.bias
    return tensors


def model_tensors(model: Model) -> dict[str, Tensor]:
    """All tensors of a model folder, in half precision."""
    if isinstance(model.encoder, ChunkAttentionEncoder):
        tensors = attention_tensors(model)
    else:
        tensors = encoder_tensors(model)
    if not isinstance(model, PhoneTransducer):
        predictor, config = model.predictor, model.config
        embedding = predictor.embedding.weight.detach().clone()
        embedding[BLANK] = 0
        tensors |= {
            "predictor.embedding": embedding,
            "predictor.conv.weight": predictor.conv.weight.T.reshape(
                config.context, config.embedding_dim, config.embedding_dim
            ),
            "predictor.conv.bias": predictor.conv.bias,
            "predictor.output.weight": predictor.output.weight.T,
            "predictor.output.bias": predictor.output.bias,
            "joint.weight": model.joint.linear.weight.T,
            "joint.bias": model.joint.linear.bias,
        }
    return {k: v.detach().half().contiguous().clone() for k, v in tensors.items()}


class FoldedEncoder:
    """The exported computation from the exported tensors, for the golden file: what TypeScript must reproduce."""

    def __init__(self, tensors: dict[str, Tensor], model: Model):
        self.tensors = {k: v.double() for k, v in tensors.items()}
        self.layers = layers_of(model)
        assert isinstance(model.encoder, Encoder)
        self.lookahead = model.encoder.config.lookahead

    def __call__(self, features: Tensor) -> Tensor:
        """Raw features ``(T, bins)`` → ``(T // subsampling - lookahead, dim)``: the frames that lie in the utterance."""
        x = (features.double() - self.tensors["featurizer.mean"]) * self.tensors["featurizer.scale"]
        for index, c in enumerate(self.layers):
            layer = {
                part: self.tensors[name]
                for part in ("weight", "down", "downBias", "up", "bias")
                if (name := f"encoder.{index}.{part}") in self.tensors
            }
            padded = F.pad(x, (0, 0, max(0, c.history), 0))
            match c.kind:
                case "projection":
                    x = x @ layer["weight"] + layer["bias"]
                case "mean":
                    x = torch.cat([x, padded.unfold(0, c.kernel, 1).mean(-1)], dim=-1)
                case "conv":
                    x = torch.relu(self._convolve(padded, layer["weight"], c) + layer["bias"])
                case "pool":
                    z = torch.relu(x @ layer["down"] + layer["downBias"])
                    mean = F.pad(z, (0, 0, c.history, 0)).unfold(0, c.kernel, 1).mean(-1)
                    x = torch.relu(x + mean @ layer["up"] + layer["bias"])
                case "block":
                    y = self._convolve(padded, layer["down"], c) @ layer["up"] + layer["bias"]
                    centre = c.history - c.ahead * c.dilation
                    x = torch.relu(padded[centre : centre + len(x)] + y)
        return x[self.lookahead :]

    @staticmethod
    def _convolve(padded: Tensor, weight: Tensor, c: LayerConfig) -> Tensor:
        """``(history + T, in)`` with ``(kernel, in, out)`` → ``(T // stride, out)``."""
        outputs = (padded.shape[0] - (c.kernel - 1) * c.dilation - 1) // c.stride + 1
        last = (outputs - 1) * c.stride + 1
        taps = (padded[k * c.dilation :][: last : c.stride] @ weight[k] for k in range(c.kernel))
        return sum(taps, start=padded.new_zeros(()))
