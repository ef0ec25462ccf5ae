"""The releases that pip can download. Where from is pip's own configuration, and nothing of a release is run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from shapeproof.capture.name_grammar import require_name
from shapeproof.capture.versions import version_key
from shapeproof.errors import ReleaseError
from shapeproof.releases.wheels import WHEELS_HINT

__all__ = ["PipDownloads", "importable"]

_PIP: Final = (sys.executable, "-W", "ignore", "-m", "pip", "--disable-pip-version-check", "--no-input", "--no-color")
_LISTED: Final = "Available versions:"
_NO_REASON: Final = ("WARNING", "DEPRECATION", "[notice]")
_TIMEOUT: Final = 600


class PipDownloads:
    """Releases from wherever pip is configured to look."""

    is_local = False

    def versions(self) -> tuple[str, ...]:
        """The versions that pip finds, oldest first; the oldest ones have no wheels. Raises ReleaseError if it finds none."""
        with TemporaryDirectory(prefix="shapeproof-") as directory:
            output = _run_pip(["index", "versions", "botocore"], Path(directory), "the releases of botocore")
        listed = next((line for line in output.splitlines() if line.startswith(_LISTED)), None)
        if listed is None:
            raise ReleaseError("`pip index versions botocore` lists no versions", hint=WHEELS_HINT)
        versions = (version.strip() for version in listed.removeprefix(_LISTED).split(","))
        return tuple(sorted(versions, key=version_key))

    def origin(self, version: str) -> str:  # noqa: ARG002 - a directory may have another wheel of a version
        """`pip`: a version has one wheel there."""
        return "pip"

    @contextmanager
    def wheel(self, version: str) -> Generator[Path]:
        """Download the wheel of a version to a directory that lasts as long as the context.

        Raises:
            ReleaseError: pip can't download it.
            CaptureError: it can't be the name of a version.
        """
        require_name("edition", version, where="botocore")
        with TemporaryDirectory(prefix="shapeproof-") as directory:
            options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--dest", "."]
            _run_pip(["download", *options, f"botocore=={version}"], Path(directory), f"botocore {version}")
            wheels = [*Path(directory).glob("*.whl")]
            if len(wheels) != 1:
                raise ReleaseError(f"pip downloaded {len(wheels)} wheels of botocore {version}", hint=WHEELS_HINT)
            yield wheels[0]


@contextmanager
def importable(wheel: Path) -> Generator[Path]:
    """A directory from which Python can import a wheel, without what that needs; there while the context lasts.

    Nothing in the wheel is run. Raises ReleaseError if pip can't install it there.
    """
    options = ["--quiet", "--no-deps", "--no-index", "--no-compile", "--target", "."]
    with TemporaryDirectory(prefix="shapeproof-") as directory:
        _run_pip(["install", *options, str(wheel.absolute())], Path(directory), f"{wheel.name} into a directory")
        yield Path(directory)


def _run_pip(arguments: Sequence[str], directory: Path, wanted: str) -> str:
    """Run pip in an empty directory: Python imports modules from the working directory first, which may be a stranger's.

    Returns:
        What it prints.

    Raises:
        ReleaseError: it fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - pip, with arguments of our own and the name of a version
            [*_PIP, *arguments],
            cwd=directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReleaseError(f"pip can't get {wanted}: {error}", hint=WHEELS_HINT) from error
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip() and not line.startswith(_NO_REASON)]
        errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")] or lines
        reason = errors[-1] if errors else f"it exited with {done.returncode}"
        raise ReleaseError(f"pip can't get {wanted}: {reason}", hint=WHEELS_HINT)
    return done.stdout
