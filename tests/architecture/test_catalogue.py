"""The Russian catalogue answers every message, and says nothing that is not asked."""

import polib
import pytest

from tools import extraction, proofreading

PYTHON = """
_("Saved")
ngettext("%(n)s line", "%(n)s lines", n)
pgettext("month", "May")
"""
PAGE = """
  <p>{% translate "Plan" %}
 <b title="{% translate 'Unclosed (' %}">
{% blocktranslate count n=n trimmed %}
  {{ n }} day
{% plural %}
  {{ n }} days
{% endblocktranslate %}
"""


def test_every_message_has_one_good_translation():
    assert proofreading.faults() == []


def test_messages_are_found_in_python_and_in_templates(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "PRODUCT", tmp_path)
    (tmp_path / "deeds.py").write_text(PYTHON)
    (tmp_path / "page.html").write_text(PAGE)

    extraction.messages.cache_clear()
    try:
        found = {(*message.key, message.plural) for message in extraction.messages()}
    finally:
        extraction.messages.cache_clear()

    assert found == {
        ("", "Saved", ""),
        ("", "%(n)s line", "%(n)s lines"),
        ("month", "May", ""),
        ("", "Plan", ""),
        ("", "Unclosed (", ""),
        ("", "%(n)s day", "%(n)s days"),
    }


@pytest.mark.parametrize(
    ("msgid", "text", "fault"),
    [
        ("Saved", "", "has no translation"),
        ("%(n)s lines", "строки", "other placeholders in 'строки'"),
        ("from ", "с", "other spaces at the edges of 'с'"),
        ("Plan", 'План "Маяк"', "straight quotes instead of «…» in 'План \"Маяк\"'"),
        ("Saved", "Сохранено!", "exclamation mark in 'Сохранено!'"),
        ("Plan", "Плaн", "Latin and Cyrillic letters in one word in 'Плaн'"),
    ],
)
def test_a_faulty_entry_is_told(msgid, text, fault):
    entry = polib.POEntry(msgid=msgid, msgstr=text)

    assert list(proofreading.faults_of(entry, (text,))) == [fault]


def test_a_good_entry_has_no_faults():
    text = 'План <a href="%(url)s">«Маяк»</a> сохранён'
    entry = polib.POEntry(msgid='The plan <a href="%(url)s">Mayak</a> is saved', msgstr=text)

    assert list(proofreading.faults_of(entry, (text,))) == []


def test_plural_forms_are_counted():
    entry = polib.POEntry(
        msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "%(n)s день", 1: "%(n)s дня"}
    )

    assert list(proofreading.faults_of(entry, ("%(n)s день", "%(n)s дня"))) == ["has 2 plural forms instead of 3"]
