import pytest

from resyn.core.environment import Environment
from resyn.propose.naming import name_environment


@pytest.mark.parametrize(
    ("plan", "source", "name"),
    [
        ("Name: find_cheapest_route\nTask: x", "", "find_cheapest_route"),
        ("**Name:** `Find Cheapest Route`", "", "find_cheapest_route"),
        ("- Name: find-cheapest-route.py", "", "find_cheapest_route"),
        ("1. name : FindRoute", "", "findroute"),
        ("Name: class", "", "class_task"),
        ("Name: 123", '"""Order the tasks of a project."""', "order_tasks_project"),
        ("", '"""Order the tasks of a project."""\n', "order_tasks_project"),
        ("", '"""42 is the answer."""\n', "answer"),
        ("", "def (", "maximum_flow"),
        ("", '"""Über alles."""', "ber_alles"),
        ("Name: " + "very_long_word_" * 20, "", "very_long_word_very_long_word"),
    ],
)
def test_a_name_says_what_is_asked(plan: str, source: str, name: str) -> None:
    assert name_environment("maximum flow", plan, source) == name
    Environment(name, "")


def test_a_keyword_without_letters_still_gives_a_name() -> None:
    assert name_environment("八", "", "") == "environment"
