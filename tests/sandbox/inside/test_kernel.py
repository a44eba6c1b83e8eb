"""The kernel's means, each by itself, in namespaces of the test's own: nothing of the machine is mounted or changed."""

import subprocess
import sys
from pathlib import Path

import resyn.sandbox

SANDBOX = Path(resyn.sandbox.__file__).parent
READ_ONLY_BELOW = """
import os, subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from inside import kernel

folder = Path(sys.argv[2])
below = folder / "below" / "deeper"
below.mkdir(parents=True)
subprocess.run(["mount", "-t", "tmpfs", "none", str(below.parent)], check=True)
below.mkdir()
subprocess.run(["mount", "-t", "tmpfs", "none", str(below)], check=True)
(below / "kept.txt").write_text("kept")
kernel.enter_namespaces()
if not os.fork():  # the first process of the pid namespace; Landlock is left out on purpose
    kernel.empty_root([str(folder)])
    for place in (folder, below.parent, below):
        try:
            (place / "new.txt").write_text("new")
        except OSError as error:
            print(error.strerror)
    print((below / "kept.txt").read_text(), flush=True)
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


def test_file_systems_below_a_readable_folder_are_read_only_without_landlock_too(tmp_path: Path) -> None:
    command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-c", READ_ONLY_BELOW]
    ended = subprocess.run([*command, str(SANDBOX), str(tmp_path)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["Read-only file system"] * 3 + ["kept"]
    assert list((tmp_path / "below").iterdir()) == [tmp_path / "below" / "deeper"]
