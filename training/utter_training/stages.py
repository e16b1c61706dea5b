"""The stages of each recipe, from recordings or text to a folder that the app loads: what ``recipe.py`` runs.

In a command ``{name}`` is an input (``INPUTS``), the product of the stage of that name, or one of the folders ``{runs}``, ``{out}`` and ``{conf}``.
Everything a command names must exist before it is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ends = Literal["product", "stamp", "trained", "resumes"]


@dataclass(frozen=True)
class Stage:
    """One command, ``module arguments…``, and its product.

    ``ends`` says how a finished stage is known: by its ``product``, a file that is written at last; by a ``stamp`` that the recipe leaves; by
    a run that is ``trained`` for as long as its settings say; or not at all, since the command ``resumes`` and leaves what is finished as it is.
    """

    name: str
    command: str
    product: str
    ends: Ends = "product"
    after: tuple[str, ...] = ()
    """Stages whose products the command finds without their being named."""


@dataclass(frozen=True)
class Input:
    what: str
    default: tuple[str, ...] = ()
    optional: bool = False


INPUTS = {
    "corpora": Input(
        "recordings: manifests, LibriSpeech folders or Common Voice releases (training/README.md)"
    ),
    "dev": Input("those of the corpora to measure the n-gram's perplexity on", optional=True),
    "texts": Input("written sentences, one a line, .txt or .txt.xz, without those of dev sets"),
    "dictionary": Input(
        "CMUdict (cmudict.dict), or the compiled one of Debian's festlex-cmu",
        ("/usr/share/festival/dicts/cmu/cmudict-0.4.out",),
    ),
    "whisper": Input(
        "Whisper's weights; \"From Whisper's encoder\" in training/README.md says where to get them",
        ("~/weights/whisper-base/model.bin.part1", "~/weights/whisper-base/model.bin.part2"),
    ),
    "tokenizer": Input("Whisper's tokenizer.json"),
    "clips": Input("training speech to tune on, MANIFEST=CLIPS"),
    "calibrate": Input("a manifest of training speech, from which the ranges of eight bits are measured"),
    "moonshine": Input("the folder of Moonshine's two published ONNX files (training/README.md)"),
    "moonshine-pieces": Input("Moonshine's tokenizer.bin"),
}

LANGUAGE = (
    Stage("lmplz", "language.kenlm --out {runs}/kenlm", "{runs}/kenlm/lmplz"),
    Stage("text", "text.normalize --out {runs}/language/text.txt {texts}", "{runs}/language/text.txt"),
    Stage(
        "ngram",
        "language.ngram --text {text} --lmplz {lmplz} --lexicon {dictionary} --train {corpora} --dev {dev} --words 150000 "
        "--whole-dictionary --prune 0 1 1 2 --entropy 5e-8 --out {runs}/language",
        "{runs}/language/lm.safetensors",
    ),
    Stage(
        "g2p",
        "language.g2p --lexicon {dictionary} --lmplz {lmplz} --entropy 2e-7 --out {runs}/language",
        "{runs}/language/g2p.safetensors",
    ),
    Stage(
        "lexicon",
        "language.pronounce --vocabulary {runs}/language/vocabulary.txt --lm {ngram} --lexicon {dictionary} --g2p {g2p} "
        "--out {runs}/language",
        "{runs}/language/lexicon.safetensors",
    ),
)

FEATURES = Stage(
    "features", "speech.cache --codecs 0.3 --out {runs}/features {corpora}", "{runs}/features", "stamp"
)
WHISPER_HEARS = (
    Stage(
        "log-mel",
        "speech.cache --kind whisper-log-mel --codecs 0.3 --out {runs}/log-mel {corpora}",
        "{runs}/log-mel",
        "stamp",
    ),
    Stage(
        "teacher",
        "acoustic.teacher --cache {log-mel} --weights {whisper} --out {runs}/teacher",
        "{runs}/teacher",
        "stamp",
    ),
)


def _train(name: str, settings: str) -> Stage:
    return Stage(
        name,
        f"acoustic.train --config-name {name} {settings} run={{runs}}/{name}",
        f"{{runs}}/{name}",
        "trained",
    )


def _export(id_: str, arguments: str) -> Stage:
    return Stage(
        f"export-{id_}",
        f"export.model_folder {arguments} --id {id_} --out {{out}}/{id_}",
        f"{{out}}/{id_}/manifest.json",
    )


_PHONES = "cache={features} units={lexicon} alignments={alignments}"
_WHISPER = "cache={log-mel} teacher={teacher}"

RECIPES: dict[str, tuple[Stage, ...]] = {
    "phones": (
        *LANGUAGE,
        FEATURES,
        Stage(
            "alignments",
            "acoustic.monophone --cache {features} --lexicon {lexicon} --out {runs}/alignments --train {corpora:names}",
            "{runs}/alignments",
            "stamp",
        ),
        _train("phones", _PHONES),
        _train("phones-second", f"{_PHONES} init={{phones}}"),
        _train("phones-third", f"{_PHONES} init={{phones-second}}"),
        Stage(
            "soup",
            "acoustic.soup --runs {phones} {phones-second} {phones-third} --weights 0.2 0.3 0.5 --out {runs}/soup",
            "{runs}/soup/average-01.pt",
        ),
        _export(
            "utter-en-small",
            "--checkpoint {runs}/soup --units {lexicon} --language-files {runs}/language --name 'English, small'",
        ),
    ),
    "pieces": (
        FEATURES,
        Stage(
            "units",
            "acoustic.units --cache {features} --count 256 --out {runs}/units",
            "{runs}/units/pieces.model",
        ),
        _train("pieces", "cache={features} units={units}"),
        _export("utter-en-pieces", "--checkpoint {pieces} --units {units} --name 'English, word pieces'"),
    ),
    "phones-whisper": (
        *LANGUAGE,
        *WHISPER_HEARS,
        _train("phones-whisper-heads", f"{_WHISPER} units={{lexicon}} whisper=[{{whisper:list}}]"),
        Stage(
            "alignments-whisper",
            "acoustic.realign --checkpoint {phones-whisper-heads} --cache {log-mel} --teacher {teacher} --lexicon {lexicon} "
            "--out {runs}/alignments-whisper",
            "{runs}/alignments-whisper",
            "stamp",
        ),
        _train(
            "phones-whisper",
            f"{_WHISPER} units={{lexicon}} alignments={{alignments-whisper}} init={{phones-whisper-heads}}",
        ),
        _train(
            "phones-whisper-second",
            f"{_WHISPER} units={{lexicon}} init={{phones-whisper}}",
        ),
        _export(
            "utter-en",
            "--checkpoint {phones-whisper-second} --units {lexicon} --language-files {runs}/language --name English "
            "--search {conf}/search-whisper.yaml --licence 'CC BY 4.0; begins from weights under MIT (OpenAI)'",
        ),
    ),
    "pieces-whisper": (
        *WHISPER_HEARS,
        Stage(
            "units",
            "acoustic.units --cache {log-mel} --count 256 --out {runs}/units",
            "{runs}/units/pieces.model",
        ),
        _train("pieces-whisper-heads", f"{_WHISPER} units={{units}} whisper=[{{whisper:list}}]"),
        _train(
            "pieces-whisper", f"{_WHISPER} units={{units}} init={{pieces-whisper-heads}} init_encoder=null"
        ),
        _export(
            "utter-en-pieces-whisper",
            "--checkpoint {pieces-whisper} --units {units} --name 'English, word pieces' "
            "--licence 'CC BY 4.0; begins from weights under MIT (OpenAI)'",
        ),
    ),
    "punctuator": (
        Stage(
            "labels",
            "text.labels --out {runs}/punctuation/text {texts}",
            "{runs}/punctuation/text/words.txt",
        ),
        Stage(
            "punctuator",
            "text.train text={runs}/punctuation/text run={runs}/punctuation/model",
            "{runs}/punctuation/model",
            "stamp",
            after=("labels",),
        ),
        Stage(
            "export-punctuator",
            "text.export --run {punctuator} --out {out}/text/en --held-out {runs}/punctuation/held-out.json",
            "{out}/text/en/punctuator-golden.json",
        ),
    ),
    "final": (
        Stage(
            "targets",
            "final.acft cache --weights {whisper} --tokenizer {tokenizer} --out {runs}/acft {clips}",
            "{runs}/acft/targets",
            "resumes",
        ),
        Stage(
            "tuned",
            "final.acft tune --weights {whisper} --out {runs}/acft --minutes 26",
            "{runs}/acft/tuned.safetensors",
            after=("targets",),
        ),
        Stage(
            "whisper-base",
            "final.models whisper --weights {tuned} --tokenizer {tokenizer} --calibrate {calibrate} --card {conf}/whisper-base.md "
            "--out {out}/whisper-base",
            "{out}/whisper-base/manifest.json",
        ),
        Stage(
            "moonshine-tiny-en",
            "final.models moonshine --onnx {moonshine} --pieces {moonshine-pieces} --card {conf}/moonshine-tiny-en.md "
            "--out {out}/moonshine-tiny-en",
            "{out}/moonshine-tiny-en/manifest.json",
        ),
    ),
}
