"""Where a model came from: data with hours and licences, settings, updates. Read from the run, never typed in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import torch
from omegaconf import OmegaConf

from .. import CONFIGURATIONS
from ..speech.cache import FeatureCache

CORPORA = CONFIGURATIONS / "corpora.yaml"


def hours_by_corpus(cache: Path, names: list[str]) -> dict[str, float]:
    """Hours of training speech at its own speed."""
    result = {}
    for name in names:
        rows = FeatureCache(cache / name).utterances
        result[name] = sum(u.frames for u in rows if u.split == "train" and u.speed == 1.0) / 360_000
    return result


def commit() -> str:
    """The recipe's commit, or "unknown" outside a checkout."""
    folder = Path(__file__).parent
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def normalization(run: Path) -> str:
    """Whether a run's table of logits is normalised over utterances (LF-MMI's share of the loss) or over units."""
    config = run / "config.yaml"
    if not config.exists():
        return "global"
    return "global" if OmegaConf.select(OmegaConf.load(config), "loss.mmi", default=0.0) > 0 else "local"


def of_run(run: Path) -> dict:
    """The manifest's ``training`` section for a run folder that ``train`` wrote."""
    config = OmegaConf.load(run / "config.yaml")
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=True)
    corpora = OmegaConf.to_container(OmegaConf.load(CORPORA))
    shares = {name: share for name, share in config.shares.items() if share}
    hours = hours_by_corpus(Path(config.cache), list(shares))
    data = [
        {
            "corpus": name,
            "hours": round(hours[name], 2),
            "sharePerEpoch": share,
            **corpora.get(name, {}),
        }
        for name, share in shares.items()
    ]
    origin = config.get("origin")
    return {
        **({"origin": OmegaConf.to_container(origin)} if origin else {}),
        "data": data,
        "hours": round(sum(hours.values()), 2),
        "updates": state["updates"],
        "epochs": state["epoch"],
        "minutes": round(state["seconds"] / 60, 1),
        "commit": config.get("commit", "unknown"),
        "command": config.get("command", "python -m utter_training.acoustic.train"),
    }
