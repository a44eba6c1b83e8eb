"""Choose few junctions as guard posts so that all junctions are watched and rules about the posts hold."""

import re
from itertools import combinations
from random import Random

META = {
    "category": "graphs",
    "skills": ["optimisation", "constraint solving", "search"],
    "keywords": ["dominating set", "covering", "guards", "certificate"],
    "answer": "set",
    "version": 1,
}

_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def generate(level: int, rng: Random) -> dict:
    """Draw paths, needs and rules that planted posts meet; of four draws keep the one with the fewest choices."""
    drawn = []
    for _ in range(4):
        instance = _draw(level, rng)
        count = len(instance["solution"])
        for size in range(1, count + 1):
            every = combinations(range(instance["junctions"]), size)
            fitting = [list(posts) for posts in every if _fits(instance, posts)]
            if fitting:
                instance |= {"most": size, "solution": rng.choice(fitting)}
                drawn.append((len(fitting), instance))
                break
    return min(drawn, key=lambda pair: pair[0])[1]


def _draw(level: int, rng: Random) -> dict:
    count = min(9 + level // 3, 14)
    order = rng.sample(range(count), count)
    paths = [sorted((order[place], order[rng.randrange(max(0, place - 4), place)])) for place in range(1, count)]
    more = [sorted(rng.sample(range(count), 2)) for _ in range(2 + level // 4)]
    paths += [pair for pair in more if pair not in paths]
    oneway = [path for path in paths if level >= 4 and rng.random() < 0.3]
    instance = {
        "junctions": count,
        "paths": sorted(path for place, path in enumerate(paths) if path not in oneway and path not in paths[:place]),
        "oneway": sorted(rng.sample(path, 2) for place, path in enumerate(oneway) if path not in oneway[:place]),
        "twice": [],
        "apart": [],
        "either": [],
        "alone": False,
    }
    posts: list[int] = []
    while not _fits(instance, posts):  # every step adds a post that lights a dark junction
        sight = _watchers(instance, posts)
        dark = [junction for junction in range(count) if not sight[junction]]
        posts = sorted([*posts, rng.choice(dark)])
    others = [junction for junction in range(count) if junction not in posts]
    sight = _watchers(instance, posts)
    double = [junction for junction in others if len(sight[junction]) >= 2]
    instance["twice"] = sorted(rng.sample(double, min(len(double), 1 + level // 5))) if level >= 3 else []
    pairs = [list(pair) for pair in combinations(range(count), 2) if not set(pair) <= set(posts)]
    instance["apart"] = sorted(rng.sample(pairs, min(len(pairs), 1 + level // 2))) if level >= 2 else []
    mixed = [[post, other] for post in posts for other in others]
    chosen = rng.sample(mixed, min(len(mixed), 1 + level // 6)) if level >= 5 else []
    instance["either"] = sorted(sorted(pair) for pair in chosen)
    if level >= 7:
        instance["alone"] = all(len(sight[post]) == 1 for post in posts)
    return instance | {"solution": posts}


def _watchers(instance: dict, posts: list[int] | tuple[int, ...]) -> list[list[int]]:
    """Return the posts that watch each junction."""
    sight: list[list[int]] = [[] for _ in range(instance["junctions"])]
    for post in posts:
        sight[post].append(post)
    legs = [*instance["paths"], *([b, a] for a, b in instance["paths"]), *instance["oneway"]]
    for a, b in legs:
        if a in posts:
            sight[b].append(a)
    return sight


def _fits(instance: dict, posts: list[int] | tuple[int, ...]) -> bool:
    """Tell whether posts watch every junction and keep the rules."""
    sight = _watchers(instance, posts)
    return (
        all(sight)
        and all(len(sight[junction]) >= 2 for junction in instance["twice"] if junction not in posts)
        and not any(a in posts and b in posts for a, b in instance["apart"])
        and all((a in posts) != (b in posts) for a, b in instance["either"])
        and not (instance["alone"] and any(len(sight[post]) > 1 for post in posts))
    )


def observe(instance: dict) -> str:
    """Return the question."""
    names = _NAMES[: instance["junctions"]]
    paths = [f"{names[a]}-{names[b]}" for a, b in instance["paths"]]
    paths += [f"{names[a]}->{names[b]}" for a, b in instance["oneway"]]
    watch = "A post watches its own junction and every junction that a path joins to it directly."
    if instance["oneway"]:
        watch += " Along a path X->Y only a post at X watches Y; a post at Y does not watch X."
    rules = ["Every junction is watched by at least one post."]
    if instance["twice"]:
        double = ", ".join(names[junction] for junction in instance["twice"])
        rules.append(f"Each of these junctions is a post itself or is watched by at least two posts: {double}.")
    rules += [f"{names[a]} and {names[b]} are not both posts." for a, b in instance["apart"]]
    rules += [f"Exactly one of {names[a]} and {names[b]} is a post." for a, b in instance["either"]]
    if instance["alone"]:
        rules.append("No post is watched by another post.")
    return "\n".join(
        [
            f"A park has the junctions {', '.join(names)} and these paths between them: {', '.join(paths)}.",
            f"Some junctions become guard posts. {watch}",
            "Rules:",
            *("- " + rule for rule in rules),
            f"Choose at most {instance['most']} posts so that all rules hold. If there are several ways, give any one.",
            "Answer with the junctions that become posts, in any order and separated by spaces, such as: Z Y",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Check the posts rule by rule."""
    tokens = [token.upper() for token in _tokens(answer)]
    names = list(_NAMES[: instance["junctions"]])
    if not 0 < len(tokens) <= instance["most"] or len(set(tokens)) != len(tokens) or not set(tokens) <= set(names):
        return False
    return _fits(instance, [names.index(token) for token in tokens])


def solve(instance: dict) -> str:
    """Return a smallest choice, found by trying all when the park was drawn."""
    return " ".join(_NAMES[post] for post in instance["solution"])


def wrong_answers(instance: dict) -> list[str]:
    """Leave a post out, take one too many, post guards where most paths meet, or move one post."""
    posts = instance["solution"]
    spare = [junction for junction in range(instance["junctions"]) if junction not in posts]
    meeting = [end for path in instance["paths"] + instance["oneway"] for end in path]
    busy = sorted(range(instance["junctions"]), key=lambda junction: -meeting.count(junction))[: instance["most"]]
    wrong = [posts[1:], posts[:-1], [*posts, spare[0]], [*posts[:-1], posts[0]]]
    wrong += [near for near in (busy, [*posts[:-1], spare[0]], [spare[-1], *posts[1:]]) if not _fits(instance, near)]
    return list(dict.fromkeys(" ".join(_NAMES[post] for post in near) or "none" for near in wrong))


def _tokens(answer: str) -> list[str]:
    """Split at spaces and single commas, without one full stop and one pair of brackets; [] where malformed."""
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("()", "[]", "{}"):
        text = text[1:-1]
    return re.split(r"\s*,\s*|\s+", text.strip()) if len(text) <= 20_000 and text.isascii() else []
