"""`nastavnik disclose`: bytes, exit codes, the line on stderr; and Django stays out of it."""

import subprocess
import sys

import pytest

from nastavnik.cli import main

TABLE = "a,b,count\nx,y,5\nx,z,12\nx,*,17\nw,y,11\nw,z,40\n*,y,16\n*,*,68\n"
ANSWER = "a,b,count,reason\nx,y,,primary\nx,z,12,\nx,*,,secondary\nw,y,,secondary\nw,z,40,\n*,y,16,\n*,*,68,\n"


@pytest.fixture
def table(tmp_path):
    def put(data=None):
        path = tmp_path / "table.csv"
        path.write_bytes(TABLE.encode() if data is None else data)
        return str(path)

    return put


def test_the_table_comes_back_with_reasons(table, capsys):
    assert main.main(["disclose", table(b"\xef\xbb\xbf" + TABLE.encode())]) == 0
    assert capsys.readouterr() == (ANSWER, "primary=1 secondary=2 cost=9 bound=9\n")


def test_a_lower_threshold_hides_less(table, capsys):
    assert main.main(["disclose", "--k", "5", table()]) == 0
    assert capsys.readouterr().err == "primary=0 secondary=0 cost=0 bound=0\n"


@pytest.mark.parametrize("k", ["1", "0", "-3", "2.5", "ten", ""])
def test_a_threshold_below_2_is_refused(table, capsys, k):
    assert main.main(["disclose", table(), f"--k={k}"]) == 2
    assert capsys.readouterr() == ("", "--k: порог должен быть целым числом от 2.\n")


def test_a_threshold_above_all_counts_hides_every_row(table, capsys):
    assert main.main(["disclose", table(), "--k", "9" * 60]) == 0
    assert capsys.readouterr().err == "primary=7 secondary=0 cost=0 bound=0\n"


def test_a_file_that_cannot_be_used_is_refused_in_one_line(table, capsys, tmp_path):
    for data, sentence in (
        (b"a,count\nx,1\nx,2\n", "Строка 3: сочетание (x) уже стоит в строке 2.\n"),
        (b"a,count\n\xff,1\n", f"{tmp_path / 'table.csv'}: файл не в кодировке UTF-8. Сохраните таблицу в UTF-8"),
    ):
        assert main.main(["disclose", table(data)]) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err.startswith(sentence), shown.err.count("\n")) == ("", True, 1)
    assert main.main(["disclose", str(tmp_path / "absent.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_needs_no_django(table):
    code = (
        "import sys; from nastavnik.cli.main import main; code = main(sys.argv[1:]); "
        "sys.exit(code or any(name.split('.')[0] in ('django', 'numpy', 'pandas') for name in sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", code, "disclose", table()], capture_output=True, check=False)

    assert (done.returncode, done.stdout) == (0, ANSWER.encode())


def test_counts_beyond_all_measure_are_hidden_like_others(table, capfd):
    huge = 10**30
    text = f"a,count\nx,3\ny,{huge}\nz,{2 * huge}\n*,{3 * huge + 3}\n"

    assert main.main(["disclose", table(text.encode())]) == 0
    shown = capfd.readouterr()
    assert shown.out == f"a,count,reason\nx,,primary\ny,,secondary\nz,{2 * huge},\n*,{3 * huge + 3},\n"
    assert shown.err == "primary=1 secondary=1 cost=100 bound=100\n"
