"""The n-gram's file format, pruning, vocabulary and perplexity, on an ARPA file small enough to check by hand."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from utter_training.language.arpa import (
    LN10,
    SPECIAL,
    ArpaError,
    BackoffModel,
    codebook,
    read_arpa,
    save,
    to_tensors,
)
from utter_training.language.dictated import sentences as sentences_dictated
from utter_training.language.kenlm import KenLMError, lmplz
from utter_training.language.mix import mix, mixture_weights
from utter_training.language.ngram import choose_vocabulary, encode, perplexity
from utter_training.language.prune import entropy_prune, occurrences, with_backoffs
from utter_training.language.spelled import DIGITS, sentences

WORDS = [*SPECIAL, "a", "b", "c"]
UNK, BEGIN, END, A, B, C = range(6)
ARPA = """\\data\\
ngram 1=6
ngram 2=5
ngram 3=2

\\1-grams:
-1.5\t<unk>\t0
0\t<s>\t-0.3
-0.9\t</s>\t0
-0.6\ta\t-0.2
-0.8\tb\t-0.25
-1.1\tc\t0

\\2-grams:
-0.3\t<s> a\t-0.1
-0.4\ta b\t-0.15
-0.7\ta </s>\t0
-0.2\tb a\t-0.05
-0.5\tb </s>\t0

\\3-grams:
-0.1\t<s> a b
-0.25\ta b </s>

\\end\\
"""


@pytest.fixture
def orders(tmp_path: Path):
    (tmp_path / "toy.arpa").write_text(ARPA)
    return read_arpa(tmp_path / "toy.arpa", WORDS)


EXPECTED = [
    ([BEGIN, A, B], -0.1),  # listed
    ([A, B, END], -0.25),
    ([-1, BEGIN, A], -0.3),  # at a sentence's start there is no third word
    ([-1, -1, A], -0.6),
    ([A, A, A], -0.2 - 0.6),  # neither (a a a) nor (a a): back-off of (a), unigram
    ([B, A, C], -0.05 - 0.2 - 1.1),
    ([A, B, B], -0.15 - 0.25 - 0.8),
    ([C, C, UNK], -1.5),
]


@pytest.mark.parametrize(("ids", "log10"), EXPECTED)
def test_back_off(orders, ids, log10):
    """[L36] scores are those of the ARPA file, by hand."""
    assert BackoffModel.of_orders(orders).log_probability(np.array([ids]))[0] == pytest.approx(log10 * LN10)


def test_file(orders, tmp_path: Path):
    """[L37] what was written is read back and scores within half precision's step."""
    save(to_tensors(orders), tmp_path / "lm.safetensors")
    model = BackoffModel.load(tmp_path / "lm.safetensors")
    scores = model.log_probability(np.array([ids for ids, _ in EXPECTED]))
    np.testing.assert_allclose(scores / LN10, [log10 for _, log10 in EXPECTED], atol=1e-3)


def test_layout(orders):
    """[L38] arrays are typed, nested from the oldest word, and sorted within each parent."""
    tensors = to_tensors(orders)
    types = {name: str(a.dtype) for name, a in tensors.items()}
    assert types == {
        "1.score": "float16", "1.backoff": "float16", "1.child": "uint32",
        "2.word": "uint32", "2.scoreCode": "uint8", "2.scoreTable": "float32",
        "2.backoffCode": "uint8", "2.backoffTable": "float32", "2.child": "uint32",
        "3.word": "uint32", "3.scoreCode": "uint8", "3.scoreTable": "float32",
    }  # fmt: skip
    assert tensors["1.child"].tolist() == [0, 0, 1, 1, 3, 5, 5]
    assert tensors["2.word"].tolist() == [A, END, B, END, A]
    assert tensors["2.child"].tolist() == [0, 1, 1, 2, 2, 2]
    assert tensors["3.word"].tolist() == [B, END]


def test_codebook():
    """[L39] a quantised value is never further from its own than half of its neighbours' distance; few values are exact."""
    values = np.concatenate([np.random.default_rng(0).normal(-6, 2, 20_000), [-40.0, 0.0]])
    codes, table = codebook(values)
    assert codes.dtype == np.uint8
    assert table.dtype == np.float32
    nearest = np.abs(values[:, None] - table[None]).min(axis=1)
    np.testing.assert_allclose(np.abs(values - table[codes]), nearest, atol=1e-6)
    assert np.sqrt(np.mean((values - table[codes]) ** 2)) < 0.025
    few = np.array([-3.0, 0.0, -1.5])
    codes, table = codebook(few)
    np.testing.assert_array_equal(table[codes], few.astype(np.float32))


