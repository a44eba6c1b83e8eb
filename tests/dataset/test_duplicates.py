from hypothesis import given, settings
from hypothesis import strategies as st

from resyn.core import jsontext
from resyn.core.records import Item
from resyn.dataset.duplicates import REORDERED, SAME_INSTANCE, SAME_QUESTION, Seen, statements

CLUES = st.lists(st.text("abc 12", min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6)


def item(question: str, instance: object, *, environment: str = "task", solution: str = "1") -> Item:
    return Item(
        id="",
        environment=environment,
        version=1,
        behaviour_hash="",
        category="",
        split="train",
        level=1,
        seed=0,
        index=0,
        question=question,
        instance=jsontext.dump(instance),
        solution=solution,
    )


def equal_solutions(one: Item, others: object) -> bool:
    return any(one.solution == other.solution for other in others)


@settings(deadline=None)
@given(CLUES, st.randoms())
def test_statements_ignore_the_order_of_lines_and_sentences(clues: list[str], random: object) -> None:
    shuffled = list(clues)
    random.shuffle(shuffled)
    assert statements("\n".join(clues)) == statements("\n".join(shuffled))
    assert statements(". ".join(clues)) == statements("; ".join(shuffled))
    numbered = (f"{place}. {clue}" for place, clue in enumerate(clues, 1))
    renumbered = (f"{place}. {clue}" for place, clue in enumerate(shuffled, 1))
    assert statements("\n".join(numbered)) == statements("\n".join(renumbered))


def test_statements_keep_who_does_what_to_whom() -> None:
    assert statements("Ann sits left of Bob.") != statements("Bob sits left of Ann.")
    assert statements("Sort 3, 1, 2.") != statements("Sort 2, 1, 3.")
    assert statements("- 3 apples") != statements("- 4 apples")
    assert statements("Add 1.5 and 2.") != statements("Add 1.2 and 5.")


def test_equal_question_is_dropped_across_environments() -> None:
    seen = Seen(equal_solutions)
    assert seen.take(item("What is 1 + 1?", {"a": 1})) == ""
    assert seen.take(item("What is 1 + 1?", {"b": 1}, environment="other")) == SAME_QUESTION


def test_equal_instance_is_dropped_within_an_environment_whatever_the_order_of_keys() -> None:
    seen = Seen(equal_solutions)
    assert seen.take(item("q1", {"a": 1, "b": {"c": 1, "d": 2}})) == ""
    assert seen.take(item("q2", {"b": {"d": 2, "c": 1}, "a": 1})) == SAME_INSTANCE
    assert seen.take(item("q3", {"a": 1, "b": {"c": 1, "d": 2}}, environment="other")) == ""


def test_order_of_statements_counts_only_where_solutions_differ() -> None:
    seen = Seen(equal_solutions)
    assert seen.take(item("A < B\nB < C", [1], solution="A B C")) == ""
    assert seen.take(item("B < C\nA < B", [2], solution="A B C")) == REORDERED
    assert seen.take(item("B < C\nA < B", [3], solution="C B A")) == ""
    assert seen.take(item("b < c\na < b", [4], solution="C B A")) == REORDERED
    assert seen.take(item("B < C\n\nA < B", [5], solution="A B C", environment="other")) == ""
