"""How every word of a vocabulary may be spoken: dictionary, spoken forms, endings, letter names, graphemes.

    python -m utter_training.language.pronounce --vocabulary ~/runs/language/vocabulary.txt --lm ~/runs/language/lm.safetensors \
        --lexicon /usr/share/festival/dicts/cmu/cmudict-0.4.out --g2p ~/runs/language/g2p.safetensors --out ~/runs/language

writes ``lexicon.safetensors`` (see ``prefix_tree.py``).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path

from safetensors.numpy import load_file
from tqdm import tqdm

from . import prefix_tree
from .arpa import SPECIAL, save
from .g2p import G2P
from .lexicon import SPOKEN_FORMS, Lexicon, Pronunciation, read_lexicon, write_units

G2P_COUNT = 2
G2P_SHARE = 0.25
"""A second guess is taken if it has this share of the probability."""

_SIBILANTS = {"S", "Z", "SH", "ZH", "CH", "JH"}
_VOICELESS = {"P", "T", "K", "F", "TH"}
_VOWELS = set("aeiouy")


def _genitive(stem: Pronunciation) -> Pronunciation:
    return ("AH", "Z") if stem[-1] in _SIBILANTS else ("S",) if stem[-1] in _VOICELESS else ("Z",)


def _past(stem: Pronunciation) -> Pronunciation:
    return ("AH", "D") if stem[-1] in {"T", "D"} else ("D",)


_ENDINGS: dict[str, Callable[[Pronunciation], Pronunciation]] = {
    "'s": _genitive,
    "'d": _past,
    "'ll": lambda stem: ("AH", "L"),
    "'ve": lambda stem: ("AH", "V") if stem[-1] in {"D", "T"} else ("V",),
    "'re": lambda stem: ("ER",),
    "'m": lambda stem: ("M",),
    "n't": lambda stem: ("N", "T") if stem[-1] in {"R", "ER"} else ("AH", "N", "T"),
}


class Pronouncer:
    """Pronunciations with their probabilities, and where they come from."""

    def __init__(self, lexicon: Lexicon, spoken: Lexicon, g2p: G2P):
        self.lexicon, self.g2p = dict(lexicon), g2p
        for word, forms in spoken.items():
            self.lexicon[word] = list(dict.fromkeys([*self.lexicon.get(word, ()), *forms]))
        self.sources: Counter[str] = Counter()

    def __call__(self, word: str) -> list[prefix_tree.Weighted]:
        """Pronunciations of a word; those that a dictionary lists are equally likely."""
        source, result = self._find(word)
        self.sources[source] += 1
        return result

    def _find(self, word: str) -> tuple[str, list[prefix_tree.Weighted]]:
        if word in self.lexicon:
            forms = self.lexicon[word]
            return "dictionary", [(phones, 1 / len(forms)) for phones in forms]
        for ending, spoken in _ENDINGS.items():
            stem = word.removesuffix(ending)
            if stem and stem != word:
                stems = self._find(stem)[1]
                return "affix", [(phones + spoken(phones), p) for phones, p in stems]
        if word.startswith("o'") and word[2:]:
            return "affix", [(("OW", *phones), p) for phones, p in self._find(word[2:])[1]]
        letters = word.replace("'", "")
        if not _VOWELS & set(letters):
            names = product(*(self.lexicon[letter][:1] for letter in letters))
            return "letters", [(sum(parts, ()), 1.0) for parts in names if parts]
        guesses = self.g2p.pronounce(word, G2P_COUNT)
        guesses = [g for i, g in enumerate(guesses) if i == 0 or g[1] >= G2P_SHARE]
        mass = sum(p for _, p in guesses)
        return "graphemes" if guesses else "none", [(phones, p / mass) for phones, p in guesses]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--vocabulary", required=True, type=Path, help="words in the order of their ids")
    parser.add_argument("--lm", required=True, type=Path, help="whose unigrams look ahead")
    parser.add_argument("--lexicon", required=True, type=Path)
    parser.add_argument("--spoken-forms", type=Path, default=SPOKEN_FORMS)
    parser.add_argument("--g2p", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    out: Path = args.out.expanduser()
    words = args.vocabulary.expanduser().read_text(encoding="ascii").split()
    unigram = load_file(args.lm.expanduser())["1.score"]
    pronounce = Pronouncer(
        read_lexicon(args.lexicon), read_lexicon(args.spoken_forms), G2P.load(args.g2p.expanduser())
    )
    pronunciations = {word: pronounce(word) for word in tqdm(words[len(SPECIAL) :], mininterval=5)}
    tensors = prefix_tree.build(words, pronunciations, unigram)
    save(tensors, out / "lexicon.safetensors")
    write_units(out / "units.txt")
    nodes, count = len(tensors["node.phone"]), len(tensors["node.word"])
    print(f"{out / 'lexicon.safetensors'}: {len(words)} words, {count} pronunciations, {nodes} nodes")
    print(", ".join(f"{count} by {source}" for source, count in pronounce.sources.most_common()))
    silent = [word for word, forms in pronunciations.items() if not forms]
    if silent:
        print(f"{len(silent)} without pronunciation, among them {' '.join(silent[:20])}")


if __name__ == "__main__":
    main()
