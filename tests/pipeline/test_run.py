import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline import scripted
from tests.pipeline.scripted import KEYWORDS, SMALL, ScriptedModel, run, run_on

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError, ProviderError
from resyn.core.index import read_index
from resyn.core.progress import Silent
from resyn.core.store import Step, Store
from resyn.gate.check import GateReport
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.pipeline.bench import LocalBench
from resyn.pipeline.certificate import certify, compare
from resyn.pipeline.funnel import StageCount
from resyn.pipeline.output import write_accepted, write_candidates, write_solvers
from resyn.pipeline.settings import RunSettings, bind
from resyn.sandbox.jail import Jail

OTHER_PROBLEM = '"""Say a number."""\n\n\ndef verify(instance, answer):\n    return answer == "1"\n'
ROOT = Path(__file__).parents[2]
ENDS = {
    ("sums", 0): "accepted",
    ("sums", 1): "rejected",  # the same file again
    ("cooking", 0): "rejected",
    ("cooking", 1): "rejected",
    ("no file", 0): "rejected",
    ("no file", 1): "rejected",
    ("mended", 0): "rejected",  # sound after mending, but the same problem as the first
    ("mended", 1): "rejected",
    ("vague", 0): "rejected",  # a judge's objection was met, but it is the same problem as the first
    ("vague", 1): "rejected",
}


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=2) as opened:
        yield opened


class Heard(Silent):
    """Keeps the lines that are said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


class Watched(LocalBench):
    """Keeps the names of what it checked."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.checked: list[str] = []

    def check(self, environment: Environment, *, within: Surroundings | None = None) -> GateReport:
        self.checked.append(environment.name)
        return super().check(environment, within=within)


def contents(folder: Path, *, whole: bool = False) -> list[tuple[str, int, tuple[Step, ...]]]:
    """All that a run decided; unless the `whole` is asked for without times, so that two runs of a script are alike."""
    with Store(folder) as store:
        rows = list(store.candidates())
    for row in rows if not whole else ():
        for step in row.steps:
            step.payload.pop("usage", None)
            step.payload.pop("certificate", None)  # the usage of all steps is in it
            if step.kind == "checked":
                step.payload["report"]["seconds"] = 0
    return [(row.keyword, row.number, row.steps) for row in rows]


def model(folder: Path, **keywords: Any) -> ScriptedModel:
    return ScriptedModel(folder / "log", **keywords)


def asked(folder: Path) -> list[str]:
    log = folder / "log"
    return log.read_text().split() if log.exists() else []


def test_every_candidate_comes_to_its_end_and_what_is_accepted_is_written(tmp_path: Path, jail: Jail) -> None:
    funnel = run(tmp_path, jail, model(tmp_path))
    ends = {(keyword, number): steps[-1].kind for keyword, number, steps in contents(tmp_path)}
    assert ends == ENDS
    assert (funnel.candidates, funnel.accepted, funnel.rejected, funnel.under_way) == (10, 1, 9, 0)
    assert funnel.first_stopped["no_file"] == 2
    assert funnel.first_stopped["solution_rejected"] == 4
    assert funnel.first_stopped["code_judge"] == 2
    assert funnel.finally_stopped["duplicate"] == 5
    assert funnel.stages == {
        "checked": StageCount(reached=10, admitted=6),
        "judged": StageCount(reached=6, admitted=6),
        "solved": StageCount(reached=6, admitted=6),
    }
    assert funnel.usage.cost == 0.5 * funnel.calls
    with Store(tmp_path) as store:
        folder = write_accepted(store)
        solvers = write_solvers(store)
        candidates = write_candidates(store)
    (entry,) = read_index(folder)
    assert entry.name == "name_sums"
    assert entry.provenance == {"keyword": "sums", "number": 0, "model": "scripted", "mended": 0}
    assert [file.name for file in solvers.iterdir()] == ["name_sums.py"]
    assert len(candidates) == 8


def test_candidate_whose_name_is_taken_is_checked_again_by_the_seeds_of_its_new_name(
    tmp_path: Path, jail: Jail
) -> None:
    shipped = Environment("name_sums", OTHER_PROBLEM)
    with Jail(workers=1) as solver_jail:
        around = Surroundings(jail=jail, library=Library(environments=(shipped,)))
        bench = Watched(around, SMALL, solver_jail=solver_jail)
        run_on(tmp_path, bench, model(tmp_path), keywords=("sums",), proposals=1, concurrency=1)
    ((_, _, steps),) = contents(tmp_path, whole=True)
    end = steps[-1].payload
    assert (steps[-1].kind, end["name"]) == ("accepted", "name_sums_2")
    assert bench.checked == ["name_sums", "name_sums_2"]
    certificate = end["certificate"]
    assert (certificate["environment"], certificate["reviewed_as"]) == ("name_sums_2", "name_sums")
    assert certificate["provenance"]["keyword"] == "sums"
    environment = Environment(end["name"], end["source"])
    fresh = certify(environment, bench.check(environment).to_json(), jail, setting=SMALL)
    assert compare(certificate, fresh) == []


