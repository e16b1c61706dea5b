"""Written sentences as spoken words with a label each: the case the word is written in and the mark after it.

    python -m utter_training.text.labels --out ~/runs/punctuation/text commonvoice.txt.xz tatoeba.txt.xz…

writes one ``NAME.npz`` a file and ``words.txt``. A sentence belongs to the figures (``sha1(sentence)[0] % 20 == 0``), to
tuning (``== 1``) or to training (the rest), whatever is done with it, so that no repetition of it can be in two of them.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .normalize import _ABBREVIATIONS, _ELIDED, _FOLDED, _TITLES, normalize, read_lines

MARKS = ("", ",", ".", "?", "!", ":", ";")
LOWER, CAPITALIZED, UPPER, MIXED = range(4)
SENTENCE_ENDS = frozenset((2, 3, 4))
"""Indices of the marks after which a sentence begins."""
SPLITS = ("train", "test", "tune")

# Dashes become a token of their own before `_FOLDED` would drop them.
_DASH = re.compile(r"\s*(?:[–—―]|--+|\s-+\s)\s*")
_REFUSED = re.compile(r"[\[\](){}<>_*#@^~\\|]|\b[Ss]t\.|\b[IVXLC]{2,}\b")
_TOKEN = re.compile(r"""^["']*(.*?)([.,;:!?"'\-…]*)$""")
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*$")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")
_MOST_WORDS = 70


@dataclass(frozen=True)
class Labelled:
    """A sentence: its words in lower case, the case class of each, and the index in ``MARKS`` of the mark after it."""

    words: list[str]
    cases: list[int]
    marks: list[int]
    mixed: dict[str, str]
    """Written forms that no case class gives, by word."""


def case_of(written: str) -> int:
    """The case class of a written word; a single capital letter is capitalised."""
    if written.islower():
        return LOWER
    if written[0].isupper() and (len(written) == 1 or written[1:].islower()):
        return CAPITALIZED
    return UPPER if len(written) > 1 and written.isupper() else MIXED


def written_as(word: str, case: int, mixed: dict[str, str]) -> str:
    """The inverse of ``case_of``; mixed case is capitalised where no form is known."""
    if case == LOWER:
        return word
    if case == UPPER:
        return word.upper()
    return mixed.get(word, word.capitalize()) if case == MIXED else word[:1].upper() + word[1:]


def _mark_of(tail: str) -> str:
    """One mark for the signs after a word: ``?!`` is a question, three dots are left to what follows."""
    if "..." in tail or "…" in tail:
        return "…"
    for mark in "?!":
        if mark in tail:
            return mark
    return next((sign for sign in tail if sign in ",.:;"), "")


