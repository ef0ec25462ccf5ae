"""Generates docs/reference/findings.md: every code of the catalogue, with an example that causes it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from documentation.finding_examples import CHANGES, EXAMPLES, MODEL, OPERATION, OVERLAY, Example
from documentation.markdown import escaped
from shapeproof.validation.catalog import CODES, FindingCode

__all__ = ["ExampleError", "findings_page"]


class ExampleError(Exception):
    """An example doesn't cause its finding, or a code has no example."""


_HEAD: Final = """\
# Findings

<!-- Written by scripts/regenerate from the catalogue of codes. -->

A finding has a code, which never changes its meaning. `--error`, `--warn` and `--ignore`, the [settings](settings.md)
and the mark of the [pytest plugin](../guide/tests.md) take a code (`SP201`), a group (`SP2xx`), a kind, or the id of a
rule (`HPT004`). `shapeproof explain SP201` shows here what this page says.

| kind | codes | says |
|---|---|---|
| structure | SP1xx | a reader may fail on the response |
| constraint | SP2xx | a value is outside its limits |
| drift | SP3xx | the contract doesn't know a member, a value or an error code, or another release does |
| rule | SP4xx | members contradict each other: see [Promises across members](../guide/rules.md) |
| reading | SP9xx | the recording can't be read, or its contract can't be found |

Severities follow what services really send. Empty lists and maps below a minimum are common (SP220), and so are zeros
(SP221). Every service sends errors that no operation lists (SP303). Null for an absent member is an error where boto3
or the AWS CLI wrote the response, because they never write it; on the wire it is a warning. In a list or a map they
keep null, so that it is a warning everywhere (SP106). So is an enum value that differs only in case (SP304), and what
[another release](../guide/contracts.md#responses-of-other-releases) of botocore allows (SP306 to SP308). Each rule has a
severity of its own, which is at most a warning in the tolerant view (SP401). The severity of SP990 to SP995 can't be
changed: they say that a part of the job could not be done.

| code | meaning | strict | tolerant |
|---|---|---|---|
"""
_CODEGEN: Final = Path(__file__).parents[2] / "codegen"
_LONGEST_POINTER: Final = 40
_EXAMPLES: Final = """
## Examples
Each example is a response, and the message that `shapeproof validate` gives for it. All are responses of one invented
operation:
```text
"""
_KINDS: Final = {
    "structure": "Structure",
    "constraint": "Constraints",
    "drift": "Drift",
    "rule": "Rules",
    "reading": "Reading",
}


def findings_page() -> str:
    """The text of the page. Raises ExampleError."""
    if missing := CODES.keys() ^ {example.code for example in EXAMPLES}:
        raise ExampleError(f"codes and examples differ: {', '.join(sorted(missing))}")
    with TemporaryDirectory() as directory:
        shop = _Shop(Path(directory))
        findings = shop.findings()
        tree = shop.run("show", OPERATION)
    rows = "".join(
        f"| [{code.number}](#{code.number.lower()}) | {code.title} | {code.strict} | {code.tolerant} |\n"
        for code in CODES.values()
    )
    return f"{_HEAD}{rows}{_EXAMPLES}{tree}```\n{''.join(_sections(findings))}"


def _sections(findings: dict[str, dict[str, Any]]) -> Iterator[str]:
    examples = {example.code: example for example in EXAMPLES}
    kind = ""
    for code in CODES.values():
        if code.kind != kind:
            kind = code.kind
            yield f"\n## {_KINDS[kind]}\n"
        yield _section(code, examples[code.number], findings[code.number])


def _section(code: FindingCode, example: Example, finding: dict[str, Any]) -> str:
    severity: str = code.strict
    if code.tolerant != code.strict:
        severity += f"; {code.tolerant} in the tolerant view"
    if code.as_sent is not None:
        severity += f"; {code.as_sent} in a response as the service sent it"
    reason = f" {escaped(code.severity_reason)}" if code.severity_reason else ""
    pointer = finding["pointer"]
    shortened = pointer if len(pointer) <= _LONGEST_POINTER else f"{pointer[:_LONGEST_POINTER]}…"
    location = f"`{shortened}`: " if pointer else ""
    return (
        f"\n### {code.number}\n{code.title[0].upper()}{code.title[1:]}. Severity: {severity}.{reason}\n"
        f"```{example.language}\n{example.display}\n```\n> {location}{escaped(finding['message'])}\n\n{escaped(code.hint)}\n"
    )


