"""The program's version, as pyproject.toml has it (tests/test_docs.py compares them)."""

VERSION = "0.1.0"
