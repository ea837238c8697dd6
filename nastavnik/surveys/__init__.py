"""Questionnaires: what is asked, who is asked, how far they have come.

`questions` (pure) reads a definition and what was typed; `models` keep versions, frozen once somebody answered, and
fillings, whose answers are sealed and seen by the person themselves and by whoever gave the questionnaire out as a
psychologist. A curator sees who has completed one and never the answers.
"""