def _installed_botocore() -> Path:
    spec = find_spec("botocore")
    if spec is None or spec.origin is None:
        raise ExampleError("botocore isn't installed: it reads the example in XML")
    return Path(spec.origin)


def _as_version_1(installed: Path) -> str:
    """The code of a package that has the modules of the installed one, which read XML, but another version."""
    code = re.sub(
        r"^__version__ = .*$", "__version__ = '1.0.0'", installed.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return f"{code}\n__path__.append({str(installed.parent)!r})\n"


class _Shop:
    """A project in its own directory, with the invented contract and all examples."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        package = directory / "botocore"  # replaces the installed one, whose version some messages contain
        (package / "data" / "shop" / "2026-01-01").mkdir(parents=True)
        (package / "__init__.py").write_text(_as_version_1(_installed_botocore()), encoding="utf-8")
        (package / "data" / "shop" / "2026-01-01" / "service-2.json").write_text(json.dumps(MODEL), encoding="utf-8")
        settings = f'[tool.shapeproof]\n[tool.shapeproof.contracts]\n"orders/*" = "{OPERATION}"\n'
        (directory / "pyproject.toml").write_text(settings, encoding="utf-8")
        for example in EXAMPLES:
            file = directory / self._path(example)
            file.parent.mkdir(exist_ok=True)
            if example.content is not None:
                file.write_bytes(example.content)
        overlay = directory / "schemas" / OPERATION.replace(".", "/") / "overlay.json"
        overlay.parent.mkdir(parents=True)
        overlay.write_text(json.dumps(OVERLAY), encoding="utf-8")
        (directory / "schemas" / "changes.jsonl").write_text(CHANGES, encoding="utf-8")
        self.run("capture", OPERATION, "--botocore", "botocore", "--output", "schemas")

    def findings(self) -> dict[str, dict[str, Any]]:
        """The finding of each example, by code."""
        findings = self._validate([example for example in EXAMPLES if example.file and not example.missing])
        for example in EXAMPLES:
            if example.missing:
                findings |= self._validate([example], example.missing)
            elif not example.file:
                program = (
                    f"import shapeproof; [finding] = {example.display}; "
                    "print(finding.code, finding.pointer, finding.message, sep='\\n')"
                )
                code, pointer, message = self._python(program).splitlines()
                if code != example.code:
                    raise ExampleError(f"the example of {example.code} causes {code}: {message}")
                findings[code] = {"pointer": pointer, "message": message}
        return findings

    def run(self, *arguments: str, missing: str | None = None) -> str:
        """Run a command in which the module `missing` can't be imported; return its output."""
        hidden = f"sys.modules[{missing!r}] = None; " if missing else ""
        return self._python(f"import sys; {hidden}from shapeproof.cli import main; main()", *arguments)

    def _python(self, program: str, *arguments: str) -> str:
        sources = os.pathsep.join([str(self._directory), str(_CODEGEN)])
        completed = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=self._directory, env={**os.environ, "PYTHONPATH": sources, "NO_COLOR": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not completed.stdout and completed.returncode:
            raise ExampleError(completed.stderr)
        return completed.stdout

    def _validate(self, examples: Sequence[Example], missing: str | None = None) -> dict[str, dict[str, Any]]:
        paths = {self._path(example): example for example in examples}
        options = ("--rules", "derived", "--format", "json")
        document = json.loads(self.run("validate", *options, *paths, missing=missing))
        findings: dict[str, dict[str, Any]] = {}
        for finding in document["findings"]:
            example = paths[finding["file"]]
            if example.code in findings or finding["code"] != example.code:
                raise ExampleError(f"the example of {example.code} causes {finding['code']}: {finding['message']}")
            findings[example.code] = finding
        if without := {example.code for example in examples} - findings.keys():
            raise ExampleError(f"examples without a finding: {', '.join(sorted(without))}")
        return findings

    @staticmethod
    def _path(example: Example) -> str:
        return f"{'orders' if example.is_order else 'others'}/{example.file}"
