"""An import whose connection dies half way, on a database that commits."""

from typing import Any

import pytest
from django.db import OperationalError, connection

from serentak.agencies.actions import roster as action
from tests.cast import Cast
from tests.conftest import OwnDatabase
from tests.desk.test_roster import ALL, checked, counts, grown, sends


def test_an_import_killed_in_the_midst_is_as_if_never_begun(
    own_database: OwnDatabase, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies when accounts and codes are written and the act is about to be."""
    browser = cast.administrator.client()
    shown, before = checked(cast.administrator, ALL), counts()
    perform = action.perform

    def killed(*args: Any, **kwargs: Any) -> list[int]:
        assert grown(before)[:2] == [3, 3]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return perform(*args, **kwargs)

    monkeypatch.setattr(action, "perform", killed)
    with pytest.raises(OperationalError):
        sends(browser, shown)
    connection.close()
    assert grown(before) == [0, 0, 0, 0, 0]
    monkeypatch.undo()
    assert sends(browser, shown).status_code == 200, "and the same form does it afterwards"
    assert grown(before) == [3, 3, 2, 2, 4]
