"""What is right, said again: each sale that counts written out with its place, and the cells read off these."""

from collections.abc import Iterator

LEVELS = (1, 2, 7)
EXHAUSTIVE = False  # the solution, every one-cell change by up to 30, two-cell changes, and other orders of its lines


def candidates(instance: dict, solution: str) -> Iterator[str]:
    table = [[int(token) for token in line.split()] for line in solution.split("\n")]
    found = [table, table[::-1], [line[::-1] for line in table], [list(line) for line in zip(*table, strict=True)]]
    cells = [(r, c) for r in range(len(table)) for c in range(len(table[0]))]
    found += [change(table, {cell: by}) for cell in cells for by in range(-30, 31)]
    found += [change(table, {one: 1, other: -1}) for one in cells for other in cells if one != other]
    found += [table[:-1], [*table, table[-1]], [[*line, 0] for line in table]]
    texts = ["\n".join(" ".join(map(str, line)) for line in near) for near in found]
    yield from dict.fromkeys(text for text in texts if "-" not in text)


def change(table: list[list[int]], by: dict[tuple[int, int], int]) -> list[list[int]]:
    return [[value + by.get((r, c), 0) for c, value in enumerate(line)] for r, line in enumerate(table)]


def holds(instance: dict, answer: str) -> bool:
    sales = {number: list(record) for number, record in enumerate(instance["records"], start=1)}
    twice = dict.fromkeys(sales, 1)
    for kind, number, more in instance["corrections"]:
        if kind == "cancel":
            twice[number] = 0
        elif kind == "again":
            twice[number] = 2
        else:
            sales[number][["region", "amount"].index(kind) * 2] = more
    placed = []
    for number, (region, product, amount, quarter) in sales.items():
        column = product
        if instance["bands"]:
            column = ["low", "middle", "high"][
                sum(amount > limit for limit in (instance["bands"][0] - 1, instance["bands"][1]))
            ]
        if not instance["quarters"] or quarter in instance["quarters"]:
            placed += [(region, column, amount)] * twice[number]
    columns = ["low", "middle", "high"] if instance["bands"] else instance["columns"]
    lines = []
    for row in instance["rows"]:
        lines.append([cell(instance["measure"], [a for r, c, a in placed if (r, c) == (row, one)]) for one in columns])
    if instance["totals"]:
        bottom = [sum(line[at] for line in lines) for at in range(len(columns))]
        lines = [[*line, sum(line)] for line in [*lines, bottom]]
    return answer == "\n".join(" ".join(map(str, line)) for line in lines)


def cell(measure: str, amounts: list[int]) -> int:
    ordered = sorted(amounts) or [0]
    match measure:
        case "sum":
            return sum(amounts)
        case "count":
            return len(amounts)
        case "largest":
            return ordered[-1]
    return ordered[-1] - ordered[0]
