"""Moonshine's pieces as Hugging Face's tokenizer."""

import json

import pytest

from utter_training.final.moonshine import MoonshineError, merges, read_pieces, tokenizer

PIECES = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
WORDS = ["▁t", "he", "▁the", "▁", "t", "h", "e", "n", "x" * 150, "x", "<<ST_0>>"]


def packed(pieces: list[str]) -> bytes:
    data = b""
    for index, piece in enumerate(pieces):
        value = bytes([index - 3]) if 3 <= index < 259 else piece.encode()
        length = len(value)
        data += bytes([length]) if length < 128 else bytes([length & 0x7F | 0x80, length >> 7])
        data += value
    return data


def test_pieces_are_read_with_lengths_of_one_and_two_bytes(tmp_path):
    path = tmp_path / "tokenizer.bin"
    path.write_bytes(packed(PIECES + WORDS))
    assert read_pieces(path) == PIECES + WORDS


def test_pieces_cut_short_are_refused_by_name(tmp_path):
    path = tmp_path / "tokenizer.bin"
    data = packed(PIECES + WORDS)
    for length in (len(data) - 1, len(data) - 30):
        path.write_bytes(data[:length])
        with pytest.raises(MoonshineError, match="tokenizer.bin.*cut short"):
            read_pieces(path)
    path.write_bytes(data[8:])
    with pytest.raises(MoonshineError, match="tokenizer.bin"):
        read_pieces(path)


def test_merges_make_longer_pieces_of_shorter_ones_in_the_vocabulary_order():
    assert merges(PIECES + WORDS)[:3] == [["▁", "t"], ["h", "e"], ["▁t", "he"]]


def test_text_comes_back_from_the_pieces_it_was_cut_into():
    tokenizers = pytest.importorskip("tokenizers")
    made = tokenizers.Tokenizer.from_str(json.dumps(tokenizer(PIECES + WORDS)))
    encoded = made.encode("the then")
    assert encoded.tokens == ["▁the", "▁the", "n"]
    assert made.decode(encoded.ids) == "the then"
    assert made.decode(made.encode("thé").ids) == "thé"  # bytes stand in for what is no piece
    assert made.decode([1, *encoded.ids, 2]) == "the then"
