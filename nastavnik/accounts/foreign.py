"""The classes of rows that other packages keep in our database."""

from __future__ import annotations

from nastavnik.base.privacy import FOREIGN, Privacy


def classify() -> None:
    FOREIGN.update(
        {
            "account.EmailAddress": Privacy(P1="user verified primary", P2="email"),
            "account.EmailConfirmation": Privacy(P1="email_address created sent", P2="key"),
            "mfa.Authenticator": Privacy(P1="user type created_at last_used_at", P2="data"),
            "sessions.Session": Privacy(P0="expire_date", P2="session_key session_data"),
            "auth.Permission": Privacy(P0="name content_type codename"),
            "auth.Group": Privacy(P0="name permissions"),
            "django_tasks_database.DBTaskResult": Privacy(
                P0="status enqueued_at started_at finished_at args_kwargs priority task_path worker_ids queue_name"
                " backend_name run_after return_value exception_class_path traceback"
            ),
            "contenttypes.ContentType": Privacy(P0="app_label model"),
        }
    )
