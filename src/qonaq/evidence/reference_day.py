# ruff: noqa: E501  (a pattern is kept on one line)
"""The day that the head of a report says it is as of: data until 3 April; reporting period: 12–18 November."""

from __future__ import annotations

import re
from datetime import date, timedelta

from qonaq.evidence.dates import whens_in
from qonaq.evidence.days import Today
from qonaq.evidence.furniture import lines_of
from qonaq.evidence.report import Report
from qonaq.evidence.words import normal

_HEAD = 1500  # characters
_AS_OF = re.compile(
    r"\b(?:data (?:until|as of|to|through|up to)|as of|as at|reporting period|situation (?:as of|on)|status as of|period covered)\b"
    r"|(?<!\w)(?:по состоянию на|данные на|на утро|отчетный период|за период)(?!\w)"
)
_TOP_LINES = 12  # lines of a report that may say as of when it is


def reference_day(report: Report) -> date | None:
    """The day that a report's head says it is as of: data until 3 April; reporting period: 12–18 November."""
    if report.published is None:
        return None
    if _AS_OF.search(normal(report.text[:_HEAD])) is None:
        return None
    for line in lines_of(report.text[:_HEAD])[:_TOP_LINES]:
        norm = normal(line.text)
        found = _AS_OF.search(norm)
        if found is None or len(line.text) > _TOP_LINE:
            continue
        whens = whens_in(norm, 0, len(norm), language=report.language, today=Today(report.published))
        days = [when.last for when in whens if when.last is not None and when.end > found.start()]
        if days and report.published - timedelta(days=_OLDEST) <= days[0] <= report.published:
            return days[0]
    return None


_TOP_LINE = 120  # characters of a line that is no sentence of the body
_OLDEST = 31  # days before publication that a report may be as of
