from itertools import islice
from pathlib import Path

import pytest
from tests.adapters.conftest import NAMES

from resyn.adapters.questions import Place, Questions
from resyn.adapters.rows import COLUMNS, rows_of
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.verifier import Verifier

BROKEN = {
    "give_nothing": "def generate(level, rng):\n    raise ValueError('never')\n",
    "give_some": (
        "def generate(level, rng):\n    number = rng.randrange(100)\n    if number % 2:\n        raise ValueError\n"
        "    return {'number': number}\n"
        "def observe(instance):\n    return f\"Which is {instance['number']}?\"\n"
        "def verify(instance, answer):\n    return answer == str(instance['number'])\n"
        "def solve(instance):\n    return str(instance['number'])\n"
        "def wrong_answers(instance):\n    return ['none']\n"
    ),
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    for name, source in BROKEN.items():
        (tmp_path / f"{name}.py").write_text(source)
    return tmp_path


def test_equal_places_give_equal_questions_and_others_give_others(folder: Path) -> None:
    places = [Place(NAMES[0], level, seed, index) for level in (1, 2) for seed in (0, 1) for index in (0, 1)]
    with Questions(folder) as questions, Questions() as shipped:
        drawn = [questions.draw(place) for place in places]
        assert [shipped.draw(place) for place in places] == drawn
    assert len({item.question for item in drawn}) == len(places)


def test_a_drawn_item_is_a_trainers_row_and_its_solution_solves_it(folder: Path) -> None:
    with Questions(folder) as questions:
        item = questions.draw(Place(NAMES[0]))
        assert questions.solve(Verifier.of(item)) == item.solution
    (row,) = rows_of([item])
    assert tuple(row) == COLUMNS
    assert row["verifier"] == Verifier.of(item).to_text()


def test_a_stream_takes_all_environments_and_levels_in_turn_and_never_ends(folder: Path) -> None:
    with Questions(folder) as questions:
        drawn = list(islice(questions.stream(levels=(1, 3), seed=7), 18))
    turn = [(name, level) for level in (1, 3) for name in sorted(NAMES)]
    assert [(item.environment, item.level) for item in drawn] == turn * 3
    assert len({item.id for item in drawn}) == 18


def test_a_stream_passes_over_places_that_give_no_question(broken: Path) -> None:
    with Questions(broken) as questions:
        drawn = list(islice(questions.stream(levels=(1,)), 5))
    assert {item.environment for item in drawn} == {"give_some"}


def test_a_stream_of_nothing_says_so_instead_of_going_on_for_ever(broken: Path) -> None:
    with Questions(broken, environments=["give_nothing"]) as questions, pytest.raises(CatalogueError, match="single"):
        next(questions.stream())


def test_a_question_that_cannot_be_drawn_names_environment_seed_and_reason(broken: Path) -> None:
    with (
        Questions(broken) as questions,
        pytest.raises(CatalogueError, match="ValueError: never"),
    ):
        questions.draw(Place("give_nothing"))


def test_unknown_names_and_levels_are_refused(folder: Path) -> None:
    with pytest.raises(CatalogueError, match="'no_such'"):
        Questions(folder, environments=["no_such"])
    with Questions(folder) as questions:
        with pytest.raises(CatalogueError, match="'no_such'"):
            questions.draw(Place("no_such"))
        with pytest.raises(ConfigError, match="level 0"):
            questions.draw(Place(NAMES[0], level=0))
