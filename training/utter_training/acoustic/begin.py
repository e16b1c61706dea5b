"""A streaming encoder that begins from Whisper's (see ``chunk_attention.py``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from ..whisper.network import Encoder, Whisper
from ..whisper.weights import WeightsError, load_whisper
from .chunk_attention import KERNEL, ChunkAttentionConfig, ChunkAttentionEncoder


@torch.no_grad()
def begin_from(encoder: ChunkAttentionEncoder, whisper: Encoder, name: str = "Whisper") -> None:
    """Sets all but the bottleneck to Whisper's weights.

    Raises:
        WeightsError: Whisper's encoder has other sizes than the configuration.
    """
    c = encoder.config
    have = (
        whisper.conv1.in_channels,
        whisper.conv1.out_channels,
        len(whisper.layers),
        len(whisper.positions),
    )
    want = (c.input_dim, c.channels, c.layers, c.positions)
    if have != want:
        raise WeightsError(
            f"{name}: {have} mel bins, channels, layers and positions, but the configuration's encoder has {want}; "
            "set model.encoder to the sizes of these weights (+size=tiny, base, small or medium)"
        )
    for ours, theirs in ((encoder.conv1, whisper.conv1), (encoder.conv2, whisper.conv2)):
        ours.weight.copy_(
            theirs.weight.transpose(1, 2).reshape(theirs.out_channels, KERNEL * theirs.in_channels)
        )
        assert theirs.bias is not None
        ours.bias.copy_(theirs.bias)
    encoder.positions.copy_(whisper.positions)
    for ours, theirs in zip(encoder.layers, whisper.layers, strict=True):
        pairs = (
            (ours.norm1, theirs.attention_norm),
            (ours.qkv, theirs.attention.qkv),
            (ours.out, theirs.attention.out),
            (ours.norm2, theirs.feed_norm),
            (ours.ffn1, theirs.feed.up),
            (ours.ffn2, theirs.feed.down),
            (encoder.norm, whisper.norm),
        )
        for mine, their in pairs:
            mine.load_state_dict(their.state_dict())


def config_of(whisper: Whisper) -> ChunkAttentionConfig:
    """Sizes of a Whisper's encoder; the rest as by default."""
    d = whisper.dimensions
    return ChunkAttentionConfig(
        input_dim=d.mels,
        channels=d.channels,
        heads=d.heads,
        feed_forward=4 * d.channels,
        layers=d.encoder_layers,
        positions=d.audio_steps,
    )


def frozen_encoder(weights: Sequence[Path]) -> ChunkAttentionEncoder:
    """Whisper's encoder from any form that ``load_whisper`` reads, steps averaged in pairs after the last
    layer.
    """
    whisper = load_whisper(weights)
    config = config_of(whisper)
    encoder = ChunkAttentionEncoder(replace(config, pool_after=config.layers))
    begin_from(encoder, whisper.encoder)
    return encoder.eval()
