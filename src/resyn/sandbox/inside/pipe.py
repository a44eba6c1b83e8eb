"""The way between zygote and host: frames of four bytes of length and as many bytes, in on one pipe, out on another."""

import os
import select
import struct
import time
from typing import Final

HOST_CHECK_SECONDS: Final = 1.0
_LENGTH: Final = struct.Struct("<I")
_BEAT_SECONDS: Final = 1.0
_QUEUE_BYTES, _QUEUE_SECONDS = 64 << 10, 0.05


class Pipe:
    """Both pipes, moved away from standard input and output."""

    def __init__(self) -> None:
        self._in, self._out = os.dup(0), os.dup(1)
        self._parent = os.getppid()
        self._queued = bytearray()
        self._sent = 0.0

    def is_orphan(self) -> bool:
        """Tell whether the process that started this one is gone."""
        return os.getppid() != self._parent

    def is_cut(self) -> bool:
        """Tell whether the host is gone, even if a process that it forked holds its ends of the pipes."""
        if self.is_orphan():
            return True
        poller = select.poll()
        poller.register(self._in, 0)  # hang-up alone
        return bool(poller.poll(0))

    def adopt(self) -> None:
        """Take the present parent for the host; the first process of a pid namespace sees none."""
        self._parent = os.getppid()

    def receive(self) -> bytes:
        """Return the next frame; end this process when the host is gone."""
        (size,) = _LENGTH.unpack(self._read(_LENGTH.size))
        return self._read(size)

    def put(self, payload: bytes) -> None:
        """Queue a frame; now and then, send what is queued."""
        self._queued += _LENGTH.pack(len(payload)) + payload
        if len(self._queued) > _QUEUE_BYTES or time.monotonic() - self._sent > _QUEUE_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Send what is queued."""
        data = memoryview(bytes(self._queued))
        self._queued.clear()
        while data:
            data = data[os.write(self._out, data) :]
        self._sent = time.monotonic()

    def beat(self) -> None:
        """Tell the host, unless it has just heard something, that work goes on: with an empty frame."""
        if time.monotonic() - self._sent > _BEAT_SECONDS:
            self._queued += _LENGTH.pack(0)
            self.flush()

    def _read(self, size: int) -> bytes:
        data = bytearray()
        poller = select.poll()
        poller.register(self._in, select.POLLIN)
        while len(data) < size:
            if not poller.poll(HOST_CHECK_SECONDS * 1000):
                if self.is_cut():
                    os._exit(0)
                continue
            got = os.read(self._in, min(size - len(data), 1 << 20))
            if not got:
                os._exit(0)
            data += got
        return bytes(data)
