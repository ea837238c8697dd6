"""The command `nastavnik`: `main` decides who answers.

Pure commands (`roadmap`, `deadlines`, `inflect`) are modules here with ``run(arguments) -> exit code`` and never
import Django. All others are Django's management commands in `management/commands`, carried out by `django_side`.
Data go to stdout, sentences to stderr; exit 0 is done, 2 is input that cannot be used, 1 is a bug.
"""
