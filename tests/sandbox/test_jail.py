import threading
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from tests.sandbox.hostile import ADDITION, SHORT

from resyn.core.errors import ConfigError, SandboxError
from resyn.core.records import Outcome
from resyn.sandbox.calls import Call, Limits, Status, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

TWO = '{"a": 1, "b": 1}'


def solve(jail: Jail, body: str, instance: str = "{}") -> object:
    """Return the reply to a call of a `solve` with a given body."""
    (reply,) = jail.call(f"def solve(instance):\n    {body}", [Call("solve", instance=instance)])
    return reply


def test_functions_of_the_contract_are_called_as_it_says(jail: Jail) -> None:
    seed = "addition:train:3:0:7"
    rng = Random(seed)
    drawn = {"a": rng.randint(0, 1000), "b": rng.randint(0, 1000)}
    (generated,) = jail.call(ADDITION, [Call("generate", level=3, seed=seed)])
    assert generated.value == drawn
    calls = [Call(name, instance=generated.text) for name in ("observe", "solve", "wrong_answers")]
    total = drawn["a"] + drawn["b"]
    answers = [Call("verify", instance=generated.text, answer=answer) for answer in (str(total), str(total + 1))]
    values = [reply.value for reply in jail.call(ADDITION, [*calls, *answers])]
    assert values == [f"What is {drawn['a']} + {drawn['b']}?", str(total), [str(drawn["a"] - 1)], True, False]


def test_score_may_be_called_where_it_is_defined(jail: Jail) -> None:
    source = "def score(instance, answer):\n    return instance['a'] / len(answer)"
    (reply,) = jail.call(source, [Call("score", instance=TWO, answer="four")])
    assert (reply.status, reply.value) == (Status.OK, 0.25)


def test_missing_function_is_named(jail: Jail) -> None:
    (reply,) = jail.call("x = 1", [Call("solve", instance="{}")])
    assert (reply.status, reply.error) == (Status.ERROR, "the file defines no function 'solve'")
    (result,) = jail.verify([VerifyJob("x = 1", "{}", ("1", "2"))])
    assert result.outcomes == (Outcome.FAULT, Outcome.FAULT)
    assert result.faults == dict.fromkeys((0, 1), "the file defines no function 'verify'")


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("def solve(:", "SyntaxError: invalid syntax (line 1)"),
        ("x = 1\ny = 1 / 0", "ZeroDivisionError: division by zero (line 2)"),
        ("import os", "ImportError: module 'os' is not available to environments (line 1)"),
        ("from subprocess import run", "ImportError: module 'subprocess' is not available to environments (line 1)"),
        ("open('/etc/passwd')", "NameError: name 'open' is not defined (line 1)"),
        ("eval('1')", "NameError: name 'eval' is not defined (line 1)"),
        ("x = '\ud800'", "UnicodeEncodeError"),
        ("x = 'a\0b'", "source code"),
    ],
)
def test_file_that_does_not_load_is_an_error_of_every_call(jail: Jail, source: str, error: str) -> None:
    replies = jail.call(source, [Call("solve", instance="{}"), Call("observe", instance="{}")])
    assert [reply.status for reply in replies] == [Status.ERROR] * 2
    assert all(error in reply.error for reply in replies), replies
    (result,) = jail.verify([VerifyJob(source, "{}", ("1", "2"))])
    assert all(error in result.faults[index] for index in (0, 1))


def test_file_that_makes_no_end_is_a_timeout_of_every_call(jail: Jail) -> None:
    replies = jail.call("while True: pass", [Call("solve", instance="{}")] * 3)
    assert [reply.status for reply in replies] == [Status.TIMEOUT] * 3


LIBRARY = """
import ast, bisect, calendar, copy, dataclasses, datetime, decimal, difflib, enum, fractions, graphlib, heapq, json
import random, re, statistics, string, textwrap, typing, unicodedata
from collections import Counter, namedtuple

@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: "int" = 0

class Colour(enum.Enum):
    RED = 1

class Pair(typing.NamedTuple):
    a: int

def solve(instance):
    day = datetime.datetime.strptime("2024-02-29", "%Y-%m-%d")
    print("to nowhere", flush=True)
    return [
        day.strftime("%A %d %B"), day.timetuple().tm_yday, day.isocalendar()[1], calendar.month(2024, 2)[:8].strip(),
        str(decimal.Decimal(1) / 3)[:5], str(fractions.Fraction("1/3")), statistics.median([1, 2, 3]),
        list(graphlib.TopologicalSorter({1: [2]}).static_order()), heapq.nsmallest(1, [2, 1]), bisect.bisect([1, 2], 1),
        difflib.get_close_matches("appel", ["apple"]), string.Template("$x").substitute(x=1), textwrap.fill("a b", 1),
        unicodedata.name("\\N{SNOWMAN}"), "\u00e9".encode("latin-1").decode("latin-1"), len("x".encode("utf-16")),
        ast.unparse(ast.parse("a+b")), re.sub(r"(?i)(A)", r"<\\1>", "a", flags=re.X), format(1234, "n"),
        copy.deepcopy([1]), Point(1) < Point(2), typing.get_type_hints(Point)["y"] is int,
        Colour.RED.name, Pair(1)._asdict(),
        Counter("aab").most_common(1)[0][0], namedtuple("P", "q")(1).q, json.dumps({"a": [1]}, indent=None),
        random.SystemRandom().random() < 1, int("9" * 3000) > 0, len(str(7**4000)),
    ]
"""


