"""Greedy and beam search over Whisper's decoder, for tuning and figures; the app has its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from . import settings
from .network import Past, Whisper

_NOT_SPOKEN = re.compile(r"[0-9$£€¥¢%&+=@#°½¼¾²³♪♫]")


def prompt(language: str) -> list[int]:
    """The pieces every text begins with."""
    spoken = settings.FIRST_LANGUAGE + settings.LANGUAGES.index(language)
    return [settings.START, spoken, settings.TRANSCRIBE, settings.NO_TIMES]


def suppressed(tokenizer: Tokenizer, pieces: int, words_only: bool) -> Tensor:
    """Added to logits ``(pieces)``: minus infinity for what isn't text and, for words only, for digits and signs."""
    never = torch.zeros(pieces)
    never[settings.SUPPRESSED] = -torch.inf
    never[settings.START :] = -torch.inf
    if words_only:
        texts = tokenizer.decode_batch([[piece] for piece in range(settings.END)])
        never[[piece for piece, text in enumerate(texts) if _NOT_SPOKEN.search(text)]] = -torch.inf
    return never


@dataclass(frozen=True)
class Text:
    """``ids`` without prompt and end; the mean of their log-probabilities, the end's among them."""

    ids: list[int]
    mean_log_prob: float
    is_finished: bool


class TorchDecoder:
    """Steps of the PyTorch decoder. ``audio`` has a row for each text, or one for all."""

    def __init__(self, model: Whisper, audio: Past) -> None:
        self.model, self.audio = model, audio
        self.past: Past | None = None

    def step(self, ids: Tensor, rows: Tensor) -> Tensor:
        """Pieces ``(B, S)`` after ``rows (B)`` of what came before → logits of the last ``(B, pieces)``."""
        if self.past is not None:
            self.past = [(k[rows], v[rows]) for k, v in self.past]
        if self.audio[0][0].shape[0] > len(rows):
            self.audio = [(k[rows], v[rows]) for k, v in self.audio]
        audio = [(k.expand(len(ids), -1, -1, -1), v.expand(len(ids), -1, -1, -1)) for k, v in self.audio]
        states, self.past = self.model.decoder(ids, audio, self.past)
        return self.model.decoder.logits(states[:, -1])


def begin(never: Tensor) -> Tensor:
    """Whisper doesn't begin with a space or the end."""
    first = never.clone()
    first[..., settings.BEGIN_SUPPRESSED] = -torch.inf
    return first


def greedy(decoder, prompts: Sequence[Sequence[int]], never: Tensor, limit: int) -> list[Text]:
    """The likeliest piece at each step for rows of prompts of one length; ``never (pieces)`` or ``(B, pieces)``."""
    ids = torch.tensor([list(row) for row in prompts])
    never = never.expand(len(prompts), -1)
    texts: list[list[int]] = [[] for _ in prompts]
    sums, finished = torch.zeros(len(prompts)), torch.zeros(len(prompts), dtype=torch.bool)
    going = rows = torch.arange(len(prompts))
    for at in range(limit):
        rule = (begin(never) if at == 0 else never)[going]
        log_probs = (decoder.step(ids, rows).float() + rule).log_softmax(-1)
        best, piece = log_probs.max(-1)
        sums[going] += best
        finished[going] = piece == settings.END
        for row, found in zip(going.tolist(), piece.tolist(), strict=True):
            if found != settings.END:
                texts[row].append(found)
        rows = (piece != settings.END).nonzero()[:, 0]  # those that have ended cost nothing more
        going, ids = going[rows], piece[rows, None]
        if len(going) == 0:
            break
    return [Text(t, float(s) / (len(t) + 1), bool(f)) for t, s, f in zip(texts, sums, finished, strict=True)]


def beam(decoder, start: Sequence[int], never: Tensor, limit: int, width: int = 5) -> Text:
    """Beam search as Whisper's authors do it: until ``width`` texts have ended, the best by mean log-probability."""
    ids, rows = torch.tensor([list(start)]), torch.zeros(1, dtype=torch.int64)
    texts: list[list[int]] = [[]]
    sums = torch.zeros(1)
    ended: list[Text] = []
    for at in range(limit):
        log_probs = (decoder.step(ids, rows).float() + (begin(never) if at == 0 else never)).log_softmax(-1)
        totals = sums[:, None] + log_probs
        values, places = totals.flatten().topk(2 * width)
        kept: list[tuple[int, int, float]] = []
        for value, place in zip(values.tolist(), places.tolist(), strict=True):
            row, piece = divmod(place, totals.shape[1])
            if piece == settings.END:
                ended.append(Text(texts[row], value / (len(texts[row]) + 1), True))
            elif len(kept) < width:
                kept.append((row, piece, value))
            if len(kept) == width:
                break
        if len(ended) >= width:
            break
        rows = torch.tensor([row for row, _, _ in kept])
        ids = torch.tensor([[piece] for _, piece, _ in kept])
        sums = torch.tensor([value for _, _, value in kept])
        texts = [texts[row] + [piece] for row, piece, _ in kept]
    if not ended:
        ended = [Text(t, float(s) / (len(t) + 1), False) for t, s in zip(texts, sums, strict=True)]
    return max(ended, key=lambda text: text.mean_log_prob)