class Tokens:
    """Tokens between spaces as words; each different token is worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[list[str], str, bool] | None] = {}

    def __call__(self, token: str) -> tuple[list[str], str, bool] | None:
        """Written words, mark, and whether a full stop may be the abbreviation's own; None for what can't be spoken."""
        if token not in self._known:
            self._known[token] = self._parse(token)
        return self._known[token]

    @staticmethod
    def _parse(token: str) -> tuple[list[str], str, bool] | None:
        match = _TOKEN.match(token)
        if match is None or not match[1]:
            return None
        core, mark = match[1], _mark_of(match[2])
        if core.lower() in _TITLES and core[0].isupper() or (core.lower() in _ABBREVIATIONS and mark == "."):
            words = _ABBREVIATIONS[core.lower()].split()
            if core[0].isupper():
                words = [word.capitalize() for word in words]
            rest = match[2].removeprefix(".")
            return words, _mark_of(rest), mark == "."
        if _INITIALS.match(core):
            rest = match[2].removeprefix(".")
            return core.split("."), _mark_of(rest), mark == "."
        if len(core) == 1 and core.isupper() and mark == "." and core not in "IA":
            return [core], "", True
        if re.search(r"[\d$£€%&+=/°]", core):
            words = normalize(core).split()
            return (words, mark, False) if words else None
        if f"'{core.lower()}" in _ELIDED and token.lstrip('"').startswith("'"):
            return [f"'{core}"], mark, False
        parts = [part for part in core.split("-") if part]
        if not parts or not all(_WORD.match(part) for part in parts):
            return None
        return parts, mark, False


def label(sentence: str, tokens: Tokens, allow_upper: bool = True) -> Labelled | None:
    """
    The words and labels of a sentence, or None for one that is no model of written text: without a mark at its end or a
    capital at its start, with brackets or signs that aren't spoken, with a question that goes on in lower case.
    """
    if _REFUSED.search(sentence):
        return None
    text = sentence.replace("…", "...")
    text = _DASH.sub(" \x00 ", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_FOLDED))
        text = "".join(c for c in text if not unicodedata.combining(c))
        if not text.isascii():
            return None
    written: list[str] = []
    marks: list[str] = []
    own_stop = False
    for token in text.split():
        if token == "\x00":
            # A dash is not among the marks; what is spoken with a comma's pause is given a comma.
            if marks and marks[-1] == "":
                marks[-1] = ","
            continue
        parsed = tokens(token)
        if parsed is None:
            return None
        words, mark, own_stop = parsed
        if marks and marks[-1] in (".", "?", "!", "…"):
            begins = words[0][0].isupper() or token[0].isdigit()
            if marks[-1] == "…":
                marks[-1] = "." if begins else ","
            elif not begins:
                return None
        written += words
        marks += [""] * (len(words) - 1) + [mark]
    if not written or len(written) > _MOST_WORDS:
        return None
    if marks[-1] == "…" or (marks[-1] == "" and own_stop):
        marks[-1] = "."
    if marks[-1] not in (".", "?", "!") or not (written[0][0].isupper() or text[0].isdigit()):
        return None
    cases = [case_of(word) for word in written]
    if "i" in written or (not allow_upper and UPPER in cases) or 2 * cases.count(UPPER) > len(cases):
        return None
    mixed = {word.lower(): word for word, case in zip(written, cases, strict=True) if case == MIXED}
    return Labelled([word.lower() for word in written], cases, [MARKS.index(mark) for mark in marks], mixed)


def split_of(sentence: str) -> int:
    """Index in ``SPLITS`` by the first byte of the sentence's SHA-1."""
    return {0: 1, 1: 2}.get(hashlib.sha1(sentence.encode()).digest()[0] % 20, 0)


def label_corpus(
    lines: Iterable[str], ids: dict[str, int], mixed: dict[str, dict[str, int]], allow_upper: bool
) -> dict:
    """
    Labels of all different sentences: ``word`` (N,) ids, which are added to; ``mark`` and ``case`` (N,); ``start`` (S + 1,)
    where each begins; ``split`` (S,).
    """
    tokens = Tokens()
    word, mark, case, start, split = [], [], [], [0], []
    seen: set[bytes] = set()
    read = 0
    for line in lines:
        sentence = line.strip()
        digest = hashlib.sha1(sentence.encode()).digest()[:8]
        if digest in seen:
            continue
        seen.add(digest)
        read += 1
        labelled = label(sentence, tokens, allow_upper)
        if labelled is None:
            continue
        which = split_of(sentence)
        for spoken, form in labelled.mixed.items() if which == 0 else ():
            forms = mixed.setdefault(spoken, {})
            forms[form] = forms.get(form, 0) + 1
        word += [ids.setdefault(spoken, len(ids)) for spoken in labelled.words]
        mark += labelled.marks
        case += labelled.cases
        start.append(len(word))
        split.append(which)
    return {
        "word": np.array(word, np.int32),
        "mark": np.array(mark, np.uint8),
        "case": np.array(case, np.uint8),
        "start": np.array(start, np.int64),
        "split": np.array(split, np.uint8),
        "read": np.array(read),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", type=Path, help="a sentence a line, .txt or .txt.xz")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument(
        "--no-upper", nargs="*", default=["gutenberg"],
        help="texts whose words in capitals are headings and emphasis: such sentences are left out",
    )  # fmt: skip
    args = parser.parse_args(arguments)
    out = args.out.expanduser()
    out.mkdir(parents=True, exist_ok=True)
    ids: dict[str, int] = {}
    mixed: dict[str, dict[str, int]] = {}
    for path in args.texts:
        name = path.name.split(".")[0]
        corpus = label_corpus(read_lines([path]), ids, mixed, name not in args.no_upper)
        np.savez(out / f"{name}.npz", **corpus)
        sentences = len(corpus["split"])
        print(
            f"{name}: {corpus['read']} different sentences, {sentences} kept, {len(corpus['word'])} words",
            flush=True,
        )
    (out / "words.txt").write_text("\n".join(ids) + "\n", encoding="ascii")
    forms = [(word, max(found, key=found.__getitem__), sum(found.values())) for word, found in mixed.items()]
    (out / "mixed.tsv").write_text("".join(f"{w}\t{f}\t{n}\n" for w, f, n in forms), encoding="ascii")


if __name__ == "__main__":
    main()
