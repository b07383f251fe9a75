"""Pages of packs, below /p/<partnership>/."""
