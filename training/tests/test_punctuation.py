"""Labelled text, the model of case and punctuation, its training and its file."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from omegaconf import OmegaConf
from safetensors import safe_open

from utter_training.acoustic.alignments import Alignment
from utter_training.text import export, held_out, labels, pauses, train
from utter_training.text.labels import MARKS, Tokens, label, split_of, written_as
from utter_training.text.normalize import words_of
from utter_training.text.punctuator import Inventory, PunctuationModel, suffix_bucket

LAYERS = [[-1, 0, 1], [-3, 0, 2]]


def written(sentence: str) -> str | None:
    found = label(sentence, Tokens())
    if found is None:
        return None
    forms = (written_as(w, c, found.mixed) for w, c in zip(found.words, found.cases, strict=True))
    return " ".join(form + MARKS[mark] for form, mark in zip(forms, found.marks, strict=True))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Dr. Smith met Mr Jones at 7:30 a.m.", "Doctor Smith met Mister Jones at seven thirty a m."),
        (
            "It costs $5.20 - or less; that's cheap!",
            "It costs five dollars twenty cents, or less; that's cheap!",
        ),
        (
            "The well-known O'Brien has an iPhone, don't you think?",
            "The well known O'Brien has an iPhone, don't you think?",
        ),
        ("“Well…” she said… No.", "Well, she said. No."),
        ("Café Müller is open.", "Cafe Muller is open."),
        ("J. R. Smith sings.", "J R Smith sings."),
        ("What?! He left.", "What? He left."),
    ],
)
def test_labels_give_the_sentence_back(sentence: str, expected: str) -> None:
    """[L120]"""
    assert written(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "no capital.",
        "No mark",
        "“What?” said he.",
        "A [note].",
        "CHAPTER ONE BEGINS.",
        "i think i know.",
        "Привет.",
        "Well,",
        "Henry VIII died.",
        "",
    ],
)
def test_what_is_no_model_of_written_text_is_left_out(sentence: str) -> None:
    """[L120]"""
    assert written(sentence) is None


def test_a_sentence_is_in_one_split_whatever_is_around_it() -> None:
    """[L121]"""
    sentences = [f"Sentence number {i} is here." for i in range(2000)]
    splits = Counter(split_of(s) for s in sentences)
    assert 50 < splits[1] < 150 and 50 < splits[2] < 150
    corpus = labels.label_corpus([*sentences, *reversed(sentences)], {}, {}, True)
    assert corpus["read"] == 2000 and Counter(corpus["split"].tolist()) == splits


def tiny(words: int = 20) -> PunctuationModel:
    torch.manual_seed(3)
    return PunctuationModel(words, 16, 5, 12, 10, LAYERS)


def test_the_model_sees_no_further_than_its_layers_say() -> None:
    """[L122]"""
    model = tiny()
    random = np.random.default_rng(1)
    word, suffix, pair = (torch.from_numpy(random.integers(0, high, (1, 30))) for high in (21, 16, 6))
    mask = torch.ones(1, 30, dtype=torch.bool)
    base = torch.cat(model(word, suffix, pair, mask), -1)
    changed = word.clone()
    changed[0, 15] = (changed[0, 15] + 1) % 21
    differs = (torch.cat(model(changed, suffix, pair, mask), -1) != base).any(-1)[0]
    at = np.flatnonzero(differs.numpy())
    assert at.min() >= 15 - 3 and at.max() <= 15 + 4 and 15 in at


def test_what_is_outside_the_mask_changes_nothing() -> None:
    """[L122]"""
    model = tiny()
    word = torch.randint(1, 21, (1, 8))
    mask = torch.arange(8)[None] < 5
    suffix = pair = torch.zeros(1, 8, dtype=torch.long)
    long = model(word, suffix, pair, mask)[0][:, :5]
    short = model(word[:, :5], suffix[:, :5], pair[:, :5], mask[:, :5])[0]
    torch.testing.assert_close(long, short)


def test_pairs_and_endings_are_found() -> None:
    """[L122]"""
    inventory = Inventory(["a", "b", "c"], np.array([1 * 4 + 2, 3 * 4 + 1]), 16)
    assert inventory.pair_ids(np.array([1, 3, 2, 0]), np.array([2, 1, 2, 1])).tolist() == [1, 2, 0, 0]
    assert suffix_bucket("running", 2048) == suffix_bucket("ing" + "king", 2048) != suffix_bucket("ing", 2048)


def test_pauses_are_read_from_alignments() -> None:
    """[L123]"""
    ways = {"a": [(1,), (1, 2)], "b": [(2, 3)]}
    alignment = Alignment(np.array([40, 1, 40, 2, 3, 1, 2, 40]), np.array([0, 5, 9, 40, 44, 50, 55, 60]))
    assert pauses.pauses_after(["a", "b", "a"], alignment, ways, 40) == [310, 0]
    assert pauses.pauses_after(["b", "a"], alignment, ways, 40) is None


def test_marks_are_found_by_the_words_around_them(tmp_path: Path) -> None:
    """[L123]"""
    ids: dict[str, int] = {}
    lines = ["When he came home, the door was open.", "She was sitting near the fire."]
    np.savez(tmp_path / "x.npz", **labels.label_corpus(lines, ids, {}, True))
    spoken = ["when", "he", "came", "home", "the", "door", "was", "open", "she", "was", "sitting", "near"]
    at = np.array([ids[w] for w in spoken])
    five, four = pauses._hashes(at, 5), pauses._hashes(at, 4)
    known = pauses.MarkedText([tmp_path / "x.npz"], five, set(four.tolist()))
    found = {spoken[i]: MARKS[mark] for i, mark in pauses.marked(known, five, four)}
    assert found == {"came": "", "home": ",", "the": "", "door": "", "open": "."}


def test_long_pauses_speak_for_ends_as_far_as_they_are_trusted() -> None:
    """[L123]"""
    counts = {mark: Counter() for mark in MARKS} | {
        "": Counter({0: 900, 3: 20}),
        ",": Counter({2: 40}),
        ".": Counter({0: 2, 5: 80}),
    }
    half, full = (pauses.scores(counts, trust)["scores"] for trust in (0.5, 1.0))
    assert half["."][5] > 0 > half["none"][5] and half["."][0] < 0 < half["none"][0]
    np.testing.assert_allclose(np.array(half["."]) * 2, full["."], atol=2e-3)


SENTENCES = [
    "I like tea.",
    "Do you like London?",
    "He came, and she left.",
    "Where is Anna?",
    "Anna is in London, I think.",
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with text, a model trained on five sentences, and the model's file."""
    folder = tmp_path_factory.mktemp("punctuation")
    ids: dict[str, int] = {}
    corpus = labels.label_corpus(SENTENCES, ids, {}, True)
    corpus["split"][:] = 0
    # Tuning and figures see the same sentences here: there are only these.
    whole = {k: np.concatenate([corpus[k]] * 3) for k in ("word", "mark", "case")}
    start = np.concatenate(
        [corpus["start"][:-1] + i * len(corpus["word"]) for i in range(3)] + [[3 * len(corpus["word"])]]
    )
    text = folder / "text"
    text.mkdir()
    np.savez(text / "x.npz", **whole, start=start, split=np.repeat([0, 1, 2], len(SENTENCES)), read=5)
    (text / "words.txt").write_text("\n".join(ids) + "\n")
    (text / "mixed.tsv").write_text("")
    config = OmegaConf.merge(OmegaConf.load(train.CONFIG), {
        "text": str(text), "run": str(folder / "run"), "vocabulary": 15, "bigrams": 10, "suffixes": 32, "passage_words": 24,
        "passages": 8, "minutes": 5, "updates": 150, "warmup_updates": 5, "learning_rate": 1e-2, "cut_share": 0.0,
        "model": {"embedding_dim": 32, "channels": 16, "layers": LAYERS},
    })  # fmt: skip
    config.shares = {"x": 1.0}
    train.train(config)
    measured = folder / "pauses.yaml"
    OmegaConf.save(pauses.scores({m: Counter({0: 5}) for m in MARKS}, 0.5), measured)
    export.export(folder / "run", folder / "out", measured, folder / "held.json")
    return folder


