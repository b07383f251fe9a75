"""Writes plans into files: a frozen record in, bytes out. Knows no Django."""
