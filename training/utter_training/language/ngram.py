"""The word n-gram: vocabulary, estimation, pruning, quantisation, perplexity.

    python -m utter_training.language.ngram --text ~/runs/language/text.txt --lmplz ~/runs/kenlm/lmplz --out ~/runs/language \
        --lexicon /usr/share/festival/dicts/cmu/cmudict-0.4.out --dev librispeech.tsv common-voice.tsv \
        --train *.tsv --prune 0 1 1 --entropy 5e-8

writes ``vocabulary.txt`` and ``lm.safetensors`` and prints sizes and perplexities. Several texts are estimated apart and
mixed, by ``--mix`` or by the weights that suit the dev sets best. The texts must hold no dev sentences; transcripts give
the vocabulary words, not counts, since prompts recur between train and dev.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from ..speech.corpus import read_corpus
from ..text.normalize import words_of
from .arpa import BEGIN, END, SPECIAL, UNKNOWN, BackoffModel, Ngram, read_arpa, save, to_tensors
from .kenlm import lmplz
from .lexicon import Lexicon, read_lexicon
from .mix import mix, mixture_weights
from .prune import entropy_prune, occurrences

_VOWELS = set("aeiouy")
_SUFFIXES = (
    "'s",
    "s",
    "es",
    "d",
    "ed",
    "ing",
    "ly",
    "er",
    "ers",
    "est",
    "y",
    "ness",
    "less",
    "ful",
    "like",
    "able",
)


def is_plausible(word: str) -> bool:
    """Whether letters that no dictionary knows look like a word rather than an accident."""
    return len(word) > 1 and bool(_VOWELS & set(word)) and not any(letter * 3 in word for letter in word)


def is_derived(word: str, known: Container[str]) -> bool:
    """Whether a word is a known one with an ending, or two known ones in one."""
    if any(word.endswith(suffix) and word[: -len(suffix)] in known for suffix in _SUFFIXES):
        return True
    return any(word[:i] in known and word[i:] in known for i in range(4, len(word) - 3))


def choose_vocabulary(counts: Counter[str], lexicon: Lexicon, always: set[str], size: int) -> list[str]:
    """``SPECIAL``, then words by falling count: those of ``always``, filled up to ``size`` with the text's.

    Words that no dictionary knows must occur twice or derive from one that it knows: most of the rest is misprints.
    """
    candidates = (
        word
        for word, count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0] not in lexicon, item[0])
        )
        if word not in always
        and (word in lexicon or (is_plausible(word) and (count > 1 or is_derived(word, lexicon))))
    )
    words = always | set(islice(candidates, max(0, size - len(always))))
    return [*SPECIAL, *sorted(words, key=lambda word: (-counts[word], word))]


def count_words(texts: Iterable[Path]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        with open(text, encoding="ascii") as file:
            while lines := file.readlines(1 << 24):
                counts.update(" ".join(lines).split())
    return counts


def encode(lines: Iterable[str], words: Sequence[str], block: int = 2_000_000) -> Iterator[np.ndarray]:
    """Word ids int32 in pieces of about ``block`` words, every sentence between ``<s>`` and ``</s>``."""
    ids = {word: i for i, word in enumerate(words)}
    piece: list[int] = []
    for line in lines:
        piece.append(BEGIN)
        piece += [ids.get(word, UNKNOWN) for word in line.split()]
        piece.append(END)
        if len(piece) >= block:
            yield np.array(piece, np.int32)
            piece = []
    if piece:
        yield np.array(piece, np.int32)


def estimate(
    binary: Path, text: Path, words: Sequence[str], folder: Path, prune: Sequence[int]
) -> list[Ngram]:
    """An n-gram over ``words``, of the order that ``prune`` is long; other words of the text count as unknown."""
    listed, arpa = folder / "limit.txt", folder / "lm.arpa"
    listed.write_text("\n".join(words[len(SPECIAL) :]) + "\n", encoding="ascii")
    # A small or drawn text may lack n-grams of some count, from which the discounts are estimated.
    options = ["--limit_vocab_file", str(listed), "--discount_fallback"]
    lmplz(binary, text, arpa, len(prune), prune, options)
    try:
        return read_arpa(arpa, words)
    finally:
        arpa.unlink()
        listed.unlink()


def histories(ids: np.ndarray, order: int) -> np.ndarray:
    """Every word of encoded sentences but ``<s>`` with the words before it in its sentence, ``(N, order)``."""
    padded = np.concatenate([np.full(order - 1, -1), ids])
    windows = np.lib.stride_tricks.sliding_window_view(padded, order).copy()
    # A sentence's history begins at its <s>.
    begun = np.maximum.accumulate((windows == BEGIN)[:, ::-1], axis=1)[:, ::-1]
    windows[:, :-1][begun[:, 1:]] = -1
    return windows[ids != BEGIN]


def fitted_weights(models: Sequence[Sequence[Ngram]], dev: Iterable[np.ndarray]) -> np.ndarray:
    """Weights of models that suit several dev texts on average, each counting the same."""
    readers = [BackoffModel.of_orders(orders) for orders in models]
    weights = []
    for ids in dev:
        windows = histories(ids, readers[0].order)
        weights.append(mixture_weights(np.stack([reader.log_probability(windows) for reader in readers])))
    return np.mean(weights, axis=0)


def perplexity(model: BackoffModel, ids: np.ndarray) -> dict[str, float]:
    """Perplexity of encoded sentences, with and without unknown words (as KenLM's ``query`` counts them)."""
    windows = histories(ids, model.order)
    scores, known = model.log_probability(windows), windows[:, -1] != UNKNOWN
    return {
        "words": len(known) - int((ids == END).sum()),
        "oov": int((~known).sum()),
        "perplexity": float(np.exp(-scores[known].mean())),
        "perplexityWithOov": float(np.exp(-scores.mean())),
    }


def transcripts(paths: Iterable[Path], split: str) -> list[str]:
    """Transcripts of corpora, as words of the language model."""
    return [" ".join(words_of(u.text)) for path in paths for u in read_corpus(path) if u.split == split]


def history_counts(
    orders: Sequence[Ngram], texts: Sequence[Path], weights: np.ndarray, words: Sequence[str]
) -> list[np.ndarray]:
    """How often the entries occur in the texts, each of which counts for its weight whatever its length."""
    reader = BackoffModel.of_orders(orders)
    total: list[np.ndarray] = []
    for text, weight in zip(texts, weights, strict=True):
        with open(text, encoding="ascii") as lines:
            counts = occurrences(reader, encode(lines, words))
        scaled = [count * (weight / counts[0].sum()) for count in counts]
        total = [a + b for a, b in zip(total, scaled, strict=True)] if total else scaled
    return total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--text",
        required=True,
        nargs="+",
        type=Path,
        help="outputs of utter_training.text.normalize and .spelled",
    )
    parser.add_argument("--mix", nargs="+", type=float, help="weight of each text; fitted to --dev if absent")
    parser.add_argument("--lmplz", required=True, type=Path, help="output of utter_training.language.kenlm")
    parser.add_argument("--lexicon", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument(
        "--train", nargs="*", default=[], type=Path, help="corpora whose words the vocabulary has"
    )
    parser.add_argument("--dev", nargs="*", default=[], type=Path, help="corpora to measure perplexity on")
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--whole-dictionary", action="store_true", help="also words that the text lacks")
    parser.add_argument(
        "--prune", nargs="+", type=int, default=[0, 0, 1], help="counts left out, for each order"
    )
    parser.add_argument(
        "--entropy",
        nargs="+",
        type=float,
        default=[0.0],
        help="thresholds of entropy pruning; the last is kept",
    )
    parser.add_argument("--dry-run", action="store_true", help="measure, but write no model")
    args = parser.parse_args()
    out: Path = args.out.expanduser()
    out.mkdir(parents=True, exist_ok=True)
    texts: list[Path] = [text.expanduser() for text in args.text]
    if args.mix and len(args.mix) != len(texts):
        parser.error(f"--mix has {len(args.mix)} weights for {len(texts)} texts")
    if len(texts) > 1 and not args.mix and not args.dev:
        parser.error("several texts need --mix, or --dev to fit their weights to")

    lexicon = read_lexicon(args.lexicon)
    always = {word for line in transcripts(args.train, "train") for word in line.split()}
    if args.whole_dictionary:
        always |= lexicon.keys()
    words = choose_vocabulary(count_words(texts), lexicon, always, args.words)
    dev = {p.stem: np.concatenate(list(encode(transcripts([p], "dev"), words))) for p in args.dev}
    models = [estimate(args.lmplz.expanduser(), text, words, out, args.prune) for text in texts]
    weights = np.ones(1)
    if len(texts) > 1:
        weights = np.array(args.mix) / sum(args.mix) if args.mix else fitted_weights(models, dev.values())
        shares = {text.stem: round(w, 4) for text, w in zip(texts, weights.tolist(), strict=True)}
        print(json.dumps({"weights": shares}), flush=True)
    orders = mix(models, weights)
    counts = history_counts(orders, texts, weights, words) if any(args.entropy) else []
    for threshold in args.entropy:
        pruned = entropy_prune(orders, counts, threshold) if threshold else orders
        tensors = to_tensors(pruned)
        report = {
            "prune": args.prune,
            "entropy": threshold,
            "ngrams": [len(grams) for grams in pruned],
            "megabytes": round(sum(array.nbytes for array in tensors.values()) / 1e6, 2),
        }
        exact, quantised = BackoffModel.of_orders(pruned), BackoffModel.of_tensors(tensors)
        for name, ids in dev.items():
            exactly = perplexity(exact, ids)["perplexity"]
            report[name] = perplexity(quantised, ids) | {"perplexityExact": exactly}
        print(json.dumps(report), flush=True)
    if not args.dry_run:
        (out / "vocabulary.txt").write_text("\n".join(words) + "\n", encoding="ascii")
        save(tensors, out / "lm.safetensors")


if __name__ == "__main__":
    main()
