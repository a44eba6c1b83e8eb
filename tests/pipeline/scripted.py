"""A model with fixed replies and a log of what it was asked; run as a script it is a whole run that can be killed."""

import itertools
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.judge.replies import SUMS_SOLVER, verdict_reply

from resyn.core.errors import ProviderError
from resyn.core.jsontext import content_hash
from resyn.core.progress import Progress
from resyn.core.records import Usage
from resyn.core.store import Store
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.gate.setting import Setting
from resyn.judge.judges import JUDGES
from resyn.llm.model import Completion, Message, Sampling, request_key
from resyn.llm.prompts import fill
from resyn.llm.recording import RecordedModel
from resyn.pipeline.bench import Bench, LocalBench
from resyn.pipeline.candidate import Stations
from resyn.pipeline.funnel import Funnel
from resyn.pipeline.reviews import Reviews
from resyn.pipeline.run import Run
from resyn.pipeline.settings import RunSettings, bind
from resyn.propose.author import Author, Style
from resyn.sandbox.jail import Jail

SMALL = Setting("small", levels=(1, 2), draws_per_level=4, hash_salts=(0,), seconds=60.0)
KEYWORDS = ("sums", "cooking", "no file", "mended", "vague")
KILLED = ("sums", "no file", "vague")

SOUND = '''"""Name two numbers of a list whose sum is given{more}."""
from random import Random


def generate(level: int, rng: Random) -> dict:
    numbers = rng.sample(range(100, 1000 * level), 6 + 2 * level)
    first, second = rng.sample(numbers, 2)
    return {{"numbers": numbers, "sum": first + second}}


def observe(instance: dict) -> str:
    shown = " ".join(str(number) for number in instance["numbers"])
    return f"Which two of these numbers add up to {{instance['sum']}}?\\n{{shown}}\\nAnswer with both, such as: 5 7"


def verify(instance: dict, answer: str) -> bool:
    tokens = answer.strip().strip("[]().").replace(",", " ").split()
    numbers = [str(number) for number in instance["numbers"]]
    if len(tokens) != 2 or tokens[0] == tokens[1] or any(token not in numbers for token in tokens):
        return False
    return int(tokens[0]) + int(tokens[1]) == instance["sum"]


def solve(instance: dict) -> str:
    numbers = instance["numbers"]
    return next(f"{{a}} {{b}}" for a in numbers for b in numbers if a < b and a + b == instance["sum"])


def wrong_answers(instance: dict) -> list:
    first = instance["numbers"][0]
    return [str(instance["sum"]), f"{{first}} {{first}}", f"{{instance['sum']}} 0"]
'''


class ScriptedModel:
    """Answers at once from a script; appends the key of each answered request to a log.

    `event` is called within the call that comes after so many others, so that the run is not over then.
    """

    name = "scripted"

    def __init__(
        self,
        log: Path,
        *,
        seconds: float = 0.0,
        fails_after: int | None = None,
        event: tuple[int, Callable[[], None]] | None = None,
    ) -> None:
        self._log = log
        self._seconds = seconds
        self._left = fails_after
        self._event = event
        self._calls = itertools.count()

    def complete(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        if self._left == 0:
            raise ProviderError("the scripted model is gone", hint="Begin again.")
        if self._left is not None:
            self._left -= 1
        if self._event is not None and next(self._calls) == self._event[0]:
            self._event[1]()
        time.sleep(self._seconds)
        with self._log.open("a") as file:
            file.write(request_key(self.name, messages, sampling) + "\n")
        text = _second_opinion(messages) or _author(messages[-1].content)
        return Completion(text, Usage(100, 10, self._seconds, 0.5), self.name)


def _second_opinion(messages: Sequence[Message]) -> str:
    role, shown = messages[0].content, messages[-1].content
    if "You write Python programs that solve puzzles" in role:
        return f"```python\n{SUMS_SOLVER}```"
    for judge in JUDGES:
        if role == fill("resyn.judge", judge.name):
            return verdict_reply(judge, against=judge.criteria[:1] if "(vague)" in shown else ())
    return ""


def _author(prompt: str) -> str:
    if "Write the plan" in prompt:
        keyword = prompt.split("Topic: ")[1].split("\n")[0]
        return f"Name: name_{keyword.replace(' ', '_')}\nTask: something about {keyword}."
    code = SOUND.format(more="")
    if '"mended" was checked and refused' in prompt:
        code = SOUND.format(more=f" ({content_hash(prompt)[:4]})")
    elif '"vague" was checked and refused' in prompt:
        code = SOUND.format(more=" (clear)")
    elif "Topic: vague" in prompt:
        code = SOUND.format(more=" (vague)")
    elif "cooking" in prompt or "Topic: mended" in prompt:
        code = code.replace('== instance["sum"]\n\n\ndef solve', '!= instance["sum"]\n\n\ndef solve')
    elif "no file" in prompt:
        return "I would rather not."
    return f"Here it is:\n```python\n{code}```"


def run(
    folder: Path,
    jail: Jail,
    model: ScriptedModel,
    *,
    keywords: tuple[str, ...] = KEYWORDS,
    proposals: int = 2,
    concurrency: int = 2,
) -> Funnel:
    with Jail(workers=1) as solver_jail:
        bench = LocalBench(Surroundings(jail=jail, library=Library()), SMALL, solver_jail=solver_jail)
        return run_on(folder, bench, model, keywords=keywords, proposals=proposals, concurrency=concurrency)


def run_on(
    folder: Path,
    bench: Bench,
    model: ScriptedModel,
    *,
    keywords: tuple[str, ...],
    proposals: int,
    concurrency: int,
    progress: Progress | None = None,
) -> Funnel:
    settings = RunSettings(keywords=keywords, model="scripted", proposals=proposals, rounds=1)
    with Store(folder) as store:
        bind(settings, store)
        recorded = RecordedModel(model, store)
        author = Author(recorded, style=Style())
        reviews = Reviews(judges=recorded, solver=recorded)
        stations = Stations(author, bench, rounds=settings.rounds, reviews=reviews)
        return Run(store, settings, stations=stations, progress=progress).go(concurrency)


if __name__ == "__main__":
    with Jail(workers=1) as only:
        answering = ScriptedModel(Path(sys.argv[2]), seconds=0.1)
        run(Path(sys.argv[1]), only, answering, keywords=KILLED, proposals=int(sys.argv[3]))
