from resyn.core.environment import Environment
from resyn.propose.choice import choose_examples, shipped_examples

POOL = shipped_examples()


def names(keyword: str, number: int, count: int = 2, pool: tuple[Environment, ...] = POOL) -> list[str]:
    return [example.name for example in choose_examples(pool, keyword, number, count=count, max_chars=4000)]


def test_the_same_question_gets_the_same_examples() -> None:
    assert names("maze", 3) == names("maze", 3)
    assert names("maze", 3, pool=POOL[::-1]) == names("maze", 3)


def test_examples_of_one_call_differ() -> None:
    for number in range(8):
        chosen = choose_examples(POOL, "maze", number, count=2, max_chars=4000)
        assert len({example.meta["answer"] for example in chosen}) == 2


def test_proposals_and_keywords_are_shown_different_examples() -> None:
    assert len({tuple(names("graph colouring", number)) for number in range(8)}) >= 3
    assert {names(f"topic {i}", 0, 1)[0] for i in range(60)} == {example.name for example in POOL}


def test_an_example_on_the_topic_is_shown_last() -> None:
    on_topic = Environment("walk_maze", '"""Walk through a maze."""\nMETA = {"keywords": ["mazes"]}\n')
    for number in range(10):
        assert "walk_maze" not in names("maze", number, len(POOL), (*POOL, on_topic))
    assert names("maze", 0, len(POOL) + 1, (*POOL, on_topic))[-1] == "walk_maze"


def test_long_files_are_shown_only_where_nothing_shorter_is_left() -> None:
    long = Environment("long", "#" * 5000)
    assert all("long" not in names(f"topic {i}", 0, 2, (*POOL, long)) for i in range(20))
    assert names("maze", 0, 1, (long,)) == ["long"]


def test_few_or_no_examples_are_enough() -> None:
    assert names("maze", 5, 3, ()) == []
    assert len(names("maze", 5, 3, POOL[:1])) == 1


def test_a_file_that_does_not_parse_can_be_in_the_pool() -> None:
    assert names("maze", 0, 1, (Environment("broken", "def ("),)) == ["broken"]
