"""Whisper's ``tokenizer.json``, made whole where an export lost merges."""

from __future__ import annotations

BYTES = 256
TEXT_PIECES = 50257


def with_all_merges(tokenizer: dict) -> dict:
    """A copy in which each piece of text has a merge that makes it.

    A reader that takes the first line of ``merges.txt`` for a heading loses "Ġ t", and with it " the", " to", " this" as
    pieces: text is cut otherwise than the model writes it. A piece's number tells where in the list its merge belongs.
    """
    model = tokenizer["model"]
    vocabulary: dict[str, int] = model["vocab"]
    merges = [merge.split(" ") if isinstance(merge, str) else list(merge) for merge in model["merges"]]
    made = {"".join(merge) for merge in merges}
    missing = [
        (number, piece)
        for piece, number in vocabulary.items()
        if BYTES <= number < TEXT_PIECES and len(piece) > 1
    ]
    for number, piece in sorted(missing):
        if piece in made:
            continue
        halves = [(piece[:cut], piece[cut:]) for cut in range(1, len(piece))]
        halves = [(a, b) for a, b in halves if a in vocabulary and b in vocabulary]
        if halves:  # of several the one whose later half came first
            merges.insert(
                number - BYTES, list(min(halves, key=lambda pair: max(vocabulary[p] for p in pair)))
            )
    return tokenizer | {"model": model | {"merges": merges}}
