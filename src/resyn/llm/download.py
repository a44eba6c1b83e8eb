"""Download one file over https: fails fast where the host cannot be reached, and goes on where it broke off."""

import threading
import urllib.error
import urllib.request
from pathlib import Path

from resyn.core.errors import ProviderError
from resyn.core.progress import Progress

_CONNECT_SECONDS = 4.0
_READ_SECONDS = 30.0
_ATTEMPTS = 4
_CHUNK = 1 << 20


def download_file(url: str, target: Path, *, size: int, progress: Progress) -> None:
    """Append what `target` lacks of `size` bytes; an incomplete file is left for the next attempt.

    Raises ProviderError: within seconds where the host cannot be reached, else after a few attempts to go on.
    """
    host = "/".join(url.split("/", 3)[:3])
    if not _answers(url):
        raise ProviderError(f"{host} cannot be reached", hint="Check the network and the proxy settings.")
    stage = f"{target.stem} from {host}"
    progress.begin(stage, size)
    progress.advance(stage, target.stat().st_size if target.exists() else 0)
    reason = ""
    for _ in range(_ATTEMPTS):
        try:
            if _append(url, target, stage, progress) >= size:
                return
            reason = "the connection ended early"
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416:  # asked to go on after the last byte: all is there, and the hash tells if it is right
                return
            raise ProviderError(f"{url} answered {error.code} {error.reason}", hint="Try again later.") from None
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            reason = str(error)
    raise ProviderError(f"the download from {host} broke off: {reason}", hint="Run again: it goes on where it was.")


def _append(url: str, target: Path, stage: str, progress: Progress) -> int:
    begin = target.stat().st_size if target.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={begin}-"} if begin else {})
    with urllib.request.urlopen(request, timeout=_READ_SECONDS) as response:
        resumed = response.status == 206
        done = begin if resumed else 0
        progress.advance(stage, done - begin)
        with target.open("ab" if resumed else "wb") as file:
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                done += len(chunk)
                progress.advance(stage, len(chunk))
    return done


def _answers(url: str) -> bool:
    # In a thread of its own, because resolving a name has no time limit.
    answered = threading.Event()

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=_CONNECT_SECONDS):
                answered.set()
        except urllib.error.HTTPError as error:
            error.close()
            answered.set()
        except (OSError, ValueError):
            return

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(_CONNECT_SECONDS)
    return answered.is_set()
