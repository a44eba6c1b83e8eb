"""The page holds every defect with what repeats it, and lets no text of a corpus become markup."""

import re

from resyn.audit.defect import Defect, Evidence, TaskReport
from resyn.audit.page import render_page
from resyn.audit.summary import summarise

WITNESS = Evidence(
    "'<b>' earns 1", "gcd", 3, 4, None, "<script>alert(1)</script>", "What is <i>gcd</i>?", "print('<u>')"
)
REPORTS = [
    TaskReport("gcd", (Defect("junk_accepted", "nonsense <em>earns</em> marks", 1.0, WITNESS),), ("junk_accepted",)),
    TaskReport("lcm", (), ("junk_accepted",), {"gold_rejected": "no reference answers"}, figures={"answers": 12}),
    TaskReport("zoo", (), (), {}, {"junk_accepted": "no items"}),
]
PAGE = render_page(REPORTS, corpus="reasoning-gym", title="Audit of <a>")


def test_no_text_of_a_corpus_becomes_markup() -> None:
    for text in ("<script", "<em>", "<i>", "<u>", "<a>"):
        assert text not in PAGE


def test_a_defect_stands_there_with_command_and_snippet() -> None:
    assert "resyn audit reasoning-gym --repeat" in PAGE
    assert "print(&#x27;&lt;u&gt;&#x27;)" in PAGE
    assert "What is &lt;i&gt;gcd&lt;/i&gt;?" in PAGE


def test_a_page_needs_nothing_from_elsewhere() -> None:
    assert re.findall(r"(?:src|href)=[\"']?(?!#)", PAGE) == []
    assert "url(" not in PAGE


def test_the_summary_counts_tasks_and_rules() -> None:
    summary = summarise(REPORTS)
    assert (summary.tasks, summary.with_defects, summary.answers) == (3, 1, 12)
    assert summary.not_audited == {"zoo": "no items"}
    assert [(one.rule, one.tasks, one.asked, one.worst) for one in summary.rules] == [("junk_accepted", 1, 2, "gcd")]


def test_a_witness_repeats_any_answer_through_a_shell() -> None:
    command = Evidence("", "a task", 1, 2, 3, "it's \ud800\n$(rm)").repeat("my corpus.py")
    assert command == (
        "resyn audit 'my corpus.py' --repeat "
        """'{"task": "a task", "seed": 1, "index": 2, "level": 3, "answer": "it'"'"'s \\ud800\\n$(rm)"}'"""
    )
