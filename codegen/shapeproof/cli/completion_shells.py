"""How bash, zsh and fish ask for suggestions and are answered: click's classes, and what they lack.

Bash ends a word at `=`, and before `@`, and replaces only what comes then: our script asks about the whole word, and takes
off what stands before. Neither zsh nor fish does so; there, what is suggested for `--format=` starts with that.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SHELLS", "completion_script", "register_shells"]

_LINE: Final = "COMP_LINE"
_BASH: Final = """\
%(complete_func)s() {
    local line=${COMP_LINE:0:COMP_POINT} breaks=${COMP_WORDBREAKS//[!@=:]/} before='' kind value word
    word=${line##*[$' \\t']}
    if [[ $breaks && $word == *["$breaks"]* ]]; then
        before=${word%%"${word##*["$breaks"]}"}
        [[ $word == --*=* ]] && before=${before#*=}
        before=${before%%@}
    fi
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("${value#"$before"}") ;;
        esac
    done < <(COMP_LINE="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *. ]]; then
        compopt -o nospace
    fi
    return 0
}

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    complete -o nosort -F %(complete_func)s %(prog_name)s
else
    echo '%(prog_name)s: completion needs bash 4.4 or newer' >&2
fi
"""


class _Bash(BashComplete):
    source_template = _BASH

    def source(self) -> str:
        """The script. It checks the version of the bash that reads it; click would ask the one on PATH."""
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is completed, and that one."""
        if _LINE not in os.environ:  # a script of click's own
            return super().get_completion_args()
        return _words_of(os.environ[_LINE])


class _Zsh(ZshComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        return _with_option(super().get_completions(args, incomplete), incomplete)


class _Fish(FishComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        return _with_option(super().get_completions(args, incomplete), incomplete)


SHELLS: Final[Mapping[str, type[ShellComplete]]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def register_shells() -> None:
    """Have click answer shells with our classes."""
    from click.shell_completion import add_completion_class

    for name, shell in SHELLS.items():
        add_completion_class(shell, name)


def completion_script(shell: str, program: str, variable: str) -> str:
    """What a shell evaluates to complete the command lines of a program.

    Args:
        shell: one of `SHELLS`.
        program: the name of the program.
        variable: the variable of the environment by which the shell asks.
    """
    return SHELLS[shell](click.Command(program), {}, program, variable).source()


def _words_of(line: str) -> tuple[list[str], str]:
    from click.shell_completion import split_arg_string

    words = split_arg_string(line)
    last = "" if not words or line[-1].isspace() else words.pop()
    return words[1:], last


def _with_option(items: list[CompletionItem], incomplete: str) -> list[CompletionItem]:
    """Suggestions for the value of an option in the same word, as replacements of the whole word."""
    option, sign, value = incomplete.partition("=")
    if not sign or not option.startswith("--"):
        return items
    plain = [item for item in items if item.type == "plain"]
    return [CompletionItem(f"{option}={item.value}", help=item.help) for item in plain] or [
        CompletionItem(value, type=item.type) for item in items
    ]
