"""Recognises the tools with which a project mocks or records AWS, its CI and its settings of pytest.

Dependency files and tests are read as text, up to limits. Nothing is imported or run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from shapeproof.usage.project_files import project_files, text_of

__all__ = ["ProjectTools", "Tool", "recognise"]

_REQUIREMENTS: Final = frozenset({"setup.cfg", "setup.py", "environment.yml", "environment.yaml"})
_TOML: Final = frozenset({"pyproject.toml", "Pipfile", "poetry.lock", "uv.lock", "pdm.lock"})
_TEST: Final = re.compile(r"(?:test_.*|.*_test|conftest)\.py")
_COMPOSE: Final = re.compile(r"(?:docker-)?compose.*\.ya?ml")
_REQUIREMENT: Final = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?([A-Za-z0-9][\w.-]*)(?=["',;\[<>=!~ \t]|$)""", re.MULTILINE
)
_QUOTED_REQUIREMENT: Final = re.compile(r"""["']([A-Za-z0-9][\w.-]*+)""")
_DASHES: Final = re.compile(r"[-_.]+")
_CI: Final = {
    "GitHub Actions": (".github/workflows",),
    "GitLab CI": (".gitlab-ci.yml",),
    "Jenkins": ("Jenkinsfile",),
    "CircleCI": (".circleci/config.yml",),
    "Azure Pipelines": ("azure-pipelines.yml",),
    "Bitbucket Pipelines": ("bitbucket-pipelines.yml",),
    "Travis CI": (".travis.yml",),
}
_PYTEST_SECTIONS: Final = {
    "pytest.ini": "pytest",
    ".pytest.ini": "pytest",
    "tox.ini": "pytest",
    "setup.cfg": "tool:pytest",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool, and how it is recognised.

    Attributes:
        name: what people call it.
        packages: the distributions that a project depends on to use it, in normal form.
        use: matches its use in a test; None if tests don't show it.
        is_live: whether clients get its responses in tests, so that the pytest plugin sees them.
    """

    name: str
    packages: frozenset[str]
    use: re.Pattern[str] | None
    is_live: bool = True


def _use(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


_IMPORT: Final = r"^[ \t]*(?:from|import)[ \t]+"
_TOOLS: Final = (
    Tool("moto", frozenset({"moto"}), _use(_IMPORT + r"moto\b")),
    Tool("Stubber", frozenset(), _use(_IMPORT + r"botocore(?:\.stub\b|[ \t]+import[ \t]+.*\bstub\b)")),
    Tool("VCR", frozenset({"vcrpy", "pytest-recording", "pytest-vcr"}), _use(_IMPORT + r"vcr\b|pytest\.mark\.vcr\b")),
    Tool("placebo", frozenset({"placebo"}), _use(_IMPORT + r"placebo\b")),
    Tool(
        "LocalStack",
        frozenset({"localstack", "localstack-client", "localstack-core", "pytest-localstack"}),
        _use(
            _IMPORT + r"(?:localstack\w*|testcontainers\.localstack)\b|endpoint_url[^\n]{0,100}(?:localstack|:4566\b)"
        ),
    ),
    Tool(
        "OpenAPI client",
        frozenset(
            {"openapi-python-client", "openapi-generator-cli", "openapi-core", "bravado", "schemathesis", "prance"}
        ),
        None,
        is_live=False,
    ),
)
_FILES: Final = {
    "LocalStack": (_COMPOSE, re.compile(r"\blocalstack/|\blocalstack:")),
    "OpenAPI client": (re.compile(r"(?:openapi|swagger)\.(?:json|ya?ml)"), re.compile(r"\b(?:openapi|swagger)\b")),
}
"""Other files that show a tool: what their names match, and what they contain."""


@dataclass(slots=True)
class ProjectTools:
    """What a project uses.

    Attributes:
        found: the first file that shows each tool, by the tool, in the order of the tools.
        ci: the name of its CI, and the file or directory that shows it; None if there is none.
        pytest_file: the file with its settings of pytest; None if there is none.
        pytest_section: the section of that file that they are in.
        has_setting: whether they have the mode of the plugin.
    """

    found: Mapping[Tool, str] = field(default_factory=dict[Tool, str])
    ci: tuple[str, str] | None = None
    pytest_file: str | None = None
    pytest_section: str = ""
    has_setting: bool = False

    @property
    def has_live_responses(self) -> bool:
        """Whether the pytest plugin sees responses in the project's tests."""
        return any(tool.is_live for tool in self.found)

    @property
    def is_pytest_unset(self) -> bool:
        """Whether the mode of the plugin can be set in pyproject.toml, because pytest has no settings elsewhere."""
        return self.has_live_responses and self.pytest_file is None


def recognise() -> ProjectTools:
    """Recognise the tools of the project in the working directory."""
    found: dict[str, str] = {}
    for path in _files():
        text = text_of(path)
        if text is None:
            continue
        for name in _tools_in(path, text):
            found.setdefault(name, path)
    tools = ProjectTools({tool: found[tool.name] for tool in _TOOLS if tool.name in found})
    tools.ci = next(((name, path) for name, paths in _CI.items() for path in paths if os.path.exists(path)), None)
    _read_pytest_settings(tools)
    return tools


def _files() -> Iterator[str]:
    """The files that may show a tool, dependencies before tests, each as a relative path; of many, the first."""
    patterns = (_TEST, *(pattern for pattern, _ in _FILES.values()))
    wanted = project_files(lambda name: _has_dependencies(name) or any(pattern.fullmatch(name) for pattern in patterns))
    yield from sorted(wanted, key=lambda path: bool(_TEST.fullmatch(os.path.basename(path))))


def _has_dependencies(name: str) -> bool:
    is_list = name.endswith((".txt", ".in")) and ("requirements" in name or name.startswith("constraints"))
    return is_list or name in _REQUIREMENTS or name in _TOML


def _tools_in(path: str, text: str) -> Iterator[str]:
    name = os.path.basename(path)
    if _TEST.fullmatch(name):
        yield from (tool.name for tool in _TOOLS if tool.use and tool.use.search(text))
    for tool, (pattern, content) in _FILES.items():
        if pattern.fullmatch(name) and content.search(text):
            yield tool
    if _has_dependencies(name):
        packages = _packages(name, text)
        yield from (tool.name for tool in _TOOLS if tool.packages & packages)


def _packages(name: str, text: str) -> frozenset[str]:
    """The distributions that a dependency file names."""
    if name in _TOML:
        from tomllib import loads

        try:
            names = list(_toml_packages(loads(text), is_dependency=False))
        except (ValueError, RecursionError):
            return frozenset()
    elif name == "setup.py":
        names = _QUOTED_REQUIREMENT.findall(text)
    else:
        names = _REQUIREMENT.findall(text)
    return frozenset(_DASHES.sub("-", package).lower() for package in names)


def _toml_packages(value: object, *, is_dependency: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            if is_dependency:  # a table of names, as Poetry and Pipenv write them, or of groups
                yield key
            is_table = "dependenc" in key or key in {"packages", "dev-packages", "package"}
            if key == "name" and is_dependency and isinstance(inner, str):  # in a lock file
                yield inner
            else:
                yield from _toml_packages(inner, is_dependency=is_dependency or is_table)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _toml_packages(item, is_dependency=is_dependency)
    elif isinstance(value, str) and is_dependency and (match := _REQUIREMENT.match(value)):
        yield match[1]


def _read_pytest_settings(tools: ProjectTools) -> None:
    """Find pytest's settings, in the order in which pytest looks for them."""
    for name in ("pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"):
        text = text_of(name) if Path(name).is_file() else None
        if text is None:
            continue
        section, keys = _toml_section(text) if name == "pyproject.toml" else _ini_section(text, _PYTEST_SECTIONS[name])
        if keys is not None or name.endswith("pytest.ini"):  # which counts even if it is empty
            tools.pytest_file, tools.pytest_section = name, section
            tools.has_setting = "shapeproof" in (keys or ())
            return


def _ini_section(text: str, section: str) -> tuple[str, list[str] | None]:
    parser = ConfigParser(interpolation=None, strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except ConfigError:
        return section, None
    return section, list(parser[section]) if parser.has_section(section) else None


def _toml_section(text: str) -> tuple[str, list[str] | None]:
    from tomllib import loads

    try:
        table: object = loads(text)
    except (ValueError, RecursionError):
        return "", None
    for key in ("tool", "pytest"):
        table = cast("dict[str, object]", table).get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return "", None
    settings = cast("dict[str, object]", table)
    inner = settings.get("ini_options")
    if isinstance(inner, dict):
        return "tool.pytest.ini_options", list(cast("dict[str, object]", inner))
    return "tool.pytest", list(settings)
