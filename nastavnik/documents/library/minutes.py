"""Minutes of the teachers' council."""

from __future__ import annotations

from nastavnik.documents.language import Field, Form
from nastavnik.documents.library.built import Built, Group
from nastavnik.documents.library.layout import (
    HEAD_NAME,
    centred,
    date_and_number,
    each,
    head_of_form,
    kind_of_document,
    led,
    listed,
    plain,
    sheet,
    signature,
    text,
    when,
)
from nastavnik.documents.tree import Block, Document

_PRESENT = "{% for item in present %}{% if not loop.first %}, {% endif %}{{ item.name|short }}{% endfor %}"
_ABSENT = "{% for item in absent %}{% if not loop.first %}, {% endif %}{{ item.name|short }}{% endfor %}"


def _question() -> tuple[Block, ...]:
    """Heard, decided, voted: for each question of the agenda."""
    return each(
        "item",
        "decisions",
        led(
            "{{ loop.index }}. СЛУШАЛИ:",
            "{% if item.speaker %}{{ item.speaker.name|accs }}{% if item.speaker.post %},"
            " {{ item.speaker.post|accs }}{% endif %}: {% endif %}{{ item.heard|no_dot }}.",
        ),
        *when("item.discussed", led("ВЫСТУПИЛИ:", "{{ item.discussed|no_dot }}.")),
        led("РЕШИЛИ:", "{{ item.decided|no_dot }}."),
        *when("item.votes", text("Голосовали: {{ item.votes|no_dot }}.")),
    )


def _council() -> Document:
    return sheet(
        "Протокол педагогического совета",
        head_of_form(),
        kind_of_document("ПРОТОКОЛ"),
        centred("заседания педагогического совета"),
        plain(""),
        date_and_number(),
        plain(
            "Председатель – {% if chairman %}{{ chairman.name|short }}{% else %}{{ signer.name|short }}{% endif %}"
        ),
        plain("Секретарь – {{ secretary.name|short }}"),
        plain("Присутствовали: {% if number_present %}{{ number_present }} чел.: {% endif %}" + _PRESENT),
        *when("absent", plain("Отсутствовали: " + _ABSENT)),
        *when("invited", plain('Приглашены: {{ invited|join:", "|no_dot }}.')),
        plain(""),
        centred("ПОВЕСТКА ДНЯ", bold=True),
        listed("agenda", "{{ item|no_dot }}.", numbered=True),
        plain(""),
        _question(),
        signature(
            "Председатель", "{% if chairman %}{{ chairman.name|short_first }}{% else %}" + HEAD_NAME + "{% endif %}"
        ),
        signature("Секретарь", "{{ secretary.name|short_first }}")[1:],
    )


MINUTES = (
    Built(
        code="minutes_council",
        title="Протокол педагогического совета",
        about="Протокол заседания педагогического совета",
        group=Group.MINUTES,
        level="organisation",
        model="both",
        stage="preparation",
        form=Form(
            (
                Field(
                    "chairman",
                    "Председатель",
                    "person",
                    required=False,
                    hint="Если не заполнено – руководитель организации.",
                    sample={"name": "Громова Елена Павловна", "post": "директор"},
                ),
                Field("secretary", "Секретарь", "person", sample="Лебедева Ирина Олеговна"),
                Field("number_present", "Сколько человек присутствовало", "int", required=False, sample=5),
                Field(
                    "present",
                    "Присутствовали",
                    "list",
                    of="person",
                    cls="P2",
                    sample=(
                        "Громова Елена Павловна",
                        "Соколова Марина Игоревна",
                        "Белова-Зимина Анна Сергеевна",
                        "Орлов Пётр Андреевич",
                        "Лебедева Ирина Олеговна",
                    ),
                ),
                Field(
                    "absent",
                    "Отсутствовали",
                    "list",
                    of="person",
                    required=False,
                    cls="P2",
                    sample=("Ветров Антон Маркович",),
                ),
                Field(
                    "invited",
                    "Приглашены",
                    "list",
                    required=False,
                    cls="P2",
                    sample=("председатель совета родителей Зорина О. И.",),
                ),
                Field(
                    "agenda",
                    "Повестка дня",
                    "list",
                    hint="Каждый вопрос с новой строки, начиная с «О» или «Об».",
                    sample=(
                        "О принятии положения о программе наставничества",
                        "О дорожной карте внедрения целевой модели наставничества на 2026/2027 учебный год",
                    ),
                ),
                Field(
                    "decisions",
                    "Что решено по каждому вопросу",
                    "list",
                    hint="Столько строк, сколько вопросов в повестке дня, и в том же порядке.",
                    fields=(
                        Field("speaker", "Кто докладывал", "person", required=False),
                        Field("heard", "О чём доложено", "multiline"),
                        Field("discussed", "Кто и что сказал", "multiline", required=False),
                        Field("decided", "Решение", "multiline"),
                        Field("votes", "Как голосовали", required=False),
                    ),
                    sample=(
                        {
                            "speaker": {"name": "Соколова Марина Игоревна", "post": "заместитель директора"},
                            "heard": "представлен проект положения о программе наставничества, изложены его основные"
                            " разделы, права и обязанности куратора, наставников и наставляемых",
                            "discussed": "Орлов П. А. предложил дополнить положение порядком замены наставника",
                            "decided": "принять положение о программе наставничества с дополнением и представить его"
                            " на утверждение директору",
                            "votes": "за – 5, против – нет, воздержались – нет",
                        },
                        {
                            "speaker": {"name": "Белова-Зимина Анна Сергеевна", "post": "педагог-психолог"},
                            "heard": "представлен проект дорожной карты на 2026/2027 учебный год, сроки её этапов и"
                            " ответственные",
                            "decided": "принять дорожную карту и представить её на утверждение директору",
                            "votes": "за – 5, против – нет, воздержались – нет",
                        },
                    ),
                ),
            )
        ),
        tree=_council,
    ),
)
