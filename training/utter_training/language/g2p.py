"""Pronunciations of words that the lexicon lacks: an n-gram over graphones (Bisani & Ney 2008, Novak et al. 2012).

    python -m utter_training.language.g2p --lexicon /usr/share/festival/dicts/cmu/cmudict-0.4.out --lmplz ~/runs/kenlm/lmplz \
        --out ~/runs/language

writes ``g2p.safetensors`` and prints the error rates of a model that has not seen a twentieth of the words.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tqdm import tqdm

from .arpa import BEGIN, END, SPECIAL, BackoffModel, Ngram, read_arpa, save, to_tensors
from .graphones import LETTER_ID, Graphone, align
from .kenlm import lmplz
from .lexicon import SPOKEN_FORMS, UNIT_ID, UNITS, Lexicon, Pronunciation, read_lexicon
from .ngram import encode
from .prune import entropy_prune, occurrences

ORDER = 6
BEAM = 12
BEAM_NATS = 9.0


def is_held_out(word: str) -> bool:
    """Whether a word is for evaluation: a twentieth, the same in every run."""
    return zlib.crc32(word.encode()) % 20 == 0


def graphone_sentences(lexicon: Lexicon) -> tuple[list[Graphone], list[str], list[str]]:
    """Graphones, the n-gram's words (``SPECIAL``, then a number for each graphone), and a line for each entry."""
    entries = [(w, p) for w, ps in lexicon.items() for p in ps if set(w) <= LETTER_ID.keys()]
    aligned = [a for a in align(entries) if a]
    graphones = sorted({g for a in aligned for g in a})
    name = {g: str(i) for i, g in enumerate(graphones)}
    return graphones, [*SPECIAL, *name.values()], [" ".join(name[g] for g in a) for a in aligned]


def pack(orders: Sequence[Ngram], graphones: Sequence[Graphone]) -> dict[str, np.ndarray]:
    """The tensors of ``g2p.safetensors``: those of the n-gram, and what its words stand for."""
    return to_tensors(orders) | _graphone_tensors([("", ())] * len(SPECIAL) + list(graphones))


def train(lexicon: Lexicon, binary: Path, order: int = ORDER, entropy: float = 0.0) -> dict[str, np.ndarray]:
    """Aligns the lexicon, estimates the n-gram with lmplz, and packs both."""
    graphones, words, lines = graphone_sentences(lexicon)
    with tempfile.TemporaryDirectory() as temporary:
        text, arpa = Path(temporary) / "graphones.txt", Path(temporary) / "graphones.arpa"
        text.write_text("\n".join(lines) + "\n", encoding="ascii")
        lmplz(binary, text, arpa, order, (), ["--discount_fallback"])
        orders = read_arpa(arpa, words)
    if entropy:
        orders = entropy_prune(
            orders, occurrences(BackoffModel.of_orders(orders), encode(lines, words)), entropy
        )
    return pack(orders, graphones)


def _graphone_tensors(graphones: Sequence[Graphone]) -> dict[str, np.ndarray]:
    letters = [letters.encode() for letters, _ in graphones]
    units = [[UNIT_ID[p] for p in phones] for _, phones in graphones]

    def offsets(parts: Sequence[Sequence[int]]) -> np.ndarray:
        return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.uint32)

    return {
        "graphone.text": np.frombuffer(b"".join(letters), np.uint8),
        "graphone.textOffset": offsets(letters),
        "graphone.phone": np.array([unit for part in units for unit in part], np.uint8),
        "graphone.phoneOffset": offsets(units),
    }


