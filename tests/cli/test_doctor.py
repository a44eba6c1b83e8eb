import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.cli.conftest import Command


def test_doctor_says_that_untrusted_code_is_contained_and_how(resyn: Command) -> None:
    ended = resyn("doctor", "--json")
    found = json.loads(ended.out)
    assert ended.code == 0
    assert found["contained"] is True
    isolation = next(probe for probe in found["probes"] if probe["name"] == "isolation")
    assert isolation["detail"] in ("namespaces", "seccomp")
    assert any(probe["name"].startswith("refused: ") for probe in found["probes"])


def test_every_extra_is_named(resyn: Command) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    probes = json.loads(resyn("doctor", "--json").out)["probes"]
    named = {probe["name"].removeprefix("extra ") for probe in probes if probe["name"].startswith("extra ")}
    assert named == project["optional-dependencies"].keys() - {"dev"}


def test_missing_weights_are_shown_with_their_size(
    resyn: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESYN_CACHE", str(tmp_path))
    assert "fetched at first use" in resyn("doctor").out


def test_cache_folder_that_may_not_be_searched_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(0o000)
    command = [sys.executable, "-m", "resyn", "doctor"]
    if os.getuid() == 0:  # root sees everything until it gives its capabilities away
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]
        os.chown(tmp_path / "locked", 65534, 65534)
    ended = subprocess.run(
        command, env=os.environ | {"RESYN_CACHE": f"{tmp_path}/locked/deep"}, capture_output=True, text=True
    )
    assert "Traceback" not in ended.stderr
    assert "fetched at first use" in ended.stdout
