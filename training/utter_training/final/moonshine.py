"""What Hugging Face's layout needs beside Moonshine tiny's two ONNX files: its tokenizer and settings."""

from __future__ import annotations

from pathlib import Path

BYTES_AT = 3  # <unk>, <s>, </s>, then the 256 bytes
WORDS_AT = BYTES_AT + 256
SPACE = "▁"


class MoonshineError(Exception):
    """Moonshine's files can't be used; the message names the file."""


def read_pieces(path: Path) -> list[str]:
    """The pieces of ``tokenizer.bin``: a length (one byte, or two from 128 on, low seven bits first) and UTF-8, 32,768 times.

    Raises:
        MoonshineError: the file is cut short or holds other things.
    """
    data = path.read_bytes()
    pieces: list[str] = []
    at = 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 0x80:
            if at == len(data):
                raise MoonshineError(f"{path}: ends within a piece; it was cut short, fetch it again")
            length = (length & 0x7F) | data[at] << 7
            at += 1
        if at + length > len(data):
            raise MoonshineError(f"{path}: ends within a piece; it was cut short, fetch it again")
        piece = data[at : at + length]
        at += length
        index = len(pieces)
        pieces.append(f"<0x{piece[0]:02X}>" if BYTES_AT <= index < WORDS_AT else piece.decode("utf-8"))
    # The one piece without characters is Unicode's line separator, which a tool took for an end of line.
    pieces = [piece or "\u2028" for piece in pieces]
    if pieces[:3] != ["<unk>", "<s>", "</s>"] or len(set(pieces)) != len(pieces):
        raise MoonshineError(f"{path}: not a list of distinct pieces that begins with <unk>, <s>, </s>")
    return pieces


def merges(pieces: list[str]) -> list[list[str]]:
    """All ways to make a piece of two others, earliest pieces first.

    In Llama's vocabulary, which this is, a piece's number is the rank of its merge, so nothing is lost.
    """
    ids = {piece: index for index, piece in enumerate(pieces)}
    made: list[list[str]] = []
    for piece in pieces[WORDS_AT:]:
        if piece.startswith("<<ST_"):
            continue
        splits = [(piece[:cut], piece[cut:]) for cut in range(1, len(piece))]
        splits = [split for split in splits if split[0] in ids and split[1] in ids]
        made += [list(split) for split in sorted(splits, key=lambda split: (ids[split[0]], ids[split[1]]))]
    return made


def tokenizer(pieces: list[str]) -> dict[str, object]:
    """Hugging Face's ``tokenizer.json``."""
    special = [index for index, piece in enumerate(pieces) if index < BYTES_AT or piece.startswith("<<ST_")]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": index,
                "content": pieces[index],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for index in special
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Prepend", "prepend": SPACE},
                {"type": "Replace", "pattern": {"String": " "}, "content": SPACE},
            ],
        },
        "pre_tokenizer": None,
        "post_processor": None,
        "decoder": {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": SPACE}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
                {"type": "Strip", "content": " ", "start": 1, "stop": 0},
            ],
        },
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": True,
            "byte_fallback": True,
            "vocab": {piece: index for index, piece in enumerate(pieces)},
            "merges": merges(pieces),
        },
    }


def config() -> dict[str, object]:
    return {
        "model_type": "moonshine",
        "architectures": ["MoonshineForConditionalGeneration"],
        "is_encoder_decoder": True,
        "hidden_size": 288,
        "intermediate_size": 1152,
        "encoder_num_hidden_layers": 6,
        "encoder_num_attention_heads": 8,
        "encoder_num_key_value_heads": 8,
        "decoder_num_hidden_layers": 6,
        "decoder_num_attention_heads": 8,
        "decoder_num_key_value_heads": 8,
        "head_dim": 36,
        "max_position_embeddings": 194,
        "vocab_size": 32768,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "decoder_start_token_id": 1,
    }


def generation_config() -> dict[str, object]:
    return {"bos_token_id": 1, "decoder_start_token_id": 1, "eos_token_id": 2, "max_length": 194}
