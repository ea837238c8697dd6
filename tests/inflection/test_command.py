"""`nastavnik inflect`."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from nastavnik.cli import main
from nastavnik.cli.inflect import run


def _table(folder: Path, text: str, encoding: str = "utf-8") -> str:
    path = folder / "in.tsv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_each_line_is_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(
        tmp_path,
        "1\tperson\tРощина Марфа Тихоновна\tdatv\n"
        "2\tposition\tучитель\\nистории\tablt\n"
        "\n"
        "3\torganisation\tшкола «А\\\\Б»\tgent\n"
        "3\tperson\t\tgent\n",
    )

    assert main.main(["inflect", table]) == 0

    assert capsys.readouterr().out == ("1\tРощиной Марфе Тихоновне\n2\tучителем\\nистории\n3\tшколы «А\\\\Б»\n3\t\n")


def test_a_header_says_which_column_is_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(tmp_path, "case\tnote\ttext\tid\tkind\r\ngent\t\tзавуч\tx\tposition\r\n", "utf-8-sig")

    assert run([table]) == 0

    assert capsys.readouterr().out == "x\tзавуча\n"


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("a\tperson\tАнна\tloct".encode())))

    assert run(["-"]) == 0

    assert capsys.readouterr().out == "a\tАнне\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("1\tperson\tАнна\tgent\n2\thuman\tАнна\tgent\n", "utf-8", "Строка 2: вид «human» неизвестен."),
        ("1\tperson\tАнна\tgenitive\n", "utf-8", "Строка 1: падеж «genitive» неизвестен."),
        ("1\tperson\tАнна\n", "utf-8", "Строка 1: падеж «» неизвестен."),
        ("1 person Анна gent\n", "utf-8", "Строка 1: нужны четыре столбца"),
        ("1\tperson\tАнна\tgent\n", "cp1251", "не в кодировке UTF-8"),
    ],
)
def test_bad_input_gets_one_sentence_and_no_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, encoding: str, said: str
) -> None:
    assert run([_table(tmp_path, text, encoding)]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(tmp_path / "none.tsv")]) == 2

    assert "файл не читается" in capsys.readouterr().err
