"""Opens the packaged country outlines (Natural Earth, public domain; made by scripts/make_outlines.py)."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files

from qonaq.io.drawing.map import Outlines


@cache
def read_outlines() -> Outlines:
    """Rings of longitude and latitude by ISO 3166-1 alpha-2 code."""
    packed = (files("qonaq") / "data" / "outlines.json.gz").read_bytes()
    outlines: Outlines = json.loads(gzip.decompress(packed))
    return outlines
