"""A base of 100,000 mentors, 20 cells each, from a file into the base: beside reading that file and writing its rows.

Both are done in one process one after the other. Ours reads the file in a process of its own, judges every cell,
compares every row with the base, seals the rows as they wait, the cards and the details, and writes people and their
parts; the bare one reads with the same library and writes the very rows that came of it, ready and sealed, into
tables with the same indexes and keys, by COPY or `executemany`.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import Measure
from bench._site import ENGINES, engine_in_use, measured

ROWS, CELLS = 100_000, 20
ROUNDS = 3  # of the bare one: it is short, and one moment of a busy disk would pass for its speed
LEFT_OUT = ("readiness", "consent", "publication_consent", "status", "mentees", "clearance_doc")
MOST, MOST_MEMORY, MOST_LOOKING = 2.0, 400.0, 60
LAST = ("Ветров", "Сомов", "Лугов", "Зимин", "Орлов", "Громов", "Рябов", "Котов", "Белов", "Крылов")
FIRST = ("Пётр", "Олег", "Иван", "Глеб", "Артём", "Лев", "Марк", "Юрий", "Фёдор", "Денис")
SYLLABLES = ("ва", "ло", "ми", "ра", "то", "се", "ни", "ду", "ка", "пе")
TOPICS = ("робототехника", "чтение", "плавание", "шахматы", "музыка", "физика", "туризм", "театр", "химия", "право")
SOURCES = ("педагог", "работник предприятия", "руководитель", "выпускник", "преподаватель вуза или колледжа")


def measures() -> Iterable[Measure]:
    for engine in ENGINES:
        found = measured("bench.people_import.figures", engine, ROWS)
        versions = found["versions"]
        yield Measure(f"people import, 100,000 rows / bare, {engine}", found["ratio"], "x", "<=", MOST, versions)
        if engine == "sqlite":
            yield Measure("people import / bare, processor time", found["cpu_ratio"], "x", "<=", MOST, versions)
            yield Measure("looking for twins among 100,000", found["likely"], "s", "<=", MOST_LOOKING, versions)
        yield Measure(f"people import, memory, {engine}", found["memory"], "MiB", "<=", MOST_MEMORY, versions)
        yield Measure(f"people import, memory of the reader, {engine}", found["reader"], "MiB", "<=", 1_024, versions)


def figures(count: int) -> dict[str, Any]:
    """Runs on a site of its own: see `bench._site`."""
    from nastavnik.org.services.reference import load
    from nastavnik.people.models import Person
    from tests.cast import make_cast

    load()
    cast = make_cast()
    with tempfile.TemporaryDirectory(prefix="nastavnik-import-") as folder:
        path = Path(folder, "base.xlsx")
        with path.open("wb") as target:
            _write_file(target, count)
        began = _memory()
        ours = _import(cast, path)
        memory = _memory()
        assert Person.objects.count() == count  # noqa: S101 - a part of the file is a quick one
        tables = [_ready(model) for model in _tables()]
        rounds = [_bare(path, tables) for _round in range(ROUNDS)]
        likely = _look_for_twins(cast)
    bare = {name: median(each[name] for each in rounds) for name in rounds[0]}
    return {
        **{f"ours_{name}": round(seconds, 2) for name, seconds in ours.items()},
        **{f"bare_{name}": round(seconds, 2) for name, seconds in bare.items()},
        "ratio": (ours["read"] + ours["accept"]) / (bare["read"] + bare["write"]),
        "cpu_ratio": ours["cpu"] / bare["cpu"],
        "likely": likely,
        "began": began,
        "memory": memory,
        "reader": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "versions": engine_in_use(),
    }


def _import(cast: Any, path: Path) -> dict[str, float]:
    """Until the base has everybody. Cards that may be of one person are looked for afterwards, by another job."""
    from nastavnik.people.models import Intake
    from nastavnik.people.services import intakes

    began, worked = time.perf_counter(), _cpu()
    intake = intakes.take_in(
        cast.school, side="mentor", model="learners", school_year=2026, content=path.read_bytes(),
        file_name="base.xlsx", actor=cast.curator,
    )  # fmt: skip
    _run_job_of(intake)
    read = time.perf_counter()
    assert intake.counts == {"new": intake.rows}, (intake.state, intake.counts, intake.mapping)  # noqa: S101 - a bench that proves nothing must stop
    intakes.accept(intake, ground=Intake.Ground.NONE, version=intake.version, actor=cast.curator)
    _run_job_of(intake)
    return {"read": read - began, "accept": time.perf_counter() - read, "cpu": _cpu() - worked}


def _cpu() -> float:
    """Processor time of this process and of those that it waited for; a server of a database is none of them."""
    return sum(os.times()[:4])


def _look_for_twins(cast: Any) -> float:
    """Seconds of processor time for looking through the whole base for cards of one person."""
    from nastavnik.people.services import likenesses

    began = time.process_time()
    likenesses.pairs(likenesses.cards_of(cast.school))
    return time.process_time() - began


def _run_job_of(intake: Any) -> None:
    from nastavnik.jobs.models import Job
    from nastavnik.jobs.runs import run_next

    intake.refresh_from_db()
    run_next(Job.objects.values_list("pk", flat=True).get(uid=intake.job_uid), beating=False)
    intake.refresh_from_db()


def _tables() -> tuple[type[Any], ...]:
    from nastavnik.people.models import Participation, Person

    return Person, Participation


def _bare(path: Path, tables: list[tuple[str, int, list[Any]]]) -> dict[str, float]:
    """The cells read, and the rows that they became written anew, ready as they are, into tables of the same make."""
    from django.db import connection, transaction
    from python_calamine import CalamineWorkbook

    with connection.cursor() as cursor:
        for into, _width, _rows in tables:
            cursor.execute(f"DELETE FROM {into.partition(' ')[0]}")  # noqa: S608 - our own names
        if connection.vendor == "postgresql":
            cursor.execute("CHECKPOINT")
    began, worked = time.perf_counter(), _cpu()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())).get_sheet_by_index(0).to_python()
    assert rows  # noqa: S101 - a bench that proves nothing must stop
    read = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for into, width, ready in tables:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in ready:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * width)
                cursor.executemany(f"INSERT INTO {into} VALUES ({places})", ready)  # noqa: S608 - our own names
    return {"read": read - began, "write": time.perf_counter() - read, "cpu": _cpu() - worked}


def _ready(model: type[Any]) -> tuple[str, int, list[Any]]:
    """An empty table like that of ``model`` with all its indexes, and the rows of the latter as they are kept."""
    from django.db import connection

    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - our own names
        rows = cursor.fetchall()
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
            # Keys to other tables are not among "all", and each row is checked by them.
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
                [table],
            )
            for (key,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bare_{table} ADD {key}")
        else:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY rowid", [table]
            )
            for (made,) in cursor.fetchall():
                cursor.execute(made.replace(f'"{table}', f'"bare_{table}').replace('INDEX "', 'INDEX "bare_'))
    return f"bare_{table} ({', '.join(columns)})", len(columns), rows


def _memory() -> float:
    """The most that this process has held so far, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _write_file(target: Any, count: int) -> None:
    from nastavnik.base.sheets import Column, write_xlsx
    from nastavnik.people.registers.columns import MENTORS

    used = [each for each in MENTORS if each.name not in LEFT_OUT]
    assert len(used) == CELLS, len(used)  # noqa: S101 - a bench that proves nothing must stop
    columns = [Column(each.title, _cell(each.name), 20) for each in used]
    write_xlsx(target, columns, _rows(count))


