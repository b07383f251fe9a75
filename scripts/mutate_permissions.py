"""Break each permission rule in turn, in a copy of the checkout, and see that the tests fail each time.

`make mutants`; needs DATABASE_URL's server, as `make test` does. Exit code 1 when a broken rule went unnoticed.
Mutants: each `require(...)` taken out, each `@page(...)` opened to everybody, each permission given to each role and
each scope that lacks it, and the rules below that have a shape of their own.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

BASE = Path(__file__).resolve().parent.parent
CODE = ("partners", "plans", "reporting")
# The first that is meant to notice, then, where it did not, all that look at rights.
QUICK = {
    "require": "tests/test_verbs.py",
    "page": "tests/test_permissions.py::test_every_page_says_which_permission_it_asks_for",
    "role": "tests/partners/test_roles.py",
    "special": "tests/test_permissions.py",
}
TESTS = ("tests/test_verbs.py", "tests/partners", "tests/test_permissions.py", "tests/plans/services", "tests/plans")
SHARED = (".venv", "build", "node_modules")  # built by `make setup-dev`, the same for every mutant
PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--reuse-db")


@dataclass(frozen=True)
class Mutant:
    """A file with one rule broken: `old`, which stands there at `start`, becomes `new`. `kind`: a key of `QUICK`."""

    kind: str
    path: Path
    start: int
    old: str
    new: str

    @property
    def words(self) -> str:
        return f"{self.path.relative_to(BASE)}: {' '.join(self.old.split())[:90]} -> {self.new.strip() or 'nothing'}"

    def text(self, source: str) -> str:
        assert source[self.start :].startswith(self.old), self.words
        return source[: self.start] + self.new + source[self.start + len(self.old) :]


# Rules of their own shape: (file, what stands there, what breaks it).
SPECIAL = (
    ("partners/tenancy.py", "return permission in self.granted", "return True"),
    ("partners/pages.py", "if not any(", "if not all("),
)


def mutants() -> list[Mutant]:
    found = [mutant for path in _sources() for mutant in _of_file(path)]
    for name, old, new in SPECIAL:
        path = BASE / name
        found.append(Mutant("special", path, path.read_text().index(old), old, new))
    return found + list(_of_roles(BASE / "partners" / "roles.py"))


def _sources() -> Iterator[Path]:
    for app in CODE:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts and "demo" not in path.parts:
                yield path


def _of_file(path: Path) -> Iterator[Mutant]:
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Attribute) and called.attr == "require":
                yield _replace("require", path, source, node, "pass")
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "page":
                    yield _replace("page", path, source, decorator, "page(*Permission)")


def _of_roles(path: Path) -> Iterator[Mutant]:
    """Give each role and each scope one permission more, at the place where they are looked up."""
    source = path.read_text()
    for old in ("found = ROLES[role].permissions", "return frozenset().union("):
        start = source.index(old)
        for name in _permissions(source):
            if old.startswith("found"):
                yield Mutant("role", path, start, old, f"{old} | {{Permission.{name}}}")
            else:
                yield Mutant("role", path, start, old, f"return frozenset({{Permission.{name}}}).union(")


def _permissions(source: str) -> list[str]:
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Permission"]
    return [
        line.targets[0].id
        for line in classes[0].body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
    ]


def _replace(kind: str, path: Path, source: str, node: ast.expr | ast.stmt, new: str) -> Mutant:
    lines = source.splitlines(keepends=True)
    start = sum(len(line) for line in lines[: node.lineno - 1]) + len(
        lines[node.lineno - 1].encode()[: node.col_offset].decode()
    )
    old = ast.get_source_segment(source, node)
    assert old is not None
    return Mutant(kind, path, start, old, new)


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether the tests pass although the rule is broken."""
    target = copy / mutant.path.relative_to(BASE)
    source = target.read_text()
    target.write_text(mutant.text(source))
    try:
        return _pass(copy, QUICK[mutant.kind]) and _pass(copy, *TESTS)
    finally:
        target.write_text(source)


def _pass(copy: Path, *tests: str) -> bool:
    done = subprocess.run([sys.executable, *PYTEST, *tests], cwd=copy, capture_output=True, check=False)
    return done.returncode == 0


def copy_of_checkout(folder: Path) -> Path:
    copy = folder / "checkout"
    shutil.copytree(BASE, copy, ignore=shutil.ignore_patterns(*SHARED, ".git", "*.pyc", "samples"), symlinks=True)
    for name in SHARED:
        os.symlink(BASE / name, copy / name)
    return copy


def main() -> int:
    """Run every mutant, or those whose words hold the argument; the exit code."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [mutant for mutant in mutants() if wanted in mutant.words]
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_of_checkout(Path(folder))
        alive = [mutant for mutant in tqdm(chosen, unit="mutant") if survives(mutant, copy)]
    for mutant in alive:
        print(f"Not noticed: {mutant.words}")
    print(f"{len(chosen) - len(alive)} of {len(chosen)} broken rules were noticed.")
    return 1 if alive or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
