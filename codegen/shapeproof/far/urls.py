"""URLs of recordings: which paths are URLs, their names in messages, and the globs in them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from shapeproof.recordings.discovery.globs import matches

__all__ = ["UrlGlob", "is_chained", "is_url", "name_of", "scheme_of", "split_glob"]

_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_WEB: Final = frozenset({"http", "https"})
_CHAIN: Final = "::"


class UrlGlob(NamedTuple):
    """A glob below a URL.

    Attributes:
        root: the URL of the directory that it starts in.
        glob: the glob, as `globs.matches` takes it: the slash at its start is the root's.
    """

    root: str
    glob: str

    @property
    def depth(self) -> int | None:
        """How many levels of directories below the root it looks into; None for all of them."""
        return None if "**" in self.glob else self.glob.count("/") - 1

    def matches(self, relative: str) -> bool:
        """Whether it matches a path, relative to the root."""
        return matches(self.glob, relative)


def is_url(path: str) -> bool:
    """Whether a path of the command line is a URL."""
    return _URL.match(path) is not None


def scheme_of(url: str) -> str:
    """The scheme of a URL, in lower case."""
    match = _URL.match(url)
    return match[1].lower() if match else ""


def is_chained(url: str) -> bool:
    """Whether a URL has several in it, one read through the other: `zip://a.jsonl::s3://bucket/b.zip`."""
    return _CHAIN in url


def name_of(url: str) -> str:
    """The URL as messages, reports and state files show it: without user, password, query and fragment.

    A query may be the signature that gives access to the file.
    """
    match = _URL.match(url)
    if match is None:
        return url
    rest = url[match.end() :]
    if match[1].lower() in _WEB or _is_signed(rest):
        rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, slash, path = rest.partition("/")
    return f"{match[0]}{host.rpartition('@')[2]}{slash}{path}"


def _is_signed(rest: str) -> bool:
    """Whether what follows the scheme ends with a query: `?` followed by `name=`. It is a character of a key otherwise."""
    return re.search(r"\?[A-Za-z0-9_.-]+=", rest) is not None


def split_glob(url: str) -> UrlGlob | None:
    """The glob that a URL ends with; None if it has none.

    Args:
        url: the URL. `*`, `**` and `[…]` are as in other globs; `?` too, but starts the query of a web address.
    """
    scheme = _URL.match(url)
    if scheme is None:
        return None
    is_web = scheme_of(url) in _WEB
    start = scheme.end()
    path = url[start:].partition("?")[0] if is_web else url[start:]
    special = re.search(r"[*\[]" if is_web else r"[*?\[]", path)
    if special is None or (not is_web and _is_signed(path)):
        return None
    cut = path.rfind("/", 0, special.start())
    if cut < 0:
        return UrlGlob(scheme[0], f"/{path}")
    return UrlGlob(scheme[0] + path[:cut], path[cut:])
