"""Sentences of letters, digits and dates as people dictate them, for the language model.

    python -m utter_training.language.spelled --vocabulary ~/runs/language/vocabulary.txt --count 60000 --out spelled.txt

Books hold next to none, so an n-gram of books hears words in a spelled name. The sentences are drawn, not collected:
words of the vocabulary spelled letter by letter, telephone and room numbers, amounts, dates, addresses and codes.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from num2words import num2words

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
STREETS = ["street", "road", "avenue", "lane", "drive", "court", "place", "square", "way", "boulevard"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def cardinal(number: int, rng: random.Random) -> list[str]:
    """A number in words, half the time with "and" after the hundreds, as people vary it."""
    words = num2words(number).replace("-", " ").replace(",", "").split()
    return words if rng.random() < 0.5 else [word for word in words if word != "and"]


def digits(count: int, rng: random.Random) -> list[str]:
    """So many single digits; nought is "oh" in some sentences, and a digit said twice may be "double"."""
    nought = rng.choice(("zero", "oh"))
    said: list[str] = []
    for digit in rng.choices(range(10), k=count):
        word = DIGITS[digit] if digit else nought
        if said and said[-1] == word and rng.random() < 0.2:
            said[-1:] = ["double", word]
        else:
            said.append(word)
    return said


def year(rng: random.Random) -> list[str]:
    """A year in pairs of digits, or from 2000 on as a number."""
    value = rng.randint(1900, 2040)
    if 2000 <= value < 2010:
        return cardinal(value, rng)
    century, rest = divmod(value, 100)
    pair = ["oh", DIGITS[rest]] if 0 < rest < 10 else cardinal(rest, rng) if rest else ["hundred"]
    return [*cardinal(century, rng), *pair]


def date(rng: random.Random) -> list[str]:
    """Month and day, some with the year."""
    day = num2words(rng.randint(1, 31), to="ordinal" if rng.random() < 0.6 else "cardinal")
    said = [rng.choice(MONTHS), *day.replace("-", " ").split()]
    return said + year(rng) if rng.random() < 0.6 else said


def sentence(words: list[str], rng: random.Random) -> list[str]:
    """One sentence; ``words`` are what may be spelled or named."""
    kind = rng.random()
    if kind < 0.45:
        word = rng.choice(words)
        spelled = list(word.replace("'", ""))
        return [word, *spelled] if rng.random() < 0.15 else spelled
    if kind < 0.6:
        return digits(rng.choice((2, 3, 4, 4, 5, 7, 7, 10, 11)), rng)
    if kind < 0.7:
        return cardinal(
            rng.choice((rng.randint(1, 99), rng.randint(100, 9999), rng.randint(1000, 999999))), rng
        )
    if kind < 0.8:
        return date(rng)
    if kind < 0.9:
        number = digits(rng.randint(1, 4), rng) if rng.random() < 0.5 else cardinal(rng.randint(1, 9999), rng)
        return [*number, rng.choice(words), rng.choice(STREETS)]
    code = [
        rng.choice(LETTERS) if rng.random() < 0.5 else DIGITS[rng.randrange(10)]
        for _ in range(rng.randint(2, 7))
    ]
    return code


def sentences(vocabulary: list[str], count: int, seed: int = 1) -> list[str]:
    """``count`` sentences; words that are common are spelled oftener, as their rank falls."""
    rng = random.Random(seed)
    plain = [word for word in vocabulary if word.replace("'", "").isalpha() and 2 < len(word) < 12]
    drawn = rng.choices(plain, weights=[1 / (rank + 200) for rank in range(len(plain))], k=count)
    return [" ".join(sentence([word, *rng.sample(plain, 2)], rng)) for word in drawn]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--vocabulary", required=True, type=Path, help="output of utter_training.language.ngram"
    )
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    words = args.vocabulary.expanduser().read_text(encoding="ascii").split()
    args.out.expanduser().write_text("\n".join(sentences(words, args.count)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
