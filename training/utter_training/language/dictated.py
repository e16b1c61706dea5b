"""Written sentences as people dictate them, marks spoken, for the language model.

    python -m utter_training.language.dictated --text tatoeba.txt.xz sgd.txt.xz --count 60000 --out dictated.txt

Books hold no "comma" behind a clause and no "open paren", so an n-gram of books hears other words there. Only sentences
with a mark inside are taken. Each spoken form of a mark is drawn as often as people are thought to say it.
"""

from __future__ import annotations

import argparse
import lzma
import random
import re
from pathlib import Path

FORMS: dict[str, list[str]] = {
    ",": ["comma"],
    ".": ["period", "period", "full stop"],
    "?": ["question mark"],
    "!": ["exclamation mark", "exclamation point"],
    ":": ["colon"],
    ";": ["semicolon"],
    "-": ["dash", "hyphen"],
    "(": ["open paren", "open parenthesis", "left paren", "open bracket"],
    ")": ["close paren", "close parenthesis", "right paren", "close bracket"],
    '"': ["quote", "open quote", "close quote", "unquote"],
    "&": ["ampersand"],
    "#": ["hashtag", "hash sign"],
    "…": ["ellipsis"],
}
LAYOUT = ["new line", "new paragraph"]
MARK = re.compile(r"(?<=[\w)\x22])([,.;:!?])(?=\s|$)|([()\x22&#…])|(?<=\s)(-)(?=\s)")


def dictated(sentence: str, rng: random.Random) -> str:
    """A written sentence with its marks as words; a line or paragraph may end with it."""
    spoken = MARK.sub(lambda found: f" {rng.choice(FORMS[found.group(0)])} ", sentence.strip())
    return f"{spoken} {rng.choice(LAYOUT)}" if rng.random() < 0.1 else spoken


def sentences(lines: list[str], count: int, seed: int = 1) -> list[str]:
    """``count`` of the written sentences that have a mark inside, dictated."""
    rng = random.Random(seed)
    marked = [line for line in lines if MARK.search(line.strip()[:-1])]
    return [dictated(line, rng) for line in rng.sample(marked, min(count, len(marked)))]


def read_lines(path: Path) -> list[str]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    return [line for line in text.splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", required=True, nargs="+", type=Path, help="written sentences, one a line")
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--out", required=True, type=Path, help="for utter_training.text.normalize")
    args = parser.parse_args()
    lines = [line for path in args.text for line in read_lines(path.expanduser())]
    args.out.expanduser().write_text("\n".join(sentences(lines, args.count)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
