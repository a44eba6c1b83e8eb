from collections.abc import Iterator

import pytest

from resyn.core.environment import Environment
from resyn.sandbox.jail import Jail

ADD = '''"""Add numbers."""


def generate(level, rng):
    return {"level": level, "numbers": [rng.randint(100, 9999) for _ in range(2)]}


def observe(instance):
    first, second = instance["numbers"]
    return f"Level {instance['level']}: what is {first} + {second}? Answer with one integer."


def verify(instance, answer):
    if "crash" in answer:
        raise ValueError("a verifier that fails")
    return answer.strip() == str(sum(instance["numbers"]))


def solve(instance):
    return str(sum(instance["numbers"]))


def wrong_answers(instance):
    return ["0", "1", "2"]
'''


@pytest.fixture(scope="session")
def jail() -> Iterator[Jail]:
    with Jail(workers=2) as jail:
        yield jail


@pytest.fixture
def add_numbers() -> Environment:
    return Environment("add_numbers", ADD)
