"""The shape of the house: imports go down the floors, docs say what the code says, CI runs what README says."""

import ast
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import resyn
from resyn.cli.main import COMMANDS
from resyn.core.contract import ALLOWED_MODULES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "resyn"
FLOORS = {
    "core": 1,
    "sandbox": 2,
    "llm": 2,
    "report": 2,
    "propose": 3,
    "gate": 3,
    "judge": 3,
    "calibrate": 3,
    "dataset": 3,
    "reward": 3,
    "pipeline": 4,
    "audit": 4,
    "evaluate": 4,
    "adapters": 5,
    "train": 6,
    "cli": 7,
}


def modules() -> list[Path]:
    return [file for file in sorted(SOURCE.rglob("*.py")) if file.parent != SOURCE and "catalogue" not in file.parts]


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("file", modules(), ids=lambda file: str(file.relative_to(SOURCE)))
def test_module_imports_only_from_floors_below(file: Path) -> None:
    room = file.relative_to(SOURCE).parts[0]
    for name in imported(file):
        if name.startswith("resyn."):
            other = name.split(".")[1]
            assert other == room or FLOORS[other] < FLOORS[room], f"{file} imports {name}"


def test_no_room_of_the_house_is_empty_or_unknown() -> None:
    rooms = {folder.name for folder in SOURCE.iterdir() if folder.is_dir() and any(folder.rglob("*.py"))}
    assert rooms - {"catalogue", "__pycache__"} <= set(FLOORS)


@pytest.mark.parametrize("file", sorted((SOURCE / "catalogue").rglob("*.py")), ids=lambda file: file.stem)
def test_shipped_environment_imports_only_allowed_modules(file: Path) -> None:
    assert {name.split(".")[0] for name in imported(file)} <= ALLOWED_MODULES


def test_public_names_are_sorted_and_resolve() -> None:
    assert resyn.__all__ == sorted(resyn.__all__)
    assert all(getattr(resyn, name).__name__ == name for name in resyn.__all__)


def test_generated_reference_is_up_to_date() -> None:
    stale_pages = runpy.run_path(str(ROOT / "docs" / "generate_reference.py"))["stale_pages"]
    assert stale_pages() == []


def readme_blocks() -> list[str]:
    return re.findall(r"```bash\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)


def test_ci_runs_the_test_command_of_readme_to_the_letter() -> None:
    second = readme_blocks()[1].strip()
    assert second in (ROOT / ".ci" / "run").read_text().split("\n")


def test_python_of_readme_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    path = SOURCE / "catalogue" / "planning" / "slide_tokens.py"
    prelude = f"from pathlib import Path\npath = Path({str(path)!r})\n"
    ended = subprocess.run([sys.executable, "-c", prelude + code], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "Tokens stand on" in ended.stdout
    assert ended.stdout.count("wrong") == 2


def test_every_command_in_the_docs_exists() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    called = [
        (page.name, match)
        for page in pages
        for match in re.findall(r"(?:bin/|`|\$ |\n)resyn ([a-z]+)", page.read_text())
    ]
    assert called
    assert [(page, name) for page, name in called if name not in COMMANDS] == []


def test_every_link_in_the_docs_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text())]
    broken = [
        (page.name, target) for page, target in links if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().split("\n")) <= 150


def test_nothing_names_a_path_of_one_machine() -> None:
    files = [
        file for folder in ("src", "docs", "benchmarks", ".ci") for file in (ROOT / folder).rglob("*") if file.is_file()
    ]
    texts = {file: file.read_text(errors="replace") for file in files if file.suffix in (".py", ".md", ".txt", "")}
    assert [str(file) for file, text in texts.items() if re.search(r"/root/|/work/|/home/[a-z]", text)] == []
