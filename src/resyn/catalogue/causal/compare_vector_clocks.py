"""List the events of a distributed log that stand in a stated relation of influence to given events."""

import re
from random import Random
from typing import Any

META = {
    "category": "causal",
    "skills": ["causal reasoning", "graph search", "temporal reasoning"],
    "keywords": ["happens-before", "concurrency", "message passing"],
    "answer": "set",
    "version": 1,
}

_HOSTS = ("Oslo", "Riga", "Kiev", "Bern", "Lima", "Cork", "Doha")
_BOTH_LEVEL, _LOSS_LEVEL, _BARRIER_LEVEL = 3, 4, 6


def generate(level: int, rng: Random) -> dict[str, Any]:
    """Draw logs with messages, then a question whose answer is not short, nor nearly all, nor plain from the logs."""
    hosts = min(3 + level // 4, len(_HOSTS))
    events = 10 + level // 2
    owners = list(range(hosts)) + [rng.randrange(hosts) for _ in range(events - hosts)]
    rng.shuffle(owners)
    labels = rng.sample("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min(events, 26))
    owners = owners[: len(labels)]
    sent: list[list[Any]] = []
    for late in rng.sample(range(1, len(owners)), min(len(owners) - 1, 3 + level // 2 + (level >= 3))):
        foreign = [early for early in range(late) if owners[early] != owners[late]]
        if foreign:
            early = rng.choice(foreign)
            sent.append([early, late, "lost" if level >= _LOSS_LEVEL and rng.random() < 0.25 else "read"])
    walls = []
    if level >= _BARRIER_LEVEL:
        walls = [rng.randrange(3, len(owners) - 3)]
        sent = [each for each in sent if not each[0] < walls[0] <= each[1]]
    # A barrier lets every host wait: all events before it in the drawn order influence all after it.
    instance = {"hosts": rng.sample(_HOSTS, hosts), "owners": owners, "labels": labels, "sent": sent, "walls": walls}
    clocks, silent = _clocks(instance), _clocks(instance | {"sent": [], "walls": []})
    kinds = ["apart", "apart", "after"] + ["both", "only"] * (level >= _BOTH_LEVEL)
    best: tuple[int, list[Any]] = (-1, [])
    for _ in range(40):
        kind = rng.choice(kinds)
        chosen = rng.sample(range(len(owners)), 2 if kind in ("both", "only") else 1)
        found = _matching(kind, chosen, clocks, owners)
        told = len(found ^ _matching(kind, chosen, silent, owners))  # events about which the messages decide
        score = min(len(found), 4) + 2 * min(told, 2)
        if score > best[0] and len(found) < len(owners) - 3:
            best = (score, [kind, chosen])
        if best[0] == 8:
            break
    return instance | {"ask": best[1], "order": rng.sample(range(hosts), hosts)}


def _clocks(instance: dict[str, Any]) -> list[list[int]]:
    """Return the vector clock of each event: how many events of each host it can have been influenced by, or is."""
    owners, hosts = instance["owners"], len(instance["hosts"])
    latest = [[0] * hosts for _ in range(hosts)]
    clocks: list[list[int]] = []
    for event, owner in enumerate(owners):
        if event in instance["walls"]:
            joined = [max(column) for column in zip(*latest, strict=True)]
            latest = [list(joined) for _ in range(hosts)]
        clock = latest[owner]
        for early, late, fate in instance["sent"]:
            if late == event and fate == "read":
                clock = [max(pair) for pair in zip(clock, clocks[early], strict=True)]
        clock = [count + (host == owner) for host, count in enumerate(clock)]
        clocks.append(clock)
        latest[owner] = clock
    return clocks


def _matching(kind: str, chosen: list[int], clocks: list[list[int]], owners: list[int]) -> set[int]:
    def influences(one: int, two: int) -> bool:
        return one != two and clocks[two][owners[one]] >= clocks[one][owners[one]]

    def apart(one: int, two: int) -> bool:
        return one != two and not influences(one, two) and not influences(two, one)

    first, last = chosen[0], chosen[-1]
    return {
        event
        for event in range(len(owners))
        if {
            "apart": apart(event, first),
            "after": influences(first, event),
            "both": apart(event, first) and apart(event, last),
            "only": influences(first, event) and not influences(last, event) and event != last,
        }[kind]
    }


def observe(instance: dict[str, Any]) -> str:
    """State the logs, the messages, what influence means, the question and the answer format."""
    labels, hosts, owners = dict(enumerate(instance["labels"])), instance["hosts"], instance["owners"]
    logs = []
    for host in instance["order"]:
        own: list[str] = []
        for event, owner in enumerate(owners):
            own += ["|"] if event in instance["walls"] else []
            own += [labels[event]] if owner == host else []
        logs.append(f"{hosts[host]}: {' '.join(own)}")
    words = {"read": "was received at", "lost": "was lost before it could be received at"}
    sent = sorted(f"A message sent at {labels[a]} {words[fate]} {labels[b]}." for a, b, fate in instance["sent"])
    wall = (
        "\n- At the bar | all machines waited for each other: every event before the bar, on any machine, influences "
        "every event after it, on any machine."
        if instance["walls"]
        else ""
    )
    kind, chosen = instance["ask"]
    one, two = labels[chosen[0]], labels[chosen[-1]]
    asked = {
        "apart": f"List all events that are independent of {one}.",
        "after": f"List all events that {one} influences.",
        "both": f"List all events that are independent of {one} and also independent of {two}.",
        "only": f"List all events that {one} influences and {two} does not influence, {two} itself left out.",
    }[kind]
    return (
        "Machines kept logs of their events, each its own in the order of time (clocks of different machines cannot be "
        "compared):\n"
        + "\n".join(logs)
        + "\n\n"
        + "\n".join(sent)
        + "\n\nInfluence is what follows from these rules and nothing else:\n- An event influences all later events "
        f"of its machine.\n- The event at which a message was sent influences the event at which it was "
        f"received.{wall}\n- If one event influences a second one, and this a third one, then the first influences "
        f"the third.\nTwo different events are independent if neither influences the other.\n\n{asked} Answer with "
        "their letters in any order, separated by spaces. (The format, not a hint: A B C)"
    )


def verify(instance: dict[str, Any], answer: str) -> bool:
    """Compare with what the vector clocks show."""
    labels = {label: event for event, label in enumerate(instance["labels"])}
    tokens = [token.upper() for token in _tokens(answer)]
    named = {labels.get(token, -1) for token in tokens}
    kind, chosen = instance["ask"]
    return len(named) == len(tokens) and named == _matching(kind, chosen, _clocks(instance), instance["owners"])


def _tokens(answer: str) -> list[str]:
    """Split at spaces and commas; brackets around the answer and one final full stop are passed over."""
    if len(answer) > 20_000 or not answer.isascii():
        return ["?"]
    text = answer.strip().removesuffix(".").rstrip()
    if text[:1] + text[-1:] in ("[]", "()", "{}"):
        text = text[1:-1].strip()
    return re.split(r"\s*,\s*|\s+", text)


def solve(instance: dict[str, Any]) -> str:
    """Return the events, found by following direct influences from event to event."""
    owners, walls = instance["owners"], instance["walls"]
    direct = [[early, late] for early, late, fate in instance["sent"] if fate == "read"]
    direct += [
        [one, two]
        for two in range(len(owners))
        for one in range(two)
        if owners[one] == owners[two] or any(one < wall <= two for wall in walls)
    ]
    reach: list[set[int]] = [set() for _ in owners]
    for event in reversed(range(len(owners))):
        for one, two in direct:
            if one == event:
                reach[event] |= {two} | reach[two]
    kind, chosen = instance["ask"]
    first, last = chosen[0], chosen[-1]
    everything = set(range(len(owners)))
    related = [
        {event for event in everything if event in reach[at] or at in reach[event] or event == at} for at in chosen
    ]
    found = {
        "apart": everything - related[0],
        "after": reach[first],
        "both": everything - related[0] - related[-1],
        "only": reach[first] - reach[last] - {last},
    }[kind]
    return " ".join(sorted(instance["labels"][event] for event in found))


def wrong_answers(instance: dict[str, Any]) -> list[str]:
    """Miss an event, add one, take all the others, or take the events in question as well."""
    right = solve(instance).split()
    others = [label for label in sorted(instance["labels"]) if label not in right]
    wrong = [right[1:], right[:-1], [*right, others[0]], [*right, others[-1]], others]
    return [" ".join(near) for near in wrong if near]
