import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evaluate.conftest import write_benchmarks

from resyn.evaluate.benchmarks.kor import CATEGORIES, bracketed, is_correct, read
from resyn.evaluate.problem import Problem


def right(answer: str, target: str, rule: str, number: int = 1) -> bool:
    return is_correct(answer, Problem("kor", rule.split("/")[0], f"{rule.split('/')[0]}/{number}", "?", target, rule))


@pytest.mark.parametrize(
    ("answer", "inner"),
    [
        ("[[ AB ]]", "AB"),
        ("so [[AB]] and not [[C]]", "AB"),
        ("[[a];[b]]", "a];[b"),
        ("$\\boxed{AB}$", "AB"),
        ("\\boxed{AB}", "AB"),
        ("\\boxed{[[AB]]}", "AB"),
        ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
        ("**[[AB]]**", "AB"),
        ("The answer is [[AB]].", "AB"),
        ("[AB]", "AB"),
        ("AB", "AB"),
        ("[A] or [B]", "[A] or [B]"),
        ("[[]] and [AB]", ""),
        ("[[ [AB] ]]", "[AB]"),
        ("$\\boxed{[AB]}$", "[AB]"),
        ("[[AB] $\\boxed{C}$", "C"),
        ("[\n AB \n]\n", "AB"),
        ("[", "["),
        ("[[1,2],[3,4]", "[[1,2],[3,4]"),
        ("", ""),
    ],
)
def test_the_first_double_brackets_count_and_a_bare_answer_too(answer: str, inner: str) -> None:
    assert bracketed(answer) == inner


@pytest.mark.parametrize(
    ("answer", "target", "rule", "number"),
    [
        ("[[QWZ]]", "[[QWZ]]", "cipher/1", 1),
        ('"Q W Z"', "[[QWZ]]", "cipher/1", 1),
        ("[[C]]", "[[C]]", "counterfactual/2", 1),
        ("C", "[[C]]", "counterfactual/2", 1),
        ("[[p1 & p2];[~p1]].", "[[p1&p2];[~p1]]", "logic/1", 1),
        ("[[I,O];[-,+];[+,-];[+,+]]", "[[I,O];[+,-];[-,+];[+,+]]", "logic/5", 1),
        ("[[24]]", "[[24]]", "operation/1", 1),
        ("[[7or3]]", "[[3or7]]", "operation/1", 1),
        ("[[7 \\text{or} 3]]", "[[3or7]]", "operation/1", 1),
        ("[[{b,a}]]", "[[{a,b}]]", "operation/18", 171),
        ("[[{x | x ≥ 2 or x ≤ 0}]]", "[[{x∣x≤0 or x≥2}]]", "operation/18", 178),  # noqa: RUF001
        ("[[((1, 2), (3, 4))]]", "[[((1,2),(3,4))]]", "operation/23", 221),
        ("[[1 2 3 4]]", "[[((1,2),(3,4))]]", "operation/25", 241),
        ("[[\\sqrt{44}]]", "[[2\\sqrt{11}]]", "operation/8", 73),
        ("[[x = \\frac{-2 + \\sqrt{8}}{2} or -1-\\sqrt{2}]]", "[[-1-\\sqrt{2}or-1+\\sqrt{2}]]", "operation/2", 18),
        ("[[Pine, apple]]", "[[pine apple]]", "puzzle/1", 1),
        ("[[Un]]", "[[un,in]]", "puzzle/2", 11),
        ("[[ink, kin]]", "[[kin ink]]", "puzzle/3", 21),
        ("[[peal]]", "[[ pale peal plea]]", "puzzle/4", 31),
        ("[[B = 2, A=1]]", "[[A=1,B=2]]", "puzzle/5", 41),
        ("[[2 + 2 × 5 = 12]]", "[[4+4*2=12]]", "puzzle/9", 81),  # noqa: RUF001
        ("[[8/(3-8/3)]]", "[[8/(3-8/3)=24\n8/(3-8/3)=24]]", "puzzle/10", 91),
        ("[[(8/2+8)*2]]", "[[2*(8+8/2)]]", "puzzle/10", 91),
        ("[[↑ 3, ↓ →]]", "[[↑ 3,↓ →]]", "puzzle/18", 171),
        ("[[1-2-3,4 5 6]]", "[[1 2 3,4 5 6]]", "puzzle/7", 61),
    ],
)
def test_each_rule_accepts_its_own_forms(answer: str, target: str, rule: str, number: int) -> None:
    assert right(answer, target, rule, number)


