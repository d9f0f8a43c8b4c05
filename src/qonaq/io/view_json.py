"""A view as JSON and back, so that the studio shows a finished run without computing anything again."""

from __future__ import annotations

from pydantic import TypeAdapter

from qonaq.views.view import View

_VIEW = TypeAdapter(View)


def view_as_json(view: View) -> bytes:
    """The whole view as JSON."""
    return _VIEW.dump_json(view)


def view_of_json(data: bytes) -> View:
    """The view in that JSON."""
    return _VIEW.validate_json(data)
