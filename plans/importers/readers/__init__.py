"""One module a format: bytes in, `Source` out."""
