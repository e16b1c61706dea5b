"""Trains the model of case and punctuation on labelled text (``labels``), for a stated time on one thread.

    python -m utter_training.text.train [minutes=22 run=~/runs/punctuation/model …]

Settings are in ``conf/punctuation.yaml``. Writes ``model.pt``, ``inventory.npz``, ``words.txt``, ``mixed.tsv`` and ``config.yaml``.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from omegaconf import DictConfig, OmegaConf
from torch.nn import functional

from .. import CONFIGURATIONS
from .labels import MARKS, SENTENCE_ENDS, SPLITS
from .punctuator import CASES, UNKNOWN, Inventory, PunctuationModel, suffix_bucket

CONFIG = CONFIGURATIONS / "punctuation.yaml"
_IGNORED = -100


@dataclass
class Sentences:
    """Sentences of one split of a corpus, one after the other: ids and labels (N,), and where each begins (S + 1,)."""

    word: np.ndarray
    mark: np.ndarray
    case: np.ndarray
    start: np.ndarray

    @staticmethod
    def of(corpus: np.lib.npyio.NpzFile, split: int | None, ids: np.ndarray) -> Sentences:
        """
        Those of ``split``, or all, in the order of the text: an answer follows its question. ``ids`` maps the corpora's word
        ids to the model's.
        """
        chosen = (
            np.flatnonzero(corpus["split"] == split) if split is not None else np.arange(len(corpus["split"]))
        )
        begin, lengths = corpus["start"][:-1][chosen], np.diff(corpus["start"])[chosen]
        start = np.concatenate([[0], np.cumsum(lengths)])
        at = np.repeat(begin - start[:-1], lengths) + np.arange(start[-1])
        return Sentences(ids[corpus["word"][at]], corpus["mark"][at], corpus["case"][at], start)

    def first(self, words: int) -> Sentences:
        """Whole sentences of at most so many words."""
        sentences = int(np.searchsorted(self.start, words, side="right")) - 1
        size = int(self.start[sentences])
        return Sentences(self.word[:size], self.mark[:size], self.case[:size], self.start[: sentences + 1])


class Passages:
    """Batches of passages: sentences of one corpus after each other, or one alone, some broken off."""

    def __init__(
        self, corpora: dict[str, Sentences], suffix: np.ndarray, inventory: Inventory, config: DictConfig
    ):
        self._corpora = [corpora[name] for name in config.shares]
        shares = np.array(list(config.shares.values()))
        self._shares = shares / shares.sum()
        self._suffix, self._inventory, self._config = suffix, inventory, config

    def draw(self, random: np.random.Generator) -> dict[str, torch.Tensor]:
        """``word``, ``suffix``, ``pair``, ``mark``, ``case`` (B, T) and ``mask`` (B, T, bool); labels that count for nothing are -100."""
        config = self._config
        rows, length = config.passages, config.passage_words
        full = np.zeros((rows, length), np.int64)
        mark = np.full((rows, length), _IGNORED, np.int64)
        case = np.full((rows, length), _IGNORED, np.int64)
        mask = np.zeros((rows, length), bool)
        for row, which in enumerate(random.choice(len(self._corpora), rows, p=self._shares)):
            corpus = self._corpora[which]
            begin, end = self._extent(corpus, random)
            size = end - begin
            full[row, :size] = corpus.word[begin:end]
            mark[row, :size] = corpus.mark[begin:end]
            case[row, :size] = corpus.case[begin:end]
            mask[row, :size] = True
        before = np.concatenate([np.full((rows, 1), 2), mark[:, :-1]], 1)
        # A sentence's first word is written with a capital whatever it is, which says nothing of the word.
        case[np.isin(before, list(SENTENCE_ENDS))] = _IGNORED
        return {
            **self.features(full, mask, random),
            "mark": torch.from_numpy(mark),
            "case": torch.from_numpy(case),
        }

    def _extent(self, corpus: Sentences, random: np.random.Generator) -> tuple[int, int]:
        config = self._config
        first = int(random.integers(len(corpus.start) - 1))
        begin = int(corpus.start[first])
        if random.random() < config.single_share:
            end = int(corpus.start[first + 1])
        else:
            # Whole sentences, or up to where the passage is full.
            last = int(np.searchsorted(corpus.start, begin + config.passage_words, side="right")) - 1
            end = int(corpus.start[max(last, first + 1)])
        end = min(end, begin + config.passage_words, len(corpus.word))
        if random.random() < config.cut_share and end - begin > 3:
            end -= int(random.integers(1, min(end - begin - 1, 12)))
        return begin, end

    def features(
        self, full: np.ndarray, mask: np.ndarray, random: np.random.Generator | None
    ) -> dict[str, torch.Tensor]:
        """Inputs for ids of all words (B, T); with ``random``, some are hidden. Ids beyond the vocabulary have only a suffix."""
        known = np.where(full <= len(self._inventory.words), full, UNKNOWN)
        suffix = self._suffix[full]
        if random is not None:
            known = np.where(random.random(full.shape) < self._config.unknown_share, UNKNOWN, known)
        left = np.concatenate([np.zeros((len(known), 1), np.int64), known[:, :-1]], 1)
        pair = self._inventory.pair_ids(left, known) * mask
        if random is not None:
            pair = np.where(random.random(full.shape) < self._config.pair_dropout, 0, pair)
        arrays = {"word": known * mask, "suffix": suffix * mask, "pair": pair}
        return {name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in arrays.items()} | {
            "mask": torch.from_numpy(mask)
        }


def inventory_of(
    corpora: dict[str, Sentences], all_words: list[str], config: DictConfig
) -> tuple[Inventory, np.ndarray]:
    """
    The most frequent words and pairs of the training text, corpora weighted by their shares; and, by a word's id in
    ``all_words``, its id in the model: 1… for the vocabulary in order of frequency, larger for the rest.
    """
    counts = np.zeros(len(all_words))
    for name, share in config.shares.items():
        words = corpora[name].word
        counts += share * np.bincount(words, minlength=len(all_words)) / len(words)
    order = np.argsort(-counts, kind="stable")
    ids = np.empty(len(all_words), np.int64)
    ids[order] = np.arange(1, len(all_words) + 1)
    size = min(config.vocabulary, int((counts > 0).sum()))
    words = [all_words[i] for i in order[:size]]
    keys, weights = [], []
    for name, share in config.shares.items():
        mapped = ids[corpora[name].word]
        left, right = mapped[:-1], mapped[1:]
        listed = (left <= size) & (right <= size)
        found, number = np.unique(left[listed] * (size + 1) + right[listed], return_counts=True)
        keys.append(found)
        weights.append(share * number / len(mapped))
    every, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(inverse, np.concatenate(weights))
    pairs = np.sort(every[np.argsort(-total, kind="stable")[: config.bigrams]])
    return Inventory(words, pairs, config.suffixes), ids


def start_from_counts(
    model: PunctuationModel,
    corpora: dict[str, Sentences],
    inventory: Inventory,
    suffix: np.ndarray,
    config: DictConfig,
) -> None:
    """
    Puts into the embeddings' first dimensions what counting tells at once: by how much a word, or for words outside the
    vocabulary its ending, raises the log-odds of each mark after it, of each mark before it and of each case, and a pair
    those of each mark inside it. Gradients would need many passes over the text to find them.
    """
    size, marks = len(inventory.words), len(MARKS)
    columns = 2 * marks + CASES
    by_word, by_suffix = np.zeros((size + 1, columns)), np.zeros((config.suffixes, columns))
    by_pair = np.zeros((len(inventory.pairs) + 1, marks))
    shares = np.array(list(config.shares.values())) / sum(config.shares.values())
    for name, share in zip(config.shares, shares, strict=True):
        corpus = corpora[name]
        full, mark, case = corpus.word, corpus.mark.astype(np.int64), corpus.case.astype(np.int64)
        weight = share * config.counted_words / len(full)
        known = np.where(full <= size, full, UNKNOWN).astype(np.int64)
        before = np.concatenate([[2], mark[:-1]])
        inner = ~np.isin(before, list(SENTENCE_ENDS))
        for table, row in ((by_word, known), (by_suffix, np.where(known == UNKNOWN, suffix[full], -1))):
            columns_of = (
                (mark, row >= 0),
                (marks + before, row >= 0),
                (2 * marks + case, (row >= 0) & inner),
            )
            for column, chosen in columns_of:
                flat = np.bincount(row[chosen] * columns + column[chosen], minlength=table.size)
                table += weight * flat.reshape(table.shape)
        pair = inventory.pair_ids(known[:-1], known[1:])
        flat = np.bincount(pair * marks + mark[:-1], minlength=by_pair.size)
        by_pair += weight * flat.reshape(by_pair.shape)

    def log_odds(counts: np.ndarray) -> np.ndarray:
        prior = counts.sum(0) / counts.sum()
        smoothed = (counts + 4 * prior) / (counts.sum(1, keepdims=True) + 4)
        return np.clip(np.log(smoothed / (prior + 1e-9) + 1e-9), -4, 4) / 2

    def all_odds(counts: np.ndarray) -> np.ndarray:
        parts = np.split(counts, [marks, 2 * marks], axis=1)
        return np.concatenate([log_odds(part) for part in parts], 1)

    endings = all_odds(by_suffix)
    words = (
        all_odds(by_word) - endings[[suffix_bucket(word, config.suffixes) for word in ("", *inventory.words)]]
    )
    words[UNKNOWN] = 0
    with torch.no_grad():
        model.word.weight[:, :columns] = torch.from_numpy(words)
        model.suffix.weight[:, :columns] = torch.from_numpy(endings)
        for table in (model.word, model.suffix):
            table.weight[:, columns : columns + marks] = 0
        model.pair.weight[:, :columns] = 0
        model.pair.weight[1:, columns : columns + marks] = torch.from_numpy(log_odds(by_pair)[1:])


def loss_of(model: PunctuationModel, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean cross-entropy of marks and of cases, in nats a word."""
    mark, case = model(batch["word"], batch["suffix"], batch["pair"], batch["mask"])
    return (
        functional.cross_entropy(mark.flatten(0, 1), batch["mark"].flatten(), ignore_index=_IGNORED),
        functional.cross_entropy(case.flatten(0, 1), batch["case"].flatten(), ignore_index=_IGNORED),
    )


