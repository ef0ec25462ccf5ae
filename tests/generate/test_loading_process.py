"""Models run in a process that can do nothing else: no files, processes, network or secrets, and limited memory."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from shapeproof.generate.models.loading import process
from shapeproof.generate.models.loading.process import BrokenModelsError, ResponseBatch, loaded_responses

MODULE: Final = """
class LoadError(ValueError):
    pass


class Model:
    pass


def from_dict(model, data, representation):
    {statement}
"""
ATTEMPTS: Final = {
    "write": 'open({canary!r}, "w")',
    "append": 'open({canary!r}, "ab")',
    "update": 'open({canary!r}, "r+")',
    "low-level write": "import os; os.open({canary!r}, os.O_CREAT | os.O_WRONLY)",
    "directory": "import os; os.mkdir({canary!r})",
    "remove": "import os; os.remove({existing!r})",
    "rename": "import os; os.rename({existing!r}, {canary!r})",
    "system": "import os; os.system('touch {canary}')",
    "process": "import subprocess; subprocess.run(['touch', {canary!r}])",
    "fork": "import os; os.fork()",
    "signal": "import os; os.kill(os.getppid(), 9)",
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "name lookup": "import socket; socket.gethostbyname('localhost')",
    "native code": "import ctypes; ctypes.CDLL(None)",
}


def load(statement: str, *responses: object) -> list[bool]:
    """Whether each response is loaded; all of them were made of an empty one."""
    base: dict[str, object] = {}
    batch = ResponseBatch("Model", "the class Model", [(base, response) for response in responses or (base,)])
    (loaded,) = loaded_responses(MODULE.format(statement=statement), [batch], None, "measuring")
    return loaded


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_models_have_no_rights(attempt: str, tmp_path: Path) -> None:
    existing, canary = tmp_path / "existing", tmp_path / "canary"
    existing.write_text("as it was")
    with pytest.raises(BrokenModelsError, match="can't load a response: PermissionError: models may not do this"):
        load(attempt.format(canary=str(canary), existing=str(existing)))
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"existing": "as it was"}


def test_models_see_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret")
    with pytest.raises(BrokenModelsError, match="the environment is") as error_info:
        load("import os; raise RuntimeError(f'the environment is {dict(os.environ)}')")
    assert "SECRET" not in str(error_info.value) + error_info.value.details


def test_memory_is_limited() -> None:
    with pytest.raises(BrokenModelsError, match="MemoryError"):
        load("bytearray(2**34)")


def test_end_of_the_process_is_reported() -> None:
    with pytest.raises(BrokenModelsError, match="the process that runs generated models ended with 5"):
        load("import os; os._exit(5)")


def test_load_error_means_that_a_response_is_refused() -> None:
    statement = "if data: raise LoadError"
    assert load(statement, {}, {"Name": 1}, {}) == [True, False, True]


def test_valid_response_must_be_loaded() -> None:
    with pytest.raises(BrokenModelsError, match="the class Model refuses a valid response"):
        load("raise LoadError")


@pytest.mark.survey
def test_time_for_a_response_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_SECONDS", 1)
    with pytest.raises(BrokenModelsError, match="took more than 1 s for one response"):
        load("__import__('re').fullmatch('(a+)+', 'a' * 40 + '!')")
