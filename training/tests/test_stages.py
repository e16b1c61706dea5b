"""The staged recipe: its table of commands, and how they are run."""

import argparse
import importlib
import re
import sys
from pathlib import Path

import pytest
import torch
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf

from utter_training import CONFIGURATIONS
from utter_training.recipe import Recipe, RecipeError, chosen, is_trained, main
from utter_training.stages import INPUTS, RECIPES, Stage
from utter_training.text.train import CONFIG

GIVEN = {
    "corpora": ["corpus/read.tsv", "corpus/said.tsv"], "dev": ["corpus/read.tsv"], "texts": ["a.txt.xz", "b.txt"],
    "tokenizer": ["tokenizer.json"], "clips": ["read.tsv=3", "said.tsv=2"], "calibrate": ["read.tsv"],
    "moonshine": ["onnx"], "moonshine-pieces": ["tokenizer.bin"],
}  # fmt: skip
EACH = [(model, stage.name) for model, stages in RECIPES.items() for stage in stages]


class Parsed(Exception):
    pass


def recipe_of(model: str, folder: Path, **given: list[str]) -> Recipe:
    return Recipe(model, {**GIVEN, **given}, folder / "runs", folder / "out")


def stage_of(recipe: Recipe, name: str) -> Stage:
    return recipe.stages[recipe.number(name) - 1]


@pytest.mark.parametrize(("model", "name"), EACH)
def test_the_module_of_each_stage_knows_its_arguments(
    model: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """[L90]"""
    recipe = recipe_of(model, tmp_path)
    module, *arguments = recipe.command(stage_of(recipe, name))
    assert not any("{" in word for word in arguments)
    if module == "utter_training.acoustic.train":
        assert arguments[0] == "--config-name"
        with initialize_config_dir(str(CONFIGURATIONS), version_base=None):
            assert compose(arguments[1], overrides=arguments[2:]).run == str(tmp_path / "runs" / name)
        return
    if module == "utter_training.text.train":
        assert OmegaConf.from_cli(arguments).keys() <= OmegaConf.load(CONFIG).keys()
        return
    parse = argparse.ArgumentParser.parse_args

    def parse_only(self: argparse.ArgumentParser, args=None, namespace=None):
        parse(self, sys.argv[1:] if args is None else args, namespace)
        raise Parsed

    command = importlib.import_module(module).main
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse_only)
    monkeypatch.setattr("sys.argv", [module, *arguments])
    with pytest.raises(Parsed):
        command()


@pytest.mark.parametrize("model", RECIPES)
def test_a_stage_needs_inputs_and_earlier_stages_only(model: str):
    """[L90]"""
    known = {"runs", "out", "conf", *INPUTS}
    for stage in RECIPES[model]:
        assert stage.name not in known
        assert {*re.findall(r"\{([\w-]+)(?::\w+)?\}", stage.command), *stage.after} <= known
        known.add(stage.name)


def test_a_stage_of_several_recipes_is_the_same_in_each_or_makes_the_same():
    """[L90] else one recipe would take another's product for its own."""
    products: dict[str, str] = {}
    for stages in RECIPES.values():
        for stage in stages:
            assert products.setdefault(stage.name, stage.product) == stage.product


def test_stages_are_chosen_by_number_or_name():
    """[L90]"""
    stages = RECIPES["pieces"]
    assert [stage.name for stage in chosen(stages, [], 2, 3)] == ["units", "pieces"]
    assert [stage.name for stage in chosen(stages, ["pieces", "features"], 1, None)] == ["features", "pieces"]
    with pytest.raises(RecipeError, match="no stage is called peaces; there are features, units, pieces"):
        chosen(stages, ["peaces"], 1, None)


def test_what_is_missing_is_named_with_its_remedy(tmp_path: Path):
    """[L90]"""
    recipe = recipe_of("phones", tmp_path, dictionary=[str(tmp_path / "cmudict.dict")])
    with pytest.raises(RecipeError) as failure:
        recipe.run(stage_of(recipe, "g2p"))
    assert f"{tmp_path}/cmudict.dict is not there; give --dictionary: CMUdict" in str(failure.value)
    assert "stage 1 (lmplz) makes it: python -m utter_training.recipe phones lmplz" in str(failure.value)
    recipe = recipe_of("phones", tmp_path, texts=[])
    with pytest.raises(RecipeError, match="--texts was not given: written sentences"):
        recipe.run(stage_of(recipe, "text"))
    recipe = recipe_of("punctuator", tmp_path)
    with pytest.raises(RecipeError, match=r"words.txt is not there; stage 1 \(labels\) makes it"):
        recipe.run(stage_of(recipe, "punctuator"))


def test_a_run_is_done_when_its_time_is_over(tmp_path: Path):
    """[L90]"""
    assert not is_trained(tmp_path)
    OmegaConf.save({"minutes": 10, "updates": 100}, tmp_path / "config.yaml")
    for seconds, updates, expected in ((60, 3, False), (600, 3, True), (60, 100, True)):
        torch.save({"seconds": seconds, "updates": updates}, tmp_path / "last.pt")
        assert is_trained(tmp_path) is expected


def test_settings_and_processes_are_those_of_trainings(tmp_path: Path):
    """[L90]"""
    recipe = Recipe("pieces", GIVEN, tmp_path, tmp_path, ["minutes=3"], processes=2)
    features, _, pieces, _ = map(recipe.shown, recipe.stages)
    assert features.startswith("python -m utter_training.speech.cache ") and "minutes" not in features
    assert pieces.startswith(
        "python -m torch.distributed.run --nproc-per-node 2 -m utter_training.acoustic.train"
    )
    assert pieces.endswith("minutes=3")


def test_a_stage_is_run_once_and_a_failure_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    """[L90]"""
    text = tmp_path / "notes.txt"
    text.write_text("We met at the lake. Was it cold? No, it was warm.\n" * 3)
    folders = ["--runs", str(tmp_path / "runs"), "--out", str(tmp_path / "out"), "--texts"]
    main(["punctuator", "--list", *folders, str(text)])
    assert re.search(r"^ 1 +labels +\S+/punctuation/text/words.txt$", capfd.readouterr().out, re.MULTILINE)
    main(["punctuator", "labels", *folders, str(text)])
    assert "[1 labels] python -m utter_training.text.labels --out" in capfd.readouterr().out
    main(["punctuator", "labels", *folders, str(text)])
    assert "[1 labels] done: " in capfd.readouterr().out
    (tmp_path / "runs" / "punctuation" / "text" / "words.txt").unlink()
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(SystemExit, match=r"\[1 labels\] ended with status 1"):
        main(["punctuator", "labels", *folders, str(tmp_path / "folder.txt")])
