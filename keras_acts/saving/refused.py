"""The one error of loading: what a file holds that must not be loaded."""


class Refused(ValueError):
    """A file that is not loaded: the text names the file, what is wrong, where, and what to do."""


def shown(text: object, most: int = 80) -> str:
    """A text from a file, safe to print: quoted, without control characters, at most `most` long.

    >>> shown("a\\x1b[2J")
    "'a\\\\x1b[2J'"
    """
    whole = text if isinstance(text, str) else repr(text)[: 4 * most]
    cut = whole if len(whole) <= most else whole[: most - 3] + "..."
    return repr(cut) if isinstance(text, str) else ascii(cut)[1:-1]
