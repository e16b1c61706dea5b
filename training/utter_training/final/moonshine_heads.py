"""Which heads of Moonshine's cross-attention follow time: those whose warped starts of words are nearest to known ones."""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from ..speech.audio import read_audio
from .moonshine_graph import Moonshine, decoder_graph, encoder_graph, read_published

FRAME_MS = 24.0
BEGIN, END = 1, 2
MEDIAN_FRAMES = 7
# The upper bound that the model was trained with, and some more.
PIECES_A_SECOND = 7


@dataclass(frozen=True)
class Heard:
    """Pieces of an utterance, by which piece each word that has a known time begins, and that time."""

    sound: dict[str, np.ndarray]
    pieces: list[int]
    firsts: np.ndarray
    starts_ms: np.ndarray


def session(model) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def sound_of(encoder: onnxruntime.InferenceSession, samples: np.ndarray) -> dict[str, np.ndarray]:
    names = [output.name for output in encoder.get_outputs()]
    values = encoder.run(names, {"input_values": samples[None]})
    return {
        name.replace("present", "past_key_values"): value for name, value in zip(names, values, strict=True)
    }


class Decoder:
    """One row; keeps what it has read."""

    def __init__(self, model: onnxruntime.InferenceSession, sound: dict[str, np.ndarray]):
        self.model, self.sound = model, sound
        self.names = [output.name for output in model.get_outputs()]
        self.past = {
            node.name: np.zeros((1, node.shape[1], 0, node.shape[3]), np.float32)
            for node in model.get_inputs()
            if ".decoder." in node.name
        }

    def read(self, pieces: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """``logits (S, pieces)`` and ``cross_attention (S, T)``."""
        feeds = {"input_ids": np.array([pieces]), "beam_index": np.array([0]), **self.sound, **self.past}
        values = dict(zip(self.names, self.model.run(self.names, feeds), strict=True))
        self.past = {name: values[name.replace("past_key_values", "present")] for name in self.past}
        return values["logits"][0], values["cross_attention"][0]


def greedy(model: onnxruntime.InferenceSession, sound: dict[str, np.ndarray], limit: int) -> list[int]:
    decoder, pieces = Decoder(model, sound), [BEGIN]
    while len(pieces) <= limit:
        best = int(decoder.read(pieces[-1:])[0][-1].argmax())
        if best == END:
            break
        pieces.append(best)
    return pieces[1:]


def plain(word: str) -> str:
    return re.sub(r"[^a-z']", "", word.lower())


def words_of(pieces: list[int], texts: dict[int, str]) -> tuple[list[str], list[int]]:
    """Words and the piece that each begins with."""
    words: list[str] = []
    firsts: list[int] = []
    for index, piece in enumerate(pieces):
        text = texts[piece]
        if text.startswith("▁") or not words:
            words.append("")
            firsts.append(index)
        words[-1] += text.lstrip("▁")
    return [plain(word) for word in words], firsts


def warped_starts(attention: np.ndarray) -> np.ndarray:
    """``attention (pieces, T)`` → the first frame of each piece, as the app finds it (Whisper, ``timing.py``)."""
    look = (attention - attention.mean(0)) / (attention.std(0) + 1e-9) if len(attention) > 1 else attention
    half = MEDIAN_FRAMES // 2
    padded = np.pad(look, ((0, 0), (half, half)), mode="reflect")
    look = np.median(np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_FRAMES, axis=1), axis=-1)
    rows, frames = look.shape
    cost = np.full((rows + 1, frames + 1), np.inf)
    way = np.zeros(cost.shape, np.uint8)
    cost[0, 0] = 0
    for i in range(1, rows + 1):
        for j in range(1, frames + 1):
            before = (cost[i - 1, j - 1], cost[i - 1, j], cost[i, j - 1])
            way[i, j] = best = min(range(3), key=before.__getitem__)
            cost[i, j] = before[best] - look[i - 1, j - 1]
    firsts = np.zeros(rows)
    i, j = rows, frames
    while i > 0 and j > 0:
        firsts[i - 1] = j - 1
        best = way[i, j]
        i, j = i - (best != 2), j - (best != 1)
    return firsts


def errors_ms(heard: list[Heard], attention: Iterable[np.ndarray]) -> np.ndarray:
    """Of each word's start, signed."""
    each = [
        warped_starts(rows)[one.firsts] * FRAME_MS - one.starts_ms
        for one, rows in zip(heard, attention, strict=True)
    ]
    return np.concatenate(each)


