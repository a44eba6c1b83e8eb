"""The five functions are missing, have other parameters, raise, or return something else than the contract says.

What it checks
    A docstring of one sentence; a META that is a literal of known form, where there is one; generate, observe,
    verify, solve and wrong_answers as plain functions with the contract's parameters. At every level, to level 10:
    none raises; generate returns a dict that is not empty, observe and solve text that is not blank, verify True or
    False (a number or None is neither), wrong_answers a list of at least three different texts of which none is the
    solution. An optional score returns a number from 0 to 1, and 1 exactly where verify is True.

Why it matters
    Everything that draws, verifies or trains calls these five functions. Generators that fail at large sizes, or at
    one seed in fifty, are common defects of published corpora, and one is enough to stop a training run. Three near
    misses are the least that shows a verifier to refuse anything.

Example it rejects
    def verify(answer, instance):
        return answer == instance["total"]

How to fix
    Define each function at the top level with the parameters shown in the message, and make it return the type
    named there. Where a function raises, repeat it with the level and seed given, and mend the line named.
"""

import ast
from collections.abc import Iterator

from resyn.core.contract import ANSWER_KINDS, FUNCTIONS, OPTIONAL_FUNCTIONS
from resyn.core.environment import read_meta
from resyn.core.records import Finding
from resyn.gate.evidence import Draw, Evidence
from resyn.gate.sample import first_of_each_level
from resyn.sandbox.calls import Call, Reply, Status

STAGE = "run"
VERSION = 1

SHOWN = 4
MIN_WRONG_ANSWERS = 3
_ENDS_BADLY = (Status.ERROR, Status.MEMORY, Status.KILLED, Status.EXITED)
_META_TYPES = {"category": str, "version": int, "keywords": list, "skills": list, "answer": str}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield what is wrong with the file's form; only where nothing is, what goes wrong when its functions run."""
    tree = evidence.tree
    if tree is None:
        return
    wrong_form = [*_docstring(tree), *_meta(tree), *_functions(tree)]
    for line, message in wrong_form[: SHOWN + 1]:
        yield evidence.finding(__name__, message, line=line)
    if not wrong_form:
        failures = [*_replies(evidence), *_wrong_answers(evidence), *_verdicts(evidence)]
        yield from failures[:SHOWN]


def _docstring(tree: ast.Module) -> Iterator[tuple[int, str]]:
    text = (ast.get_docstring(tree) or "").strip()
    if len(text.split()) < 3:
        yield 1, "the file does not begin with a docstring; say in one sentence what is asked"
    elif len(text) > 600:
        yield 1, f"the docstring has {len(text)} characters; say in one sentence what is asked"


def _meta(tree: ast.Module) -> Iterator[tuple[int, str]]:
    assigned = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and any(isinstance(part, ast.Name) and part.id == "META" for part in ast.walk(node))
    ]
    if not assigned:
        return
    line, meta = assigned[0].lineno, read_meta(tree)
    if not meta:
        yield line, "META is not `META = {...}` with plain values; write it as a literal or leave it out"
    for key, value in meta.items():
        kind = _META_TYPES.get(key)
        if kind is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            yield line, f"META[{key!r}] is {value!r}; it must be of type {kind.__name__}"
        elif kind is list and not all(isinstance(entry, str) for entry in value):
            yield line, f"META[{key!r}] must be a list of texts"
        elif key == "answer" and value not in ANSWER_KINDS:
            yield line, f"META['answer'] is {value!r}; it must be one of {', '.join(ANSWER_KINDS)}"


def _functions(tree: ast.Module) -> Iterator[tuple[int | None, str]]:
    defined: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defined.setdefault(node.name, []).append(node)
    for name, parameters in {**FUNCTIONS, **OPTIONAL_FUNCTIONS}.items():
        wanted = f"def {name}({', '.join(parameters)})"
        found = defined.get(name, [])
        if not found:
            if name in FUNCTIONS:
                yield None, f"`{wanted}` is missing; define it at the top level of the file"
            continue
        node = found[-1]
        if len(found) > 1:
            yield node.lineno, f"{name} is defined {len(found)} times; keep one"
        given = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        extra = node.args.kwonlyargs or node.args.vararg or node.args.kwarg
        if tuple(given) != parameters or extra:
            yield node.lineno, f"the parameters of {name} are ({', '.join(given)}); it must be `{wanted}`"
        if isinstance(node, ast.AsyncFunctionDef) or _yields(node):
            yield node.lineno, f"{name} is asynchronous or a generator; it must be a plain function that returns"


