"""Pronunciation dictionaries as words and stress-less ARPAbet phones.

Two formats are read: CMUdict's plain one (``WORD  P1 P2``, ``WORD(2)``, comments from ``;;;`` or ``#``) and the
compiled lexicon of Festival, ``("word" n (((w er d) 1)))``, as Debian's ``festlex-cmu`` installs it in
``/usr/share/festival/dicts/cmu/cmudict-0.4.out``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from .. import CONFIGURATIONS

_PHONES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
)
PHONES = tuple(_PHONES.split())
"""The 39 phones of American English in CMUdict, alphabetical."""

BLANK_NAME = "<blk>"
SILENCE_NAME = "SIL"
UNITS = (BLANK_NAME, *PHONES, SILENCE_NAME)
"""The units of a phone model in the order of their ids: blank, phones, and silence, which may stand between words."""
UNIT_ID = {name: i for i, name in enumerate(UNITS)}
SILENCE_ID = UNIT_ID[SILENCE_NAME]

Pronunciation = tuple[str, ...]
Lexicon = dict[str, list[Pronunciation]]
"""Word (lower case) → its pronunciations, in the dictionary's order and each once."""

SPOKEN_FORMS = CONFIGURATIONS / "spoken-forms.dict"
"""Weak forms, contractions and variants beside those of any dictionary."""

FESTIVAL_MAGIC = "MNCL"
_FESTIVAL_TO_CMU = {"AX": "AH", "AXR": "ER", "EL": "AH L", "EM": "AH M", "EN": "AH N", "H": "HH"}
_FESTIVAL_ENTRY = re.compile(r'\("(?P<word>[^"]+)" \S+ (?P<syllables>\(.*\))\)$')
_SYLLABLE = re.compile(r"\(\(([a-z ]+)\) [0-2]\)")
_SPELLING = re.compile(r"[a-z][a-z']*|'[a-z]+")


class LexiconError(Exception):
    """A dictionary cannot be read; the message names file, line and remedy."""


def to_phones(symbols: Iterable[str]) -> Pronunciation:
    """ARPAbet symbols without stress, in upper case; raises ``KeyError`` with one that is none."""
    phones = []
    for symbol in symbols:
        phone = symbol.upper().rstrip("012")
        phones += _FESTIVAL_TO_CMU.get(phone, phone).split()
    for phone in phones:
        if phone not in PHONES:
            raise KeyError(phone)
    return tuple(phones)


def _plain_entry(line: str) -> tuple[str, list[str]] | None:
    word, *symbols = line.partition(" #")[0].split() or [""]
    return (re.sub(r"\(\d+\)$", "", word), symbols) if word and symbols else None


def _festival_entry(line: str) -> tuple[str, list[str]] | None:
    entry = _FESTIVAL_ENTRY.match(line)
    if not entry:
        return None
    # Whatever is left once the syllables are taken out is damage, not pronunciation.
    if _SYLLABLE.sub("", entry["syllables"]).strip("() "):
        return None
    return entry["word"], " ".join(_SYLLABLE.findall(entry["syllables"])).split()


def read_lexicon(path: Path) -> Lexicon:
    """Reads a dictionary in either format. Entries that are no words (``%PERCENT``, ``A.D.``) are left out."""
    try:
        text = path.read_bytes()
    except FileNotFoundError as error:
        remedy = "give CMUdict's path, or install Debian's festlex-cmu"
        raise LexiconError(f"{path}: not found; {remedy}") from error
    try:
        lines = text.decode("utf-8").splitlines()
    except UnicodeDecodeError:  # CMUdict up to 0.7b is Latin-1
        lines = text.decode("latin-1").splitlines()
    festival = bool(lines) and lines[0].strip() == FESTIVAL_MAGIC
    entry_of = _festival_entry if festival else _plain_entry
    expected = '("word" nil (((w er d) 1)))' if festival else "WORD  W ER1 D"
    lexicon: Lexicon = {}
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not line or line.startswith((";;;", "#")) or (festival and number == 1):
            continue
        entry = entry_of(line)
        if entry is None:
            raise LexiconError(f"{path}:{number}: '{line[:60]}' is no entry; expected {expected}")
        try:
            phones = to_phones(entry[1])
        except KeyError as error:
            raise LexiconError(f"{path}:{number}: '{error.args[0]}' is no ARPAbet phone") from error
        word = entry[0].lower()
        if not _SPELLING.fullmatch(word) or not phones:
            continue
        known = lexicon.setdefault(word, [])
        if phones not in known:
            known.append(phones)
    if not lexicon:
        raise LexiconError(f"{path}: holds no words; give CMUdict's path, or install Debian's festlex-cmu")
    return lexicon


def write_units(path: Path) -> None:
    """Writes ``units.txt`` of a phone model: the blank, the phones, silence."""
    path.write_text("\n".join(UNITS) + "\n", encoding="utf-8")
