"""Written sentences as spoken words: lower-case letters and apostrophes, as in transcripts.

    python -m utter_training.text.normalize --out ~/runs/language/text.txt SENTENCES.txt.xz…

Numbers, years, money, ordinals, times and common abbreviations are spelled out; a sentence of other alphabets comes
out empty.
"""

from __future__ import annotations

import argparse
import lzma
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from num2words import num2words
from tqdm import tqdm

_FOLDED = str.maketrans(
    dict.fromkeys("‘’‚‛′`´ʼ＇", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―_\\|…·•", " ")
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ß": "ss", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
    | {"−": "-", "⁄": "/", "\u00ad": "", "\u200b": "", "\ufeff": ""}
)

_ABBREVIATIONS = {
    "mr": "mister", "mrs": "missus", "messrs": "messieurs", "mme": "madame", "mlle": "mademoiselle",
    "dr": "doctor", "prof": "professor", "rev": "reverend", "hon": "honorable", "capt": "captain", "col": "colonel",
    "gen": "general", "lt": "lieutenant", "sgt": "sergeant", "gov": "governor", "sen": "senator", "pres": "president",
    "jr": "junior", "sr": "senior", "esq": "esquire", "vs": "versus", "etc": "et cetera", "viz": "namely",
    "co": "company", "corp": "corporation", "inc": "incorporated", "ltd": "limited", "bros": "brothers", "dept": "department",
    "ave": "avenue", "blvd": "boulevard", "mt": "mount", "ft": "fort", "vol": "volume", "ch": "chapter", "approx": "approximately",
    "jan": "january", "feb": "february", "aug": "august", "sept": "september", "oct": "october", "nov": "november", "dec": "december",
}  # fmt: skip
"""Spelled out where a full stop follows."""
_BEFORE_NUMBER = {"no": "number", "nos": "numbers", "p": "page", "pp": "pages", "fig": "figure"}
_TITLES = {"mr", "mrs", "dr", "prof", "capt", "col", "gen", "lt", "sgt", "rev", "messrs"}
"""Abbreviations also written without a full stop, before a name."""
_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
}
_UNITS = {
    "km": "kilometers", "cm": "centimeters", "mm": "millimeters", "kg": "kilograms", "lb": "pounds", "lbs": "pounds",
    "mph": "miles per hour", "ft": "feet", "oz": "ounces", "hz": "hertz", "khz": "kilohertz", "mhz": "megahertz",
    "gb": "gigabytes", "mb": "megabytes",
}  # fmt: skip
_SIGNS = {
    "/": " ", "-": " ", "&": " and ", "%": " percent ", "+": " plus ", "=": " equals ", "@": " at ", "°": " degrees ", "§": " section ", "€": " euros ",
    "$": " dollars ", "£": " pounds ", "#": " number ",
}  # fmt: skip
_ROMAN_AFTER = "chapter|book|act|scene|part|volume|section|canto|letter"
_KINGS = (
    "henry|george|louis|charles|edward|richard|james|william|philip|elizabeth|pope pius|napoleon|leo|innocent"
)
_MAX_DIGITS = 15


@cache
def _number(value: int, to: str = "cardinal") -> str:
    """Words of a number as people say them: no "and", no hyphens."""
    return re.sub(r" and\b|,", "", num2words(value, to=to)).replace("-", " ")


def _digits(text: str) -> str:
    return " ".join("zero" if d == "0" else _number(int(d)) for d in text)


def _integer(text: str) -> str:
    digits = text.replace(",", "")
    return _digits(digits) if len(digits) > _MAX_DIGITS or re.match(r"0\d", digits) else _number(int(digits))


def _decimal(text: str) -> str:
    whole, _, fraction = text.partition(".")
    return (
        f"{_integer(whole) if whole else ''} point {_digits(fraction)}".lstrip()
        if fraction
        else _integer(whole)
    )


def _year(text: str) -> str:
    """1987 → nineteen eighty seven, 1900 → nineteen hundred, 1905 → nineteen oh five, 2007 → two thousand seven."""
    century, rest = int(text[:2]), int(text[2:])
    if century % 10 == 0 and rest < 10:
        return _number(int(text))
    tail = "hundred" if rest == 0 else f"oh {_number(rest)}" if rest < 10 else _number(rest)
    return f"{_number(century)} {tail}"


def _plural(words: str) -> str:
    return words[:-1] + "ies" if words.endswith("y") else words + ("es" if words.endswith("x") else "s")


def _decade(match: re.Match[str]) -> str:
    century, tens = match["century"], int(match["tens"])
    lead = f"{_number(int(century))} " if century else ""
    return f" {lead}{_plural(_number(tens)) if tens else 'hundreds'} "


def _money(match: re.Match[str]) -> str:
    one, many, cent, cents = _CURRENCIES[match["sign"]]
    amount, scale = match["amount"].rstrip("."), match["scale"]
    if scale:
        return f" {_decimal(amount)} {scale} {many} "
    whole, _, fraction = amount.partition(".")
    if len(fraction) not in (0, 2):
        return f" {_decimal(amount)} {many} "
    words = (
        [f"{_integer(whole)} {one if whole == '1' else many}"]
        if int(whole.replace(",", "")) or not fraction
        else []
    )
    if fraction and int(fraction):
        words.append(f"{_number(int(fraction))} {cent if fraction == '01' else cents}")
    return f" {' '.join(words)} "


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = " ".join(match["half"].lower().replace(" ", "")) if match["half"] else ""
    spoken = (
        f"oh {_number(minute)}"
        if 0 < minute < 10
        else _number(minute)
        if minute
        else ""
        if half
        else "o'clock"
    )
    return f" {_number(hour)} {spoken} {half} "


