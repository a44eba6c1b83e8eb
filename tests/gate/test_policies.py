from resyn.gate.evidence import Draw
from resyn.gate.policies import format_examples, guesses, lists_of
from resyn.sandbox.calls import Reply, Status


def draw(question: str, solution: str, *, instance: str = "{}") -> Draw:
    def said(value: object) -> Reply:
        return Reply(Status.OK, value=value, text=instance)

    return Draw(1, "seed", said({}), said(question), said(solution), said([]))


def test_lists_are_found_in_sentences_and_behind_colons() -> None:
    question = "Sort 3, 1, 2 and 9. Names: Ann, Bob, Cleo and Dan.\n4 5 6 7\nRoads a-b."
    assert lists_of(question) == [["3", "1", "2", "9"], ["Ann", "Bob", "Cleo", "Dan"], ["4", "5", "6", "7"]]


def test_an_example_counts_where_its_sentence_speaks_of_the_answer() -> None:
    question = "A move, for example: 1 2, swaps. Answer with the numbers, for example: 3 1 2. Good luck."
    assert format_examples(question) == ["3 1 2"]


def test_an_example_in_parentheses_ends_with_them() -> None:
    assert format_examples("Write the pair (for example 3 1) and stop.") == ["3 1"]
    assert format_examples("Answer like this: (3, 1)") == ["(3, 1)"]


def test_policies_read_numbers_lists_and_examples_of_the_question() -> None:
    made = guesses(draw("Pick from 40, 7, 19, 23 a total of 99. Answer such as: 5 6.", "7 19"), [])
    assert made["the first number of the question"] == "40"
    assert made["the last number of the question"] == "6"
    assert made["the largest number of the question"] == "99"
    assert made["the smallest number of the question"] == "5"
    assert made["how many numbers the question has"] == "7"
    assert made["the first list sorted"] == "7 19 23 40"
    assert made["the first items of the first list"] == "40 7"
    assert made["the format example number 1"] == "5 6"
    assert made["0, 1, 2, ... as many as are asked for"] == "0 1"
    assert made["always 'yes'"] == "yes"


def test_policies_learn_other_solutions_by_heart_and_never_their_own() -> None:
    draws = [draw("Q", text, instance=name) for name, text in (("a", "1 2 9"), ("b", "1 3 9"), ("c", "1 3 9"))]
    made = guesses(draws[0], draws)
    assert made["the commonest solution of other instances, number 1"] == "1 3 9"
    assert made["the solution of another instance, number 1"] == "1 3 9"
    assert made["the commonest item at each place"] == "1 3 9"
    assert made["zeros at every place"] == "0 0 0"
    assert "1 2 9" not in made.values()


def test_a_shown_list_is_written_with_the_separators_of_the_solution() -> None:
    made = guesses(draw("Items: 4 8 6", "[8, 4, 6]"), [])
    assert made["the first list as it is"] == "[4, 8, 6]"
    assert made["the first list sorted downwards"] == "[8, 6, 4]"
