"""Output units, blank first: sentence pieces (Kudo 2018) or phones.

python -m utter_training.acoustic.units --cache ~/runs/features --out ~/runs/units --count 256
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Protocol

import sentencepiece
from safetensors.numpy import load_file

from ..language.lexicon import SILENCE_ID, UNIT_ID, UNITS
from ..language.prefix_tree import entries
from ..speech.cache import FeatureCache
from .pronunciation_graph import PronunciationGraph, build
from .transducer import BLANK

WORD_BOUNDARY = "▁"


class Inventory(Protocol):
    """Text ↔ unit ids; id ``BLANK`` is the blank."""

    kind: str
    """The manifest's name for such units."""

    def __len__(self) -> int: ...

    def encode(self, text: str) -> list[int]:
        """Unit ids of a transcript; none when it cannot be written in these units."""

    def decode(self, ids: list[int]) -> str:
        """What was recognised, comparable with ``reference``."""

    def reference(self, text: str) -> str:
        """What ``decode`` should give for a transcript."""

    def names(self) -> list[str]:
        """All units in the order of their ids, as written to ``units.txt``."""


def open_inventory(path: Path) -> Inventory:
    """Pieces from a ``.model`` file, phones from a ``lexicon.safetensors``."""
    return Phones(path) if path.suffix == ".safetensors" else Pieces(path)


class Pieces:
    """Text ↔ unit ids. The piece model's unknown symbol takes the blank's id: the letters of English are all covered."""

    kind = "pieces"

    def __init__(self, model: Path):
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(model))

    def __len__(self) -> int:
        return self.processor.get_piece_size()

    def encode(self, text: str) -> list[int]:
        """Unit ids; symbols without a unit are dropped."""
        return [i for i in self.processor.encode(text.lower()) if i != BLANK]

    def decode(self, ids: list[int]) -> str:
        return "".join(self.names()[i] for i in ids).replace(WORD_BOUNDARY, " ").strip()

    def reference(self, text: str) -> str:
        return text.lower()

    def names(self) -> list[str]:
        names = [self.processor.id_to_piece(i) for i in range(len(self))]
        names[BLANK] = "<blk>"
        return names


class Phones:
    """Transcripts ↔ phones of a pronunciation lexicon; words take their likeliest pronunciation, the first of equals."""

    kind = "phones"

    def __init__(self, lexicon: Path):
        self.pronunciations: dict[str, list[int]] = {}
        self.ways: dict[str, list[tuple[list[int], float]]] = {}
        best: dict[str, tuple[float, tuple[str, ...]]] = {}
        for word, phones, probability in entries(load_file(lexicon)):
            self.ways.setdefault(word, []).append(([UNIT_ID[p] for p in phones], probability))
            # Sorting by the phones as well keeps the choice from depending on the order of the tree.
            if word not in best or (-probability, phones) < (-best[word][0], best[word][1]):
                best[word] = (probability, phones)
        for word, (_, phones) in best.items():
            self.pronunciations[word] = [UNIT_ID[p] for p in phones]

    def __len__(self) -> int:
        return len(UNITS)

    def encode(self, text: str) -> list[int]:
        words = text.lower().split()
        if any(word not in self.pronunciations for word in words):
            return []
        return [phone for word in words for phone in self.pronunciations[word]]

    def graph(self, text: str) -> PronunciationGraph | None:
        """All ways to say a transcript; ``None`` when a word is not in the lexicon."""
        return build(text.lower().split(), self.ways)

    def decode(self, ids: list[int]) -> str:
        """Phones with spaces between; silence is not written."""
        return " ".join(UNITS[i] for i in ids if i != SILENCE_ID)

    def reference(self, text: str) -> str:
        return self.decode(self.encode(text))

    def names(self) -> list[str]:
        return list(UNITS)


def train(sentences: list[str], count: int, out: Path) -> None:
    """Fits ``count`` units (blank included) and writes ``out/pieces.model``."""
    out.mkdir(parents=True, exist_ok=True)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(s.lower() for s in sentences),
        model_writer=model,
        vocab_size=count,
        model_type="bpe",
        character_coverage=1.0,
        unk_id=BLANK,
        bos_id=-1,
        eos_id=-1,
        minloglevel=2,
    )
    (out / "pieces.model").write_bytes(model.getvalue())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cache", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--count", type=int, default=256)
    args = parser.parse_args()
    texts = {
        u.text
        for folder in sorted(args.cache.iterdir())
        for u in FeatureCache(folder).utterances
        if u.split == "train"
    }
    train(sorted(texts), args.count, args.out)
    print(f"{args.out / 'pieces.model'}: {args.count} units from {len(texts)} sentences")


if __name__ == "__main__":
    main()
