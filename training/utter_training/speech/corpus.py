"""Corpora on disk as lists of utterances."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import soundfile

_ALLOWED = re.compile(r"[^A-Z' ]+")


class CorpusError(Exception):
    """A corpus is not laid out as expected; the message names the file and the remedy."""


@dataclass(frozen=True)
class Utterance:
    """One recording with its transcript (upper-case A-Z, apostrophe and space)."""

    path: Path
    duration_s: float
    speaker: str
    split: str
    text: str


def normalize_text(text: str) -> str:
    """Upper-cases and keeps letters, apostrophes and single spaces."""
    text = text.upper().replace("’", "'").replace("-", " ")
    return " ".join(_ALLOWED.sub("", text).split())


def read_manifest(path: Path, root: Path | None = None) -> Iterator[Utterance]:
    """Utterances of a manifest TSV with columns path, duration_s, speaker, split, text.

    Paths are relative to ``root``, by default the manifest's folder.
    """
    root = root or path.parent
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = {"path", "duration_s", "speaker", "split", "text"} - set(rows.fieldnames or ())
        if missing:
            raise CorpusError(
                f"{path}: columns {sorted(missing)} are missing; expected a header line naming them"
            )
        for number, row in enumerate(rows, start=2):
            try:
                duration = float(row["duration_s"])
            except (TypeError, ValueError) as error:
                raise CorpusError(
                    f"{path}:{number}: duration_s '{row['duration_s']}' is not a number"
                ) from error
            text = normalize_text(row["text"] or "")
            yield Utterance(root / row["path"], duration, row["speaker"], row["split"], text)


def read_librispeech(folder: Path) -> Iterator[Utterance]:
    """Utterances of an unpacked LibriSpeech release (``train-clean-100/19/198/19-198.trans.txt`` …).

    The first folder's name below ``folder`` gives the split: names starting with "train" are train, others dev.
    """
    transcripts = sorted(folder.rglob("*.trans.txt"))
    if not transcripts:
        raise CorpusError(f"{folder}: no *.trans.txt below it; point at the unpacked LibriSpeech folder")
    for transcript in transcripts:
        subset = transcript.relative_to(folder).parts[0] if transcript.parent != folder else folder.name
        split = "train" if subset.startswith("train") else "dev"
        for line in transcript.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition(" ")
            path = transcript.parent / f"{name}.flac"
            yield Utterance(
                path, soundfile.info(path).duration, name.split("-")[0], split, normalize_text(text)
            )


def read_common_voice(folder: Path, split: str = "train") -> Iterator[Utterance]:
    """Utterances of a Common Voice release folder (``clips/`` beside ``train.tsv``, ``dev.tsv``, ``test.tsv``)."""
    table = folder / f"{split}.tsv"
    if not table.exists():
        raise CorpusError(f"{table}: not found; point at the language folder of a Common Voice release")
    with open(table, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = folder / "clips" / row["path"]
            yield Utterance(
                path, soundfile.info(path).duration, row["client_id"], split, normalize_text(row["sentence"])
            )


def read_corpus(path: Path) -> Iterator[Utterance]:
    """Utterances of a manifest TSV, a LibriSpeech folder or a Common Voice release, told apart by their layout."""
    if path.is_file():
        return read_manifest(path)
    if (path / "clips").is_dir():
        return (u for split in ("train", "dev") for u in read_common_voice(path, split))
    return read_librispeech(path)
