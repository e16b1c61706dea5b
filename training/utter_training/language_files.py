"""The lexicon and language model that travel with a phone model (``docs/model-format.md``)."""

from __future__ import annotations

import shutil
from pathlib import Path

from omegaconf import OmegaConf
from safetensors.numpy import load_file

SEARCH = Path(__file__).parent.parent / "conf" / "search.yaml"


def ngram_order(tensors: dict) -> int:
    """Order of the n-gram in tensors named ``1.score``, ``2.word``, …"""
    return max(int(name.split(".")[0]) for name in tensors if name[0].isdigit())


def add(folder: Path, out: Path, search: Path = SEARCH) -> dict:
    """Copies ``lexicon``, ``lm`` and ``g2p`` from ``folder`` to ``out``; returns their sections of the manifest."""
    names = {"lexicon": "lexicon.safetensors", "languageModel": "lm.safetensors", "g2p": "g2p.safetensors"}
    missing = [name for name in names.values() if not (folder / name).exists()]
    if missing:
        raise FileNotFoundError(
            f"{folder}: {', '.join(missing)} missing; see 'Language' in training/README.md"
        )
    for name in names.values():
        shutil.copyfile(folder / name, out / name)
    lexicon = load_file(folder / names["lexicon"])
    return {
        "lexicon": {"file": names["lexicon"], "words": len(lexicon["word.offset"]) - 1},
        **{
            section: {"file": names[section], "order": ngram_order(load_file(folder / names[section]))}
            for section in ("languageModel", "g2p")
        },
        "search": OmegaConf.to_container(OmegaConf.load(search)),
    }
