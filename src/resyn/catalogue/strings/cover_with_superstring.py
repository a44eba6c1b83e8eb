"""Write a short string that contains all given fragments."""

import re
from random import Random

META = {
    "category": "strings",
    "skills": ["string construction", "search", "optimisation"],
    "keywords": ["superstring", "overlap", "assembly"],
    "answer": "word",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw a string and cut overlapping fragments from it that leave none of its letters out."""
    letters = rng.sample("ABCDEGHKLMNOPRSTUVXYZ", 3 + (level >= 6) + (level >= 11))
    size, count = 4 + level // 6, 4 + (level + 1) // 3
    steps = [1, 1, 2] if level == 1 else [rng.randrange(1, size) for _ in range(count - 1)]
    rng.shuffle(steps)
    starts = [0]
    for step in steps:
        starts.append(starts[-1] + step)
    ring = level >= 7
    for _ in range(40):
        text = "".join(rng.choice(letters) for _ in range(starts[-1] + (steps[-1] if ring else size)))
        twice = text + text if ring else text
        pieces = [twice[start : start + size] for start in starts]
        if len({min(piece, piece[::-1]) for piece in pieces}) == len(pieces) and len(set(text)) == len(letters):
            break
    pieces = list(dict.fromkeys(pieces))
    if level >= 3:
        pieces = list(dict.fromkeys(piece[::-1] if rng.random() < 0.5 else piece for piece in pieces))
    rng.shuffle(pieces)
    taken = {twice[at : at + 3] for at in range(len(twice))} | {twice[at : at + 2] for at in range(len(twice))}
    free = [a + b for a in letters for b in letters if a + b not in taken]
    free += [] if len(free) > 3 else [a + b + a for a in letters for b in letters if a + b + a not in taken]
    bans = sorted(rng.sample(free, min(len(free), level // 4)))
    return {
        "letters": sorted(letters),
        "pieces": pieces,
        "either_way": level >= 3,
        "ring": ring,
        "bans": bans,
        "longest": len(text),
        "solution": text,
    }


def observe(instance: dict) -> str:
    """Return the question."""
    rules = []
    if instance["either_way"]:
        rules.append("- For each fragment it is enough that it stands there either as given or written backwards.")
    if instance["ring"]:
        rules.append(
            "- The string is written around a ring: behind its last letter its first letter follows, and a stretch "
            "may run over this seam (but not all the way around: no stretch is longer than the string)."
        )
    if instance["bans"]:
        seam = " (its seam included)" if instance["ring"] else ""
        rules.append(f"- None of these may stand anywhere in the string{seam}: {', '.join(instance['bans'])}.")
    return "\n".join(
        [
            f"Find a string of the letters {', '.join(instance['letters'])} that contains each of these fragments as a "
            "stretch of neighbouring letters (fragments may overlap):",
            "  " + "  ".join(instance["pieces"]),
            *(["Rules:", *rules] if rules else []),
            f"The string may have at most {instance['longest']} letters. If there are several, give any one.",
            "Answer with the string alone, without spaces, such as: QQJIQJ",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Look for every fragment, and for what is forbidden, in the string."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    if not re.fullmatch(r"[A-Z]+", text) or len(text) > instance["longest"] or set(text) - set(instance["letters"]):
        return False

    def stands(piece: str) -> bool:
        seam = text[: len(piece) - 1] if instance["ring"] else ""
        return len(piece) <= len(text) and piece in text + seam

    if any(stands(ban) for ban in instance["bans"]):
        return False
    return all(stands(piece) or (instance["either_way"] and stands(piece[::-1])) for piece in instance["pieces"])


def solve(instance: dict) -> str:
    """Return the string that was cut."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Write one letter too many or too few, change a letter, or put the fragments side by side."""
    text, letters = instance["solution"], instance["letters"]
    wrong = [text + text[0], *(text + letter for letter in letters[:3])]
    near = [
        "".join(instance["pieces"]),
        text[:-1],
        text[1:],
        text[1:] + text[0],
        *(text[:at] + text[at + 1] + text[at + 1 :] for at in range(2)),
    ]
    near += [letter + text[1:] for letter in letters] + [text[:-1] + letter for letter in letters]
    wrong += [other for other in near if other != text and not verify(instance, other)][:5]
    return list(dict.fromkeys(wrong))