@pytest.mark.parametrize(
    ("answer", "target", "rule", "number"),
    [
        ("[[qwz]]", "[[QWZ]]", "cipher/1", 1),
        ("[[D]]", "[[C]]", "counterfactual/2", 1),
        ("[[~p1];[p1&p2]]", "[[p1&p2];[~p1]]", "logic/1", 1),
        ("[[+,-]]", "[[-,+];[+,-]]", "logic/5", 1),
        ("[[7]]", "[[3or7]]", "operation/1", 1),
        ("[[3or7or9]]", "[[3or7]]", "operation/1", 1),
        ("[[{a}]]", "[[{a,b}]]", "operation/18", 171),
        ("[[{x∣x≤1 or x≥2}]]", "[[{x∣x≤0 or x≥2}]]", "operation/18", 178),  # noqa: RUF001
        ("[[((1,2),(4,3))]]", "[[((1,2),(3,4))]]", "operation/23", 221),
        ("[[2\\sqrt{10}]]", "[[2\\sqrt{11}]]", "operation/8", 73),
        ("[[-1-\\sqrt{2}or-1-\\sqrt{2}]]", "[[-1-\\sqrt{2}or-1+\\sqrt{2}]]", "operation/2", 18),
        ("[[apple pine]]", "[[pine apple]]", "puzzle/1", 1),
        ("[[i]]", "[[un,in]]", "puzzle/2", 11),
        ("[[kin]]", "[[kin ink]]", "puzzle/3", 21),
        ("[[pea]]", "[[ pale peal plea]]", "puzzle/4", 31),
        ("[[]]", "[[ pale peal plea]]", "puzzle/4", 31),
        ("[[A=1]]", "[[A=1,B=2]]", "puzzle/5", 41),
        ("[[4+4*3=16]]", "[[4+4*2=12]]", "puzzle/9", 81),
        ("[[4*2+4=12]]", "[[4+4*2=12]]", "puzzle/9", 81),
        ("[[8*3]]", "[[2*(8+8/2)]]", "puzzle/10", 91),
        ("[[2*8+8/2]]", "[[2*(8+8/2)]]", "puzzle/10", 91),
        ("[[(2).__class__*(8+8/2)]]", "[[2*(8+8/2)]]", "puzzle/10", 91),
        ("[[↑ 3, ← →]]", "[[↑ 3,↓ →]]", "puzzle/18", 171),
    ],
)
def test_each_rule_refuses_another_answer(answer: str, target: str, rule: str, number: int) -> None:
    assert not right(answer, target, rule, number)


@given(
    st.text(alphabet="[]01ab,;=+-*/().or\\{}^ \n≥", max_size=40),
    st.sampled_from([f"puzzle/{n}" for n in range(1, 20)] + ["logic/5", "logic/1", "operation/18", "operation/24"]),
    st.sampled_from([1, 18, 73, 178]),
)
def test_no_answer_raises(answer: str, rule: str, number: int) -> None:
    assert right(answer, "[[a=1,b=2=3]]", rule, number) in (True, False)


def test_a_question_stands_below_its_rule(tmp_path: Path) -> None:
    write_benchmarks(tmp_path)
    problems = list(read(tmp_path))
    assert [problem.task for problem in problems] == list(CATEGORIES)
    assert problems[0].question == ("Rule:\na#b = 2a + b (cipher)\n\nQuestion:\nCompute 1#2. Answer as [[number]].")
    assert (problems[0].id, problems[0].rule, problems[0].target) == ("cipher/1", "cipher/1", "[[4]]")


@pytest.mark.parametrize("unit", ["[", "[[\n", "\n", "[[1", "$\\boxed{", "\\text{", "\\text{ ", "[1", "or ", "="])
@pytest.mark.parametrize(("rule", "number"), [("puzzle/7", 1), ("puzzle/9", 1), ("operation/1", 18), ("logic/5", 1)])
def test_an_answer_of_hostile_characters_is_judged_at_once(unit: str, rule: str, number: int) -> None:
    begun = time.process_time()
    assert not right("[[" + unit * (20_000 // len(unit)), "[[x+1]]", rule, number)
    assert time.process_time() - begun < 1.0
