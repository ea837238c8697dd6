"""An order with everything an order may hold, as it was before LibreOffice saved it anew."""

from __future__ import annotations

from nastavnik.documents.tree import Cell, Document, Item, PageBreak, Paragraph, Picture, Row, Run, Table
from tests.documents.test_elements import listed, png, words

#: Kept beside: `order` written by our writer, opened in LibreOffice 7.4 and saved as "Word 2007–365".
RESAVED = "order-libreoffice.docx"


def order() -> Document:
    reference = Table(
        (85, 85),
        (Row((Cell((words("15 октября 2026 г."),)), Cell((words("№ {{ number }}", align="right"),)))),),
        lines=False,
    )
    duties = listed("вести учёт пар;", "отчитываться до пятого числа.", numbered=True, sign="1.1.")
    deeper = listed(Item(words("точка"), listed("глубже")), "точка два")
    looks = (
        Run("жирно ", bold=True), Run("{{ name|gent }}", italic=True), Run(" подчёркнуто", underline=True),
        Run(" мелко\tтаб\nстрока", size=9),
    )  # fmt: skip
    return Document(
        "Приказ о назначении куратора",
        (
            words("«Школа № 122»", align="center", after=12),
            words("ПРИКАЗ", heading=1, align="center", before=6, after=6),
            reference,
            words("В целях развития наставничества приказываю:", align="justify", first=12.5, spacing=1.5, keep=True),
            listed(
                Item(words("Назначить куратором Иванову А. П.", align="justify"), duties), "Контроль.", numbered=True
            ),
            words("Прерывание списка."),
            listed("продолжение", Item(words("ещё"), deeper), numbered=True, start=3),
            listed("первое", "второе", numbered=True, sign="а)"),
            listed("первое", "второе", numbered=True, sign="1)", start=5),
            Paragraph(looks),
            Picture(png(20, 10), 30, "Код & <проверки>", "right"),
            _merged(),
            _merged(),
            PageBreak(),
            words("Приложение", left=110, before=3.5),
            words("висячий отступ", left=20, hanging=10, after=7),
            Paragraph(()),
            words("конец"),
        ),
        header=(words("Верх", align="right"),),
        footer=(words("Проверить: example", align="center"),),
    )


def _merged() -> Table:
    head = Row((Cell((words("№"),), shaded=True), Cell((words("Кто"),), colspan=2, middle=True)))
    body = (
        Row((Cell((words("1"),)), Cell((words("директор"),), rowspan=2), Cell((words("школа"),)))),
        Row((Cell((words("2"),)), Cell((words("округ"),)))),
    )
    return Table((15, 100, 50), (head, *body), header_rows=1)
