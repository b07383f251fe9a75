"""Printers: a `Source` as the bytes of a file, one module a format. Each is a reader turned round."""
