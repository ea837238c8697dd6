import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nastavnik.accounts.keyring.fields
import nastavnik.base.uids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0005_register_by_kind"),
        ("org", "0005_requisites"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Settings",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "node",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="people_settings",
                        serialize=False,
                        to="org.node",
                    ),
                ),
                (
                    "asks_own_ack",
                    models.BooleanField(
                        default=True, verbose_name="people of 14–17 confirm their consent themselves"
                    ),
                ),
                (
                    "least_mentor_age",
                    models.PositiveSmallIntegerField(default=14, verbose_name="least age of a pupil who is a mentor"),
                ),
                (
                    "most_mentees",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="mentees of one mentor before a warning"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsentBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="purpose")),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "being made"), ("done", "made"), ("failed", "not made")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                ("pdf_key", models.CharField(blank=True, editable=False, max_length=100)),
                ("job_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="date")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
            ],
            options={
                "verbose_name": "act of destruction",
                "verbose_name_plural": "acts of destruction",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("name", models.CharField(max_length=40, verbose_name="class or group")),
                ("sort", models.CharField(editable=False, max_length=60)),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="study_groups", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "class or group",
                "verbose_name_plural": "classes and groups",
                "ordering": ["sort"],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("mentee", "mentee"), ("mentor", "mentor")], max_length=8, verbose_name="base"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[("learners", "mentoring of learners"), ("teachers", "mentoring of teachers")],
                        max_length=10,
                        verbose_name="model",
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="school year")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being read"),
                            ("mapping", "columns to be looked at"),
                            ("ready", "ready to look through"),
                            ("accepting", "being accepted"),
                            ("accepted", "accepted"),
                            ("undone", "taken back"),
                            ("refused", "cannot be read"),
                            ("discarded", "put aside"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consents", "paper consents were collected"),
                            ("none", "no consents yet: they become candidates"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="ground",
                    ),
                ),
                ("consents_on", models.DateField(blank=True, null=True, verbose_name="date of the consents")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="where the consents are")),
                ("mapping", models.JSONField(default=dict, editable=False)),
                (
                    "headings",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(
                        blank=True, editable=False, node="node_id", null=True
                    ),
                ),
                ("header_rows", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("counts", models.JSONField(default=dict, editable=False)),
                ("rows", models.PositiveIntegerField(default=0, editable=False)),
                ("file_key", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "file_name",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(
                        blank=True, editable=False, node="node_id", null=True
                    ),
                ),
                ("file_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("errors_key", models.CharField(blank=True, editable=False, max_length=100)),
                ("job_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("refusal_code", models.CharField(blank=True, editable=False, max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "verbose_name": "loaded table",
                "verbose_name_plural": "loaded tables",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="purpose")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("issued", "given out"),
                            ("signed", "signed, to be looked at"),
                            ("active", "in force"),
                            ("withdrawn", "withdrawn"),
                            ("expired", "expired"),
                            ("replaced", "replaced by a newer one"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="edition of the text")),
                ("text_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not signed yet"),
                            ("paper", "on paper"),
                            ("simple_signature", "simple electronic signature"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="how it was signed",
                    ),
                ),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="given out on")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="where the paper is")),
                (
                    "proof",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(blank=True, node="node_id", null=True),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=20, null=True, unique=True)),
                ("scan_key", models.CharField(blank=True, editable=False, max_length=100)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="org.node"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="people.consent",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.template",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to="people.consentbatch",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="IntakePiece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("first", models.PositiveIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("verdicts", models.TextField(blank=True, editable=False)),
                ("rows", nastavnik.accounts.keyring.fields.EncryptedJSONField(blank=True, node="node_id", null=True)),
                ("is_done", models.BooleanField(default=False, editable=False)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="people.intake"
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "ordering": ["intake", "first"],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "side",
                    models.CharField(
                        choices=[("mentee", "mentee"), ("mentor", "mentor")], max_length=8, verbose_name="side"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[("learners", "mentoring of learners"), ("teachers", "mentoring of teachers")],
                        max_length=10,
                        verbose_name="model",
                    ),
                ),
                (
                    "school_year",
                    models.PositiveSmallIntegerField(
                        help_text="the year in which it begins", verbose_name="school year"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("learner", "learner"),
                            ("student", "student"),
                            ("teacher", "teacher"),
                            ("adult", "other adult"),
                        ],
                        max_length=10,
                        verbose_name="learner, teacher or student",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("candidate", "candidate"),
                            ("consented", "consents are there"),
                            ("in_base", "in the base"),
                            ("ready", "ready"),
                            ("unmatched", "without a pair"),
                            ("matched", "pair proposed"),
                            ("active", "at work"),
                            ("completed", "completed"),
                            ("withdrawn", "left"),
                            ("archived", "archived"),
                        ],
                        default="candidate",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("status_since", models.DateField(verbose_name="since")),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="form of mentoring")),
                ("source", models.CharField(blank=True, max_length=40, verbose_name="category of the mentor")),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="category of the mentee")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mentees at one time"),
                ),
                ("entered_on", models.DateField(blank=True, null=True, verbose_name="entered the programme on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended the programme on")),
                (
                    "details",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(
                        blank=True, node="node_id", null=True, verbose_name="details"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="people.group",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="participations",
                        to="people.intake",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "part in a base",
                "verbose_name_plural": "bases",
            },
        ),
        migrations.CreateModel(
            name="MentorAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "message",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="message"
                    ),
                ),
                (
                    "answer",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="answer"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "sent"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("taken_back", "taken back"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "from_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks_sent", to="org.node"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "to_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks_received", to="org.node"
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="asks", to="people.participation"
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a mentor",
                "verbose_name_plural": "requests for mentors",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "type",
                    models.CharField(help_text="A code of the reference list.", max_length=40, verbose_name="type"),
                ),
                ("inn", models.CharField(blank=True, max_length=12, verbose_name="taxpayer number (INN)")),
                ("industry", models.CharField(blank=True, max_length=200, verbose_name="industry")),
                (
                    "contact",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(
                        blank=True, node="node_id", null=True, verbose_name="contact person"
                    ),
                ),
                (
                    "agreement_words",
                    models.CharField(blank=True, max_length=200, verbose_name="agreement: number and date"),
                ),
                ("agreement_until", models.DateField(blank=True, null=True, verbose_name="agreement in force until")),
                ("resources", models.TextField(blank=True, max_length=2000, verbose_name="resources")),
                (
                    "last_review_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="last revision"),
                ),
                ("since_on", models.DateField(blank=True, null=True, verbose_name="partner since")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="no longer a partner from")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="partnerships",
                        to="org.node",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="partners", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
            },
        ),
        migrations.AddField(
            model_name="participation",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="mentors",
                to="people.partner",
            ),
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mentors", "mentors"),
                            ("place", "a place for practice or excursions"),
                            ("event", "an event"),
                            ("resource", "equipment, materials, means"),
                        ],
                        max_length=10,
                        verbose_name="what is offered",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how many")),
                ("words", models.TextField(max_length=2000, verbose_name="in words")),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="form of mentoring")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("is_open", models.BooleanField(default=False, verbose_name="open to all schools of the territory")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "offered"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("ended", "ended"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="org.node",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="people.partner"
                    ),
                ),
            ],
            options={
                "verbose_name": "offer of a partner",
                "verbose_name_plural": "offers of partners",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerEffort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="date")),
                ("what", models.CharField(max_length=500, verbose_name="measure")),
                ("result", models.CharField(blank=True, max_length=500, verbose_name="result")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="efforts",
                        to="people.partner",
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PartnerReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="date")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[
                            ("goes_on", "the partnership goes on"),
                            ("renew", "the agreement is to be renewed"),
                            ("revive", "the work is to be taken up again"),
                            ("end", "the partnership is to be ended"),
                        ],
                        max_length=10,
                        verbose_name="conclusion",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="people.partner"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("seat", models.PositiveIntegerField(editable=False, verbose_name="seat number")),
                (
                    "card",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(
                        blank=True, node="node_id", null=True, verbose_name="card"
                    ),
                ),
                ("name_mark", models.CharField(blank=True, editable=False, max_length=64)),
                ("birth_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of birth")),
                (
                    "birth_month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month of birth"),
                ),
                ("adult_from", models.DateField(blank=True, editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "in the base"),
                            ("erased", "erased"),
                            ("merged", "joined with another card"),
                        ],
                        default="kept",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "intake",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="persons",
                        to="people.intake",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged_cards",
                        to="people.person",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="org.node"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="persons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.AddField(
            model_name="participation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="participations", to="people.person"
            ),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "before",
                    nastavnik.accounts.keyring.fields.EncryptedJSONField(blank=True, node="node_id", null=True),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "to be decided"),
                            ("different", "different people"),
                            ("merged", "one person"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("see", "see what is kept"),
                            ("copy", "get a copy of everything"),
                            ("correct", "correct what is wrong"),
                            ("stop", "stop using the data"),
                            ("delete", "delete the data"),
                            ("withdrawal", "withdrawal of a consent"),
                        ],
                        max_length=12,
                        verbose_name="what is asked",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("by_themselves", models.BooleanField(default=False)),
                (
                    "words",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="in words"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="to be done by")),
                ("is_extended", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be carried out"),
                            ("done", "carried out"),
                            ("refused", "refused with a ground"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "answer",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="answer"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.consent",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="data_requests", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "request about one's data",
                "verbose_name_plural": "requests about one's data",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person"
            ),
        ),
        migrations.CreateModel(
            name="Care",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cares", to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("form", models.CharField(blank=True, max_length=40, verbose_name="form of mentoring")),
                ("source", models.CharField(blank=True, max_length=40, verbose_name="category of the mentor")),
                ("capacity", models.PositiveSmallIntegerField(default=1, verbose_name="mentees at one time")),
                ("free", models.SmallIntegerField(default=1, verbose_name="free places")),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("card", nastavnik.accounts.keyring.fields.EncryptedJSONField(blank=True, node="node_id", null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.consent"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="org.node",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="published_cards", to="org.node"
                    ),
                ),
                (
                    "participation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published",
                        to="people.participation",
                    ),
                ),
            ],
            options={
                "verbose_name": "card in the base of the city",
                "verbose_name_plural": "cards in the base of the city",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublishedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=32)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="people.publishedcard"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadinessFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="what")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("passed", "passed"), ("failed", "not passed")],
                        default="passed",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="date")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                (
                    "basis",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="ground"
                    ),
                ),
                ("source_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readiness_facts",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-dated_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Representation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("mother", "mother"),
                            ("father", "father"),
                            ("guardian", "guardian"),
                            ("trustee", "trustee"),
                            ("other", "another legal representative"),
                        ],
                        max_length=10,
                        verbose_name="who they are",
                    ),
                ),
                (
                    "adult",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="represents", to="people.person"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representations",
                        to="people.person",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "verbose_name": "legal representative",
                "verbose_name_plural": "legal representatives",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="representation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="people.representation",
            ),
        ),
        migrations.CreateModel(
            name="Safeguard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "being checked"),
                            ("cleared", "cleared to work with minors"),
                            ("paused", "paused: a check has run out"),
                            ("suspended", "suspended until a report is looked into"),
                            ("barred", "not allowed to work with minors"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="ground"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("is_current", models.BooleanField(default=True, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="safeguards", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ScanBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("signed_on", models.DateField(verbose_name="signed on")),
                (
                    "state",
                    models.CharField(
                        choices=[("sorting", "being sorted"), ("sorted", "sorted"), ("failed", "not sorted")],
                        default="sorting",
                        max_length=10,
                    ),
                ),
                ("job_uid", models.UUIDField(blank=True, editable=False, null=True)),
                ("refusal_code", models.CharField(blank=True, max_length=40)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("file_keys", models.JSONField(default=list, editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ScanPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("position", models.PositiveIntegerField()),
                ("file_key", models.CharField(editable=False, max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("taken", "put to its consent"),
                            ("unknown", "no code found"),
                            ("foreign", "a code of no consent here"),
                            ("again", "this consent has a scan already"),
                            ("set_aside", "set aside"),
                        ],
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="people.scanbatch"
                    ),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="scans",
                        to="people.consent",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "position"],
            },
        ),
        migrations.CreateModel(
            name="SigningCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(editable=False)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="signing_codes", to="people.person"
                    ),
                ),
                (
                    "representation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.representation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StaffCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Order: number and date.", max_length=300, verbose_name="basis"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("curator", "curator"), ("psychologist", "psychologist"), ("expert", "expert")],
                        max_length=12,
                        verbose_name="register",
                    ),
                ),
                ("full_name", models.CharField(max_length=200, verbose_name="full name")),
                ("position", models.CharField(max_length=300, verbose_name="position")),
                ("contacts", models.CharField(max_length=300, verbose_name="work contacts")),
                ("order_words", models.CharField(blank=True, max_length=200, verbose_name="order of appointment")),
                (
                    "model",
                    models.CharField(
                        choices=[
                            ("learners", "mentoring of learners"),
                            ("teachers", "mentoring of teachers"),
                            ("both", "both models"),
                        ],
                        max_length=10,
                        verbose_name="model",
                    ),
                ),
                (
                    "training",
                    models.CharField(blank=True, max_length=300, verbose_name="training: programme, hours, year"),
                ),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff_cards", to="org.node"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.paper",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "person responsible",
                "verbose_name_plural": "people responsible",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("base", "a base in its official form"),
                            ("copy", "a copy for the person themselves"),
                            ("coded", "a set without names, for the centre"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("side", models.CharField(blank=True, max_length=8, verbose_name="base")),
                ("school_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="school year")),
                ("rows", models.PositiveIntegerField(default=0)),
                (
                    "reason",
                    nastavnik.accounts.keyring.fields.EncryptedTextField(
                        blank=True, node="node_id", null=True, verbose_name="what for"
                    ),
                ),
                ("keys", nastavnik.accounts.keyring.fields.EncryptedJSONField(blank=True, node="node_id", null=True)),
                ("file_key", models.CharField(blank=True, editable=False, max_length=100)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "file taken out",
                "verbose_name_plural": "files taken out",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AccessMeasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="school year")),
                ("category", models.CharField(max_length=40, verbose_name="for whom")),
                ("what", models.CharField(max_length=500, verbose_name="measure")),
                ("responsible", models.CharField(blank=True, max_length=200, verbose_name="responsible")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.node"),
                ),
            ],
            options={
                "verbose_name": "measure of accessibility",
                "verbose_name_plural": "measures of accessibility",
                "ordering": ["position", "pk"],
                "indexes": [models.Index(fields=["node", "school_year", "position"], name="access_measure_of_node")],
            },
        ),
        migrations.CreateModel(
            name="CategoryCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("uid", models.UUIDField(default=nastavnik.base.uids.new_uid, editable=False, unique=True)),
                ("category", models.CharField(max_length=40, verbose_name="category")),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="school year")),
                ("on", models.DateField(verbose_name="as of")),
                ("count", models.PositiveIntegerField(verbose_name="how many")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="category_counts", to="org.node"
                    ),
                ),
            ],
            options={
                "verbose_name": "count of a category",
                "verbose_name_plural": "counts of categories",
                "ordering": ["category", "-on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("node", "category", "on"),
                        name="category_count_day_once",
                        violation_error_message="The count of this category on this day is there already: change it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMemory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("mentee", "mentee"), ("mentor", "mentor")], max_length=8)),
                ("heading", models.CharField(max_length=200)),
                ("column", models.CharField(blank=True, max_length=40)),
                (
                    "node",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="org.node"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("node", "side", "heading"), name="column_memory_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasedPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seat", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=40)),
                ("what", models.JSONField(default=list)),
                (
                    "erasure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="people.erasure"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("erasure", "seat"), name="erased_person_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("node", "name"),
                name="study_group_once",
                violation_error_message="The organisation has this class already.",
            ),
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(fields=["node", "-id"], name="intake_of_node"),
        ),
        migrations.AddConstraint(
            model_name="intakepiece",
            constraint=models.UniqueConstraint(fields=("intake", "first"), name="intake_piece_once"),
        ),
        migrations.AddIndex(
            model_name="mentorask",
            index=models.Index(fields=["to_node", "state", "-id"], name="mentor_ask_received"),
        ),
        migrations.AddIndex(
            model_name="mentorask",
            index=models.Index(fields=["from_node", "-id"], name="mentor_ask_sent"),
        ),
        migrations.AddConstraint(
            model_name="mentorask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sent")),
                fields=("from_node", "participation"),
                name="mentor_ask_once",
                violation_error_message="This mentor has been asked for already; the answer is being waited for.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorask",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_node", models.F("to_node")), _negated=True), name="mentor_ask_of_another"
            ),
        ),
        migrations.AddIndex(
            model_name="partner",
            index=models.Index(fields=["node", "ended_on", "name", "id"], name="partner_of_node"),
        ),
        migrations.AddIndex(
            model_name="partner",
            index=models.Index(condition=models.Q(("body__isnull", False)), fields=["body"], name="partner_of_body"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("inn", ""), _negated=True), ("ended_on", None)),
                fields=("node", "inn"),
                name="partner_inn_once",
                violation_error_message="A partner with this INN is in the register already.",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["partner", "-id"], name="offer_of_partner"),
        ),
        migrations.AddIndex(
            model_name="partnereffort",
            index=models.Index(fields=["node", "-on", "-id"], name="partner_effort_of_node"),
        ),
        migrations.AddConstraint(
            model_name="partnerreview",
            constraint=models.UniqueConstraint(fields=("partner", "on"), name="partner_review_day_once"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["node", "state", "id"], name="person_of_node"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("state", "kept")), fields=["node", "name_mark"], name="person_by_name"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("user__isnull", False)), fields=["user"], name="person_of_user"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("state", "kept")), fields=["adult_from"], name="person_comes_of_age"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("node", "seat"), name="person_seat_once"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["node", "side", "school_year", "model", "id"], name="participation_base"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["node", "status", "side"], name="participation_status"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                condition=models.Q(("partner__isnull", False)), fields=["partner"], name="participation_partner"
            ),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(fields=["status", "made_at"], name="participation_waiting"),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("person", "side", "model", "school_year"),
                name="participation_once",
                violation_error_message="This person is in this base of this year already.",
            ),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=models.Index(fields=["node", "state", "-score"], name="likeness_of_node"),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.UniqueConstraint(fields=("one", "other"), name="likeness_once"),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))), name="likeness_ordered"
            ),
        ),
        migrations.AddIndex(
            model_name="datarequest",
            index=models.Index(fields=["node", "state", "due_on"], name="data_request_of_node"),
        ),
        migrations.AddIndex(
            model_name="datarequest",
            index=models.Index(fields=["state", "due_on"], name="data_request_due"),
        ),
        migrations.AddIndex(
            model_name="care",
            index=models.Index(fields=["user", "to_on"], name="care_of_user"),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="people_care_period",
                violation_error_message="A period ends after the day it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="care",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)), fields=("person", "user"), name="care_open_once"
            ),
        ),
        migrations.AddIndex(
            model_name="publishedcard",
            index=models.Index(fields=["node", "-id"], name="published_card_region"),
        ),
        migrations.AddIndex(
            model_name="publishedcard",
            index=models.Index(fields=["node", "form", "-id"], name="published_card_form"),
        ),
        migrations.AddIndex(
            model_name="publishedcard",
            index=models.Index(fields=["district", "-id"], name="published_card_district"),
        ),
        migrations.AddIndex(
            model_name="publishedcard",
            index=models.Index(
                condition=models.Q(("free__gt", 0)), fields=["node", "-id"], name="published_card_free"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedword",
            constraint=models.UniqueConstraint(fields=("digest", "card"), name="published_word_once"),
        ),
        migrations.AddIndex(
            model_name="readinessfact",
            index=models.Index(fields=["person", "kind", "-dated_on"], name="readiness_of_person"),
        ),
        migrations.AddIndex(
            model_name="readinessfact",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)), fields=["expires_on"], name="readiness_expiring"
            ),
        ),
        migrations.AddConstraint(
            model_name="readinessfact",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_on", None), ("expires_on__gt", models.F("dated_on")), _connector="OR"),
                name="readiness_period",
                violation_error_message="It expires after the day it is dated.",
            ),
        ),
        migrations.AddConstraint(
            model_name="readinessfact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_uid__isnull", False), ("withdrawn_at", None)),
                fields=("person", "kind", "source_uid"),
                name="readiness_of_source_once",
            ),
        ),
        migrations.AddIndex(
            model_name="representation",
            index=models.Index(fields=["adult", "to_on"], name="representation_of_adult"),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="people_representation_period",
                violation_error_message="A period ends after the day it begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on", None)), fields=("child", "adult"), name="representation_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(("child", models.F("adult")), _negated=True), name="representation_of_another"
            ),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["node", "kind", "state"], name="consent_coverage"),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["state", "expires_on"], name="consent_expiring"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("person", "kind"), name="consent_in_force_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "issued", "signed"])),
                fields=("person", "kind"),
                name="consent_on_its_way_once",
                violation_error_message="A consent to this purpose is given out already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["signed", "active"]), _negated=True),
                    models.Q(("signed_on__isnull", False), models.Q(("way", ""), _negated=True)),
                    _connector="OR",
                ),
                name="consent_signed_is_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="safeguard",
            index=models.Index(
                condition=models.Q(("is_current", True)), fields=["node", "state"], name="safeguard_of_node"
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("person",), name="safeguard_current_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scanpage",
            constraint=models.UniqueConstraint(fields=("batch", "position"), name="scan_page_once"),
        ),
        migrations.AddIndex(
            model_name="signingcode",
            index=models.Index(fields=["person", "ended_at"], name="signing_code_of_person"),
        ),
        migrations.AddIndex(
            model_name="staffcard",
            index=models.Index(fields=["node", "kind", "id"], name="staff_card_of_node"),
        ),
        migrations.AddIndex(
            model_name="staffcard",
            index=models.Index(fields=["kind", "full_name", "id"], name="staff_card_sorted"),
        ),
        migrations.AddConstraint(
            model_name="staffcard",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on", None), ("to_on__gt", models.F("from_on")), _connector="OR"),
                name="people_staffcard_period",
                violation_error_message="A period ends after the day it begins.",
            ),
        ),
        migrations.AddIndex(
            model_name="taking",
            index=models.Index(fields=["node", "-id"], name="taking_of_node"),
        ),
        migrations.AddIndex(
            model_name="taking",
            index=models.Index(fields=["made_by", "-made_at"], name="taking_of_user"),
        ),
    ]
