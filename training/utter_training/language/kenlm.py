"""Builds KenLM's ``lmplz`` (Heafield et al. 2013), which estimates n-grams with modified Kneser-Ney smoothing.

    python -m utter_training.language.kenlm --out ~/runs/kenlm

The source is that of PyPI's ``kenlm``. Needs cmake, a C++ compiler and Boost: on Debian the packages cmake, g++,
libboost-program-options-dev, libboost-system-dev, libboost-thread-dev and libboost-test-dev.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

VERSION = "0.3.0"


class KenLMError(Exception):
    """lmplz could not be built, found or run; the message names the remedy."""


def run(command: Sequence[str | Path], remedy: str, **options) -> None:
    """Runs a step to its end; a failure carries the step's own last words."""
    try:
        subprocess.run(command, check=True, stderr=subprocess.PIPE, text=True, **options)
    except FileNotFoundError as error:
        raise KenLMError(f"{command[0]} is not installed; {remedy}") from error
    except subprocess.CalledProcessError as error:
        raise KenLMError(f"{command[0]} failed; {remedy}\n{error.stderr[-2000:]}") from error


def build(out: Path) -> Path:
    """Downloads, compiles, and returns the path of ``lmplz``."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "kenlm"]
        run([*pip, "--dest", folder, f"kenlm=={VERSION}"], "pip must reach a package index")
        with tarfile.open(folder / f"kenlm-{VERSION}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        boost = "it needs a C++ compiler and Boost's development packages"
        source, binary = folder / f"kenlm-{VERSION}", folder / "build"
        # The archive leaves out the tests, whose targets CMake would look for.
        run(["cmake", "-S", source, "-B", binary, "-DCMAKE_BUILD_TYPE=Release", "-DBUILD_TESTING=OFF"], boost)
        run(["cmake", "--build", binary, "--target", "lmplz", "-j", "2"], boost)
        return Path(shutil.copy2(binary / "bin" / "lmplz", out / "lmplz"))


def lmplz(
    binary: Path, text: Path, arpa: Path, order: int, prune: Sequence[int] = (), options: Sequence[str] = ()
) -> None:
    """Estimates an n-gram of ``text`` (a sentence a line) into ``arpa``.

    ``prune`` gives for each order the count up to which n-grams are left out, the first being 0.
    """
    if not binary.exists():
        raise KenLMError(
            f"{binary}: not found; build it: python -m utter_training.language.kenlm --out {binary.parent}"
        )
    with tempfile.TemporaryDirectory(dir=arpa.parent) as temporary:
        partial = arpa.with_name(arpa.name + ".partial")
        pruning = ["--prune", *map(str, prune)] if any(prune) else []
        command: list[str | Path] = [
            binary,
            "--order",
            str(order),
            "--memory",
            "3G",
            "--temp_prefix",
            temporary,
        ]
        with open(text, "rb") as source, open(partial, "wb") as target:
            run([*command, *pruning, *options], "see its message", stdin=source, stdout=target)
        partial.replace(arpa)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    print(build(args.out.expanduser()))


if __name__ == "__main__":
    main()