def test_a_small_model_learns_its_sentences_by_heart(trained: Path) -> None:
    """[L124]"""
    model, inventory, forms, _, state = export.load(trained / "run")
    assert state["updates"] == 150
    labeller = export.Labeller(model, inventory, forms, np.zeros(7, np.float32))
    for sentence in SENTENCES:
        labelled = labeller.label(words_of(sentence))
        assert " ".join(form + mark for form, mark in labelled) == sentence


def test_counting_alone_knows_names_and_commas(trained: Path) -> None:
    """[L124]"""
    config = OmegaConf.load(trained / "run" / "config.yaml")
    with np.load(trained / "text" / "x.npz") as file:
        words = (trained / "text" / "words.txt").read_text().split()
        corpora = {"x": train.Sentences.of(file, 0, np.arange(len(words)))}
    inventory, ids = train.inventory_of(corpora, words, config)
    corpora["x"].word = ids[corpora["x"].word]
    suffix = np.zeros(len(words) + 1, np.int64)
    suffix[ids] = [suffix_bucket(word, 32) for word in words]
    model = PunctuationModel(len(inventory.words), 32, len(inventory.pairs), **config.model)
    train.start_from_counts(model, corpora, inventory, suffix, config)
    row = {
        word: (model.word.weight[i + 1] + model.suffix.weight[suffix_bucket(word, 32)])[:18]
        for i, word in enumerate(inventory.words)
    }
    assert row["london"][15] > 0 > row["london"][14]  # capitalised, not lower
    assert row["like"][14] > 0 > row["like"][15]
    assert row["and"][7 + 1] > 0 > row["and"][1]  # a comma before it, none after


