"""What the Makefile runs. The set-up needs no package; the rest runs in the virtual environment."""