def prepare(source: Moonshine, rows: list[dict], corpus: Path, texts: dict[int, str]) -> list[Heard]:
    encoder, model = session(encoder_graph(source)), session(decoder_graph(source, ((0, 0),)))
    heard = []
    for row in rows:
        samples = read_audio(corpus / row["path"])
        sound = sound_of(encoder, samples)
        pieces = greedy(model, sound, int(len(samples) / 16000 * PIECES_A_SECOND))
        words, firsts = words_of(pieces, texts)
        known = row["hypotheses"][0]["words"]
        matcher = difflib.SequenceMatcher(
            None, words, [plain(word["text"]) for word in known], autojunk=False
        )
        pairs = [(a + i, b + i) for a, b, size in matcher.get_matching_blocks() for i in range(size)]
        if pairs:
            at = np.array([firsts[a] for a, _ in pairs])
            heard.append(Heard(sound, pieces, at, np.array([known[b]["startMs"] for _, b in pairs])))
    return heard


def attention_of(source: Moonshine, head: tuple[int, int], heard: list[Heard]) -> list[np.ndarray]:
    """Where a head looks when each piece is chosen."""
    model = session(decoder_graph(source, (head,)))
    return [Decoder(model, one.sound).read([BEGIN, *one.pieces[:-1]])[1] for one in heard]


def choose(source: Moonshine, heard: list[Heard], most: int = 8) -> list[tuple[int, int]]:
    """Takes the best head, then whichever makes the mean better, until none does. Prints each step."""
    heads = [(layer, head) for layer in range(source.layers("decoder")) for head in range(source.heads)]
    looks = {head: attention_of(source, head, heard) for head in heads}

    def error(chosen: list[tuple[int, int]]) -> float:
        means = [np.mean(rows, 0) for rows in zip(*(looks[head] for head in chosen), strict=True)]
        # The mean too: a head that is lost half of the time isn't good.
        off = np.abs(errors_ms(heard, means))
        return float(np.median(off) + np.minimum(off, 500).mean())

    single = {head: error([head]) for head in heads}
    ranked = sorted(heads, key=single.__getitem__)[: 2 * most]
    chosen, best = [ranked[0]], single[ranked[0]]
    print(f"{chosen}: {best:.0f} ms; singly {[(head, round(single[head])) for head in ranked]}", flush=True)
    while len(chosen) < most:
        tried = {head: error([*chosen, head]) for head in ranked if head not in chosen}
        head = min(tried, key=tried.__getitem__)
        if tried[head] >= best:
            break
        chosen, best = [*chosen, head], tried[head]
        print(f"{chosen}: {best:.0f} ms", flush=True)
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--encoder", type=Path, required=True, help="published encoder_model.onnx, eight bits"
    )
    parser.add_argument(
        "--decoder", type=Path, required=True, help="published decoder_model_merged.onnx, eight bits"
    )
    parser.add_argument("--tokenizer", type=Path, required=True, help="tokenizer.json")
    parser.add_argument("--corpus", type=Path, required=True, help="folder that the paths are relative to")
    parser.add_argument(
        "--count", type=int, default=24, help="utterances of each file; half choose, half check"
    )
    parser.add_argument(
        "times", type=Path, nargs="+", help="lines of JSON: path, hypotheses[0].words[].text, startMs"
    )
    arguments = parser.parse_args()
    source = read_published(arguments.encoder, arguments.decoder)
    vocabulary = json.loads(arguments.tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    texts = {index: text for text, index in vocabulary.items()}
    rows = []
    for path in arguments.times:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows += [json.loads(line) for line in lines[:: max(1, len(lines) // arguments.count)]][
            : arguments.count
        ]
    heard = prepare(source, rows, arguments.corpus, texts)
    chosen = choose(source, heard[::2])
    rest = heard[1::2]
    looks = [
        np.mean(each, 0) for each in zip(*(attention_of(source, head, rest) for head in chosen), strict=True)
    ]
    off = errors_ms(rest, looks)
    print(
        f"{chosen}: on {len(rest)} other utterances, {off.size} words: median error {np.median(np.abs(off)):.0f} ms, "
        f"90 % within {np.quantile(np.abs(off), 0.9):.0f} ms, median lag {np.median(off):.0f} ms"
    )


if __name__ == "__main__":
    main()
