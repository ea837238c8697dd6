"""Every name of a stored file stands where the sweep looks for it: a column overlooked would cost its files."""

from __future__ import annotations

import ast
from pathlib import Path

from nastavnik.accounts.keyring import orphans

ROOT = Path(__file__).parents[2] / "nastavnik"
STORE = "nastavnik.accounts.keyring.files"
# Where files are put down → where their names are kept.
KEPT_IN = {
    "documents/services/issuing.py": {"Paper.docx_key", "Paper.pdf_key"},
    "documents/services/journals.py": {"Journal.file_key"},
    "documents/services/signing.py": {"Signing.file_key"},
    "documents/tasks_batches.py": {"Batch.archive_key", "Batch.print_key", "Job.cursor"},
    "org_import/services/lists.py": {"OrgList.file_key"},
    "people/services/coded.py": {"Taking.file_key"},
    "people/services/intakes.py": {"Intake.file_key"},
    "people/services/issuing.py": {"ConsentBatch.pdf_key"},
    "people/services/scans.py": {"ScanBatch.file_keys"},
    "people/services/signing.py": {"Consent.scan_key"},
    "people/tasks_consents.py": {"ScanPage.file_key", "Job.cursor"},
    "roadmaps/services/evidence.py": {"Evidence.file_key"},
    "roadmaps/services/imports.py": {"RoadmapImport.file_key"},
    "roadmaps/services/printouts.py": {"Printout.file_key"},
}


def puts_down(source: str) -> bool:
    """Whether the module saves into the encrypted store, under whatever name it took it in."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == STORE
        for alias in node.names
    }
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "save"
        and isinstance(node.value, ast.Name)
        and node.value.id in names
        for node in ast.walk(tree)
    )


def test_the_scan_finds_what_it_looks_for() -> None:
    assert puts_down(f"from {STORE} import files as store\nkeys = [store.save(1, x)]")
    assert puts_down(f"from {STORE} import files\nkeep = files.save")
    assert not puts_down(f"from {STORE} import files\nfiles.delete(key)\nrow.save()")


def test_whoever_puts_a_file_down_says_where_its_name_is_kept() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if STORE in (source := path.read_text("utf-8")) and puts_down(source)
    }
    assert found == set(KEPT_IN)


def test_the_sweep_looks_wherever_names_are_kept() -> None:
    looked_at = {f"{model.__name__}.{column}" for model, column in orphans.columns()}
    assert set().union(*KEPT_IN.values()) <= looked_at
