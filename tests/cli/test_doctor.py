import json
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


def test_missing_weights_are_shown_with_their_size(
    resyn: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RESYN_CACHE", str(tmp_path))
    assert "fetched at first use" in resyn("doctor").out
