"""From recordings or text to a model folder, stage by stage; what is done already is skipped.

    python -m utter_training.recipe phones --corpora corpus/*.tsv --texts text/*.txt.xz --dry-run
    python -m utter_training.recipe phones --corpora corpus/*.tsv --texts text/*.txt.xz --stage 2 --stop-stage 5
    python -m utter_training.recipe pieces features units --corpora corpus/*.tsv
    python -m utter_training.recipe phones-whisper --list

The recipes and their stages are in ``stages.py``. Delete a stage's product to have it made again.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import CONFIGURATIONS
from .stages import INPUTS, RECIPES, Stage

_PLACE = re.compile(r"\{([\w-]+)(?::(\w+))?\}")


class RecipeError(Exception):
    """A stage can't be run or has failed; the message names what is missing and the remedy."""


@dataclass
class Recipe:
    model: str
    given: Mapping[str, Sequence[str]]
    """The inputs by their names."""
    runs: Path
    out: Path
    overrides: Sequence[str] = ()
    """Settings of every training, as ``minutes=10``."""
    processes: int = 1
    """Of each training, on as many GPUs or cores."""
    stages: tuple[Stage, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.stages = RECIPES[self.model]
        self._products = {stage.name: self._folders(stage.product) for stage in self.stages}

    def number(self, name: str) -> int:
        return next(i for i, stage in enumerate(self.stages, 1) if stage.name == name)

    def product(self, stage: Stage) -> str:
        return self._products[stage.name]

    def is_done(self, stage: Stage) -> bool:
        match stage.ends:
            case "product":
                return Path(self._products[stage.name]).exists()
            case "stamp":
                return self._stamp(stage).exists()
            case "trained":
                return is_trained(Path(self._products[stage.name]))
            case "resumes":
                return False

    def command(self, stage: Stage) -> list[str]:
        """Module and arguments; an input that was not given stays as its name in capitals."""
        words = [filled for word in shlex.split(stage.command) for filled in self._filled(word)]
        return [*words, *(self.overrides if stage.ends == "trained" else ())]

    def missing(self, stage: Stage) -> list[str]:
        """What the stage needs and is not there, with the remedy."""
        found = []
        for name in dict.fromkeys([place for place, _ in _PLACE.findall(stage.command)] + [*stage.after]):
            if name in INPUTS:
                found += self._missing_input(name)
            elif name in self._products and not Path(self._products[name]).exists():
                maker = f"stage {self.number(name)} ({name})"
                remedy = f"python -m utter_training.recipe {self.model} {name} …"
                found.append(f"{self._products[name]} is not there; {maker} makes it: {remedy}")
        return found

    def run(self, stage: Stage) -> None:
        """Runs the stage unless it is done. Raises RecipeError where something is missing or the command fails."""
        title = f"[{self.number(stage.name)} {stage.name}]"
        if self.is_done(stage):
            print(f"{title} done: {self._products[stage.name]}", flush=True)
            return
        if missing := self.missing(stage):
            raise RecipeError(f"{title} can't be run.\n  " + "\n  ".join(missing))
        print(f"{title} {self.shown(stage)}", flush=True)
        code = subprocess.run(
            [*self._launcher(stage, sys.executable), *self.command(stage)], check=False
        ).returncode
        if code:
            raise RecipeError(f"{title} ended with status {code}; what it printed says why.")
        if stage.ends == "stamp":
            self._stamp(stage).parent.mkdir(parents=True, exist_ok=True)
            self._stamp(stage).touch()
        elif not (stage.ends == "resumes" or self.is_done(stage)):
            raise RecipeError(f"{title} was stopped before its end; the same command goes on.")

    def shown(self, stage: Stage) -> str:
        return shlex.join([*self._launcher(stage, "python"), *self.command(stage)])

    def _launcher(self, stage: Stage, python: str) -> list[str]:
        if stage.ends == "trained" and self.processes > 1:
            return [python, "-m", "torch.distributed.run", "--nproc-per-node", str(self.processes), "-m"]
        return [python, "-m"]

    def _stamp(self, stage: Stage) -> Path:
        return self.runs / "done" / stage.name

    def _folders(self, text: str) -> str:
        for name, folder in (("runs", self.runs), ("out", self.out), ("conf", CONFIGURATIONS)):
            text = text.replace(f"{{{name}}}", str(folder))
        return text

    def _filled(self, word: str) -> list[str]:
        place = _PLACE.fullmatch(word)
        if place and place[1] in INPUTS:
            return self._values(place[1], place[2])
        word = self._folders(word)
        word = _PLACE.sub(
            lambda m: ",".join(self._values(m[1], m[2])) if m[1] in INPUTS else self._products[m[1]], word
        )
        return [f"utter_training.{word}"] if re.fullmatch(r"[a-z]+\.[a-z_0-9]+", word) else [word]

    def _values(self, name: str, form: str | None) -> list[str]:
        values = self._given(name) or ([] if INPUTS[name].optional else [name.upper()])
        return [Path(value).stem for value in values] if form == "names" else values

    def _given(self, name: str) -> list[str]:
        return [str(Path(value).expanduser()) for value in self.given.get(name) or INPUTS[name].default]

    def _missing_input(self, name: str) -> list[str]:
        values, needed = self._given(name), INPUTS[name]
        if not values and not needed.optional:
            return [f"--{name} was not given: {needed.what}"]
        absent = [value for value in values if not Path(value.partition("=")[0]).exists()]
        return [f"{value} is not there; give --{name}: {needed.what}" for value in absent]


def is_trained(run: Path) -> bool:
    """Whether a run folder of ``train`` has had the minutes or updates that its settings grant it."""
    if not ((run / "config.yaml").exists() and (run / "last.pt").exists()):
        return False
    import torch
    from omegaconf import OmegaConf

    config = OmegaConf.load(run / "config.yaml")
    state = torch.load(run / "last.pt", map_location="cpu", weights_only=True, mmap=True)
    return bool(state["seconds"] / 60 >= config.minutes or state["updates"] >= config.updates)


def chosen(stages: Sequence[Stage], names: Sequence[str], first: int, last: int | None) -> list[Stage]:
    """Stages by name, or those of ``first`` to ``last``, from 1."""
    if unknown := set(names) - {stage.name for stage in stages}:
        known = ", ".join(stage.name for stage in stages)
        raise RecipeError(f"no stage is called {', '.join(sorted(unknown))}; there are {known}")
    if names:
        return [stage for stage in stages if stage.name in names]
    return list(stages[max(first, 1) - 1 : last])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("stages", nargs="*", metavar="STAGE", help="by name; all by default")
    parser.add_argument("--stage", type=int, default=1, metavar="N", help="the first to be run")
    parser.add_argument("--stop-stage", type=int, metavar="N", help="the last to be run")
    parser.add_argument("--list", action="store_true", help="say what there is and what is done")
    parser.add_argument("--dry-run", action="store_true", help="print the commands only")
    parser.add_argument(
        "--runs", type=Path, default=Path("~/runs"), help="folder of all that is made on the way"
    )
    parser.add_argument("--out", type=Path, default=Path("~/runs/models"), help="folder of the model folders")
    parser.add_argument("--processes", type=int, default=1, help="of each training")
    parser.add_argument(
        "--set", nargs="+", default=[], metavar="KEY=VALUE", help="settings of every training"
    )
    for name, needed in INPUTS.items():
        parser.add_argument(f"--{name}", nargs="+", default=[], help=needed.what, metavar=name.upper())
    args = parser.parse_args(arguments)
    given = {name: getattr(args, name.replace("-", "_")) for name in INPUTS}
    runs, out = args.runs.expanduser(), args.out.expanduser()
    recipe = Recipe(args.model, given, runs, out, args.set, args.processes)
    try:
        for stage in chosen(recipe.stages, args.stages, args.stage, args.stop_stage):
            if args.list or args.dry_run:
                done = "done" if recipe.is_done(stage) else "    "
                line = recipe.shown(stage) if args.dry_run else recipe.product(stage)
                print(f"{recipe.number(stage.name):2} {done} {stage.name:22} {line}")
            else:
                recipe.run(stage)
    except RecipeError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
