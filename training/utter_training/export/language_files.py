"""The lexicon and language model that travel with a phone model (``docs/model-format.md``).

    python -m utter_training.export.language_files --model ../resources/models/utter-en-small --share utter-en

makes an exported model use the files of the model beside it: its manifest says where they lie, and its own go.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from omegaconf import OmegaConf
from safetensors.numpy import load_file

from .. import CONFIGURATIONS

NAMES = {"lexicon": "lexicon.safetensors", "languageModel": "lm.safetensors", "g2p": "g2p.safetensors"}
"""The language files, by their sections of the manifest."""
SEARCH = CONFIGURATIONS / "search.yaml"


def ngram_order(tensors: dict) -> int:
    """Order of the n-gram in tensors named ``1.score``, ``2.word``, …"""
    return max(int(name.split(".")[0]) for name in tensors if name[0].isdigit())


def add(folder: Path, out: Path, search: Path = SEARCH) -> dict:
    """Copies ``lexicon``, ``lm`` and ``g2p`` from ``folder`` to ``out``; returns their sections of the manifest."""
    result = sections(folder, search)
    for name in NAMES.values():
        shutil.copyfile(folder / name, out / name)
    return result


def share(model: Path) -> dict[str, dict]:
    """Entries of the manifest's ``files`` for the language files that lie in the folder of another model.

    Their sizes and hashes are those of the files themselves. A model that has them from a third one can't share them.
    """
    listed = json.loads((model / "manifest.json").read_text(encoding="utf-8"))["files"]
    foreign = [name for name in NAMES.values() if "of" in listed.get(name, {})]
    if foreign:
        raise ValueError(f"{model}: {', '.join(foreign)} lie in another model's folder; share with that one")
    return {
        name: {
            "bytes": (model / name).stat().st_size,
            "sha256": hashlib.sha256((model / name).read_bytes()).hexdigest(),
            "of": model.name,
        }
        for name in NAMES.values()
    }


def sections(folder: Path, search: Path = SEARCH) -> dict:
    """The manifest's sections for the language files in ``folder``."""
    missing = [name for name in NAMES.values() if not (folder / name).exists()]
    if missing:
        raise FileNotFoundError(
            f"{folder}: {', '.join(missing)} missing; see 'Language' in training/README.md"
        )
    lexicon = load_file(folder / NAMES["lexicon"])
    return {
        "lexicon": {"file": NAMES["lexicon"], "words": len(lexicon["word.offset"]) - 1},
        **{
            section: {"file": NAMES[section], "order": ngram_order(load_file(folder / NAMES[section]))}
            for section in ("languageModel", "g2p")
        },
        "search": OmegaConf.to_container(OmegaConf.load(search)),
    }


def use(model: Path, share_with: str) -> None:
    """Gives an exported phone model the language files of the model beside it, without a copy; its search stays as it is.

    The manifest is written before the model's own files go, so that it is whole at every moment.
    """
    other = model.parent / share_with
    if (model / "units.txt").read_bytes() != (other / "units.txt").read_bytes():
        raise ValueError(f"{model} and {other} have other units; their lexicons can't be the same")
    path = model / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest |= {name: section for name, section in sections(other).items() if name != "search"}
    manifest["files"] |= share(other)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.replace(path)
    for name in NAMES.values():
        (model / name).unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", required=True, type=Path, help="an exported phone model's folder")
    parser.add_argument("--share", required=True, metavar="MODEL", help="the folder beside it that has them")
    args = parser.parse_args()
    use(args.model.resolve(), args.share)


if __name__ == "__main__":
    main()
