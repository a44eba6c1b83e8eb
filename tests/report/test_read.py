from tests.report.stored import ENDS, HOSTILE

from resyn.report.entry import Entry, Question
from resyn.report.read import with_questions


def test_every_candidate_has_an_entry_that_says_where_it_ended(entries: list[Entry]) -> None:
    assert [entry.keyword for entry in entries] == list(ENDS)
    assert {entry.keyword: (entry.status, entry.end) for entry in entries} == {
        "begun": ("under way", ""),
        "no file": ("rejected", "writing"),
        "stopped": ("rejected", "rules"),
        "mended": ("accepted", "accepted"),
        "judged": ("rejected", "judges"),
        "solved": ("rejected", "blind solver"),
        "easy": ("rejected", "calibration"),
        "double": ("rejected", "admission"),
        HOSTILE: ("under way", "checked"),
    }


def test_entry_tells_what_the_file_says_of_itself_and_how_each_version_fared(entries: list[Entry]) -> None:
    mended = next(entry for entry in entries if entry.keyword == "mended")
    assert (mended.name, mended.summary, mended.category) == ("mended_2", "Add two numbers.", "arithmetic")
    assert [[finding["rule"] for finding in version.findings] for version in mended.versions] == [
        ["syntax_error", "guessable"],
        [],
    ]
    assert mended.certificate is not None


def test_file_that_does_not_parse_has_no_summary(entries: list[Entry]) -> None:
    begun = next(entry for entry in entries if entry.keyword == "no file")
    assert (begun.summary, begun.source, begun.why) == ("", "", HOSTILE)


def test_text_of_an_entry_is_its_summary_and_first_question(entries: list[Entry]) -> None:
    mended = next(entry for entry in entries if entry.keyword == "mended")
    asked = with_questions(mended, [Question(1, "", "failed"), Question(2, "What is 1 + 2?")])
    assert asked.text == "Add two numbers.\nWhat is 1 + 2?"
