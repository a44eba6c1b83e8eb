from hypothesis import given
from hypothesis import strategies as st

from resyn.gate.answers import (
    ALIEN,
    described,
    is_number,
    joined,
    near_misses,
    refill,
    render,
    separator_of,
    tokens_of,
    with_junk,
    with_token,
)
from resyn.gate.batteries import CONSTANTS, NONSENSE, STRAIN, odd_answers

texts = st.text(max_size=40)


def test_tokens_stand_between_blanks_commas_brackets_and_arrows() -> None:
    assert tokens_of("[3, 1; 2]\n(a -> b) => c") == ["3", "1", "2", "a", "b", "c"]


def test_a_list_is_written_in_the_manner_of_another() -> None:
    assert render(["3", "1"], "[7, 8, 9]") == "[3, 1]"
    assert render(["3", "1"], "7 -> 8") == "3 -> 1"
    assert render(["3", "1"], "7") == "3 1"


def test_the_separator_leaves_brackets_out() -> None:
    assert separator_of("[1,2]") == ","
    assert separator_of("(1, 2) (3, 4)") == ", "


def test_a_token_is_replaced_where_it_stands() -> None:
    assert with_token("a=1, b=2", -1, "x") == "a=1, x"
    assert refill("1, 2\n3", ["7", "8"]) == "7, 8\n3"


def test_numbers_are_ascii_integers_decimals_and_fractions() -> None:
    assert all(map(is_number, ("7", "-7", "+1.5", "1/2")))
    assert not any(map(is_number, ("", "x", "1e5", "²", "\uff11", "nan", "1_0")))


def test_near_misses_of_a_sequence_change_values_size_and_order() -> None:
    misses = {miss.text: miss.group for miss in near_misses("3 1 2")}
    assert misses == {
        "4 1 2": "value",
        "3 1 1": "value",
        "2 1 2": "value",
        "3 1 3": "value",
        "3 1": "size",
        "1 2": "size",
        "3": "size",
        "3 1 2 2": "size",
        "1 3 2": "order",
        "2 1 3": "order",
    }


def test_near_misses_of_a_single_number_are_its_neighbours_a_part_and_a_double() -> None:
    assert {miss.text for miss in near_misses("17")} == {"18", "16", "1", "17 17", "-17"}


def test_near_misses_change_the_operator_of_an_expression_and_nothing_like_it() -> None:
    assert "(3-4)*5" in {miss.text for miss in near_misses("(3+4)*5")}
    assert {miss.group for miss in near_misses("U -> D")} == {"value", "size", "order"}
    assert all(miss.group != "operator" for miss in near_misses("-3 -4 5, -6"))


@given(texts)
def test_near_misses_differ_from_the_solution_in_their_tokens(solution: str) -> None:
    for miss in near_misses(solution):
        assert tokens_of(miss.text) != tokens_of(solution)
        assert miss.text.strip()


@given(texts, texts)
def test_junk_never_leaves_the_solution_alone(solution: str, wrong: str) -> None:
    assert all(answer.strip() != solution.strip() for answer in with_junk(solution, wrong).values())


def test_joined_answers_hold_both() -> None:
    assert all("7" in answer and ALIEN in answer for answer in joined("7", ALIEN).values())


@given(texts)
def test_odd_answers_are_made_of_any_text(solution: str) -> None:
    assert all(isinstance(answer, str) for answer in odd_answers(solution))


def test_a_witness_carries_an_answer_only_where_it_is_short_plain_text() -> None:
    assert described("3 1\n2") == ("3 1\n2", "'3 1\\n2'")
    assert described("\ud800", "a lone surrogate") == (None, "a lone surrogate: '\\ud800'")
    assert described("9" * 5000)[0] is None
    assert len(described("9" * 5000)[1]) < 80


def test_no_text_stands_twice_in_a_battery() -> None:
    for battery in (list(NONSENSE.values()), list(STRAIN.values()), list(CONSTANTS)):
        assert len(set(battery)) == len(battery)


def test_nonsense_holds_nothing_that_a_constant_policy_would_say() -> None:
    assert not set(NONSENSE.values()) & set(CONSTANTS)
