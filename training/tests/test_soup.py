"""The mean of several runs: its weights, and norms measured on data instead of averaged."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from utter_training.acoustic import checkpoint
from utter_training.acoustic.encoder import EncoderConfig, FrameNorm
from utter_training.acoustic.phone_transducer import PhoneTransducer, PhoneTransducerConfig
from utter_training.acoustic.soup import mean_of_runs, measure_norms


def transducer(channels: int = 16) -> PhoneTransducer:
    encoder = EncoderConfig(channels=channels, bottleneck=8, early=(1, 1), late=(), output_dim=8)
    return PhoneTransducer(PhoneTransducerConfig(5, encoder))


def run(folder: Path, model: PhoneTransducer, count: int = 1) -> Path:
    folder.mkdir()
    for i in range(count):
        checkpoint.save(
            folder / f"average-{i:02d}.pt", config=model.config.to_dict(), model=model.state_dict()
        )
    return folder


def test_a_mean_counts_each_run_by_its_weight(tmp_path: Path):
    models = [transducer(), transducer()]
    runs = [run(tmp_path / "a", models[0], count=3), run(tmp_path / "b", models[1])]
    mean = mean_of_runs(runs, [1, 3])
    for name, value in mean.items():
        expected = 0.25 * models[0].state_dict()[name].double() + 0.75 * models[1].state_dict()[name].double()
        torch.testing.assert_close(value, expected)


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0]])
def test_weights_that_make_no_mean_are_refused(tmp_path: Path, weights: list[float]):
    runs = [run(tmp_path / "a", transducer()), run(tmp_path / "b", transducer())]
    with pytest.raises(ValueError, match="weights"):
        mean_of_runs(runs, weights)


def test_runs_of_another_shape_are_refused(tmp_path: Path):
    runs = [run(tmp_path / "a", transducer()), run(tmp_path / "b", transducer(24))]
    with pytest.raises(ValueError, match="another shape"):
        mean_of_runs(runs, [1, 1])


def test_norms_are_those_of_the_data():
    model = transducer()
    rng = np.random.default_rng(0)
    features = [torch.from_numpy(rng.normal(3, 2, (2, 60, 80)).astype(np.float32)) for _ in range(4)]
    data = SimpleNamespace(epoch=lambda **_: (SimpleNamespace(features=x) for x in features))
    measure_norms(model, data, batches=4, strength=0.0, batch_frames=120)
    first = next(module for module in model.modules() if isinstance(module, FrameNorm))
    seen: list[torch.Tensor] = []
    first.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].reshape(-1, inputs[0].shape[-1])))
    with torch.no_grad():
        for x in features:
            model.encoder(x)
    torch.testing.assert_close(first.running_mean, torch.cat(seen).mean(0), rtol=1e-4, atol=1e-4)
    assert not any(module.training for module in model.modules())
