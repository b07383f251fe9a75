"""Measurements, each a ratio or a score in one run; `make bench` lists them."""
