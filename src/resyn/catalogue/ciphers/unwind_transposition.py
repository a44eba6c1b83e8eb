"""Put the letters of a message back into order that were mixed by writing and reading along stated routes."""

from random import Random

META = {
    "category": "ciphers",
    "skills": ["spatial simulation", "inverse operations", "bookkeeping"],
    "keywords": ["rail fence", "columnar transposition", "route cipher"],
    "answer": "word",
    "version": 1,
}


def generate(level: int, rng: Random) -> dict:
    """Draw a message and stages, and read the message along each route."""
    size = rng.choice([9, 10, 12]) + 2 * (level // 2)
    message = "".join(rng.choice("BCDFGHKLMNPRSTVWZ" if at % 2 else "AEIOU") for at in range(size))
    kinds = ["rails", "keyed"] + ["spiral"] * (level >= 3) + ["blocked"] * (level >= 4) + ["diagonal"] * (level >= 6)
    stages: list[list] = []
    while len(stages) < 1 + level // 3:
        kind = rng.choice([kind for kind in kinds if not stages or kind != stages[-1][0]])
        stages.append(_draw_stage(kind, size, rng))
    text = message
    for stage in stages:
        text = "".join(text[place] for place in _route(stage, size))
    return {"stages": stages, "coded": text, "solution": message}


def observe(instance: dict) -> str:
    """Return the question."""
    size = len(instance["coded"])
    lines = [f"{number}. {_text(stage, size)}" for number, stage in enumerate(instance["stages"], 1)]
    return "\n".join(
        [
            f"A text of {size} letters was mixed"
            + (", stage after stage, as follows:" if len(lines) > 1 else " as follows:"),
            *lines,
            f"The result is {instance['coded']}. What was the text at the beginning? (It is no word of any language.)",
            "Answer with its letters alone, without spaces, such as: YQYQXXQ",
        ]
    )


def verify(instance: dict, answer: str) -> bool:
    """Write the answer along the routes and compare what is read; every route takes each letter once."""
    text = answer.strip().removesuffix(".").rstrip().upper()
    if len(text) != len(instance["coded"]) or sorted(text) != sorted(instance["coded"]):
        return False
    for stage in instance["stages"]:
        text = "".join(map(text.__getitem__, _route(stage, len(text))))
    return text == instance["coded"]


def solve(instance: dict) -> str:
    """Return the message."""
    return instance["solution"]


def wrong_answers(instance: dict) -> list[str]:
    """Mix once more instead of back, undo one stage less, exchange two letters, or read backwards."""
    message, coded, size = instance["solution"], instance["coded"], len(instance["coded"])
    again = coded
    for stage in instance["stages"]:
        again = "".join(again[place] for place in _route(stage, size))
    half = "".join(message[place] for place in _route(instance["stages"][0], size))
    wrong = [again, half, coded, message[::-1], message[1:] + message[0], message[:-1]]
    wrong += [message[1] + message[0] + message[2:], message[:-2] + message[-1] + message[-2]]
    return [text for text in dict.fromkeys(wrong) if text != message]


def _draw_stage(kind: str, size: int, rng: Random) -> list:
    if kind == "rails":
        return [kind, rng.randrange(3, 5)]
    if kind == "keyed":
        columns = rng.randrange(3, 6)
        return [kind, rng.sample(range(1, columns + 1), columns), rng.random() < 0.4]
    columns = rng.randrange(3, 5)
    if kind == "blocked":
        rows = -(-(size + 2) // columns)
        cells = [[row, column] for row in range(1, rows + 1) for column in range(1, columns + 1)]
        return [kind, columns, sorted(rng.sample(cells[:size], 2))]
    return [kind, columns]


def _route(stage: list, size: int) -> list[int]:
    """Return the places of the letters, from 0, in the order in which they are read."""
    kind, first = stage[0], stage[1]
    if kind == "rails":
        rail, step, rails = 0, 1, [0] * size
        for place in range(size):
            rails[place] = rail
            step = 1 if rail == 0 else -1 if rail == first - 1 else step
            rail += step
        return sorted(range(size), key=lambda place: rails[place])
    if kind == "keyed":
        columns = [list(range(column, size, len(first))) for column in range(len(first))]
        order = sorted(range(len(first)), key=lambda column: first[column])
        return [place for column in order for place in columns[column][:: -1 if stage[2] else 1]]
    taken = stage[2] if kind == "blocked" else []
    cells = {}
    row, column = 1, 1
    while len(cells) < size:
        if [row, column] not in taken:
            cells[row, column] = len(cells)
        row, column = (row, column + 1) if column < first else (row + 1, 1)
    if kind == "blocked":
        return [cells[cell] for cell in sorted(cells, key=lambda cell: (cell[1], cell[0]))]
    if kind == "diagonal":
        return [cells[cell] for cell in sorted(cells, key=lambda cell: (cell[0] + cell[1], cell[0]))]
    return [cells[cell] for cell in _spiral(max(row for row, _ in cells), first) if cell in cells]


def _spiral(rows: int, columns: int) -> list[tuple[int, int]]:
    """Return the cells of a grid from the upper left corner clockwise inwards."""
    cells, top, left, bottom, right = [], 1, 1, rows, columns
    while top <= bottom and left <= right:
        ring = [(top, column) for column in range(left, right + 1)]
        ring += [(row, right) for row in range(top + 1, bottom + 1)]
        ring += [(bottom, column) for column in range(right - 1, left - 1, -1)] if top < bottom else []
        ring += [(row, left) for row in range(bottom - 1, top, -1)] if left < right else []
        cells += ring
        top, left, bottom, right = top + 1, left + 1, bottom - 1, right - 1
    return cells


def _text(stage: list, size: int) -> str:
    kind, first = stage[0], stage[1]
    if kind == "rails":
        return (
            f"The letters are written one after the other on rows 1 to {first}: they go down row by row to row "
            f"{first}, then up row by row to row 1, then down again, and so on, so that neither the top nor the "
            "bottom row is used twice in succession. Then row 1 is read from left to right, then row 2, and so on."
        )
    if kind == "keyed":
        way = "from bottom to top" if stage[2] else "from top to bottom"
        return (
            f"The text is written row by row under the column heads {' '.join(map(str, first))} (the last row may be "
            f"shorter). Then the columns are read in the order of their heads, head 1 first, each {way}."
        )
    if kind == "blocked":
        holes = " and ".join(f"row {row}, column {column}" for row, column in stage[2])
        return (
            f"The text is written row by row into a grid of {first} columns; two cells are blocked and passed over: "
            f"{holes}. Then the columns are read from left to right, each from top to bottom."
        )
    grid = f"The text is written row by row into a grid of {first} columns (the last row may be shorter). "
    if kind == "diagonal":
        return grid + (
            "Then it is read along the diagonals from upper right to lower left, the upper left corner first: row 1 "
            "column 1; then row 1 column 2 and row 2 column 1; then row 1 column 3, row 2 column 2, row 3 column 1; "
            "and so on. Cells that do not exist or are empty are passed over."
        )
    return grid + (
        "Then it is read in a spiral: from the upper left corner along row 1 to the right, down the last column, "
        "along the last row to the left, up the first column, and so on inwards over cells not yet read. Empty cells "
        "of the last row are passed over."
    )
