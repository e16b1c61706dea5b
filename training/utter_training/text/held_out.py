"""Passages of held-out text for ``npm run prove -- text punctuation``, as ``text.export --held-out`` writes them, but without a trained model.

python -m utter_training.text.held_out --out held-out.json ../../shared/text/*.txt.xz
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from safetensors import safe_open

from .export import passages_of, write
from .labels import SPLITS, label_corpus, split_of
from .normalize import read_lines

FOLDER = Path(__file__).parents[3] / "resources" / "text" / "en"
PUNCTUATOR = FOLDER / "punctuator.safetensors"
TEST = SPLITS.index("test")


def trained_corpora() -> set[str]:
    """The corpora that the punctuator was trained on; of others nothing needs to be held out."""
    return {source["corpus"] for source in json.loads((FOLDER / "punctuator.json").read_bytes())["sources"]}


def held_out_lines(text: Path, is_trained: bool) -> Iterator[str]:
    """The sentences that neither training nor tuning saw: they alone are labelled, a twentieth of the work."""
    return (line for line in read_lines([text]) if not is_trained or split_of(line.strip()) == TEST)


def held_out(
    texts: Sequence[Path],
    no_upper: Sequence[str],
    forms: Sequence[str],
    words: int,
    seed: int,
    trained: set[str] | None = None,
) -> dict:
    """By corpus, passages of at least ``words`` words in all: the same as those of ``export`` with that seed."""
    ids: dict[str, int] = {}
    known = trained_corpora() if trained is None else trained
    with TemporaryDirectory() as folder:
        names = [path.name.split(".")[0] for path in texts]
        for name, path in zip(names, texts, strict=True):
            np.savez(
                Path(folder) / f"{name}.npz",
                **label_corpus(held_out_lines(path, name in known), ids, {}, name not in no_upper),
            )
        return {
            name: passages_of(
                Path(folder), name, "test" if name in known else None, list(ids), forms, words, seed
            )
            for name in names
        }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", type=Path, help="a sentence a line, .txt or .txt.xz")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--no-upper", nargs="*", default=["gutenberg"], help="as in labels")
    parser.add_argument("--words", type=int, default=8000, help="of each text, at least")
    args = parser.parse_args(arguments)
    with safe_open(PUNCTUATOR, "numpy") as file:
        forms = bytes(file.get_tensor("forms")).decode("ascii").split()
    found = held_out(args.texts, args.no_upper, forms, args.words, 2)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    write(args.out, json.dumps(found).encode())


if __name__ == "__main__":
    main()
