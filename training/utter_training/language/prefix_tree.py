"""The lexicon of a phone model: vocabulary and prefix tree of its pronunciations (``lexicon.safetensors``).

Node 0 is the root. Nodes are numbered breadth first, so that a node's children lie together:

- ``word.text`` U8, ``word.offset`` U32 ``(W + 1,)``: spellings in UTF-8, by word id (the language model's)
- ``node.phone`` U8 ``(N,)``: unit that leads to the node; ``node.child`` U32 ``(N + 1,)``: children of n are
  child[n]..child[n + 1], by ascending phone
- ``node.wordStart`` U32 ``(N + 1,)``, ``node.word`` U32 ``(P,)``, ``node.wordCost`` F16 ``(P,)``: words that end at the
  node, and -ln P(pronunciation | word)
- ``node.lookahead`` F16 ``(N,)``: the greatest ln P(word) of all words at or below the node
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from .lexicon import UNIT_ID, UNITS, Pronunciation

Weighted = tuple[Pronunciation, float]
"""A pronunciation and its probability given the word."""


def build(
    words: Sequence[str], pronunciations: Mapping[str, Sequence[Weighted]], unigram: np.ndarray
) -> dict[str, np.ndarray]:
    """Tensors of the tree over ``words`` (in the order of their ids).

    ``unigram`` ``(W,)`` is ln P(word). Words without pronunciation (``<s>``) keep their id and are in no node.
    """
    children: list[dict[int, int]] = [{}]
    endings: list[list[tuple[int, float]]] = [[]]
    for word, spelling in enumerate(words):
        for phones, probability in pronunciations.get(spelling, ()):
            node = 0
            for phone in phones:
                unit = UNIT_ID[phone]
                if unit not in children[node]:
                    children[node][unit] = len(children)
                    children.append({})
                    endings.append([])
                node = children[node][unit]
            endings[node].append((word, abs(np.log(probability))))

    order, phone = [0], [0]
    first_child = np.empty(len(children) + 1, np.uint32)
    for position, node in enumerate(order):  # grows while it is walked: breadth first
        first_child[position] = len(order)
        for unit, child in sorted(children[node].items()):
            order.append(child)
            phone.append(unit)
    first_child[-1] = len(order)

    count = [len(endings[node]) for node in order]
    flat = [ending for node in order for ending in sorted(endings[node])]
    word_start = np.concatenate([[0], np.cumsum(count)]).astype(np.uint32)
    lookahead = np.full(len(order), -np.inf, np.float32)
    for position in range(len(order) - 1, -1, -1):
        below = lookahead[first_child[position] : first_child[position + 1]]
        here = [unigram[word] for word, _ in endings[order[position]]]
        lookahead[position] = max((*here, *below), default=-np.inf)

    spelling = [word.encode() for word in words]
    return {
        "word.text": np.frombuffer(b"".join(spelling), np.uint8),
        "word.offset": np.concatenate([[0], np.cumsum([len(s) for s in spelling])]).astype(np.uint32),
        "node.phone": np.array(phone, np.uint8),
        "node.child": first_child,
        "node.wordStart": word_start,
        "node.word": np.array([word for word, _ in flat], np.uint32),
        "node.wordCost": np.array([cost for _, cost in flat], np.float16),
        "node.lookahead": lookahead.astype(np.float16),
    }


def spellings(tensors: Mapping[str, np.ndarray]) -> list[str]:
    """Words in the order of their ids."""
    text, offset = tensors["word.text"].tobytes(), tensors["word.offset"]
    return [text[start:end].decode() for start, end in pairwise(offset.tolist())]


def entries(tensors: Mapping[str, np.ndarray]) -> Iterator[tuple[str, Pronunciation, float]]:
    """Every (word, pronunciation, probability) of a tree."""
    words = spellings(tensors)
    phone, child, start = (tensors[f"node.{part}"] for part in ("phone", "child", "wordStart"))
    open_nodes: list[tuple[int, Pronunciation]] = [(0, ())]
    while open_nodes:
        node, phones = open_nodes.pop()
        for i in range(start[node], start[node + 1]):
            yield (
                words[tensors["node.word"][i]],
                phones,
                float(np.exp(-np.float32(tensors["node.wordCost"][i]))),
            )
        for below in range(child[node], child[node + 1]):
            open_nodes.append((below, (*phones, UNITS[phone[below]])))