def test_objection_of_a_judge_goes_back_and_what_comes_back_is_checked_and_judged_again(
    tmp_path: Path, jail: Jail
) -> None:
    run(tmp_path, jail, model(tmp_path), keywords=("vague",), proposals=1)
    ((_, _, steps),) = contents(tmp_path)
    version = ["written", "checked", "judged"]
    assert [step.kind for step in steps] == ["planned", *version, *version, "solved", "passed", "accepted"]
    first, second = (step.payload for step in steps if step.kind == "judged")
    assert (first["admitted"], second["admitted"]) == (False, True)
    assert [verdict["accept"] for verdict in first["verdicts"]] == [False, True]
    (solved,) = (step.payload for step in steps if step.kind == "solved")
    assert solved["report"]["status"] == "agrees"


def test_few_candidates_have_each_step_told_and_many_only_their_end(tmp_path: Path, jail: Jail) -> None:
    told: dict[int, list[str]] = {}
    for proposals in (1, 21):
        listener = Heard()
        with Jail(workers=1) as solver_jail:
            around = Surroundings(jail=jail, library=Library())
            bench = LocalBench(around, SMALL, solver_jail=solver_jail)
            folder = tmp_path / str(proposals)
            keywords = ("sums",) if proposals == 1 else ("no file",)
            answering = model(tmp_path)
            run_on(folder, bench, answering, keywords=keywords, proposals=proposals, concurrency=1, progress=listener)
        told[proposals] = listener.lines
    assert told[1] == [
        "sums #1: planned: name_sums: something about sums.",
        "sums #1: written: name_sums, 31 lines",
        "sums #1: the rules found nothing",
        "sums #1: both judges accept",
        "sums #1: the blind solver: agrees",
        "sums #1: name_sums passed",
    ]
    assert told[21] == [
        f"no file #{number}: name_no_file rejected after 2 versions: no_file" for number in range(1, 22)
    ]


def test_result_does_not_depend_on_how_many_work_at_once(tmp_path: Path, jail: Jail) -> None:
    for concurrency in (1, 5):
        folder = tmp_path / str(concurrency)
        run(folder, jail, model(tmp_path), keywords=("mended", "sums"), proposals=1, concurrency=concurrency)
    assert contents(tmp_path / "1") == contents(tmp_path / "5")


def test_second_run_in_the_same_folder_asks_nothing_and_more_proposals_only_what_is_new(
    tmp_path: Path, jail: Jail
) -> None:
    run(tmp_path / "run", jail, model(tmp_path), keywords=("no file",), proposals=1)
    before = asked(tmp_path)
    run(tmp_path / "run", jail, model(tmp_path), keywords=("no file",), proposals=1)
    assert asked(tmp_path) == before
    run(tmp_path / "run", jail, model(tmp_path), keywords=("no file", "sums"), proposals=2)
    assert len(asked(tmp_path)) == len(set(asked(tmp_path))) > len(before)


def test_dead_model_stops_the_run_and_the_next_one_goes_on(tmp_path: Path, jail: Jail) -> None:
    keywords = ("no file", "sums")
    with pytest.raises(ProviderError, match="is gone"):
        run(tmp_path / "run", jail, model(tmp_path, fails_after=3), keywords=keywords)
    run(tmp_path / "run", jail, model(tmp_path), keywords=keywords)
    assert len(asked(tmp_path)) == len(set(asked(tmp_path)))
    run(tmp_path / "whole", jail, model(tmp_path), keywords=keywords)
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


def check_killed(tmp_path: Path, jail: Jail, *, kills: int, seed: int, proposals: int) -> None:
    """Run the script, killing it `kills` times after a random number of calls, and compare with a run left alone."""
    rng = random.Random(seed)
    command = [sys.executable, "-m", "tests.pipeline.scripted", tmp_path / "killed", tmp_path / "log", str(proposals)]
    alive = 0
    for _ in range(kills):
        enough = len(asked(tmp_path)) + rng.randint(1, 5)
        process = subprocess.Popen(command, cwd=ROOT)
        while process.poll() is None and len(asked(tmp_path)) < enough:
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.1))  # a call takes as long: the kill comes before, within and after a step
        alive += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert alive > 0
    subprocess.run(command, check=True, timeout=120, cwd=ROOT)
    (tmp_path / "other").mkdir()
    run(tmp_path / "whole", jail, model(tmp_path / "other"), keywords=scripted.KILLED, proposals=proposals)
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    keys = asked(tmp_path)
    assert set(keys) == set(asked(tmp_path / "other"))
    # An answer that was on its way when the process died was never received: at most one for each thread and kill.
    assert len(keys) - len(set(keys)) <= 2 * alive


def test_killed_run_loses_and_doubles_nothing(tmp_path: Path, jail: Jail) -> None:
    check_killed(tmp_path, jail, kills=2, seed=0, proposals=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_run_killed_many_times_at_random_moments_loses_and_doubles_nothing(
    tmp_path: Path, jail: Jail, seed: int
) -> None:
    check_killed(tmp_path, jail, kills=8, seed=seed, proposals=3)


def test_other_model_in_mid_run_is_refused_naming_both(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        bind(RunSettings(keywords=KEYWORDS, model="first"), store)
        store.add_step(store.candidate("sums", 0).id, Step("planned", {"plan": "", "title": ""}))
        with pytest.raises(ConfigError, match="model = 'first', now 'second'"):
            bind(RunSettings(keywords=KEYWORDS, model="second"), store)
        bind(RunSettings(keywords=(*KEYWORDS, "more"), model="first", proposals=9), store)
