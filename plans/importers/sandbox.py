"""Takes from a process what reading a file does not need. Linux; what the kernel refuses is left out. No Django."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from typing import Any

MEMORY = 2**30  # bytes of address space
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
_REFUSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "ctypes.dlopen")


def close(seconds: int) -> None:
    """Limit this process to 1 GiB, so many seconds of processor time, 64 open files, no writing to files, no core
    dump, no sockets and no other programs. There is no way back."""
    _leave_network()
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_refuse)


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # The soft limit on time is a signal that tells why the process ended; the hard one, a second later, does not.
    resource.setrlimit(
        which, (most, most + 1 if which == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else most)
    )


def _leave_network() -> None:
    """Into an empty network namespace, where the kernel lets an ordinary user make one; else this changes nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook (PEP 578): it cannot be taken out again."""
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is not for a process that reads a file")


def is_offline() -> bool:
    """Whether this process has no network of its own: for tests and for the curious."""
    return os.listdir("/sys/class/net") in ([], ["lo"])