def train(config: DictConfig) -> None:
    random = np.random.default_rng(config.seed)
    torch.manual_seed(config.seed)
    torch.set_num_threads(1)
    text, run = Path(config.text).expanduser(), Path(config.run).expanduser()
    run.mkdir(parents=True, exist_ok=True)
    all_words = (text / "words.txt").read_text(encoding="ascii").split()
    plain = np.arange(len(all_words))
    corpora = {}
    for name in config.shares:
        with np.load(text / f"{name}.npz") as file:
            corpora[name] = Sentences.of(file, SPLITS.index("train"), plain).first(config.counted_words)
    inventory, ids = inventory_of(corpora, all_words, config)
    for corpus in corpora.values():
        corpus.word = ids[corpus.word].astype(np.int32)
    suffix = np.zeros(len(all_words) + 1, np.int64)
    suffix[ids] = [suffix_bucket(word, config.suffixes) for word in all_words]
    passages = Passages(corpora, suffix, inventory, config)
    model = PunctuationModel(len(inventory.words), config.suffixes, len(inventory.pairs), **config.model)
    start_from_counts(model, corpora, inventory, suffix, config)
    (run / "words.txt").write_text("\n".join(inventory.words) + "\n", encoding="ascii")
    np.savez(run / "inventory.npz", pairs=inventory.pairs)
    forms = [line.split("\t") for line in (text / "mixed.tsv").read_text(encoding="ascii").splitlines()]
    forms = sorted((f for f in forms if int(f[2]) >= config.mixed_count), key=lambda f: -int(f[2]))[
        : config.mixed_forms
    ]
    (run / "mixed.tsv").write_text("".join("\t".join(f) + "\n" for f in sorted(forms)), encoding="ascii")
    OmegaConf.save(config, run / "config.yaml")
    words = sum(len(corpus.word) for corpus in corpora.values())
    print(
        f"{words} words of training text; {sum(p.numel() for p in model.parameters())} parameters", flush=True
    )

    optimizer = torch.optim.AdamW(
        model.parameters(),
        lr=config.learning_rate,
        betas=(0.9, 0.98),
        weight_decay=config.weight_decay,
        fused=True,
    )
    began, updates, seen = time.monotonic(), 0, 0
    sums = np.zeros(3)
    while True:
        passed = max((time.monotonic() - began) / 60 / config.minutes, updates / config.updates)
        if passed >= 1:
            break
        rate = 0.5 * (1 + math.cos(math.pi * passed)) * min(1, (updates + 1) / config.warmup_updates)
        for group in optimizer.param_groups:
            group["lr"] = config.learning_rate * rate
        batch = passages.draw(random)
        with torch.autocast("cpu", torch.bfloat16, enabled=config.precision == "bf16"):
            mark, case = loss_of(model, batch)
        (mark + case).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip_norm)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        updates += 1
        seen += int(batch["mask"].sum())
        sums += (mark.item(), case.item(), 1)
        if updates % 25 == 0:
            print(
                f"{(time.monotonic() - began) / 60:5.1f} min {updates:6d} updates {seen / 1e6:6.2f} M words "
                f"marks {sums[0] / sums[2]:.4f} cases {sums[1] / sums[2]:.4f}",
                flush=True,
            )
            sums[:] = 0
            if updates % 500 == 0:
                _save(model, run, updates, seen, began)
    _save(model, run, updates, seen, began)


def _save(model: PunctuationModel, run: Path, updates: int, seen: int, began: float) -> None:
    state = {
        "model": model.state_dict(),
        "updates": updates,
        "words": seen,
        "minutes": (time.monotonic() - began) / 60,
    }
    torch.save(state, run / "model.pt.partial")
    (run / "model.pt.partial").replace(run / "model.pt")


def main() -> None:
    train(OmegaConf.merge(OmegaConf.load(CONFIG), OmegaConf.from_cli(sys.argv[1:])))


if __name__ == "__main__":
    main()