def test_whole_allowed_library_works_without_files(jail: Jail) -> None:
    (reply,) = jail.call(LIBRARY, [Call("solve", instance="{}")])
    assert reply.status is Status.OK, reply.error
    assert reply.value == [
        *("Thursday 29 February", 60, 9, "Febru", "0.333", "1/3", 2, [2, 1], [1], 1, ["apple"], "1", "a\nb"),
        *("SNOWMAN", "é", 4, "a + b", "<a>", "1234", [1], True, True, "RED", {"a": 1}, "a", 1, '{"a": [1]}', True),
        *(True, 3381),
    ]


def test_error_names_exception_message_and_line(jail: Jail) -> None:
    reply = solve(jail, "return int('x')")
    assert reply.error == "ValueError: invalid literal for int() with base 10: 'x' (line 2)"


def test_exception_that_cannot_be_shown_is_an_error_all_the_same(jail: Jail) -> None:
    source = """
class Odd(BaseException):
    def __str__(self):
        raise SystemExit
def solve(instance):
    raise Odd
"""
    (reply,) = jail.call(source, [Call("solve", instance="{}")])
    assert (reply.status, reply.error) == (Status.ERROR, "Odd: (its message cannot be shown) (line 6)")


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("{'edges': [(1, 2)]}", "value['edges'][0] is a tuple"),
        ("{'a': {1: 2}}", "value['a'] has the key 1, an int"),
        ("{'s': {1}}", "value['s'] is a set"),
        ("[float('nan')]", "value[0] is nan"),
        ("[1, float('-inf')]", "value[1] is -inf"),
        ("b'x'", "value is a bytes"),
        ("__import__('collections').Counter('a')", "value is a Counter"),
        ("10 ** 5000", "digits"),
        ("(lambda x: x.append(x) or x)([])", "the value is nested too deeply, or contains itself"),
    ],
)
def test_value_that_is_not_json_is_told_with_its_place(jail: Jail, expression: str, error: str) -> None:
    reply = solve(jail, f"return {expression}")
    assert reply.status is Status.NOT_JSON
    assert error in reply.error


def test_json_comes_back_unchanged_with_its_order(jail: Jail) -> None:
    reply = solve(jail, "return instance", '{"b": [1, 2.5, null, true], "a": "é😀"}')
    assert reply.text == '{"b":[1,2.5,null,true],"a":"é😀"}'
    assert reply.value == {"b": [1, 2.5, None, True], "a": "é😀"}


def test_value_beyond_the_limit_is_too_large(jail: Jail) -> None:
    reply = solve(jail, "return 'x' * (1 << 21)")
    assert (reply.status, reply.value) == (Status.TOO_LARGE, None)


@pytest.mark.slow
def test_many_large_values_go_on_in_another_child(jail: Jail) -> None:
    source = "def solve(instance):\n    return 'x' * (1000 * 1000)"
    replies = jail.call(source, [Call("solve", instance="{}")] * 70)
    assert [len(reply.value) for reply in replies] == [10**6] * 70


def test_call_that_changes_its_instance_is_told(jail: Jail) -> None:
    source = "def solve(instance):\n    instance['a'].sort()\n    return ''\ndef observe(instance):\n    return ''"
    calls = [Call(name, instance='{"a": [2, 1]}') for name in ("solve", "observe", "observe")]
    assert [reply.mutated for reply in jail.call(source, calls)] == [True, False, False]


def test_every_answer_meets_a_fresh_instance(jail: Jail) -> None:
    source = "def verify(instance, answer):\n    instance['a'] += 1\n    return instance['a'] == 2"
    (result,) = jail.verify([VerifyJob(source, '{"a": 1}', ("x",) * 5)])
    assert result.outcomes == (Outcome.CORRECT,) * 5


def test_calls_of_one_list_share_a_process_unless_each_is_forked(jail: Jail) -> None:
    source = "n = [0]\ndef solve(instance):\n    n[0] += 1\n    return n[0]"
    calls = [Call("solve", instance="{}")] * 3
    assert [reply.value for reply in jail.call(source, calls)] == [1, 2, 3]
    assert [reply.value for reply in jail.call(source, calls, fork_each=True)] == [1, 1, 1]


