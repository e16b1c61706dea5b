from pathlib import Path

import numpy as np
import pytest

from utter_training.language import prefix_tree
from utter_training.language.arpa import SPECIAL, Ngram
from utter_training.language.g2p import G2P, edit_distance, error_rates, graphone_sentences, is_held_out, pack
from utter_training.language.graphones import align
from utter_training.language.lexicon import (
    PHONES,
    SPOKEN_FORMS,
    UNITS,
    LexiconError,
    read_lexicon,
    write_units,
)
from utter_training.language.pronounce import Pronouncer
from utter_training.language.prune import with_backoffs

PLAIN = """;;; comment
# another
HELLO  HH AH0 L OW1
HELLO(2)  HH EH0 L OW1
HELLO(3)  HH AH1 L OW0
it's IH1 T S  # with a remark
'TIS  T IH1 Z
!EXCLAMATION  EH2 K S
"""
FESTIVAL = """MNCL
("a" dt (((ax) 0)))
("a" n (((ey) 1)))
("hello" nil (((hh ax) 0) ((l ow) 1)))
("button" nil (((b ah) 1) ((t en) 0)))
"""


def test_plain(tmp_path: Path):
    """[L32] CMUdict: stress dropped, case folded, each pronunciation once, comments and signs left out."""
    (tmp_path / "d").write_text(PLAIN)
    assert read_lexicon(tmp_path / "d") == {
        "hello": [("HH", "AH", "L", "OW"), ("HH", "EH", "L", "OW")],
        "it's": [("IH", "T", "S")],
        "'tis": [("T", "IH", "Z")],
    }


def test_festival(tmp_path: Path):
    """[L32] Festival's compiled lexicon: syllables and parts of speech dropped, reduced vowels as in CMUdict."""
    (tmp_path / "d").write_text(FESTIVAL)
    assert read_lexicon(tmp_path / "d") == {
        "a": [("AH",), ("EY",)],
        "hello": [("HH", "AH", "L", "OW")],
        "button": [("B", "AH", "T", "AH", "N")],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PLAIN + "WORD\n", "d:9: 'WORD' is no entry; expected WORD"),
        (PLAIN + "WORD  W QQ1 D\n", "d:9: 'QQ' is no ARPAbet phone"),
        (PLAIN + "WORD  W <blk>\n", "d:9: '<BLK>' is no ARPAbet phone"),
        (FESTIVAL + '("word" nil (((w er d 1)))\n', "d:6: .* is no entry; expected"),
        (FESTIVAL + '("word" nil (((w xx d) 1)))\n', "d:6: 'XX' is no ARPAbet phone"),
        (FESTIVAL + "word\n", "d:6"),
        ("", "holds no words"),
    ],
)
def test_damaged(tmp_path: Path, text, message):
    """[L33] damage is reported with file and line."""
    (tmp_path / "d").write_text(text)
    with pytest.raises(LexiconError, match=message):
        read_lexicon(tmp_path / "d")


def test_absent(tmp_path: Path):
    """[L33] a dictionary that is not there is told with the remedy."""
    with pytest.raises(LexiconError, match="festlex-cmu"):
        read_lexicon(tmp_path / "d")


def test_units(tmp_path: Path):
    """[L34] the blank, then 39 phones by the alphabet, then silence."""
    write_units(tmp_path / "units.txt")
    lines = (tmp_path / "units.txt").read_text().splitlines()
    assert lines[0] == "<blk>"
    assert lines[1:] == [*sorted(PHONES), "SIL"]
    assert len(lines) == 41


WORDS = [*SPECIAL, "a", "ab", "abc", "ace", "silent"]
A, AB, ABC, ACE = range(3, 7)
SPOKEN = {
    "a": [(("AH",), 0.75), (("EY",), 0.25)],
    "ab": [(("AE", "B"), 1.0)],
    "abc": [(("EY", "B"), 1.0)],
    "ace": [(("EY", "S"), 1.0)],
}
UNIGRAM = np.log([0.01, 1, 0.1, 0.4, 0.3, 0.05, 0.15, 0.01])


