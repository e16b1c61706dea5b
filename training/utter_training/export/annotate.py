"""Adds measured figures to a model's manifest; every other number in it stays as exported.

npx utter eval corpus/librispeech.tsv --split dev --json > librispeech.json
python -m utter_training.export.annotate ../resources/models/utter-en-pieces "librispeech dev=librispeech.json"
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def annotate(model: Path, results: dict[str, Path]) -> None:
    """Writes the manifest's ``evaluation`` from the JSON lines that ``utter eval --json`` printed."""
    path = model / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["evaluation"] = []
    for name, file in results.items():
        result = json.loads(file.read_text(encoding="utf-8").strip().splitlines()[-1])
        manifest["evaluation"].append(
            {
                "set": name,
                "mode": "streaming",
                "wer": round(result["wer"], 4),
                "low": round(result["werLow"], 4),
                "high": round(result["werHigh"], 4),
                "words": result["words"],
            }
        )
    partial = path.with_suffix(".json.partial")
    partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    partial.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("results", nargs="+", metavar="NAME=FILE")
    args = parser.parse_args()
    annotate(args.model, {name: Path(file) for name, _, file in (r.partition("=") for r in args.results)})


if __name__ == "__main__":
    main()
