"""A small scenario folder for tests, written file by file so that each test can spoil one thing."""

from __future__ import annotations

from pathlib import Path

SCENARIO = """\
name: small
title: A small scenario
origin: RU
host: KZ
start: 2022-09-14
trigger: 2022-09-21
currency: KZT
source: written for tests
groups:
  - {name: alone, share: 0.7, source: test, known_on: 2022-09-20}
  - {name: family, share: 0.3, source: test, household: family, children: 0.4, document: identity card}
rules:
  - {country: KZ, start: 2022-01-01, stay_days: 30, source: test}
events:
  - {what: trigger, day: 2022-09-21, source: test}
priors:
  - parameter: traffic_in
    target: [KZ]
    law: {kind: lognormal, median: 10000, low: 9000, high: 12000}
    source: test
    known_on: 2022-09-20
"""
PLACES = """\
name,kind,country,lat,lon,source,known_on,assumption,aliases,region,population,from_country,lanes
Samara,origin,RU,53.2,50.1,test,2022-09-20,false,Самара,,3000000,,
Syrym,crossing,KZ,51.8,51.2,test,2022-09-20,true,Сырым; Mashtakovo,West Kazakhstan,,RU,6
Oral,city,KZ,51.2,51.4,test,2022-09-20,false,Uralsk; Уральск,West Kazakhstan,330000,,
Kyrgyzstan,elsewhere,KG,42.9,74.6,test,2022-09-20,false,,,6700000,,
"""
ROUTES = """\
start,end,km,source,known_on,assumption,mode,speed
Samara,Syrym,250,test,2022-09-20,true,road,
Сырым,Oral,70,test,2022-09-20,true,,
Oral,Kyrgyzstan,2500,test,2022-09-20,false,air,4000
"""
POLICIES = """\
policies:
  - name: more-beds
    title: More beds
    source: test
    levers:
      - {lever: open_beds, target: Oral, amount: 300, bed_class: collective, start: 2022-10-01}
"""
EVIDENCE = """\
published,source,measure,value,unit,qualifier,country,place,period_start,period_end,quote
2022-09-27,https://example.org/a,entries,98000,people,about,KZ,,2022-09-21,2022-09-27,some 98 thousand came
2022-09-26,https://example.org/b,rent_level,150000,KZT/month,about,KZ,Уральск,,2022-09-26,
"""
FILES = {
    "scenario.yaml": SCENARIO,
    "places.csv": PLACES,
    "routes.csv": ROUTES,
    "policies.yaml": POLICIES,
    "evidence.csv": EVIDENCE,
}


def write(folder: Path, *, without: tuple[str, ...] = (), **changed: tuple[str, str]) -> Path:
    """The folder with its files; `places=(old, new)` replaces a text that must be in places.csv."""
    folder.mkdir(exist_ok=True)
    stems = {name.split(".")[0]: name for name in FILES}
    for name, text in FILES.items():
        if name in without:
            continue
        stem = next(stem for stem, file in stems.items() if file == name)
        if stem in changed:
            old, new = changed[stem]
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