def test_tree_layout():
    """[L48] nodes are numbered breadth first; costs and look-ahead are by hand."""
    tree = prefix_tree.build(WORDS, SPOKEN, UNIGRAM)
    ae, ah, b, ey, s = (UNITS.index(p) for p in ("AE", "AH", "B", "EY", "S"))
    assert tree["node.phone"].tolist() == [0, ae, ah, ey, b, b, s]
    assert tree["node.child"].tolist() == [1, 4, 5, 5, 7, 7, 7, 7]
    assert tree["node.wordStart"].tolist() == [0, 0, 0, 1, 2, 3, 4, 5]
    assert tree["node.word"].tolist() == [A, A, AB, ABC, ACE]
    np.testing.assert_allclose(np.exp(-tree["node.wordCost"].astype(float)), [0.75, 0.25, 1, 1, 1], rtol=1e-3)
    np.testing.assert_allclose(
        np.exp(tree["node.lookahead"].astype(float)), [0.4, 0.3, 0.4, 0.4, 0.3, 0.05, 0.15], rtol=1e-3
    )
    assert prefix_tree.spellings(tree) == WORDS


def test_tree_round_trip():
    """[L49] a tree holds all pronunciations of all words, homophones too, and no others."""
    random = np.random.default_rng(1)
    words = [*SPECIAL, *(f"w{i}" for i in range(300))]
    spoken = {}
    for word in words[3:]:
        forms = {
            tuple(random.choice(PHONES[:5], random.integers(1, 6))) for _ in range(random.integers(1, 4))
        }
        spoken[word] = [(tuple(map(str, form)), 1 / len(forms)) for form in forms]
    tree = prefix_tree.build(words, spoken, random.normal(-8, 2, len(words)))
    found = {(w, p): round(q, 2) for w, p, q in prefix_tree.entries(tree)}
    assert found == {(w, p): round(q, 2) for w, forms in spoken.items() for p, q in forms}
    child, lookahead = tree["node.child"], tree["node.lookahead"]
    for node in range(len(child) - 1):
        below = slice(child[node], child[node + 1])
        assert (np.diff(tree["node.phone"][below].astype(int)) > 0).all()
        assert (lookahead[below] <= lookahead[node]).all()


TOY = {
    "c": ("K",),
    "o": ("AA",),
    "sh": ("SH",),
    "x": ("K", "S"),
    "t": ("T",),
    "e": (),
    "n": ("N",),
    "s": ("S",),
}
"""A language whose letters always sound alike, save that e is silent."""


def toy_lexicon(count: int, seed: int) -> dict:
    random = np.random.default_rng(seed)
    parts = [random.choice(list(TOY), random.integers(2, 7)).tolist() for _ in range(count)]
    # "s" before "h" is only met as "sh", and two "s" are never one.
    return {
        "".join(p): [tuple(x for part in p for x in TOY[part])] for p in parts if any(TOY[part] for part in p)
    }


def bigrams(lines: list[str], words: list[str]) -> list[Ngram]:
    """An n-gram of order 2 with a tenth of the mass for what was not seen."""
    ids = {word: i for i, word in enumerate(words)}
    pairs = np.zeros((len(words), len(words)))
    for line in lines:
        coded = [1, *(ids[w] for w in line.split()), 2]
        np.add.at(pairs, (coded[:-1], coded[1:]), 1)
    unigram = pairs.sum(axis=0) + 0.01
    seen = np.argwhere(pairs)
    score = np.log(0.9 * pairs[*seen.T] / pairs.sum(axis=1)[seen[:, 0]])
    first = Ngram(np.arange(len(words))[:, None], np.log(unigram / unigram.sum()), np.zeros(len(words)))
    return with_backoffs([first, Ngram(seen.astype(np.int32), score, np.zeros(len(seen)))])


