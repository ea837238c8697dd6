import pytest
from django.contrib.messages import add_message, constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory

from nastavnik.portal.ui.toasts import Toast, toast, toasts


@pytest.fixture
def request_():
    request = RequestFactory().get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_a_toast_waits_with_its_way_back(request_):
    toast(request_, "Пункт удалён", undo="/plans/lines/1/restore/")
    toast(request_, "Письмо не отправлено", tone="danger")

    assert toasts(request_) == [
        Toast("Пункт удалён", "success", "/plans/lines/1/restore/"),
        Toast("Письмо не отправлено", "danger", ""),
    ]


def test_a_fault_stays_and_good_news_goes(request_):
    assert Toast("", "danger", "").stays
    assert Toast("", "warning", "").stays
    assert not Toast("", "success", "").stays


def test_a_message_of_a_package_is_shown_too(request_):
    add_message(request_, constants.INFO, "нечто", extra_tags="чужая метка")

    assert toasts(request_) == [Toast("нечто", "info", "")]
