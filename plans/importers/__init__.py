"""Reads plans out of files: bytes to source (readers), source to proposal (interpret). Never writes. No Django."""