def test_global_generator_differs_from_child_to_child(jail: Jail) -> None:
    source = "import random\ndef solve(instance):\n    return random.random()"
    replies = jail.call(source, [Call("solve", instance="{}")] * 8, fork_each=True)
    assert len({reply.value for reply in replies}) == 8


def test_seed_is_not_to_be_found_in_the_child(jail: Jail) -> None:
    source = """
def generate(level, rng):
    try:
        1 / 0
    except ZeroDivisionError as error:
        frame, seen = error.__traceback__.tb_frame, []
        while frame:
            seen += [repr(frame.f_locals), repr(frame.f_globals)]
            frame = frame.f_back
        return {"seen": any("-".join(["the", "secret", "seed"]) in text for text in seen), "frames": len(seen)}
"""
    (reply,) = jail.call(source, [Call("generate", level=1, seed="the-secret-seed")])
    assert reply.value["frames"] > 4
    assert reply.value["seen"] is False


def test_hash_salt_is_the_one_asked_for() -> None:
    source = "def solve(instance):\n    return hash('salt')"
    call = [Call("solve", instance="{}")]
    values = []
    for salt in (0, 0, 1):
        with Jail(workers=1, hash_seed=salt) as jail:
            values.append(jail.call(source, call)[0].value)
    assert values[0] == values[1] != values[2]


def test_verdict_that_is_not_a_bool_is_a_fault(jail: Jail) -> None:
    source = "def verify(instance, answer):\n    return {'one': 1, 'none': None, 'yes': True}[answer]"
    (result,) = jail.verify([VerifyJob(source, "{}", ("one", "none", "yes", "other"))])
    assert result.outcomes == (Outcome.FAULT, Outcome.FAULT, Outcome.CORRECT, Outcome.FAULT)
    assert result.faults == {
        0: "returned int, not bool",
        1: "returned NoneType, not bool",
        3: "KeyError: 'other' (line 2)",
    }
    (reply,) = jail.call(source, [Call("verify", instance="{}", answer="one")])
    assert (reply.status, reply.value) == (Status.OK, 1)


def test_fault_costs_its_own_answer_only(jail: Jail) -> None:
    source = """
def verify(instance, answer):
    if answer == "loop":
        while True: pass
    if answer == "c":
        sum(range(10 ** 15))
    if answer == "memory":
        return len([0] * 10 ** 9) > 0
    return answer == "yes"
"""
    answers = ("yes", "loop", "no", "c", "yes", "memory", "yes")
    (result,) = jail.verify([VerifyJob(source, "{}", answers)])
    correct, wrong, fault = Outcome.CORRECT, Outcome.WRONG, Outcome.FAULT
    assert result.outcomes == (correct, fault, wrong, fault, correct, fault, correct)
    assert result.faults == {
        1: "no end after 0.15 CPU seconds",
        3: "no end after 0.3 CPU seconds",
        5: "MemoryError",
    }


def test_verdicts_agree_with_direct_calls_whatever_the_spread(jail: Jail) -> None:
    rng = Random(7)
    jobs = []
    expected = []
    for index in range(60):
        a, b = rng.randint(0, 9), rng.randint(0, 9)
        answers = tuple(str(rng.randint(0, 18)) for _ in range(rng.choice([0, 1, 16, 150])))
        jobs.append(VerifyJob(f"{ADDITION}# {index % 7}", f'{{"a": {a}, "b": {b}}}', answers))
        expected.append(tuple(Outcome.CORRECT if int(x) == a + b else Outcome.WRONG for x in answers))
    results = jail.verify(jobs)
    assert [result.outcomes for result in results] == expected
    assert not any(result.faults for result in results)


@pytest.mark.parametrize("answer", ["", "\0", "\ud800", "\U0010ffff", "x" * (3 << 20), '"\\\n'])
def test_any_text_is_an_answer(jail: Jail, answer: str) -> None:
    source = (
        "def verify(instance, answer):\n    return len(answer) == instance\ndef solve(instance):\n    return '\ud800'"
    )
    source = source.replace("\ud800", "\\ud800")
    (result,) = jail.verify([VerifyJob(source, str(len(answer)), (answer, answer + "x"))])
    assert result.outcomes == (Outcome.CORRECT, Outcome.WRONG)
    assert jail.call(source, [Call("solve", instance="{}")])[0].value == "\ud800"


def test_overlong_answer_is_a_fault(jail: Jail) -> None:
    source = "def verify(instance, answer):\n    return True"
    (result,) = jail.verify([VerifyJob(source, "{}", ("x", "x" * ((16 << 20) + 1), "y"))])
    assert result.outcomes == (Outcome.CORRECT, Outcome.FAULT, Outcome.CORRECT)
    assert result.faults == {1: "the answer has 16,777,217 characters; at most 16,777,216 are looked at"}


