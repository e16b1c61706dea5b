"""Output units: sentence pieces (Kudo 2018), blank first.

python -m utter_training.units --cache ~/runs/features --out ~/runs/units --count 256
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import sentencepiece

from .cache import FeatureCache
from .transducer import BLANK

WORD_BOUNDARY = "▁"


class Pieces:
    """Text ↔ unit ids. The piece model's unknown symbol takes the blank's id: the letters of English are all covered."""

    def __init__(self, model: Path):
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(model))

    def __len__(self) -> int:
        return self.processor.get_piece_size()

    def encode(self, text: str) -> list[int]:
        """Unit ids; symbols without a unit are dropped."""
        return [i for i in self.processor.encode(text.lower()) if i != BLANK]

    def decode(self, ids: list[int]) -> str:
        return "".join(self.names()[i] for i in ids).replace(WORD_BOUNDARY, " ").strip()

    def names(self) -> list[str]:
        """All units in the order of their ids, as written to ``units.txt``."""
        names = [self.processor.id_to_piece(i) for i in range(len(self))]
        names[BLANK] = "<blk>"
        return names


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
