"""Writes a trained punctuator as the app reads it (``docs/model-format.md``).

    python -m utter_training.text.export --run ~/runs/punctuation/model --out ../resources/text/en

writes ``punctuator.safetensors`` (embeddings in bytes, the rest in half precision), ``punctuator.json`` (what it is and where
it comes from) and ``golden.json`` (passages with the labels and scores that these very numbers give). The marks' offsets are
chosen on the tuning split. With ``--held-out FILE`` it also writes passages of the test split for ``npm run prove -- text punctuation``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from omegaconf import DictConfig, OmegaConf
from safetensors.numpy import save

from .. import CONFIGURATIONS
from ..acoustic.provenance import commit
from .labels import CAPITALIZED, LOWER, MARKS, MIXED, SENTENCE_ENDS, SPLITS, written_as
from .normalize import words_of
from .pauses import CLASSES
from .punctuator import UNKNOWN, Inventory, PunctuationModel, suffix_bucket
from .train import Sentences

TUNED = (1, 2, 3)
"""Marks whose offsets are tuned: comma, full stop, question mark."""
GOLDEN_PASSAGES = 12
FIRST_PERSON = re.compile(r"i(?:'(?:m|d|ll|ve|s|mma))?$")


def quantized(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows as bytes around 128 and a scale each, in half precision: ``(byte - 128) * scale``."""
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-6).astype(np.float16)
    steps = np.clip(np.rint(table / scale.astype(np.float32)[:, None]), -127, 127)
    return (steps + 128).astype(np.uint8), scale


def tensors_of(model: PunctuationModel, inventory: Inventory, forms: Sequence[str]) -> dict[str, np.ndarray]:
    """All tensors of the file but for the pauses' and the offsets."""
    tensors: dict[str, np.ndarray] = {}
    for name in ("word", "suffix", "pair"):
        table = getattr(model, name).weight.detach().numpy()
        values, scale = quantized(table[1:] if name == "pair" else table)
        tensors |= {f"{name}.values": values, f"{name}.scale": scale}
    linears = {f"layer.{i}": layer for i, layer in enumerate(model.layers)}
    for name, linear in (linears | {"mark": model.mark, "case": model.case}).items():
        tensors[f"{name}.weight"] = linear.weight.detach().numpy().astype(np.float16)
        tensors[f"{name}.bias"] = linear.bias.detach().numpy().astype(np.float16)
    tensors["pair.key"] = inventory.pairs.astype(np.uint32)
    for name, lines in {"words": inventory.words, "forms": forms}.items():
        tensors[name] = np.frombuffer("".join(f"{line}\n" for line in lines).encode("ascii"), np.uint8)
    return tensors


def load_rounded(model: PunctuationModel, tensors: dict[str, np.ndarray]) -> None:
    """Puts the file's numbers into the model, so that golden labels and figures are those of the file."""
    state = model.state_dict()
    for name, value in state.items():
        if name.startswith("layers."):
            rounded = tensors[name.replace("layers.", "layer.")]
        elif (table := name.removesuffix(".weight")) in ("word", "suffix", "pair"):
            steps = tensors[f"{table}.values"].astype(np.float32) - 128
            rounded = steps * tensors[f"{table}.scale"].astype(np.float32)[:, None]
            if table == "pair":
                rounded = np.concatenate([np.zeros((1, rounded.shape[1]), np.float32), rounded])
        else:
            rounded = tensors[name]
        value.copy_(torch.from_numpy(rounded.astype(np.float32)))


