"""Second opinions run in a jail, on nothing but the question; only who understands the task is believed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.audit.conftest import FIXTURES

from resyn.audit.rule import all_rules
from resyn.audit.run import audit_task
from resyn.audit.solvers import Solver, Solvers, fingerprint, read_solvers
from resyn.audit.task import Surroundings, Task
from resyn.core.errors import ConfigError
from resyn.sandbox.jail import Jail

(RULE,) = (rule for rule in all_rules() if rule.name == "label_disputed")

ADDS = "import re\ndef solve(question):\n    return sum(map(int, re.findall('[0-9]+', question)))\n"
OFF = ADDS.replace("sum(", "1 + sum(")
DIFFERS = ADDS + "    # by another hand\n"
MUTE = "def solve(question):\n    return None\n"
ALWAYS = "def solve(question):\n    return 7\n"
EVEN, ODD = (ADDS.replace("return ", "total = ") + f"    return total if total % 2 == {n} else None\n" for n in (0, 1))


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as opened:
        yield opened


def given(task: str, jail: Jail, *sources: str) -> Solvers:
    return Solvers(jail, {task: tuple(Solver(Path(f"{n}/{task}.py"), text) for n, text in enumerate(sources))})


def test_files_are_solvers_of_the_task_that_they_are_named_after(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "gcd.py").write_text(ADDS)
    (tmp_path / "lcm.py").write_text(ALWAYS)
    found = read_solvers([tmp_path])
    assert {stem: len(of_task) for stem, of_task in found.items()} == {"gcd": 2, "lcm": 1}
    assert fingerprint(found) != fingerprint(read_solvers([tmp_path / "lcm.py"]))


@pytest.mark.parametrize(("text", "said"), [("def solve(:", "is no solver"), ("x = 1", "defines no function solve")])
def test_a_file_that_is_no_solver_is_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "gcd.py").write_text(text)
    with pytest.raises(ConfigError, match=said):
        read_solvers([tmp_path])


def test_a_folder_without_solvers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no solver"):
        read_solvers([tmp_path])


def test_an_answer_is_a_text_or_an_integer_and_a_failure_is_none(jail: Jail) -> None:
    source = "def solve(question):\n    return {'a': ' x', 'b': 3, 'c': 1.5, 'd': '', 'e': True}[question]\n"
    assert Solver(Path("t.py"), source).answers(list("abcdef"), jail) == [" x", "3", None, None, None, None]


def test_a_solver_can_read_neither_files_nor_the_corpus(jail: Jail) -> None:
    for wanted in ("open('/etc/passwd').read()", "str(__import__('riddles'))"):
        solver = Solver(Path("t.py"), f"def solve(question):\n    return {wanted}\n")
        assert solver.answers(["?"], jail) == [None]


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ((ADDS,), True),
        ((ADDS, DIFFERS), True),
        ((ADDS, DIFFERS, OFF, ALWAYS, MUTE), True),
        ((OFF,), False),
        ((ALWAYS, MUTE), False),
        ((EVEN, ODD), False),
    ],
    ids=["one", "two that agree", "nonsense has no vote", "wrong everywhere", "a constant", "no majority"],
)
def test_a_label_is_disputed_where_most_of_those_believed_say_the_same(
    surroundings: Surroundings, jail: Jail, sources: tuple[str, ...], found: bool
) -> None:
    around = replace(surroundings, solvers=given("label_disputed", jail, *sources))
    report = audit_task(Task("label_disputed", around), [RULE])
    assert [defect.rule for defect in report.defects] == ["label_disputed"] * found


def test_how_far_each_solver_agrees_is_put_on_record(surroundings: Surroundings, jail: Jail) -> None:
    around = replace(surroundings, solvers=given("sound", jail, ADDS, OFF, MUTE))
    report = audit_task(Task("sound", around), [RULE])
    figures = report.figures["solvers"]
    assert [figures[f"{n}/sound.py"]["believed"] for n in range(3)] == [True, False, False]
    assert figures["0/sound.py"]["agreed"] == figures["0/sound.py"]["answered"] > 200
    assert figures["2/sound.py"]["answered"] == 0
    assert report.passed


def test_an_answer_in_another_layout_disputes_nothing(surroundings: Surroundings, jail: Jail) -> None:
    spaced = ADDS.replace("return ", "return '%d.0' % ")
    mixed = spaced.replace(
        "return", "total = sum(map(int, re.findall('[0-9]+', question)))\n    return total if total % 5 else"
    )
    around = replace(surroundings, solvers=given("sound", jail, mixed))
    report = audit_task(Task("sound", around), [RULE])
    assert report.figures["solvers"]["0/sound.py"]["believed"]
    assert report.defects == ()


SYLLOGISMS = [
    (("All cats are pets", "All pets are happy"), "All cats are happy", "Yes"),
    (("All cats are pets", "No pets are wild"), "No cats are wild", "Yes"),
    (("Some cats are pets", "All pets are happy"), "Some cats are happy", "Yes"),
    (("No cats are dogs", "Some dogs are wild"), "Some wild are not cats", "Yes"),
    (("All cats are pets", "Some pets are wild"), "Some cats are wild", "No"),
    (("All cats are pets", "Some pets are not wild"), "Some cats are not wild", "No"),
    (("Some cats are pets", "Some pets are wild"), "Some cats are wild", "No"),
    (("No cats are dogs", "No dogs are wild"), "No cats are wild", "No"),
    (("All cats are pets", "No pets are wild"), "Some cats are not wild", None),
    (("All cats are pets", "All pets are happy"), "Some cats are happy", None),
]


def test_the_solver_of_syllogisms_knows_the_classic_forms(jail: Jail) -> None:
    solver = Solver.read(FIXTURES / "gym" / "syllogism.py")
    questions = [
        f"Consider:\n1. {first}\n2. {second}\n\nDoes it logically follow that:\n{asked}?\n(Answer Yes or No)"
        for (first, second), asked, _ in SYLLOGISMS
    ]
    assert solver.answers(questions, jail) == [answer for _, _, answer in SYLLOGISMS]
