"""Wheels of made-up releases of botocore: real zip files with the layout of botocore's own, which pip takes, too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["service_model", "write_wheel"]

API_VERSION = "2017-07-24"


def service_model(shapes: Mapping[str, Mapping[str, Any]], *operations: str, prefix: str = "things") -> dict[str, Any]:
    """A service model whose operations have the same input and output.

    Args:
        shapes: its shapes, with those called `Answer` and `Question`, if operations have an output and an input.
        *operations: the names of the operations; default: `DescribeThing`.
        prefix: its endpoint prefix.
    """
    parts = {role: {"shape": name} for role, name in (("output", "Answer"), ("input", "Question")) if name in shapes}
    names = operations or ("DescribeThing",)
    return {
        "metadata": {"apiVersion": API_VERSION, "endpointPrefix": prefix, "protocol": "json"},
        "operations": {name: {"name": name, **parts} for name in names},
        "shapes": dict(shapes),
    }


def write_wheel(
    directory: Path, version: str, services: Mapping[str, Mapping[str, Any]], released: date = date(2020, 1, 2)
) -> Path:
    """Write the wheel of a release.

    Args:
        directory: the directory to write to, made when there is none.
        version: the version of the release.
        services: the service models by name.
        released: the date of the newest file in it; one is older, as a file of an archive may be.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"botocore-{version}-py3-none-any.whl"
    info = f"botocore-{version}.dist-info"
    files = {
        "botocore/__init__.py": f"__version__ = '{version}'\n",
        **{
            f"botocore/data/{service}/{API_VERSION}/service-2.json": json.dumps(model)
            for service, model in services.items()
        },
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: botocore\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number, (name, text) in enumerate(files.items()):
            day = released if number else date(1990, 1, 1)
            archive.writestr(ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0)), text)
    return path