def test_instance_that_is_not_json_is_a_fault_of_its_own_answers(jail: Jail) -> None:
    jobs = [VerifyJob(ADDITION, "{", ("1", "2")), VerifyJob(ADDITION, TWO, ("2", "3"))]
    broken, sound = jail.verify(jobs)
    assert broken.outcomes == (Outcome.FAULT, Outcome.FAULT)
    assert "the instance is not JSON" in broken.faults[1]
    assert sound.outcomes == (Outcome.CORRECT, Outcome.WRONG)


def test_after_many_deaths_the_rest_is_not_run() -> None:
    source = "def verify(instance, answer):\n    return sum(range(10**15)) == 0"
    limits = Limits(cpu_seconds=5.0, hard_cpu_seconds=0.05, deaths=2)
    with Jail(workers=1, limits=limits) as jail:
        replies = jail.call(source, [Call("verify", instance="{}", answer="x")] * 4)
        (result,) = jail.verify([VerifyJob(source, "{}", ("x",) * 4)])
    assert [reply.status for reply in replies] == [Status.TIMEOUT] * 2 + [Status.NOT_RUN] * 2
    assert result.outcomes == (Outcome.FAULT,) * 4
    assert "given up after 2 children" in result.faults[3]


@pytest.mark.slow
def test_batch_that_uses_up_its_time_is_not_held_against_the_rest() -> None:
    source = "def solve(instance):\n    return len([i for i in range(10 ** 6)])"
    limits = Limits(cpu_seconds=2.0, hard_cpu_seconds=0.4, batch_cpu_seconds=0.5)
    with Jail(workers=1, limits=limits) as jail:
        replies = jail.call(source, [Call("solve", instance="{}")] * 60)
    statuses = [reply.status for reply in replies]
    assert set(statuses) == {Status.OK, Status.NOT_RUN}
    assert statuses == sorted(statuses, key=lambda status: status is Status.NOT_RUN)


def test_batches_are_answered_in_their_order(jail: Jail) -> None:
    batches = [(f"def solve(instance):\n    return {n}", [Call("solve", instance="{}")] * (n % 3)) for n in range(9)]
    replies = jail.call_many(batches)
    assert [[reply.value for reply in found] for found in replies] == [[n] * (n % 3) for n in range(9)]


def test_many_threads_may_call_at_once(jail: Jail) -> None:
    before = threading.active_count()

    def work(number: int) -> list[object]:
        source = f"{ADDITION}def solve(instance):\n    return {number}"
        (reply,) = jail.call(source, [Call("solve", instance="{}")])
        (result,) = jail.verify([VerifyJob(source, TWO, ("2", "x"))])
        return [reply.value, *result.outcomes]

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(work, range(24)))
    assert found == [[number, Outcome.CORRECT, Outcome.WRONG] for number in range(24)]
    assert threading.active_count() == before


def test_nothing_starts_before_the_first_call() -> None:
    jail = Jail(workers=1)
    assert jail.processes == []
    jail.close()


def test_closed_jail_says_so() -> None:
    jail = Jail(workers=1)
    jail.close()
    jail.close()
    with pytest.raises(SandboxError, match="closed"):
        jail.call(ADDITION, [Call("solve", instance=TWO)])


def test_isolation_is_what_was_attained_and_never_less_than_demanded(jail: Jail) -> None:
    assert jail.isolation in (Isolation.NAMESPACES, Isolation.SECCOMP)
    assert (jail.isolation is Isolation.NAMESPACES) == (jail.weakness == "")
    with Jail(workers=1, isolation=Isolation.SECCOMP) as weaker:
        assert weaker.isolation is Isolation.SECCOMP


def test_other_interpreter_that_cannot_run_is_an_error_of_the_box() -> None:
    with Jail(workers=1, python="/nonexistent/python") as jail, pytest.raises(SandboxError, match="cannot be started"):
        jail.call(ADDITION, [Call("solve", instance=TWO)])
    with Jail(workers=1, python="/bin/false") as jail, pytest.raises(SandboxError, match="no jail can be built"):
        jail.call(ADDITION, [Call("solve", instance=TWO)])


@pytest.mark.parametrize("limits", [Limits(cpu_seconds=0), Limits(deaths=-1), Limits(output_bytes=1 << 30)])
def test_senseless_limits_are_refused(limits: Limits) -> None:
    with pytest.raises(ConfigError):
        Jail(limits=limits)


def test_other_systems_than_linux_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    with Jail() as jail, pytest.raises(SandboxError, match="needs Linux"):
        jail.call(ADDITION, [Call("solve", instance=TWO)])


def test_jail_needs_a_worker() -> None:
    with pytest.raises(ConfigError, match="workers=0"):
        Jail(workers=0, limits=SHORT)
