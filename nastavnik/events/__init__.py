"""Events: webinars, seminars, teachers' councils, trainings; who is invited, who came, what was decided.

An event belongs to an organisation or a territory and may be meant for those below. `services.events` plans, moves,
calls off and holds; `services.attendance` invites people of the base and colleagues, takes answers and marks. A held
event proves lines of plans (`proving`), a training writes the readiness of mentors (`services.facts`). Names stay in
the organisation: above it there are numbers (`Turnout`, figures).
"""
