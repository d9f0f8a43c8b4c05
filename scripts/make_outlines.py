"""Makes src/qonaq/data/outlines.json.gz from Natural Earth (public domain) as packed in `world-atlas` 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python scripts/make_outlines.py package/countries-50m.json

Each country (ISO 3166-1 alpha-2) becomes a list of outer and inner rings, in degrees to two decimals (about 1 km).
"""

import gzip
import json
import sys
from pathlib import Path

from babel.core import get_global

TARGET = Path(__file__).resolve().parents[1] / "src" / "qonaq" / "data" / "outlines.json.gz"


def decoded_arcs(topology):
    """The arcs of a TopoJSON in degrees: delta-encoded integers, scaled and shifted."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append([round(x * sx + tx, 2), round(y * sy + ty, 2)])
        arcs.append(points)
    return arcs


def ring_of(numbers, arcs):
    """One closed ring from arc numbers; a negative number means the arc reversed."""
    ring = []
    for number in numbers:
        points = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += points if not ring else points[1:]
    return [p for k, p in enumerate(ring) if k == 0 or p != ring[k - 1]]


def main(path):
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    arcs = decoded_arcs(topology)
    aliases = get_global("territory_aliases")
    outlines = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        codes = aliases.get(shape.get("id", ""), [])
        if not codes:
            print("left out, no country code:", shape["properties"]["name"])
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [ring_of(ring, arcs) for polygon in polygons for ring in polygon]
        outlines.setdefault(codes[0], []).extend(rings)
    packed = json.dumps(dict(sorted(outlines.items())), separators=(",", ":")).encode()
    TARGET.write_bytes(gzip.compress(packed, 9, mtime=0))
    print(len(outlines), "countries,", TARGET.stat().st_size, "bytes")


main(sys.argv[1])
