from pathlib import Path

from tests.cli.conftest import SOUND, Command


def test_pin_records_and_check_tells_what_changed(resyn: Command, tmp_path: Path) -> None:
    path = tmp_path / "name_summands.py"
    path.write_text(SOUND)
    assert resyn("catalogue", "--folder", tmp_path, "pin", "--check").code == 1
    assert resyn("catalogue", "--folder", tmp_path, "pin").code == 0
    assert resyn("catalogue", "--folder", tmp_path, "pin", "--check").code == 0
    path.write_text(SOUND.replace("6 + level", "7 + level"))
    for arguments in (("pin", "--check"), ("pin",)):
        changed = resyn("catalogue", "--folder", tmp_path, *arguments)
        assert changed.code == 1
        assert "name_summands draws other instances than version 1 did" in changed.out
    path.rename(tmp_path / "name_addends.py")
    gone = resyn("catalogue", "--folder", tmp_path, "pin", "--check")
    assert gone.code == 1
    assert "no file bears that name" in gone.out
