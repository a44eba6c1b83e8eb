"""Carry out typing, cursor moves, undo, redo and clipboard commands in an editor and give the final text."""

from random import Random

META = {
    "category": "data_structures",
    "skills": ["simulation", "state tracking", "string manipulation"],
    "keywords": ["editor", "undo", "redo", "clipboard", "cursor"],
    "answer": "word",
    "version": 1,
}

_FIRST_LEVEL = {
    "type": 1,
    "back": 1,
    "undo": 1,
    "left": 2,
    "right": 2,
    "redo": 3,
    "cut": 4,
    "paste": 4,
    "flip": 5,
    "replace": 6,
    "undos": 8,
}
_RULES = {
    "type": "type abc: inserts abc at the cursor; the cursor then stands behind it.",
    "back": "back n: removes the n letters before the cursor (all of them if there are fewer).",
    "left": "left n: the cursor moves n letters to the left, but not beyond the beginning.",
    "right": "right n: the cursor moves n letters to the right, but not beyond the end.",
    "cut": "cut n: the n letters before the cursor (all of them if there are fewer) are removed and become the "
    "contents of "
    "the clipboard, which is empty at first.",
    "paste": "paste: inserts the contents of the clipboard at the cursor; the cursor then stands behind it.",
    "flip": "flip n: the n letters before the cursor (all of them if there are fewer) are put in reverse order; "
    "the cursor "
    "stays behind them.",
    "replace": "replace a b: every a in the text becomes b; the cursor stays where it is.",
    "undo": "undo: takes back the latest change that is not yet taken back: text and cursor are again as they were "
    "right "
    "before it was first made. If there is no such change, nothing happens.",
    "redo": "redo: makes the change again that was taken back last and was not made again since: text and cursor "
    "are as they "
    "were right after it. If there is none, or if another change was made since it was taken back, nothing happens.",
    "undos": "undos n: does undo n times.",
}
_CHANGES = ("type", "back", "cut", "paste", "flip", "replace")