def _cell(name: str) -> Any:
    return lambda row: row.get(name, "")


def _rows(count: int) -> Iterator[dict[str, Any]]:
    """People no two of whom are alike."""
    for n in range(count):
        tail = "".join(SYLLABLES[int(digit)] for digit in f"{n // 100:03}")
        topics = f"{TOPICS[n % 10]}, {TOPICS[n // 10 % 10]}, {TOPICS[n // 100 % 10]}"
        yield {
            "seq_no": n + 1,
            "full_name": f"{LAST[n % 10]}{tail}ский {FIRST[n // 10 % 10]} {FIRST[n // 7 % 10]}ович",
            "contacts": f"+7 9{n // 10**7:02} {n // 10**4 % 1000:03}-{n // 100 % 100:02}-{n % 100:02}",
            "work_place": f"Организация № {n % 2_000}",
            "competences": topics,
            "achievements": f"Победитель конкурса «{TOPICS[n % 10]}» {2000 + n % 26} года, диплом № {n}",
            "interests": topics,
            "wanted_age": f"{10 + n % 5}–{15 + n % 4}",
            "time_resource": f"{1 + n % 4} часа в неделю",
            "entry_date": dt.date(2026, 9, 1 + n % 28),
            "form": "работодатель – ученик",
            "mentee_place": f"Школа № {n % 900}",
            "end_date": dt.date(2027, 5, 1 + n % 28),
            "results": f"Проведено встреч: {n % 40}, выполнено заданий: {n % 17}",
            "case_url": f"https://school.example/cases/{n}",
            "source": SOURCES[n % 5],
            "birth_date": dt.date(1960 + n % 40, 1 + n % 12, 1 + n % 28),
            "partner": f"Предприятие «{TOPICS[n % 10]}»",
            "training_status": f"программа «Наставник», {16 + n % 20} часов",
            "max_units": 1 + n % 3,
        }
