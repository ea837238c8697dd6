"""Who answers a command, with which exit code, and what a fault of ours looks like."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.management import BaseCommand
from django.core.management.base import CommandError, SystemCheckError
from django.utils.translation import gettext_lazy

from nastavnik.base.errors import NotAllowed
from nastavnik.cli import django_side, main


@pytest.fixture
def answer(monkeypatch):
    """A command named "probe" that does what the test wants."""

    def set_up(deed):
        class Probe(BaseCommand):
            help = "probe"
            requires_system_checks = []

            def add_arguments(self, parser):
                parser.add_argument("--number", type=int, default=0)

            def handle(self, *, number, **options):
                deed(number)

        monkeypatch.setattr(django_side, "get_commands", lambda: {"probe": Probe()})

    return set_up


@pytest.fixture
def log(monkeypatch, tmp_path):
    monkeypatch.setenv("NASTAVNIK_VAR", str(tmp_path))
    return tmp_path / "log" / "commands.log"


def failing(error):
    def deed(number):
        raise error

    return deed


def test_a_command_that_succeeds_ends_with_0(answer):
    numbers = []
    answer(numbers.append)

    assert main.main(["probe", "--number", "7"]) == 0
    assert numbers == [7]


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (CommandError("Строка 3:\nнет даты."), 2, "Строка 3: нет даты."),
        (CommandError("Занято.", returncode=3), 3, "Занято."),
        (
            NotAllowed(gettext_lazy("checks the settings and the installation")),
            2,
            "проверяет настройки и\u00a0установку",
        ),
        (SystemCheckError("две\nстроки"), 2, "две\nстроки"),
    ],
)
def test_a_refusal_is_said_on_stderr(answer, capsys, error, code, sentence):
    answer(failing(error))

    assert main.main(["probe"]) == code
    assert capsys.readouterr() == ("", sentence + "\n")


@pytest.mark.parametrize("words", [["nosuch"], ["probe", "--nosuch"], ["probe", "--number", "x"], ["help", "nosuch"]])
def test_words_that_fit_no_command_end_with_2_and_one_line(answer, capsys, words):
    answer(failing(AssertionError("must not run")))

    assert main.main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_a_fault_has_an_id_that_leads_to_its_place_and_shows_nobodys_data(answer, capsys, log):
    answer(failing(ValueError("Иванова Мария")))

    assert main.main(["probe"]) == 1
    _out, err = capsys.readouterr()
    written = log.read_text()
    name = written.split("incident=")[1].split()[0]
    assert name in err
    assert err.count("\n") == 1
    assert "ValueError" in written
    assert "test_main.py" in written
    assert "Иванова" not in written + err


def test_a_fault_is_told_even_where_the_log_cannot_be_written(answer, capsys, monkeypatch):
    monkeypatch.setenv("NASTAVNIK_VAR", "/proc/nowhere")
    answer(failing(KeyError("x")))

    assert main.main(["probe"]) == 1
    assert "--traceback" in capsys.readouterr().err


def test_traceback_is_shown_to_whoever_asks(answer, log):
    answer(failing(ValueError("place")))

    with pytest.raises(ValueError, match="place"):
        main.main(["probe", "--traceback"])
    assert not log.exists()


def test_ctrl_c_is_no_fault(answer, log):
    answer(failing(KeyboardInterrupt()))

    assert main.main(["probe"]) == 130
    assert not log.exists()


def test_a_pure_command_gets_its_words_and_gives_its_code(monkeypatch):
    seen = []
    module = SimpleNamespace(run=lambda words: seen.append(words) or 2)
    monkeypatch.setattr(main, "import_module", lambda name: module)

    assert main.main(["roadmap", "read", "plan.docx", "--traceback"]) == 2
    assert seen == [["read", "plan.docx"]]


@pytest.mark.parametrize("command", [["roadmap", "read", "nosuch.docx"], ["deadlines", "read", "nosuch.tsv"]])
def test_pure_commands_never_import_django(command):
    code = (
        "import sys; from nastavnik.cli.main import main; code = main(sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr


def test_help_lists_our_commands_in_russian(capsys):
    assert main.main(["help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("nastavnik КОМАНДА")
    commands = {line.split()[0]: line for line in lines[2:]}
    assert {"roadmap", "deadlines", "serve", "migrate"} <= set(commands)
    assert [line for line in lines[2:] if not any("а" <= letter <= "я" for letter in line)] == []
