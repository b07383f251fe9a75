"""What reading a file can end in, apart from a source. No Django."""


class Unreadable(ValueError):
    """The file cannot be read as a plan. Its words are one kind sentence: what is wrong, and what would be right."""
