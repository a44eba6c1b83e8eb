"""A small dataset of shipped environments, replies to its rows, and a run of a guide's code."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from resyn.core.environment import Environment
from resyn.core.index import catalogue_folder, read_index
from resyn.core.progress import Silent
from resyn.dataset.build import build_dataset
from resyn.dataset.plan import DatasetPlan
from resyn.sandbox.jail import Jail

ROOT = Path(__file__).parents[2]
NAMES = ("run_stack_machine", "flip_stacks_to_sort", "read_grid_cipher")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a dataset: 12 rows of three environments, all in `train`."""
    target = tmp_path_factory.mktemp("adapters") / "data"
    files = {entry.name: catalogue_folder() / entry.file for entry in read_index(catalogue_folder())}
    plan = DatasetPlan(instances=4, levels=(1, 2), validation=0, test=0)
    with Jail(workers=1) as jail:
        build_dataset(
            [Environment.read(files[name]) for name in NAMES], target, jail=jail, plan=plan, progress=Silent()
        )
    return target


def guide(name: str, section: str = "") -> list[str]:
    """Return the Python blocks of a how-to guide, or of the section whose heading begins so."""
    text = (ROOT / "docs" / "howto" / f"{name}.md").read_text()
    if section:
        (text,) = [part for part in text.split("\n## ") if part.startswith(section)]
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


def recipe(section: str, folder: Path, place: Path) -> str:
    """Write the first block of a section of the guide to other trainers as a module; return the module's name."""
    name = f"recipe_{section.lower().replace(' ', '_')}"
    code = guide("use_other_trainers", section)[0].replace('"data"', repr(str(folder)))
    (place / f"{name}.py").write_text(code)
    return name


def run_python(code: str, place: Path, *arguments: str, python: str = sys.executable, **variables: str) -> str:
    """Run a program in a folder, and return what it prints; fails with what it says on stderr."""
    ended = run([python, "-c", code, *arguments], place, **variables)
    assert ended.returncode == 0, ended.stderr[-6000:]
    return ended.stdout


def run(command: Sequence[str], place: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a folder, without the network, and return how it ended."""
    environment = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(Path(__file__).parent),  # programs import what lies beside the tests
    }
    return subprocess.run(
        list(command), cwd=place, env=environment | variables, capture_output=True, text=True, timeout=540
    )


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny model, made in a process of its own."""
    place = tmp_path_factory.mktemp("model") / "tiny"
    code = "import sys; from pathlib import Path; from tiny_model import build; build(Path(sys.argv[1]))"
    run_python(code, ROOT, str(place))
    return place
