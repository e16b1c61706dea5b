"""The recipe at other sizes, and with word pieces: settings, shapes, and an update on random weights."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from utter_training.acoustic.batches import Batch
from utter_training.acoustic.begin import config_of
from utter_training.acoustic.chunk_attention import ChunkAttentionEncoder
from utter_training.acoustic.encoders import encoder_config
from utter_training.acoustic.losses import Distillation, PhoneLoss, PieceLoss
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.pronunciation_graph import build
from utter_training.acoustic.transducer import Transducer, TransducerConfig
from utter_training.whisper.network import Dimensions, Whisper

CONF = str(Path(__file__).parents[1] / "conf")
SIZES = {"tiny": (384, 4), "base": (512, 6), "small": (768, 12), "medium": (1024, 24)}


def settings(name: str, *overrides: str):
    with initialize_config_dir(CONF, version_base=None):
        config = compose(name, overrides=list(overrides))
    OmegaConf.set_struct(config, False)
    return config


def encoder_settings(config):
    return encoder_config(OmegaConf.to_container(config.model.encoder, resolve=True))


@pytest.mark.parametrize("size", SIZES)
def test_settings_fit_every_published_whisper(size: str):
    config = encoder_settings(settings("phones-whisper", f"+size={size}"))
    channels, layers = SIZES[size]
    with torch.device("meta"):
        whisper = Whisper(Dimensions(channels=channels, encoder_layers=layers, decoder_layers=1))
        encoder = ChunkAttentionEncoder(config)
        hidden = encoder.hidden(torch.zeros(2, 64, 80), 32)
    assert replace(config_of(whisper), output_dim=192) == config
    assert hidden.shape == (2, 16, channels)


def batch_of(frames: int, channels: int) -> Batch:
    graph = build(["ab"], {"ab": [((3, 4), 1.0)]})
    taught = torch.zeros(2, frames // 4, dtype=torch.bool)
    taught[:, :3] = True
    return Batch(
        torch.randn(2, frames, 80),
        torch.tensor([[3, 4], [5, 0]]),
        [frames, frames - 8],
        [2, 1],
        -23.0,
        [graph, None],
        [None, None],
        torch.randn(2, frames // 4, channels).half(),
        taught,
    )


@pytest.mark.parametrize("units", ["phones", "pieces"])
def test_an_update_of_whisper_tinys_size(units: str):
    config = settings(f"{units}-whisper", "+size=tiny", "rnnt_from=0")
    encoder = encoder_settings(config)
    torch.manual_seed(0)
    if units == "phones":
        model = PhoneTransducer(PhoneTransducerConfig(41, encoder))
        trigram = np.full((41, 41, 41), 1 / 40, np.float32)
        losses = PhoneLoss(model, config, trigram, torch.ones(384))
    else:
        model = Transducer(TransducerConfig(32, encoder, embedding_dim=16))
        losses = PieceLoss(model, config, torch.ones(384))
    parts = losses(batch_of(64, 384), 0.5)
    parts["loss"].backward()
    assert torch.isfinite(parts["loss"]) and float(parts["distance"].detach()) > 0
    untrained = [name for name, p in model.named_parameters() if p.grad is None]
    assert untrained == []


def test_only_taught_frames_are_held_to_the_teacher():
    batch = batch_of(64, 8)
    hidden = batch.teacher.float()
    hidden[~batch.taught] += 5
    assert float(Distillation(torch.ones(8))(hidden, batch)) == 0
    untaught = replace(batch, taught=torch.zeros_like(batch.taught))
    assert float(Distillation(torch.ones(8))(hidden, untaught)) == 0