class G2P:
    """Spells pronunciations out with a beam search over the letters."""

    def __init__(self, tensors: dict[str, np.ndarray]):
        model = BackoffModel.of_tensors(tensors)
        self.order = model.order
        self.scores: dict[tuple[int, ...], float] = {}
        self.backoffs: dict[tuple[int, ...], float] = {}
        above: list[tuple[int, ...]] = [()]
        for n, keys in enumerate(model.keys):
            parents, last = np.divmod(keys, model.vocabulary) if n else (np.zeros(len(keys), int), keys)
            above = [(*above[p], w) for p, w in zip(parents.tolist(), last.tolist(), strict=True)]
            self.scores.update(zip(above, model.score[n].tolist(), strict=True))
            if n + 1 < self.order:
                self.backoffs.update(zip(above, model.backoff[n].tolist(), strict=True))
        text, offset = tensors["graphone.text"].tobytes().decode(), tensors["graphone.textOffset"]
        phones, phone_offset = tensors["graphone.phone"], tensors["graphone.phoneOffset"]
        self.phones: list[Pronunciation] = []
        self.of_letters: dict[str, list[int]] = defaultdict(list)
        for i in range(len(offset) - 1):
            self.phones.append(tuple(UNITS[p] for p in phones[phone_offset[i] : phone_offset[i + 1]]))
            if i >= len(SPECIAL):
                self.of_letters[text[offset[i] : offset[i + 1]]].append(i)

    @classmethod
    def load(cls, path: Path) -> G2P:
        return cls(load_file(path))

    def _score(self, history: tuple[int, ...], graphone: int) -> float:
        result = 0.0
        while True:
            known = self.scores.get((*history, graphone))
            if known is not None:
                return result + known
            result += self.backoffs.get(history, 0.0)
            history = history[1:]

    def pronounce(self, word: str, count: int = 1) -> list[tuple[Pronunciation, float]]:
        """The ``count`` likeliest pronunciations with their share of the probability in the beam; none for other signs."""
        # By letters consumed: (history, phones) → ln P of the likeliest graphones that lead there.
        beams: list[dict[tuple[tuple[int, ...], Pronunciation], float]] = [{} for _ in range(len(word) + 1)]
        beams[0][(BEGIN,), ()] = 0.0
        for at in range(len(word)):
            open_ = sorted(beams[at].items(), key=lambda item: -item[1])[:BEAM]
            for (history, phones), score in open_:
                if score < open_[0][1] - BEAM_NATS:
                    break
                for letters in (1, 2):
                    chunk = word[at : at + letters]
                    for graphone in self.of_letters.get(chunk, ()) if len(chunk) == letters else ():
                        total = score + self._score(history, graphone)
                        state = ((*history, graphone)[1 - self.order :], phones + self.phones[graphone])
                        if total > beams[at + letters].get(state, -math.inf):
                            beams[at + letters][state] = total
        finished: dict[Pronunciation, float] = defaultdict(float)
        for (history, phones), score in beams[-1].items():
            if phones:
                finished[phones] += math.exp(score + self._score(history, END))
        mass = sum(finished.values())
        best = sorted(finished.items(), key=lambda item: (-item[1], item[0]))[:count]
        return [(phones, p / mass) for phones, p in best if p > 0]


def edit_distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, start=1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def error_rates(g2p: G2P, lexicon: Lexicon, words: Iterable[str]) -> dict[str, float]:
    """Phone and word error rates of the best pronunciation against the nearest one in the lexicon."""
    wrong = total = edits = phones = 0
    for word in words:
        spoken = next((p for p, _ in g2p.pronounce(word)), ())
        distance, length = min((edit_distance(r, spoken), len(r)) for r in lexicon[word])
        total, wrong = total + 1, wrong + (distance > 0)
        edits, phones = edits + distance, phones + length
    return {"words": total, "phoneErrorRate": edits / phones, "wordErrorRate": wrong / total}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lexicon", required=True, type=Path)
    parser.add_argument("--spoken-forms", type=Path, default=SPOKEN_FORMS)
    parser.add_argument("--lmplz", required=True, type=Path, help="output of utter_training.language.kenlm")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--order", type=int, default=ORDER)
    parser.add_argument("--entropy", type=float, default=0.0, help="threshold of entropy pruning")
    parser.add_argument("--dry-run", action="store_true", help="measure, but write no model")
    args = parser.parse_args()
    lexicon, binary = read_lexicon(args.lexicon), args.lmplz.expanduser()
    # Some dictionaries have no contractions: these teach that apostrophes are silent.
    contractions = {w: p for w, p in read_lexicon(args.spoken_forms).items() if "'" in w}
    seen = {word: p for word, p in lexicon.items() if not is_held_out(word)}
    tensors = train(contractions | seen, binary, args.order, args.entropy)
    rates = error_rates(G2P(tensors), lexicon, tqdm([w for w in lexicon if is_held_out(w)], mininterval=5))
    if not args.dry_run:
        tensors = train(contractions | lexicon, binary, args.order, args.entropy)
        save(tensors, args.out.expanduser() / "g2p.safetensors")
    ngrams = [len(tensors["1.score"]), *(len(tensors[f"{n}.word"]) for n in range(2, args.order + 1))]
    megabytes = round(sum(array.nbytes for array in tensors.values()) / 1e6, 2)
    print(
        json.dumps(
            {"order": args.order, "entropy": args.entropy, "ngrams": ngrams, "megabytes": megabytes} | rates
        )
    )


if __name__ == "__main__":
    main()
