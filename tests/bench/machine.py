"""The machine that is measured on: its cores, and what a process takes of it."""

from __future__ import annotations

import contextlib
import os
import platform
import sqlite3
from collections.abc import Iterator
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
PROGRAM_CORE, DRIVER_CORE = {CORES[0]}, {CORES[-1]}

BUSY = 0.25
"""A load of more than this for each core, before anything is measured, is somebody else's work."""


def pin(pid: int, cores: set[int]) -> None:
    """From now on a process, with all its threads and those to come, runs on these cores."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


@contextlib.contextmanager
def on(cores: set[int]) -> Iterator[None]:
    """What is started within, by this thread, runs on these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def describe() -> dict[str, str]:
    """What the figures depend on, in words."""
    cpu = _value("/proc/cpuinfo", "model name") or platform.machine()
    memory = int(_value("/proc/meminfo", "MemTotal").split()[0])
    return {
        "processor": f"{cpu}, {len(CORES)} cores",
        "memory": f"{memory / 1024 / 1024:.0f} GB",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "cores": (
            f"the measured programs on core {CORES[0]}, the driver on core {CORES[-1]}, PostgreSQL on any"
            if len(CORES) > 1
            else "one core for everything: the driver is in the figures, and no ratio means much"
        ),
        "load before": f"{os.getloadavg()[0]:.2f}",
    }


def remarks() -> Iterator[str]:
    """What is not as it should be before one measures."""
    if (load := os.getloadavg()[0]) > BUSY * len(CORES):
        yield f"this machine was busy with something else (load {load:.1f}): the figures are of a busy machine"


def _value(file: str, name: str) -> str:
    lines = (line.partition(":") for line in Path(file).read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")


def cpu_seconds(pid: int) -> float:
    """The time that a process, with all its threads, has had of the processors."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int, *, peak: bool = False) -> float:
    """What a process holds in memory, or the most it ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:" if peak else "VmRSS:")[2].split()[0]) / 1024
