"""`resyn keywords`: let a model name topics, of seed problems or of a field, balanced against what there is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from resyn.cli.authoring import Models, kept_calls
from resyn.cli.console import listening, note, print_json, print_text
from resyn.cli.options import existing, json_option, model_options
from resyn.core.environment import find_environments
from resyn.core.errors import CatalogueError, ConfigError
from resyn.core.files import write_whole
from resyn.core.index import INDEX_NAME, catalogue_folder, read_index
from resyn.propose.coverage import Keyword, choose_keywords
from resyn.propose.keywords import shipped_keywords
from resyn.propose.problems import Problem, read_problems
from resyn.propose.skills import name_skills, name_topics

STAGE = "naming"
SHIPPED = "shipped topics"


@click.command("keywords")
@click.option("--problems", metavar="DIR", help="Folder of seed problems, one task a file (.txt, .md, .json, .jsonl).")
@click.option("--domain", metavar="TEXT", help='A field of yours, such as "organic chemistry".')
@click.option("--topics/--no-topics", default=None, help="Shipped topics too.  [default: if no domain]")
@click.option("--count", type=click.IntRange(min=1), default=100, show_default=True, help="Keywords, at most.")
@click.option("--library", metavar="DIR", multiple=True, help="Environments that there are, beside the shipped ones.")
@click.option("--out", metavar="FILE", default="keywords.txt", show_default=True, help="For `resyn run --keywords`.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed names other keywords.")
@click.option("--concurrency", type=click.IntRange(min=1), default=4, show_default=True, help="Model calls at once.")
@click.option("--dry-run", is_flag=True, help="Ask no model; say how many calls it would take.")
@model_options
@json_option
def command(
    problems: str | None,
    domain: str | None,
    topics: bool | None,
    count: int,
    library: tuple[str, ...],
    out: str,
    seed: int,
    concurrency: int,
    dry_run: bool,
    model: str,
    endpoint: str | None,
    key_variable: str | None,
    as_json: bool,
) -> int:
    """Let a model name keywords: the skills that seed problems take, topics of a field, or both.

    Keywords that few environments are on come first, and every problem has its turn. Exits with 1 where none was named.
    """
    if problems is None and domain is None:
        raise ConfigError("there is nothing to name keywords of", hint="Give --problems DIR, --domain TEXT, or both.")
    seeds = read_problems(Path(problems)) if problems else ()
    had = list(topics_had([catalogue_folder(), *existing(library)]))
    if dry_run:
        print_json({"model_calls": len(seeds) + (-(-count // 40) if domain else 0)})
        return 0
    with listening() as progress, ThreadPoolExecutor(concurrency) as pool:
        opened = Models(kept_calls("keywords"), progress, concurrency, endpoint, key_variable).open(model)
        progress.begin(STAGE, len(seeds) + bool(domain))

        def one(problem: Problem) -> tuple[str, ...]:
            skills = name_skills(problem.text, opened, seed=seed)
            progress.advance(STAGE)
            return skills

        named = {problem.place: skills for problem, skills in zip(seeds, pool.map(one, seeds), strict=True)}
        if domain:
            named[domain] = name_topics(domain, count, opened, seed=seed)
            progress.advance(STAGE)
    silent = sum(not skills for skills in named.values())
    if topics or (topics is None and not domain):
        named[SHIPPED] = shipped_keywords()
    return _tell(choose_keywords(named, had, count), out, silent=silent, as_json=as_json)


def topics_had(folders: list[Path]) -> Iterator[list[str]]:
    """Yield skills and keywords of each environment of folders: from the index where there is one, else from META."""
    for folder in folders:
        if (folder / INDEX_NAME).exists():
            yield from ([*entry.skills, *entry.keywords] for entry in read_index(folder))
            continue
        for environment in find_environments([folder]):
            try:
                meta = environment.meta
            except CatalogueError:
                continue  # a file that does not parse is on no topic
            yield [str(topic) for key in ("skills", "keywords") for topic in meta.get(key) or ()]


def _tell(chosen: tuple[Keyword, ...], out: str, *, silent: int, as_json: bool) -> int:
    named = sum(keyword.source != SHIPPED for keyword in chosen)
    if as_json:
        print_json([{"keyword": one.text, "source": one.source, "covered": one.covered} for one in chosen])
    else:
        for keyword in chosen:
            print_text(keyword.text)
    if silent:
        note(f"{silent} replies named no keyword of one or two words")
    if not named:
        note("the model named no keyword; nothing was written")
        return 1
    lines = [f"{one.text}  # {' '.join(one.source.split())}; {one.covered} environments" for one in chosen]
    write_whole(Path(out), "\n".join(lines) + "\n")
    note(f"{len(chosen)} keywords, {named} of them named by the model: {out}; next: resyn run --keywords {out}")
    return 0