def test_missing_words(tmp_path: Path):
    """[L40] words that the text lacks share the unknown word's probability."""
    (tmp_path / "toy.arpa").write_text(ARPA)
    model = BackoffModel.of_orders(read_arpa(tmp_path / "toy.arpa", [*WORDS, "d"]))
    unknown, missing = model.log_probability(np.array([[UNK], [6]]))
    assert unknown == missing == pytest.approx(-1.5 * LN10 - np.log(2))


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (("\\end\\\n", ""), "truncated"),
        (("-0.4\ta b", "-0.4\ta x"), "toy.arpa:16"),
        (("-0.4\ta b", "zero\ta b"), "toy.arpa:16"),
    ],
)
def test_damaged(tmp_path: Path, damage, message):
    """[L41] damage is reported with file and line."""
    (tmp_path / "toy.arpa").write_text(ARPA.replace(*damage))
    with pytest.raises(ArpaError, match=message):
        read_arpa(tmp_path / "toy.arpa", WORDS)


def test_orphan(tmp_path: Path):
    """[L41] an n-gram whose history is none is refused."""
    (tmp_path / "toy.arpa").write_text(ARPA.replace("<s> a b", "c c b"))
    with pytest.raises(ArpaError, match="history"):
        to_tensors(read_arpa(tmp_path / "toy.arpa", WORDS))


def masses(orders) -> np.ndarray:
    """Sum of P(w | h) over all words that can follow, for histories listed and not."""
    model = BackoffModel.of_orders(orders)
    words = [w for w in range(len(WORDS)) if w != BEGIN]
    histories = [[-1, BEGIN], [BEGIN, A], [A, B], [B, A], [A, A], [C, B], [C, C], [UNK, A]]
    return np.array(
        [np.exp(model.log_probability(np.array([[*h, w] for w in words]))).sum() for h in histories]
    )


def normalised(orders):
    """The toy model with unigrams that sum to one and back-offs to match."""
    unigrams = orders[0]
    predicted = np.arange(len(WORDS)) != BEGIN
    unigrams.score[predicted] -= np.log(np.exp(unigrams.score[predicted]).sum())
    return with_backoffs(orders)


def test_sums_to_one(orders):
    """[L42] with the back-off weights computed anew, every history's distribution sums to one, also after pruning."""
    orders = normalised(orders)
    np.testing.assert_allclose(masses(orders), 1, atol=1e-9)
    counts = occurrences(BackoffModel.of_orders(orders), [np.array([BEGIN, A, B, END, BEGIN, A, END])])
    for threshold in (1e-3, 1e-2, 1e-1):
        np.testing.assert_allclose(masses(entropy_prune(orders, counts, threshold)), 1, atol=1e-9)


def test_occurrences(orders):
    """[L43] histories are weighted by how often they occur in the text."""
    unigrams, bigrams = occurrences(
        BackoffModel.of_orders(orders),
        [np.array([BEGIN, A, B, END, BEGIN, A, END]), np.array([BEGIN, C, END])],
    )
    assert unigrams.tolist() == [0, 3, 3, 2, 1, 1]
    assert bigrams.tolist() == [2, 1, 1, 1, 0]  # (<s> a) (a </s>) (a b) (b </s>) (b a)


def test_entropy_pruning(orders):
    """[L44] the loss of leaving out an n-gram is Stolcke's; histories of what stays also stay."""
    orders = normalised(orders)
    counts = occurrences(BackoffModel.of_orders(orders), [np.array([BEGIN, A, B, END])] * 3)
    # The divergence of (<s> a)'s distribution from the same without (<s> a b), summed word by word.
    without = [orders[0], orders[1], type(orders[2])(*(x[1:] for x in vars(orders[2]).values()))]
    without = with_backoffs(without)
    words = [w for w in range(len(WORDS)) if w != BEGIN]
    rows = np.array([[BEGIN, A, w] for w in words])
    p = BackoffModel.of_orders(orders).log_probability(rows)
    q = BackoffModel.of_orders(without).log_probability(rows)
    loss = 3 / 12 * (np.exp(p) * (p - q)).sum()
    assert [BEGIN, A, B] in entropy_prune(orders, counts, loss * 0.999)[2].ids.tolist()
    assert [BEGIN, A, B] not in entropy_prune(orders, counts, loss * 1.001)[2].ids.tolist()
    for pruned in (entropy_prune(orders, counts, t) for t in (1e-4, 1e-2, 1)):
        to_tensors(pruned)  # raises if a history were missing
    assert [len(g) for g in entropy_prune(orders, counts, 1)] == [6, 0, 0]


