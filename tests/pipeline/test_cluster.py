import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.scripted import SMALL, SOUND, ScriptedModel, run_on
from tests.pipeline.test_run import contents

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.pipeline.bench import Bench, LocalBench
from resyn.pipeline.cluster import RayBench
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.jail import Jail

pytest.importorskip("ray")
slow = pytest.mark.slow
pytestmark = pytest.mark.filterwarnings("ignore")

LIBRARY = Library(environments=(Environment("other", SOUND.format(more=" (clear)")),))
KEYWORDS = ("sums", "cooking", "no file", "vague")


@pytest.fixture
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as opened:
        yield opened


@pytest.fixture
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    built = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield built
    built.shutdown()


def results(folder: Path, bench: Bench) -> list[Any]:
    (folder / "log").parent.mkdir(parents=True, exist_ok=True)
    run_on(folder / "run", bench, ScriptedModel(folder / "log"), keywords=KEYWORDS, proposals=2, concurrency=4)
    return contents(folder / "run")


@slow
def test_run_on_a_cluster_whose_node_is_killed_gives_what_one_machine_gives(
    tmp_path: Path, jail: Jail, cluster: Any
) -> None:
    around = Surroundings(jail=jail, library=LIBRARY)
    here = results(tmp_path / "here", LocalBench(around, SMALL))
    node = cluster.add_node(num_cpus=1)
    with RayBench(around, SMALL, address=cluster.address) as bench:
        killed: list[int] = []

        def kill() -> None:
            while not (tmp_path / "there" / "log").exists():
                time.sleep(0.05)
            time.sleep(2)
            killed.append(len((tmp_path / "there" / "log").read_text().split()))
            cluster.remove_node(node, allow_graceful=False)

        killer = threading.Thread(target=kill)
        killer.start()
        there = results(tmp_path / "there", bench)
        killer.join()
        asked = (tmp_path / "there" / "log").read_text().split()
        assert 0 < killed[0] < len(asked)  # it died in mid-run
        assert there == here
        assert len(asked) == len(set(asked))  # no model call was made twice


@slow
def test_jail_on_the_cluster_answers_like_one_here_and_errors_keep_their_kind(jail: Jail, cluster: Any) -> None:
    source = SOUND.format(more="")
    around = Surroundings(jail=jail, library=LIBRARY)
    with RayBench(around, SMALL, address=cluster.address) as bench:
        calls = [
            Call("generate", level=2, seed="a"),
            Call("observe", instance="{}"),
            Call("generate", level=1, seed="b"),
        ]
        ours, theirs = (each.call(source, calls) for each in (jail, bench.jail))
        assert [(one.status, one.text) for one in theirs] == [(one.status, one.text) for one in ours]
        job = VerifyJob(source, ours[0].text, ("1 2", "nothing"))
        assert bench.jail.verify([job]) == jail.verify([job])
        assert bench.jail.call_many([(source, calls), (source, calls[:1])])[1][0].text == ours[0].text
        report = bench.check(Environment("copy", SOUND.format(more=" (clear)")))
        assert [finding.rule for finding in report.findings] == ["duplicate"]


def test_address_without_a_cluster_is_named(jail: Jail) -> None:
    with pytest.raises(ConfigError, match=r"no Ray cluster can be used at '127\.0\.0\.1:9'"):
        RayBench(Surroundings(jail=jail), SMALL, address="127.0.0.1:9")
