"""`resyn catalogue pin`: record what seeds draw, and see that it stays so."""

from pathlib import Path

import click

from resyn.cli.console import listening, note, print_text
from resyn.cli.options import allow_unsafe_option, jails
from resyn.core.environment import find_environments
from resyn.gate.pins import Pin, compare_pins, draw_pin, may_replace, read_pins, write_pins

STAGE = "drawing"


@click.command("pin")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where something else is drawn than was pinned.")
@allow_unsafe_option
@click.pass_context
def command(context: click.Context, check: bool, allow_unsafe: bool) -> int:
    """Record hashes of what seeds draw, in the folder's pins.jsonl.

    An environment that draws other instances under the same version is not pinned anew: exits with 1 and names it.
    """
    folder: Path = context.obj
    pinned = read_pins(folder)
    drawn: list[Pin] = []
    with listening() as progress, jails(allow_unsafe=allow_unsafe) as (jail,):
        environments = list(find_environments([folder]))
        progress.begin(STAGE, len(environments))
        for environment in environments:
            drawn.append(draw_pin(environment, jail))
            progress.advance(STAGE)
    wrong = [line for pin in drawn for line in _complaints(pinned.get(pin.name), pin, check=check)]
    gone = sorted(pinned.keys() - {pin.name for pin in drawn})
    if check:
        wrong += [f"{name} is pinned, and no file bears that name" for name in gone]
    for line in wrong:
        print_text(line)
    if not check:
        write_pins(folder, [_kept(pinned.get(pin.name), pin) for pin in drawn])
        note(f"{folder / 'pins.jsonl'}: {len(drawn)} environments pinned")
    return 1 if wrong else 0


def _complaints(pinned: Pin | None, drawn: Pin, *, check: bool) -> list[str]:
    return [] if not check and may_replace(pinned, drawn) else compare_pins(pinned, drawn)


def _kept(pinned: Pin | None, drawn: Pin) -> Pin:
    return drawn if pinned is None or may_replace(pinned, drawn) else pinned
