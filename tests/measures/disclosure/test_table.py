"""The file: what comes out byte for byte, and what is said of a file that cannot be used."""

import pytest

from nastavnik.measures.disclosure import BadTable, read_table, suppress, written


def answer(text, k=10):
    table = read_table(text)
    return written(table, suppress(table, k).reasons)


def test_rows_and_columns_keep_their_order():
    assert answer("форма,count,возраст\nкружок,3,до 14\nсекция,20,до 14\n*,23,*\n") == (
        "форма,count,возраст,reason\nкружок,,до 14,primary\nсекция,,до 14,secondary\n*,23,*,\n"
    )


def test_any_text_is_a_category_and_counts_stay_as_written():
    text = '"a,b",count\r\n"say ""x""",007\r\n"two\nlines",0030\r\n\r\n" *",40\r\n*,077'

    assert answer(text) == '"a,b",count,reason\n"say ""x""",,primary\n"two\nlines",,secondary\n *,40,\n*,077,\n'


def test_nothing_small_nothing_hidden():
    assert answer("a,count\nx,0\ny,10\n*,10\n") == "a,count,reason\nx,0,\ny,10,\n*,10,\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Строка 1: нужен один столбец count, а их 0."),
        ("a,b\nx,1\n", "Строка 1: нужен один столбец count, а их 0."),
        ("a,count,count\nx,1,1\n", "Строка 1: нужен один столбец count, а их 2."),
        ("count\n1\n", "Строка 1: нет ни одного столбца с категорией. Добавьте хотя бы один."),
        (
            "a,b,c,d,e,f,g,h,i,count\n",
            "Строка 1: столбцов с категориями 9, а может быть не больше 8.",
        ),
        ("a,count\n", "Строка 2: в таблице нет ни одной строки. Добавьте строки под заголовком."),
        ("a,count\nx,1\n\ny,-1\n", "Строка 4: count «-1» не целое число от 0."),
        ("a,count\nx,1.0\n", "Строка 2: count «1.0» не целое число от 0."),
        ("a,count\nx,\n", "Строка 2: count «» не целое число от 0."),
        ("a,count\nx,٣\n", "Строка 2: count «٣» не целое число от 0."),
        ('a,count\nx,"1\n2"\n', "Строка 2: count «1 2» не целое число от 0."),
        ("a,count\nx\n", "Строка 2: ячеек 1, а столбцов 2."),
        ('a,count\n"two\nlines",1\nx,2\nx,3\n', "Строка 5: сочетание (x) уже стоит в строке 4."),
        ("a,b,count\nx,y,1\nx,*,2\n", "Строка 3: итог (x, *) равен 2, а сумма его строк 1."),
        ("a,count\n*,2\n", "Строка 2: итог (*) равен 2, а сумма его строк 0."),
        ('a,count\n"x,1\n', "Строка 2: запись не читается как CSV. Проверьте кавычки."),
    ],
)
def test_what_cannot_be_used_is_named_by_its_row(text, sentence):
    with pytest.raises(BadTable) as refusal:
        read_table(text)

    assert str(refusal.value) == sentence
