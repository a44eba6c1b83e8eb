import random

from hypothesis import given
from hypothesis import strategies as st

from resyn.gate.benchmarks import words_of
from resyn.gate.embedding import HashedNgrams
from resyn.gate.nearest import Neighbourhood

WEAVERS = "Seven weavers rent a hall at the river; each has a loom of another colour. Who owns the oak loom?"
BAKER = "A baker packs twelve rolls into each paper bag and sells every bag for five coins at the market."
QUESTIONS = [("a.json", WEAVERS), ("b.jsonl", BAKER), *(("c.json", f"What is {n} plus {n}?") for n in range(50))]


def neighbourhood() -> Neighbourhood:
    return Neighbourhood(lambda: QUESTIONS, words_of)


def test_a_copy_with_words_changed_all_over_is_near() -> None:
    copy = "One baker packs six rolls in each paper bag, and sells each bag for two coins at a market."
    found = neighbourhood().nearest(copy, HashedNgrams())
    assert found is not None
    assert (found.file, found.question) == ("b.jsonl", BAKER)
    assert 0.6 < found.nearness < 1.0


def test_the_same_text_has_nearness_one() -> None:
    found = neighbourhood().nearest(WEAVERS.upper(), HashedNgrams())
    assert found is not None
    assert round(found.nearness, 5) == 1.0


def test_another_task_is_far_though_it_shares_a_word() -> None:
    found = neighbourhood().nearest("Which river is longest: Po, Elbe or Ebro?", HashedNgrams())
    assert found is not None
    assert found.nearness < 0.4


def test_a_text_without_a_word_in_common_has_no_neighbour() -> None:
    assert neighbourhood().nearest("zyx", HashedNgrams()) is None
    assert neighbourhood().nearest("", HashedNgrams()) is None
    assert Neighbourhood(list, words_of).nearest("anything", HashedNgrams()) is None


def test_questions_are_read_once_and_at_the_first_use() -> None:
    reads = []

    def read() -> list[tuple[str, str]]:
        reads.append(1)
        return QUESTIONS

    place = Neighbourhood(read, words_of)
    assert reads == []
    place.nearest("river", HashedNgrams())
    place.nearest("market", HashedNgrams())
    assert reads == [1]


@given(st.integers(0, 10_000))
def test_any_question_is_its_own_nearest(seed: int) -> None:
    rng = random.Random(seed)
    texts = [" ".join("".join(rng.choices("abcdefgh", k=4)) for _ in range(20)) for _ in range(30)]
    place = Neighbourhood(lambda: [("file", text) for text in texts], words_of)
    chosen = rng.choice(texts)
    found = place.nearest(chosen, HashedNgrams(dimensions=512))
    assert found is not None
    assert found.question == chosen