def test_perplexity(orders):
    """[L45] perplexity counts sentence ends and not beginnings; unknown words apart."""
    model = BackoffModel.of_orders(orders)
    (ids,) = encode(["a b", "a x"], WORDS)
    assert ids.tolist() == [BEGIN, A, B, END, BEGIN, A, UNK, END]
    figures = perplexity(model, ids)
    assert (figures["words"], figures["oov"]) == (4, 1)
    # a | <s>, b | <s> a, </s> | a b, a | <s>, </s> | a <unk>: back-offs of (a <unk>), (<unk>) are 0
    known = [-0.3, -0.1, -0.25, -0.3, -0.9]
    assert figures["perplexity"] == pytest.approx(10 ** (-sum(known) / 5))
    unknown = -0.1 - 0.2 - 1.5
    assert figures["perplexityWithOov"] == pytest.approx(10 ** (-(sum(known) + unknown) / 6))


def test_vocabulary():
    """[L46] most frequent first; transcript words always; unlisted words if they recur or derive from listed ones."""
    counts = Counter(
        {"the": 9, "fox": 4, "zorblax": 3, "qzx": 3, "foxes": 1, "foxhole": 1, "hole": 1, "misprnit": 1}
    )
    lexicon = {w: [("AH",)] for w in ("the", "fox", "hole")}
    words = choose_vocabulary(counts, lexicon, {"simba"}, 100)
    assert words == [*SPECIAL, "the", "fox", "zorblax", "foxes", "hole", "simba"]
    assert choose_vocabulary(counts, lexicon, {"simba"}, 3) == [*SPECIAL, "the", "fox", "simba"]
    assert choose_vocabulary(counts, lexicon, {"simba"}, 5)[5:] == ["zorblax", "hole", "simba"]


def test_no_kenlm(tmp_path: Path):
    """[L47] a missing lmplz is told with the command that builds it."""
    with pytest.raises(KenLMError, match="utter_training.language.kenlm --out"):
        lmplz(tmp_path / "lmplz", tmp_path / "text", tmp_path / "arpa", 3)


def test_a_mixture_is_the_weighted_sum(orders):
    """[L80]"""
    other = [type(g)(g.ids.copy(), g.score - 0.1, g.backoff) for g in orders]
    other[2] = type(orders[2])(orders[2].ids[:1], orders[2].score[:1], orders[2].backoff[:1])
    models = [with_backoffs(orders), with_backoffs(other)]
    mixed = BackoffModel.of_orders(mix(models, [0.7, 0.3]))
    apart = [BackoffModel.of_orders(model) for model in models]
    listed = np.concatenate([orders[2].ids, [[-1, BEGIN, A], [-1, -1, C], [-1, A, END]]])
    expected = 0.7 * np.exp(apart[0].log_probability(listed)) + 0.3 * np.exp(apart[1].log_probability(listed))
    assert np.exp(mixed.log_probability(listed)) == pytest.approx(expected)
    for history in ([BEGIN, A], [A, B], [C, C]):
        following = np.array([[*history, word] for word in range(len(WORDS))])
        mass = np.exp(mixed.log_probability(following)).sum()
        before = np.exp(apart[0].log_probability(following)).sum()
        assert mass == pytest.approx(before, abs=0.05)


def test_mixture_weights_find_the_better_model():
    """[L80]"""
    better, worse = np.log(np.full(1000, 0.2)), np.log(np.full(1000, 0.02))
    assert mixture_weights(np.stack([better, worse]))[0] > 0.99
    halves = np.stack(
        [np.where(np.arange(1000) % 2, better, worse), np.where(np.arange(1000) % 2, worse, better)]
    )
    assert mixture_weights(halves) == pytest.approx([0.5, 0.5])


def test_spelled_sentences_are_words_of_the_model():
    """[L81]"""
    vocabulary = [*SPECIAL, "the", "anderson", "o'neill", "market", "river", "a"]
    lines = sentences(vocabulary, 2000)
    assert lines == sentences(vocabulary, 2000)
    assert len(lines) == 2000
    assert "a n d e r s o n" in lines
    assert all(word.isascii() and word.replace("'", "").isalpha() for line in lines for word in line.split())
    assert all(digit in " ".join(lines).split() for digit in DIGITS)


def test_marks_are_spoken_and_only_sentences_with_one_inside_are_taken():
    written = ["Is it red, or blue?", "It is red.", "See (below): nothing."]
    drawn = sentences_dictated(written, 10)
    assert len(drawn) == 2
    words = " ".join(drawn).split()
    assert {"comma", "question", "mark", "colon"} <= set(words)
    assert not any(mark in "".join(drawn) for mark in ",?():")
    assert sentences_dictated(written, 10) == drawn
