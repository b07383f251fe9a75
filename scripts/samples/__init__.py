"""Sample plans to import: invented ones, laid out and printed in every form that the importer knows.

A plan (`model`) under a layout (`layout`) is a `Source`, the same that readers make of files; a printer (`printers`)
is a reader turned round. What an import should find follows from the plan and its layout (`expected`). The samples
themselves are listed in `catalogue`; `python -m scripts.samples` writes them to fixtures/samples/.
"""
