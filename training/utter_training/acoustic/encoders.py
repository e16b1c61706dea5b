"""The encoders that a transducer may have, by the manifest's name of their architecture."""

from __future__ import annotations

from dataclasses import fields

from .chunk_attention import ChunkAttentionConfig, ChunkAttentionEncoder
from .encoder import Encoder, EncoderConfig

AnyEncoderConfig = EncoderConfig | ChunkAttentionConfig
AnyEncoder = Encoder | ChunkAttentionEncoder


def encoder_config(values: dict) -> AnyEncoderConfig:
    """The configuration that a checkpoint or settings file describes; without an architecture it is convolutional."""
    values = dict(values)
    if values.get("architecture") == "chunk-attention":
        # Settings files grow on those of convolutional encoders; what only they have is dropped.
        others = {f.name for f in fields(EncoderConfig)} - {f.name for f in fields(ChunkAttentionConfig)}
        return ChunkAttentionConfig(**{name: value for name, value in values.items() if name not in others})
    for key in ("early", "late", "pools"):
        values[key] = tuple(values.get(key, ()))
    return EncoderConfig(**values)


def create_encoder(config: AnyEncoderConfig) -> AnyEncoder:
    """An untrained encoder."""
    return ChunkAttentionEncoder(config) if isinstance(config, ChunkAttentionConfig) else Encoder(config)
