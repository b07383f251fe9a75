"""All samples, in the order in which fixtures/samples/README.md lists them."""

from __future__ import annotations

from .of_cells import OF_CELLS
from .of_files import OF_FILES
from .of_tables import OF_TABLES

SAMPLES = (*OF_TABLES, *OF_CELLS, *OF_FILES)