def generate(level: int, rng: Random) -> dict:
    """Draw commands until, within a few tries, the final text is of middling length."""
    best: dict = {}
    kinds = [kind for kind, first in _FIRST_LEVEL.items() if level >= first]
    for _ in range(12):
        commands = [["type", _draw_text(rng)], ["type", _draw_text(rng)]]
        for number in range(5 + 3 * level // 2):
            kind = "type" if number % 3 == 1 else rng.choice(kinds)
            commands.append([kind, *_draw_arguments(kind, rng)])
        text = _run(commands)
        if len(text) > len(best.get("solution", "")):
            best = {"commands": commands, "solution": text}
        if 5 <= len(text) <= 10 + level:
            break
    return best or {"commands": [["type", "editor"], ["back", 2]], "solution": "edit"}


def _draw_text(rng: Random) -> str:
    return "".join(rng.choice("abcdefghijkmnoprstuvw") for _ in range(rng.randint(2, 4)))


def _draw_arguments(kind: str, rng: Random) -> list:
    if kind == "type":
        return [_draw_text(rng)]
    if kind == "replace":
        return rng.sample("abcdefghijkmnoprstuvw", 2)
    return [rng.randint(2, 4)] if kind in ("back", "left", "right", "cut", "flip", "undos") else []


def _run(commands: list) -> str:
    """Return the final text; changes that stand are on one stack, those taken back on another, as before and after."""
    state, clipboard = ("", 0), ""
    done: list[tuple] = []
    undone: list[tuple] = []
    for kind, *arguments in commands:
        text, cursor = state
        if kind in _CHANGES:
            clipboard = text[max(0, cursor - arguments[0]) : cursor] if kind == "cut" else clipboard
            state = _change(text, cursor, kind, [clipboard] if kind == "paste" else arguments)
            done.append(((text, cursor), state))
            undone = []
        elif kind in ("undo", "undos"):
            for _ in range(min(len(done), arguments[0] if arguments else 1)):
                undone.append(done.pop())
                state = undone[-1][0]
        elif kind == "redo" and undone:
            done.append(undone.pop())
            state = done[-1][1]
        elif kind in ("left", "right"):
            state = (text, min(len(text), max(0, cursor + arguments[0] * (1 if kind == "right" else -1))))
    return state[0]


def _change(text: str, cursor: int, kind: str, arguments: list) -> tuple[str, int]:
    if kind in ("type", "paste"):
        return text[:cursor] + arguments[0] + text[cursor:], cursor + len(arguments[0])
    if kind == "replace":
        return text.replace(*arguments), cursor
    start = max(0, cursor - arguments[0])
    if kind == "flip":
        return text[:start] + text[start:cursor][::-1] + text[cursor:], cursor
    return text[:start] + text[cursor:], start


def observe(instance: dict) -> str:
    """Return the question."""
    commands = instance["commands"]
    kinds = {command[0] for command in commands} | ({"undo"} if any(c[0] == "undos" for c in commands) else set())
    changes = ", ".join(kind for kind in _CHANGES if kind in kinds)
    rules = [text for kind, text in _RULES.items() if kind in kinds]
    if kinds & {"undo", "redo"}:
        other = "; cursor moves and the clipboard are not taken back" if kinds & {"left", "right", "cut"} else ""
        rules.append(f"A change is a command of the kinds {changes}, also if it leaves the text as it is{other}.")
    return "\n".join(
        [
            "A text editor starts with an empty text and the cursor in it. Its commands:",
            *("- " + rule for rule in rules),
            "These commands are carried out from left to right: "
            + "; ".join(" ".join(map(str, command)) for command in commands)
            + ".",
            "What is the text at the end? Answer with the text alone, such as: zyxzy",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Carry out the commands once more on a list of versions, and compare."""
    return answer.strip().removesuffix(".").rstrip().casefold() == _replay(instance["commands"])


def _replay(commands: list) -> str:
    """Return the final text: the letters before and behind the cursor are lists; versions and a pointer serve undo."""
    before: list[str] = []
    behind: list[str] = []
    clip: list[str] = []
    versions: list[list[list[str]]] = []  # at even places the state before a change, at odd ones the state after it
    now = 0
    for kind, *arguments in commands:
        if kind in _CHANGES:
            versions[now:] = [[list(before), list(behind)]]
            _apply(before, behind, clip, kind, arguments)
            versions.append([list(before), list(behind)])
            now += 2
            continue
        if kind in ("left", "right"):
            source, sink = (before, behind) if kind == "left" else (behind, before)
            for _ in range(min(arguments[0], len(source))):
                sink.insert(0, source.pop()) if kind == "left" else sink.append(source.pop(0))
            continue
        to = min(len(versions), now + 2) if kind == "redo" else max(0, now - 2 * (arguments[0] if arguments else 1))
        if to != now:
            before, behind = (list(part) for part in versions[to - 1 if kind == "redo" else to])
            now = to
    return "".join(before + behind)


def _apply(before: list[str], behind: list[str], clip: list[str], kind: str, arguments: list) -> None:
    if kind == "type":
        before += arguments[0]
    elif kind == "paste":
        before += clip
    elif kind == "replace":
        for part in (before, behind):
            part[:] = [arguments[1] if letter == arguments[0] else letter for letter in part]
    else:
        start = max(0, len(before) - arguments[0])
        taken = before[start:]
        before[start:] = taken[::-1] if kind == "flip" else []
        clip[:] = taken if kind == "cut" else clip


def solve(instance: dict) -> str:
    """Return the text found when the commands were drawn."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Ignore undo, redo, cursor moves or one command, or slip by a letter."""
    commands, right = instance["commands"], instance["solution"]
    nears = [
        _run([c for c in commands if c[0] not in kinds]) for kinds in (("undo", "undos"), ("redo",), ("left", "right"))
    ]
    nears += [_run(commands[:-1]), _run(commands[1:]), right[:-1], right + "z", right[::-1], "z" + right[1:]]
    return [near for near in dict.fromkeys(nears) if near not in (right, "")]
