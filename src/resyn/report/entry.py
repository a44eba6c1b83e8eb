"""One environment or candidate as a page shows it: plain data, whoever it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from resyn.core.environment import Environment
from resyn.core.errors import CatalogueError
from resyn.core.index import IndexEntry
from resyn.core.records import Usage

Status = Literal["accepted", "rejected", "under way", "shipped"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one level; where it could not be drawn, `error` says why."""

    level: int
    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a candidate's file: what the rules said of it, and whether judges and solver let it go on."""

    name: str
    findings: tuple[dict[str, Any], ...] = ()
    checked: bool = False
    verdicts: tuple[dict[str, Any], ...] = ()
    solver: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a page shows of one environment or candidate.

    `end` names the stage that stopped it, or the last one that it passed; `reasons` the rules that stopped it, `why`
    in words. `calibration` and `certificate` are the JSON objects of their stages. `spent` is what model calls used,
    by the stage that made them, as (calls, usage).
    """

    key: str
    name: str
    status: Status
    end: str = ""
    keyword: str = ""
    number: int = 0
    summary: str = ""
    category: str = ""
    skills: tuple[str, ...] = ()
    answer: str = ""
    source: str = ""
    reasons: tuple[str, ...] = ()
    why: str = ""
    versions: tuple[Version, ...] = ()
    calibration: dict[str, Any] | None = None
    certificate: dict[str, Any] | None = None
    provenance: dict[str, Any] | None = None
    questions: tuple[Question, ...] = ()
    spent: Mapping[str, tuple[int, Usage]] = field(default_factory=dict)

    @property
    def last(self) -> Version:
        """The last version, an empty one where there is none."""
        return self.versions[-1] if self.versions else Version("")

    @property
    def text(self) -> str:
        """What the environment asks, as far as it is known: its summary and its first question."""
        drawn = [question.text for question in self.questions if question.text]
        return "\n".join(part for part in (self.summary, *drawn[:1]) if part)


def described(source: str) -> dict[str, Any]:
    """Return what a file says of itself, as fields of an Entry; nothing where it does not parse."""
    try:
        environment = Environment("candidate", source)
        known = IndexEntry.of(environment, "candidate.py")
    except CatalogueError:
        return {}
    return {"summary": known.summary, "category": known.category, "skills": known.skills, "answer": known.answer}


def catalogue_entries(
    entries: Sequence[IndexEntry], sources: Mapping[str, str], questions: Mapping[str, tuple[Question, ...]]
) -> list[Entry]:
    """Return the environments of an index with their files' texts and their questions, both by name."""
    return [
        Entry(
            versions=(_certified(entry.name, entry.certificate or {}),),
            key=entry.name,
            name=entry.name,
            status="shipped",
            summary=entry.summary,
            category=entry.category,
            skills=entry.skills,
            answer=entry.answer,
            source=sources[entry.name],
            certificate=entry.certificate,
            provenance=entry.provenance,
            calibration=(entry.certificate or {}).get("calibration"),
            questions=questions.get(entry.name, ()),
        )
        for entry in entries
    ]


def _certified(name: str, certificate: Mapping[str, Any]) -> Version:
    return Version(name, verdicts=tuple(certificate.get("verdicts", ())), solver=certificate.get("solver"))
