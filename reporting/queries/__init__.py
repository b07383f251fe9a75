"""Reads of packs and their issues, for those who may read them."""