def test_the_file_holds_the_numbers_that_golden_labels_were_made_with(trained: Path) -> None:
    """[L125]"""
    out = trained / "out"
    with safe_open(out / "punctuator.safetensors", "numpy") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
        metadata = file.metadata()
    assert json.loads(metadata["layers"]) == LAYERS and metadata["marks"].split(" ") == list(MARKS)
    model, inventory, _, _, _ = export.load(trained / "run")
    words = (trained / "text" / "words.txt").read_text().split()
    table = model.word.weight.detach().numpy().copy()
    export.load_rounded(model, tensors)
    steps = tensors["word.scale"].astype(np.float32)[:, None]
    assert (np.abs(model.word.weight.detach().numpy() - table) <= steps * 0.52).all()
    labeller = export.Labeller(
        model,
        inventory,
        export.written_forms(trained / "text", ["x"], words, []),
        tensors["mark.offsets"],
    )
    golden = json.loads((out / "punctuator-golden.json").read_text())
    assert len(golden) == export.GOLDEN_PASSAGES
    for passage in golden:
        assert [list(x) for x in zip(passage["written"], passage["marks"], strict=True)] == [
            list(x) for x in labeller.label(passage["words"])
        ]
    card = json.loads((out / "punctuator.json").read_text())
    assert (
        card["bytes"] == (out / "punctuator.safetensors").stat().st_size
        and card["training"]["updates"] == 150
    )


def test_held_out_passages_are_the_test_split(trained: Path) -> None:
    """[L121]"""
    held = json.loads((trained / "held.json").read_text())["x"]
    assert sum(len(p["spoken"]) for p in held) == sum(len(s.split()) for s in SENTENCES)
    text = " ".join(a + b for p in held for a, b in zip(p["written"], p["marks"], strict=True))
    assert sorted(SENTENCES) == sorted(s for s in SENTENCES if s in text)


def test_held_out_passages_need_no_model_and_are_those_of_the_export(tmp_path: Path) -> None:
    """[L121]"""
    lines = [f"The number {i} is read by {name}." for i in range(300) for name in ("Anna", "McDonald")]
    text = tmp_path / "x.txt"
    text.write_text("\n".join(lines) + "\n")
    ids: dict[str, int] = {}
    np.savez(tmp_path / "x.npz", **labels.label_corpus(lines, ids, {}, True))
    parts = {}
    for split in ("test", None):
        parts[split] = export.passages_of(tmp_path, "x", split, list(ids), ["McDonald"], 60, 2)
    known = held_out.held_out([text], [], ["McDonald"], 60, 2, {"x"})
    assert parts["test"] and known == {"x": parts["test"]}
    # Nothing was trained on it: all of it may be used.
    held_out.main([str(text), "--out", str(tmp_path / "held" / "out.json"), "--words", "60"])
    held = json.loads((tmp_path / "held" / "out.json").read_text())["x"]
    assert (
        [p["spoken"] for p in held]
        == [p["spoken"] for p in parts[None]]
        != [p["spoken"] for p in parts["test"]]
    )


def test_an_interrupted_export_leaves_no_half_file(trained: Path, tmp_path: Path) -> None:
    """[L125]"""
    run = tmp_path / "run"
    shutil.copytree(trained / "run", run)
    (run / "model.pt").write_bytes((run / "model.pt").read_bytes()[:100])
    with pytest.raises(Exception):  # noqa: B017 - whatever torch says of a cut file
        export.export(run, tmp_path / "out", trained / "pauses.yaml", None)
    assert not (tmp_path / "out" / "punctuator.safetensors").exists()