def _roman(text: str) -> int:
    value = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    numbers = [value[c] for c in text.lower()]
    return sum(-n if n < following else n for n, following in zip(numbers, [*numbers[1:], 0], strict=True))


def _fraction(match: re.Match[str]) -> str:
    """1/2 → half, 2 1/2 → two and a half, 3/8 → three eighths."""
    over, under = int(match["over"]), int(match["under"])
    part = {2: "half", 4: "quarter"}.get(under) or _number(under, "ordinal")
    part = part if over == 1 else "halves" if under == 2 else _plural(part)
    if match["whole"]:
        return f" {_integer(match['whole'])} and {'a' if over == 1 else _number(over)} {part} "
    return f" {_number(over)} {part} "


_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_SCALES = "hundred|thousand|million|billion|trillion"
_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in [
        (r"\bi\.\s?e\.", lambda m: " that is "),
        (r"\be\.\s?g\.", lambda m: " for example "),
        (r"\b(a|p)\.\s?(m|d)\.(?!\w)", lambda m: f" {m[1]} {m[2]} "),
        (r"\b(?:[a-z]\.){2,}", lambda m: f" {m[0].replace('.', ' ')} "),
        (rf"\b({_ROMAN_AFTER})\s+([ivxlc]+)\b(?!')", lambda m: f"{m[1]} {_number(_roman(m[2]))}"),
        (
            rf"\b({_KINGS})\s+([ivx]{{2,}}|v)\b(?!')",
            lambda m: f"{m[1]} the {_number(_roman(m[2]), 'ordinal')}",
        ),
        (r"\bst\.\s*(?=[a-z])", lambda m: " saint "),
        (r"\bst\.", lambda m: " street "),
        (rf"\b({'|'.join(_BEFORE_NUMBER)})\.\s*(?=\d)", lambda m: f" {_BEFORE_NUMBER[m[1].lower()]} "),
        (rf"\b({'|'.join(_ABBREVIATIONS)})\.", lambda m: f" {_ABBREVIATIONS[m[1].lower()]} "),
        (rf"\b({'|'.join(_TITLES)})\b(?=\s+[a-z])", lambda m: f" {_ABBREVIATIONS[m[1].lower()]} "),
        (rf"(?P<sign>[$£€])\s?(?P<amount>{_AMOUNT})(?:\s(?P<scale>{_SCALES})\b)?", _money),
        (r"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\d)\s*(?P<half>[ap]\s?m\b)?", _time),
        (r"\b(\d{1,2})\s*([ap])m\b", lambda m: f" {_number(int(m[1]))} {m[2].lower()} m "),
        (r"\b(?P<century>1\d|20)?(?P<tens>\d0)'?s\b", _decade),
        (r"\b(\d[\d,]*)(?:st|nd|rd|th|d)\b", lambda m: f" {_number(int(m[1].replace(',', '')), 'ordinal')} "),
        (r"(?:\b(?P<whole>\d+)\s+)?\b(?P<over>[1-9]\d?)/(?P<under>[2-9]|[1-9]\d)\b(?!/)", _fraction),
        (rf"\b({_AMOUNT})\s?({'|'.join(_UNITS)})\b", lambda m: f" {_decimal(m[1])} {_UNITS[m[2].lower()]} "),
        (rf"(?<!\S)-(?={_AMOUNT})", lambda m: " minus "),
        (r"\b(1[1-9]\d\d|20\d\d)\b(?![,.]\d|%)", lambda m: f" {_year(m[1])} "),
        (rf"{_AMOUNT}|\.\d+", lambda m: f" {_decimal(m[0])} "),
        ("[" + re.escape("".join(_SIGNS)) + "]", lambda m: _SIGNS[m[0]]),
    ]
]
_WORD = re.compile(r"[a-z']+")
_ELIDED = {"'tis", "'twas", "'em", "'til", "'cause", "'twere", "'twill", "'bout", "'round"}
"""Words that begin with an apostrophe; elsewhere at a word's edge it is a quotation mark."""


def words_of(text: str) -> list[str]:
    """The words of a text without digits and signs: lower case, apostrophes only where they belong to the word."""
    words = (w if w in _ELIDED else w.strip("'") for w in _WORD.findall(text.lower()))
    return [re.sub("''+", "'", w) for w in words if w]


def normalize(sentence: str) -> str:
    """The spoken words of a sentence between single spaces; empty if it is not in Latin letters."""
    text = unicodedata.normalize("NFKD", sentence.translate(_FOLDED))
    text = "".join(c for c in text if not unicodedata.combining(c)).translate(_FOLDED)
    if any(c.isalpha() and not c.isascii() for c in text):
        return ""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return " ".join(words_of(text))


def read_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Lines of text files, of which ``.xz`` are unpacked."""
    for path in paths:
        with (
            lzma.open(path, "rt", encoding="utf-8")
            if path.suffix == ".xz"
            else open(path, encoding="utf-8") as file
        ):
            yield from file


def normalize_files(paths: Iterable[Path], out: Path, processes: int) -> tuple[int, int]:
    """Writes the words of every sentence on a line of their own; returns how many sentences and words."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(out.name + ".partial")
    sentences = words = 0
    with Pool(processes) as pool, open(partial, "w", encoding="ascii") as file:
        for line in tqdm(
            pool.imap(normalize, read_lines(paths), chunksize=2000), unit=" sentences", mininterval=5
        ):
            if line:
                file.write(line + "\n")
                sentences += 1
                words += line.count(" ") + 1
    partial.replace(out)
    return sentences, words


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", type=Path, help="a sentence a line, .txt or .txt.xz")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    args = parser.parse_args()
    sentences, words = normalize_files(args.texts, args.out.expanduser(), args.processes)
    print(f"{args.out}: {sentences} sentences, {words} words")


if __name__ == "__main__":
    main()
