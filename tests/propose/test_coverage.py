from resyn.propose.coverage import choose_keywords


def texts(named: dict[str, list[str]], had: list[list[str]], count: int = 100) -> list[str]:
    return [keyword.text for keyword in choose_keywords(named, had, count)]


def test_what_fewest_environments_are_on_comes_first() -> None:
    had = [["shortest path", "graphs"], ["Shortest Paths"], ["sorting"]]
    named = {"a": ["shortest path", "sorting", "parity"]}
    assert texts(named, had) == ["parity", "sorting", "shortest path"]
    assert [keyword.covered for keyword in choose_keywords(named, had, 3)] == [0, 1, 2]


def test_sources_take_turns() -> None:
    named = {"a": ["a one", "a two", "a three"], "b": ["b one"], "c": ["c one", "c two"]}
    assert texts(named, []) == ["a one", "b one", "c one", "a two", "c two", "a three"]
    assert texts(named, [], 2) == ["a one", "b one"]


def test_same_topic_in_other_words_is_taken_once() -> None:
    named = {
        "a": ["interval scheduling"],
        "b": ["scheduling intervals", "interval-scheduling", "set covers", "set cover"],
    }
    assert texts(named, []) == ["interval scheduling", "set covers"]


def test_topic_named_twice_by_one_environment_counts_once() -> None:
    assert choose_keywords({"a": ["parity"]}, [["parity", "Parity"]], 1)[0].covered == 1
