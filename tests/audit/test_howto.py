"""The worked example of the guide runs, and finds what the guide says."""

import json
import re
from pathlib import Path

from tests.cli.conftest import Command, resyn

from resyn.audit.rule import all_rules

GUIDE = (Path(__file__).parents[2] / "docs" / "howto" / "audit_a_corpus.md").read_text()

__all__ = ["resyn"]


def test_the_adapter_of_the_guide_finds_what_the_guide_says(resyn: Command, tmp_path: Path) -> None:
    _, puzzles, adapter = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.S)
    (tmp_path / "my_puzzles.py").write_text(puzzles)
    (tmp_path / "my_adapter.py").write_text(adapter)
    ended = resyn("audit", tmp_path / "my_adapter.py", "--folder", tmp_path, "--json")
    (report,) = json.loads(ended.out)["tasks"]
    assert ended.code == 1
    assert {defect["rule"] for defect in report["defects"]} == {"gold_with_junk_accepted"}


def test_the_guide_lists_every_rule() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", GUIDE, flags=re.M)
    assert sorted(listed) == sorted(rule.name for rule in all_rules())
