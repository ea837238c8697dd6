"""The words that lines of plans are written with: what a mistyped word is compared with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from nastavnik.base.privacy import Privacy

# The row of this word is no word: its ``line`` says up to which line words have been gathered.
BOOKMARK = ""


class SearchWord(models.Model):
    """One word, once. Written by `services.words` alone."""

    word = models.CharField(max_length=60, unique=True)
    line = models.BigIntegerField()

    objects: ClassVar[models.Manager[SearchWord]] = models.Manager()

    privacy = Privacy(P1="word line")

    def __str__(self) -> str:
        return self.word
