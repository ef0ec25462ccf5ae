"""Takes botocore's protocol suite from the source distribution of a botocore: `python -m tests.protocols.refresh SDIST`.

The data stays as it is, but for the prose of its models and its line breaks: a line holds a suite.
"""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

SUITE: Final = "tests/unit/protocols/"
DIRECTORY: Final = Path(__file__).parent / "botocore"


def without_prose(part: object) -> Any:
    """A part of a service model without its documentation; a member of that name stays."""
    if isinstance(part, list):
        return [without_prose(item) for item in cast("list[object]", part)]
    if not isinstance(part, dict):
        return part
    entries = cast("dict[str, object]", part).items()
    return {key: without_prose(value) for key, value in entries if key != "documentation" or not isinstance(value, str)}


def compact(suites: list[dict[str, Any]]) -> str:
    """The text of a file: a suite a line."""
    for suite in suites:
        suite["shapes"] = without_prose(suite["shapes"])
        for case in suite["cases"]:
            case["given"] = without_prose(case["given"])
    lines = (json.dumps(suite, ensure_ascii=True, separators=(",", ":")) for suite in suites)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def main(sdist: str) -> None:
    with tarfile.open(sdist) as archive:
        for member in archive:
            _, _, name = member.name.partition(SUITE)
            content = archive.extractfile(member) if name else None
            if content is None or PurePosixPath(name).parent.name not in {"input", "output"}:
                continue
            file = DIRECTORY / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(compact(json.loads(content.read())))


if __name__ == "__main__":
    main(*sys.argv[1:])
