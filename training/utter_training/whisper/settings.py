"""Hugging Face's ``config.json`` and ``generation_config.json`` of a Whisper."""

from __future__ import annotations

from .network import Dimensions

# The order of the language pieces; yue came with large-v3 and has no room in a table of 51,865 pieces.
_LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn "
    "sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my "
    "bo tl mg as tt haw ln ha ba jw su"
)
LANGUAGES = tuple(_LANGUAGES.split())

# The attention heads whose weights follow time (layer, head), as OpenAI found them, by model size.
ALIGNMENT_HEADS = {
    "tiny": [[2, 2], [3, 0], [3, 2], [3, 3], [3, 4], [3, 5]],
    "base": [[3, 1], [4, 2], [4, 3], [4, 7], [5, 1], [5, 2], [5, 4], [5, 6]],
    "small": [[5, 3], [5, 9], [8, 0], [8, 4], [8, 7], [8, 8], [9, 0], [9, 7], [9, 9], [10, 5]],
}
_LAYERS = {4: "tiny", 6: "base", 12: "small"}

# Pieces that aren't speech (brackets, notes, marks of speakers), as OpenAI's tokenizer lists them.
SUPPRESSED = [
    *(1, 2, 7, 8, 9, 10, 14, 25, 26, 27, 28, 29, 31, 58, 59, 60, 61, 62, 63, 90, 91, 92, 93),
    *(359, 503, 522, 542, 873, 893, 902, 918, 922, 931, 1350, 1853, 1982, 2460, 2627, 3246, 3253, 3268, 3536),
    *(3846, 3961, 4183, 4667, 6585, 6647, 7273, 9061, 9383, 10428, 10929, 11938, 12033, 12331, 12562, 13793),
    *(
        14157,
        14635,
        15265,
        15618,
        16553,
        16604,
        18362,
        18956,
        20075,
        21675,
        22520,
        26130,
        26161,
        26435,
        28279,
    ),
    *(
        29464,
        31650,
        32302,
        32470,
        36865,
        42863,
        47425,
        49870,
        50254,
        50258,
        50358,
        50359,
        50360,
        50361,
        50362,
    ),
]
BEGIN_SUPPRESSED = [220, 50257]
END, START, FIRST_LANGUAGE, TRANSLATE, TRANSCRIBE, PREVIOUS, NO_SPEECH, NO_TIMES = (
    50257,
    50258,
    50259,
    50358,
    50359,
    50361,
    50362,
    50363,
)


def alignment_heads(sizes: Dimensions) -> list[list[int]]:
    """For a size without published heads: all of the last half of the layers."""
    known = _LAYERS.get(sizes.decoder_layers)
    if known:
        return ALIGNMENT_HEADS[known]
    layers = range(sizes.decoder_layers // 2, sizes.decoder_layers)
    return [[layer, head] for layer in layers for head in range(sizes.heads)]


def config(sizes: Dimensions) -> dict[str, object]:
    return {
        "model_type": "whisper",
        "architectures": ["WhisperForConditionalGeneration"],
        "is_encoder_decoder": True,
        "d_model": sizes.channels,
        "num_mel_bins": sizes.mels,
        "max_source_positions": sizes.audio_steps,
        "max_target_positions": sizes.text_steps,
        "vocab_size": sizes.pieces,
        "encoder_layers": sizes.encoder_layers,
        "encoder_attention_heads": sizes.heads,
        "encoder_ffn_dim": 4 * sizes.channels,
        "decoder_layers": sizes.decoder_layers,
        "decoder_attention_heads": sizes.heads,
        "decoder_ffn_dim": 4 * sizes.channels,
        "num_hidden_layers": sizes.encoder_layers,
        "activation_function": "gelu",
        "scale_embedding": False,
        "bos_token_id": END,
        "eos_token_id": END,
        "pad_token_id": END,
        "decoder_start_token_id": START,
        "begin_suppress_tokens": BEGIN_SUPPRESSED,
    }


def generation_config(sizes: Dimensions) -> dict[str, object]:
    return {
        "alignment_heads": alignment_heads(sizes),
        "begin_suppress_tokens": BEGIN_SUPPRESSED,
        "bos_token_id": END,
        "decoder_start_token_id": START,
        "eos_token_id": END,
        "is_multilingual": True,
        "lang_to_id": {f"<|{code}|>": FIRST_LANGUAGE + at for at, code in enumerate(LANGUAGES)},
        "max_initial_timestamp_index": 50,
        "max_length": sizes.text_steps,
        "no_speech_token_id": NO_SPEECH,
        "no_timestamps_token_id": NO_TIMES,
        "pad_token_id": END,
        "prev_sot_token_id": PREVIOUS,
        "return_timestamps": False,
        "suppress_tokens": SUPPRESSED,
        "task_to_id": {"transcribe": TRANSCRIBE, "translate": TRANSLATE},
    }