class Labeller:
    """Scores and labels of passages given as words, with the model as it is."""

    def __init__(
        self, model: PunctuationModel, inventory: Inventory, forms: Sequence[str], offsets: np.ndarray
    ):
        self._model, self._inventory, self.offsets = model, inventory, offsets
        self._ids = {word: i + 1 for i, word in enumerate(inventory.words)}
        self._forms = {form.lower(): form for form in forms}

    def scores(self, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Marks' (T, 7) and cases' (T, 4) scores, offsets not added."""
        ids = np.array([self._ids.get(word, UNKNOWN) for word in words])
        suffix = np.array([suffix_bucket(word, self._inventory.suffixes) for word in words])
        pair = self._inventory.pair_ids(np.concatenate([[0], ids[:-1]]), ids)
        mask = torch.ones(1, len(words), dtype=torch.bool)
        with torch.inference_mode():
            mark, case = self._model(*(torch.from_numpy(a)[None] for a in (ids, suffix, pair)), mask)
        return mark[0].numpy(), case[0].numpy()

    def label(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Written form and mark of each word, without pauses."""
        mark, case = self.scores(words)
        marks = (mark + self.offsets).argmax(1)
        labels, starts = [], True
        for word, m, c in zip(words, marks, case.argmax(1), strict=True):
            if FIRST_PERSON.match(word):
                written = word.capitalize()
            elif word in self._forms:
                written = self._forms[word]
            else:
                written = written_as(word, CAPITALIZED if c == LOWER and starts else int(c), {})
            labels.append((written, MARKS[m]))
            starts = int(m) in SENTENCE_ENDS
        return labels


def written_forms(
    text: Path, corpora: Sequence[str], all_words: Sequence[str], mixed: Sequence[str]
) -> list[str]:
    """
    Forms of words that are always written so: those of ``mixed`` that most occurrences in training text have, and the
    listed ones (``conf/written-forms.txt``).
    """
    counts = np.zeros(4 * len(all_words), np.int64)
    for name in corpora:
        with np.load(text / f"{name}.npz") as file:
            chosen = np.repeat(file["split"] == SPLITS.index("train"), np.diff(file["start"]))
            flat = 4 * file["word"][chosen].astype(np.int64) + file["case"][chosen]
        counts += np.bincount(flat, minlength=len(counts))
    counts = counts.reshape(-1, 4)
    ids = {word: i for i, word in enumerate(all_words)}
    forms = {
        form.lower(): form
        for form in mixed
        if 2 * counts[ids[form.lower()], MIXED] > counts[ids[form.lower()]].sum()
    }
    listed = (CONFIGURATIONS / "written-forms.txt").read_text(encoding="ascii").splitlines()
    forms |= {form.lower(): form for form in listed if form and not form.startswith("#")}
    return sorted(forms.values())


def passages_of(
    text: Path,
    name: str,
    split: str | None,
    all_words: Sequence[str],
    mixed: Sequence[str],
    words: int,
    seed: int,
) -> list[dict]:
    """
    Passages of one to eight sentences of a corpus's split or, without one, of the whole corpus, in the order of the text: at
    least ``words`` words in all where there are so many, from evenly spaced places. ``spoken`` and ``written`` words and ``marks``.
    """
    random = np.random.default_rng(seed)
    with np.load(text / f"{name}.npz") as file:
        corpus = Sentences.of(file, None if split is None else SPLITS.index(split), np.arange(len(all_words)))
    forms = {form.lower(): form for form in mixed}
    passages, total, sentence = [], 0, 0
    spacing = max(1, int(corpus.start[-1]) // words)
    while total < words and sentence < len(corpus.start) - 1:
        last = min(sentence + int(random.integers(1, 9)), len(corpus.start) - 1)
        at = slice(int(corpus.start[sentence]), int(corpus.start[last]))
        spoken = [all_words[i] for i in corpus.word[at]]
        passages.append({
            "spoken": spoken,
            "written": [written_as(w, int(c), forms) for w, c in zip(spoken, corpus.case[at], strict=True)],
            "marks": [MARKS[m] for m in corpus.mark[at]],
        })  # fmt: skip
        total += len(spoken)
        sentence = last + (spacing - 1) * (last - sentence)
    return passages


def drawn_pauses(passage: dict, measured: dict, random: np.random.Generator) -> np.ndarray:
    """Scores (T, 7) of pauses drawn from those measured at each mark; the last word's is long."""
    scores = np.array([measured["scores"][mark or "none"] for mark in MARKS], np.float32).T
    kinds = {mark: name for name, group in CLASSES.items() for mark in group}
    shares = {name: np.array(found) / sum(found) for name, found in measured["counts"].items()}
    drawn = [random.choice(len(scores), p=shares[kinds[mark]]) for mark in passage["marks"][:-1]]
    return scores[[*drawn, len(scores) - 1]]


def tuned_offsets(labeller: Labeller, passages: Sequence[dict], measured: dict) -> np.ndarray:
    """Offsets of ``TUNED`` marks with the best mean F1 of these marks, a mark at a time, twice around; with pauses."""
    random = np.random.default_rng(3)
    scores = np.concatenate(
        [labeller.scores(p["spoken"])[0] + drawn_pauses(p, measured, random) for p in passages]
    )
    truth = np.array([MARKS.index(mark) for p in passages for mark in p["marks"]])
    offsets = np.zeros(len(MARKS), np.float32)

    def mean_f1(candidate: np.ndarray) -> float:
        found = (scores + candidate).argmax(1)
        return float(
            np.mean(
                [
                    2 * ((found == m) & (truth == m)).sum() / max(1, (found == m).sum() + (truth == m).sum())
                    for m in TUNED
                ]
            )
        )

    for _ in range(2):
        for mark in TUNED:
            candidates = [
                offsets + np.eye(len(MARKS), dtype=np.float32)[mark] * (x - offsets[mark])
                for x in sorted(np.arange(-10, 16) / 10, key=abs)
            ]
            offsets = max(candidates, key=mean_f1).astype(np.float32)
    print(
        f"offsets {offsets.round(2).tolist()}: mean F1 {mean_f1(np.zeros_like(offsets)):.4f} -> {mean_f1(offsets):.4f}"
    )
    return offsets


def load(run: Path) -> tuple[PunctuationModel, Inventory, list[str], DictConfig, dict]:
    """The model of a run folder, its inventory, mixed-case forms, settings and what its training came to."""
    config = OmegaConf.load(run / "config.yaml")
    words = (run / "words.txt").read_text(encoding="ascii").split()
    inventory = Inventory(words, np.load(run / "inventory.npz")["pairs"], config.suffixes)
    mixed = [line.split("\t")[1] for line in (run / "mixed.tsv").read_text(encoding="ascii").splitlines()]
    model = PunctuationModel(len(words), config.suffixes, len(inventory.pairs), **config.model)
    state = torch.load(run / "model.pt", map_location="cpu", weights_only=True)
    model.load_state_dict(state.pop("model"))
    return model, inventory, mixed, config, state


def write(path: Path, content: bytes) -> None:
    """A file is there as a whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)


def export(run: Path, out: Path, pauses: Path, held_out: Path | None) -> None:
    model, inventory, mixed, config, state = load(run)
    text = Path(config.text).expanduser()
    all_words = (text / "words.txt").read_text(encoding="ascii").split()
    forms = written_forms(text, list(config.shares), all_words, mixed)
    tensors = tensors_of(model, inventory, forms)
    load_rounded(model, tensors)
    labeller = Labeller(model, inventory, forms, np.zeros(len(MARKS), np.float32))
    tune = [p for name in config.shares for p in passages_of(text, name, "tune", all_words, mixed, 6000, 1)]
    measured = OmegaConf.to_container(OmegaConf.load(pauses))
    labeller.offsets = tuned_offsets(labeller, tune, measured)

    tensors["pause.boundsMs"] = np.array(measured["boundsMs"], np.float32)
    tensors["pause.scores"] = np.array(
        [measured["scores"][mark or "none"] for mark in MARKS], np.float32
    ).T.copy()
    tensors["mark.offsets"] = labeller.offsets
    layers = OmegaConf.to_container(config.model.layers)
    sources = OmegaConf.to_container(OmegaConf.load(CONFIGURATIONS / "texts.yaml"))
    metadata = {
        "format": "utter-punctuator", "version": "1", "marks": " ".join(MARKS), "layers": json.dumps(layers),
    }  # fmt: skip
    content = save(tensors, metadata)
    out.mkdir(parents=True, exist_ok=True)
    write(out / "punctuator.safetensors", content)
    card = {
        "file": "punctuator.safetensors",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "CC BY-SA 4.0",
        "sources": [{"corpus": name, "share": share, **sources.get(name, {})} for name, share in config.shares.items()],
        "training": {
            "command": "python -m utter_training.text.train", "commit": commit(),
            "updates": state["updates"], "words": state["words"], "minutes": round(state["minutes"], 1),
        },
        "pauses": measured,
    }  # fmt: skip
    write(out / "punctuator.json", (json.dumps(card, indent=2) + "\n").encode())
    golden = []
    for spoken in (
        (CONFIGURATIONS / "dictation.txt").read_text(encoding="ascii").splitlines()[:GOLDEN_PASSAGES]
    ):
        words = words_of(spoken)
        mark, case = labeller.scores(words)
        labels = labeller.label(words)
        golden.append({
            "words": words, "written": [w for w, _ in labels], "marks": [m for _, m in labels],
            "markScores": np.round(mark.astype(np.float64), 5).tolist(),
            "caseScores": np.round(case.astype(np.float64), 5).tolist(),
        })  # fmt: skip
    write(out / "punctuator-golden.json", (json.dumps(golden) + "\n").encode())
    print(f"{out}: {len(content)} bytes")
    if held_out is not None:
        held = {name: passages_of(text, name, "test", all_words, mixed, 8000, 2) for name in config.shares}
        # Sources that nothing was trained on, whole.
        others = sorted({path.stem for path in text.glob("*.npz")} - set(config.shares))
        held |= {name: passages_of(text, name, None, all_words, mixed, 8000, 2) for name in others}
        held_out.parent.mkdir(parents=True, exist_ok=True)
        write(held_out, json.dumps(held).encode())
        print(
            f"{held_out}: { ({name: sum(len(p['spoken']) for p in found) for name, found in held.items()}) } words"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--pauses", type=Path, default=CONFIGURATIONS / "punctuation-pauses.yaml")
    parser.add_argument("--held-out", type=Path)
    args = parser.parse_args(arguments)
    held_out = args.held_out and args.held_out.expanduser()
    export(args.run.expanduser(), args.out.expanduser(), args.pauses, held_out)


if __name__ == "__main__":
    main()