def test_alignment():
    """[L50] alignments spell the word and say its phones, and find what letters sound like."""
    lexicon = toy_lexicon(400, seed=0)
    entries = [(w, p) for w, ps in lexicon.items() for p in ps]
    aligned = align(entries)
    for (word, phones), graphones in zip(entries, aligned, strict=True):
        assert "".join(letters for letters, _ in graphones) == word
        assert tuple(p for _, part in graphones for p in part) == phones
    used = {g for graphones in aligned for g in graphones}
    assert ("x", ("K", "S")) in used
    assert ("sh", ("SH",)) in used
    assert align([("ab", ("B",) * 9)]) == [[]]
    assert ("'", ()) in align([("d'd", ("D",)), ("d", ("D",))])[0]


def test_g2p_learns():
    """[L51] a regular language is spoken without error in words never seen, and shares sum to one."""
    lexicon = toy_lexicon(400, seed=0)
    graphones, words, lines = graphone_sentences(lexicon)
    g2p = G2P(pack(bigrams(lines, words), graphones))
    unseen = {w: p for w, p in toy_lexicon(60, seed=1).items() if w not in lexicon and "ssh" not in w}
    assert len(unseen) > 30
    rates = error_rates(g2p, unseen, unseen)
    assert rates["phoneErrorRate"] < 0.02
    guesses = g2p.pronounce("shoxt", 100)
    assert guesses[0][0] == ("SH", "AA", "K", "S", "T")
    assert sum(share for _, share in guesses) == pytest.approx(1)
    assert [share for _, share in guesses] == sorted((share for _, share in guesses), reverse=True)
    assert g2p.pronounce("ß") == []


def test_error_rates():
    """[L52] errors are edits to the nearest pronunciation; a twentieth of words is held out, always the same."""
    assert edit_distance("kitten", "sitting") == 3
    held_out = [f"word{i}" for i in range(4000) if is_held_out(f"word{i}")]
    assert 150 < len(held_out) < 250


class NoG2P:
    def pronounce(self, word: str, count: int = 1) -> list:
        return {
            "zorp": [(("Z", "AO", "R", "P"), 0.6), (("Z", "AA", "R", "P"), 0.3)],
            "gnu": [(("N",), 0.9)],
        }.get(word, [])


def test_pronouncer():
    """[L53] dictionary first, then endings by their rules, letters by their names, the rest from graphemes."""
    spoken = read_lexicon(SPOKEN_FORMS)
    lexicon = {
        "dog": [("D", "AO", "G")],
        "cat": [("K", "AE", "T")],
        "fox": [("F", "AA", "K", "S")],
        "the": [("DH", "AH")],
    }
    pronounce = Pronouncer(lexicon, spoken, NoG2P())
    phones = {
        word: [" ".join(p) for p, _ in pronounce(word)]
        for word in (
            "the",
            "dog's",
            "cat's",
            "fox's",
            "bbc",
            "they've",
            "that'd",
            "isn't",
            "zorp",
            "zorp's",
            "gnu",
            "don't",
        )
    }
    assert phones["the"] == ["DH AH", "DH IY"]
    assert phones["dog's"] == ["D AO G Z"]
    assert phones["cat's"] == ["K AE T S"]
    assert phones["fox's"] == ["F AA K S AH Z"]
    assert phones["bbc"] == ["B IY B IY S IY"]
    assert phones["that'd"] == ["DH AE T AH D", "DH AH T AH D"]
    assert phones["don't"] == ["D OW N T"]
    assert phones["zorp"] == ["Z AO R P", "Z AA R P"]
    assert phones["zorp's"] == ["Z AO R P S", "Z AA R P S"]
    assert phones["gnu"] == ["N"]
    assert [p for p, _ in pronounce("o'cat")] == [("OW", "K", "AE", "T")]
    assert pronounce("zorp")[0][1] == pytest.approx(2 / 3)
