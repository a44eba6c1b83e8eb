from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from resyn.cli import main

SOUND = '''"""Name two numbers of the list whose sum is given."""
from random import Random


def generate(level: int, rng: Random) -> dict:
    numbers = rng.sample(range(100, 1000 * level), 6 + level)
    first, second = rng.sample(range(len(numbers)), 2)
    return {"numbers": numbers, "sum": numbers[first] + numbers[second]}


def observe(instance: dict) -> str:
    return f"Which two of {instance['numbers']} add up to {instance['sum']}? Answer such as: 5 7"


def verify(instance: dict, answer: str) -> bool:
    tokens = answer.replace(",", " ").split()
    numbers = [str(number) for number in instance["numbers"]]
    if len(tokens) != 2 or tokens[0] == tokens[1] or any(token not in numbers for token in tokens):
        return False
    return int(tokens[0]) + int(tokens[1]) == instance["sum"]


def solve(instance: dict) -> str:
    numbers = instance["numbers"]
    return next(f"{a} {b}" for a in numbers for b in numbers if a < b and a + b == instance["sum"])


def wrong_answers(instance: dict) -> list:
    return [str(instance["sum"]), "1 2", f"{instance['sum']} 0"]
'''


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def resyn(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(int(ended.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def sound_file(tmp_path: Path) -> Path:
    file = tmp_path / "name_summands.py"
    file.write_text(SOUND)
    return file