def _yields(node: ast.FunctionDef) -> bool:
    layer: list[ast.AST] = list(node.body)
    while layer:
        part = layer.pop()
        if isinstance(part, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            layer.extend(ast.iter_child_nodes(part))
    return False


def _replies(evidence: Evidence) -> Iterator[Finding]:
    """Group failures by function and reason, and show the first of each."""
    groups: dict[tuple[str, str], list[tuple[Draw, str]]] = {}
    for draw in evidence.draws:
        for function, reply in _by_function(draw):
            problem = _problem(function, reply)
            if problem is not None:
                kind, text = problem
                groups.setdefault((function, kind), []).append((draw, text))
    for (function, _), cases in groups.items():
        draw, text = cases[0]
        levels = sorted({case.level for case, _ in cases})
        message = f"{function} {text} ({len(cases)} of {len(evidence.draws)} draws, levels {_listed(levels)})"
        yield evidence.finding(__name__, message, draw.witness(f"{function} {text}"))


def _by_function(draw: Draw) -> Iterator[tuple[str, Reply]]:
    yield "generate", draw.generated
    if draw.generated.status is Status.OK and isinstance(draw.generated.value, dict):
        yield from (("observe", draw.observed), ("solve", draw.solved), ("wrong_answers", draw.wrong))


def _problem(function: str, reply: Reply) -> tuple[str, str] | None:
    """Return a key to group by and the words; None where the reply is sound or another rule's matter."""
    if reply.status in _ENDS_BADLY:
        verb = "raises" if reply.status is Status.ERROR else "ends the process"
        return reply.error.partition(":")[0], f"{verb}: {reply.error[:200] or reply.status}"
    if reply.status is Status.NOT_RUN:
        return "not run", "could not be run, because too many calls before it ended the process"
    if reply.status is not Status.OK:
        return None  # not_json, too_slow and too_long report these
    value = reply.value
    kind = type(value).__name__
    if function == "generate":
        if not isinstance(value, dict):
            return kind, f"returns {kind}; it must return a dict"
        return None if value else ("empty", "returns an empty dict; put into it what the question is made of")
    if function == "wrong_answers":
        if not isinstance(value, list):
            return kind, f"returns {kind}; it must return a list of texts"
        other = next((entry for entry in value if not isinstance(entry, str)), None)
        return None if other is None else ("entry", f"returns a list with {other!r:.80}; every entry must be text")
    if not isinstance(value, str):
        return kind, f"returns {kind} ({value!r:.60}); it must return text, such as str(value)"
    return None if value.strip() else ("blank", "returns blank text")


def _wrong_answers(evidence: Evidence) -> Iterator[Finding]:
    draws = evidence.complete_draws
    same = [draw for draw in draws if draw.solution.strip() in {answer.strip() for answer in draw.wrong_answers}]
    few = [draw for draw in draws if len(set(draw.wrong_answers)) < MIN_WRONG_ANSWERS]
    if same:
        message = f"wrong_answers holds the solution itself in {len(same)} of {len(draws)} draws; leave it out"
        yield evidence.finding(__name__, message, same[0].witness("this answer is the solution", same[0].solution))
    if few:
        counts = min(len(set(draw.wrong_answers)) for draw in few)
        message = (
            f"wrong_answers returns fewer than {MIN_WRONG_ANSWERS} different answers in {len(few)} of {len(draws)} "
            f"draws (as few as {counts}); give more near misses, such as one step left out or two items swapped"
        )
        yield evidence.finding(
            __name__, message, few[0].witness(f"wrong_answers returned {list(few[0].wrong_answers)}")
        )


def _verdicts(evidence: Evidence) -> Iterator[Finding]:
    """Call verify, and score where there is one, on the solution and a wrong answer of one draw per level."""
    cases = []
    for draw in first_of_each_level(evidence.complete_draws, 1):
        cases += [(draw, answer) for answer in (draw.solution, *draw.wrong_answers[:1])]
    replies = evidence.call([Call("verify", instance=draw.instance, answer=answer) for draw, answer in cases])
    for (draw, answer), reply in zip(cases, replies, strict=True):
        if reply.status in _ENDS_BADLY:
            text = f"verify raises: {reply.error[:200] or reply.status}"
        elif reply.status is Status.NOT_JSON or (reply.status is Status.OK and not isinstance(reply.value, bool)):
            text = f"verify returns {type(reply.value).__name__} ({reply.value!r:.60}); it must return True or False"
        else:
            continue
        yield evidence.finding(__name__, text, draw.witness(text, answer))
        return
    if _defines(evidence, "score"):
        scores = evidence.call([Call("score", instance=draw.instance, answer=answer) for draw, answer in cases])
        for (draw, answer), verdict, score in zip(cases, replies, scores, strict=True):
            text = _score_problem(verdict.value is True, score)
            if text:
                yield evidence.finding(__name__, text, draw.witness(text, answer))
                return


def _score_problem(correct: bool, score: Reply) -> str:
    if score.status is not Status.OK:
        return f"score fails: {score.error[:200] or score.status}"
    value = score.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        return f"score returns {value!r:.60}; it must return a number from 0 to 1"
    if (value == 1) != correct:
        return f"score returns {value} where verify returns {correct}; it must be 1 exactly where verify is True"
    return ""


def _defines(evidence: Evidence, name: str) -> bool:
    body = evidence.tree.body if evidence.tree else []
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in body)


def _listed(levels: list[int]) -> str:
    return ", ".join(map(str, levels))
