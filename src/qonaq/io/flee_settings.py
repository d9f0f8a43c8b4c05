"""Read simsetting.yml of a Flee instance: every key that Flee knows is known here, every other one is a finding."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from qonaq.engine.flee_instance import FleeRules
from qonaq.errors import Mistake, nearest

# Every key of Flee 3.2 by section; a key that is not a field of FleeRules changes no count in a serial run.
TOP = ("number_of_steps", "conflict_input_file", "flood_level_input_file", "default_conflict_intensity")
SECTIONS: dict[str, tuple[str, ...]] = {
    "log_levels": ("agent", "link", "camp", "conflict", "init", "idp_totals", "granularity"),
    "spawn_rules": (
        "take_from_population", "insert_day0", "empty_camps_on_day0", "conflict_zone_spawning_only",
        "flood_zone_spawning_only", "camps_are_sicks", "read_from_agents_csv_file", "sum_from_camps",
        "starvation_driven_spawning", "average_social_connectivity", "conflict_spawn_decay",
        "conflict_spawn_decay_interval", "conflict_driven_spawning", "flood_driven_spawn_mode",
    ),
    "move_rules": (
        "max_move_speed", "max_walk_speed", "max_crossing_speed", "foreign_weight", "camp_weight", "conflict_weight",
        "conflict_movechance", "camp_movechance", "idpcamp_movechance", "default_movechance", "awareness_level",
        "capacity_buffer", "capacity_scaling", "avoid_short_stints", "start_on_foot", "use_v1_rules", "softening",
        "weight_softening", "weight_power", "distance_power", "stay_close_to_home", "home_distance_power",
        "use_pop_for_loc_weight", "pop_power_for_loc_weight", "movechance_pop_base", "movechance_pop_scale_factor",
        "pruning_threshold", "WomenAvoidHazards", "ChildrenAvoidHazards", "ElderlyAvoidHazards", "BoysTakeRisk",
        "MatchCampReligion", "MatchCampEthnicity", "MatchTownEthnicity", "MatchConflictEthnicity",
        "avg_religion_fraction", "fixed_routes", "two_system_decision_making", "use_economic_pull", "harvest_months",
        "flee_when_starving", "avoid_food_deprived_locations", "flood_rules",
    ),
    "optimisations": ("hasten",),
}  # fmt: skip
INNER: dict[str, tuple[str, ...]] = {
    "conflict_driven_spawning": ("spawn_mode", "displaced_per_conflict_day"),
    "flood_driven_spawn_mode": ("spawn_mode", "displaced_per_flood_day"),
    "flood_rules": (
        "max_flood_level", "flood_movechances", "flood_loc_weights", "flood_link_weights", "flood_forecaster",
        "flood_forecaster_timescale", "flood_forecaster_weights", "flood_forecaster_end_time",
        "flood_awareness_weights",
    ),
}  # fmt: skip
# Rules of Flee that this engine does not carry out: asking for one is a finding.
NOT_CARRIED_OUT = {
    "WomenAvoidHazards": "the demographic rules", "ChildrenAvoidHazards": "the demographic rules",
    "ElderlyAvoidHazards": "the demographic rules", "BoysTakeRisk": "the demographic rules",
    "MatchCampReligion": "the demographic rules", "MatchCampEthnicity": "the demographic rules",
    "MatchTownEthnicity": "the demographic rules", "MatchConflictEthnicity": "the demographic rules",
    "harvest_months": "harvests", "flood_forecaster": "the flood forecaster",
}  # fmt: skip
WITHOUT_EFFECT = {
    "two_system_decision_making": "Flee stores it as a number and compares it with a truth value",
    "camps_are_sicks": "without a deactivation_probability it does nothing, and with one Flee stops with an error",
    "number_of_steps": "Flee reads it and does not use it",
    "max_crossing_speed": "Flee reads it and does not use it",
    "flood_link_weights": "Flee has not implemented it",
}
DEFAULT_DISPLACED = {
    "conflict pop_ratio": (0.01,),
    "conflict": (500.0,),
    "flood pop_ratio": (0.0, 0.1, 0.2, 0.5, 0.9),
    "flood": (0.0, 100.0, 200.0, 300.0, 500.0),
}
SHARES = ("conflict_movechance", "camp_movechance", "idpcamp_movechance", "default_movechance")
ABOVE_NOUGHT = ("max_move_speed", "max_walk_speed", "capacity_buffer", "hasten", "conflict_spawn_decay_interval",
                "movechance_pop_base")  # fmt: skip
Note = Callable[[Mistake], None]


class Settings:
    """The values of one simsetting.yml, asked for by section and key; what cannot be used is noted."""

    def __init__(self, content: Mapping[str, Any], where: str, note: Note) -> None:
        self.content, self.where, self.note = content, where, note

    def place(self, *path: str) -> str:
        return f"{self.where}, {'.'.join(path)}"

    def section(self, *path: str) -> Mapping[str, Any]:
        inside: Any = self.content
        for name in path:
            inside = inside.get(name) if isinstance(inside, Mapping) else None
        return inside if isinstance(inside, Mapping) else {}

    def bad(self, path: Sequence[str], found: Any, allowed: str, do: str) -> None:
        self.note(Mistake(where=self.place(*path), found=repr(found), allowed=allowed, do=do))

    def truth(self, section: str, key: str, default: bool) -> bool:
        value = self.section(section).get(key, default)
        if not isinstance(value, bool):
            self.bad((section, key), value, "true or false", f"Flee reads this as {'yes' if value else 'no'}.")
        return bool(value)

    def number(self, section: str, key: str, default: float, *, whole: bool = False) -> float:
        value = self.section(section).get(key, default)
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            self.bad((section, key), value, "a number", f"The default {default:g} is used.")
            return default
        if isinstance(value, bool | str) or (whole and number != int(number)):
            self.bad((section, key), value, "a whole number" if whole else "a number", f"Read as {number:g}.")
        number = float(int(number)) if whole else number
        if key in SHARES and not 0.0 <= number <= 1.0:
            self.bad((section, key), value, "0 to 1 a day", "A chance beyond these is cut to them.")
            number = min(max(number, 0.0), 1.0)
        if key in ABOVE_NOUGHT and number <= 0.0:
            self.bad((section, key), value, "above 0", f"The default {default:g} is used.")
            return default
        return number

    def numbers(self, path: tuple[str, ...], default: tuple[float, ...]) -> tuple[float, ...]:
        """A list of numbers; a mapping counts by its values, a single number as a list of one."""
        *sections, key = path
        value = self.section(*sections).get(key)
        if value is None:
            return default
        items = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else [value]
        try:
            return tuple(float(item) for item in items)
        except (TypeError, ValueError):
            self.bad(path, value, "a list of numbers", f"Read as {list(default)}.")
            return default


def load_settings(text: str, where: str, note: Note) -> Mapping[str, Any]:
    """The content of a YAML file; a key that stands twice is noted, and the last one counts as it does for Flee."""
    yaml = YAML(typ="safe", pure=True)
    try:
        content = yaml.load(text)
    except DuplicateKeyError as error:
        found = str(error.problem).splitlines()[0] if error.problem else "a key that stands twice"
        note(
            Mistake(where=where, found=found, allowed="each key once", do="Flee takes the last one. Delete the other.")
        )
        yaml = YAML(typ="safe", pure=True)
        yaml.allow_duplicate_keys = True
        content = yaml.load(text)
    except YAMLError as error:
        found = " ".join(str(error).split())
        note(Mistake(where=where, found=found, allowed="YAML", do="All defaults are used. Correct the file."))
        content = {}
    if content is None:
        content = {}
    if not isinstance(content, Mapping):
        note(
            Mistake(
                where=where, found=type(content).__name__, allowed="sections with keys", do="All defaults are used."
            )
        )
        content = {}
    return dict(content)


def check_keys(settings: Settings) -> None:
    """Every key that Flee does not know, every section that is none, every rule asked for that is not carried out."""
    homes = {key: section for section, keys in SECTIONS.items() for key in keys}
    homes |= {
        key: f"{section}.{name}" for section, keys in SECTIONS.items() for name in keys for key in INNER.get(name, ())
    }
    for key, value in settings.content.items():
        if key in SECTIONS:
            if value is not None and not isinstance(value, Mapping):
                settings.bad((key,), value, "a section with keys", "The defaults of this section are used.")
            _check_section(settings, (key,), SECTIONS[key], homes)
        elif key not in TOP:
            _unknown(settings, (str(key),), (*TOP, *SECTIONS), homes)


def _check_section(
    settings: Settings, path: tuple[str, ...], allowed: tuple[str, ...], homes: Mapping[str, str]
) -> None:
    for key, value in settings.section(*path).items():
        at = (*path, str(key))
        if key not in allowed:
            _unknown(settings, at, allowed, homes)
            continue
        if value and key in NOT_CARRIED_OUT:
            settings.bad(
                at, value, "off", f"Qonaq does not carry out {NOT_CARRIED_OUT[key]}: results differ from Flee's."
            )
        if value and key in WITHOUT_EFFECT:
            settings.bad(at, value, "off", f"It has no effect: {WITHOUT_EFFECT[key]}.")
        if key in INNER and value is not None:
            if isinstance(value, Mapping):
                _check_section(settings, at, INNER[key], homes)
            else:
                settings.bad(at, value, "a section with keys", "Its defaults are used.")


def _unknown(settings: Settings, path: tuple[str, ...], allowed: Sequence[str], homes: Mapping[str, str]) -> None:
    key = path[-1]
    home = homes.get(key)
    do = f"It belongs in {home}; here Flee ignores it." if home else f"Flee ignores it. {nearest(key, list(allowed))}"
    settings.note(Mistake(where=settings.place(*path), found=f"'{key}'", allowed=", ".join(allowed), do=do))


def rules_of(settings: Settings) -> FleeRules:
    """The rules that the settings ask for; Flee's defaults where they are silent."""
    default = FleeRules()
    values: dict[str, Any] = {}
    for section in ("move_rules", "spawn_rules", "optimisations"):
        for field in fields(FleeRules):
            if field.name not in SECTIONS[section] or field.name in ("conflict_spawn_decay", "flood_rules"):
                continue
            initial = getattr(default, field.name)
            if isinstance(initial, bool):
                values[field.name] = settings.truth(section, field.name, initial)
            else:
                whole = isinstance(initial, int)
                number = settings.number(section, field.name, initial, whole=whole)
                values[field.name] = int(number) if whole else number
    values["conflict_spawn_decay"] = settings.numbers(("spawn_rules", "conflict_spawn_decay"), ())
    if settings.truth("move_rules", "use_v1_rules", False):
        values |= {"max_move_speed": 200.0, "start_on_foot": False, "avoid_short_stints": False}
        values |= {"camp_weight": 2.0, "conflict_weight": 0.25}
    return FleeRules(**(values | _flood_values(settings) | _spawn_values(settings)))


def _flood_values(settings: Settings) -> dict[str, Any]:
    inside = settings.section("move_rules")
    if inside.get("flood_rules") is None:
        return {}
    return {
        "flood_rules": True,
        "flood_movechances": settings.numbers(("move_rules", "flood_rules", "flood_movechances"), ()),
        "flood_loc_weights": settings.numbers(("move_rules", "flood_rules", "flood_loc_weights"), ()),
    }


def _spawn_values(settings: Settings) -> dict[str, Any]:
    """Who starts to flee: by counts, or driven by conflicts or floods."""
    inside = settings.section("spawn_rules")
    floods = bool(inside.get("flood_zone_spawning_only", False))
    if floods and bool(inside.get("conflict_zone_spawning_only", True)):
        settings.bad(
            ("spawn_rules", "flood_zone_spawning_only"), True, "only one of it and conflict_zone_spawning_only",
            "Flee stops here. Floods are taken; set conflict_zone_spawning_only to false.",
        )  # fmt: skip
    key = "flood_driven_spawn_mode" if floods else "conflict_driven_spawning"
    section = inside.get(key)
    if section is None:
        return {}
    path = ("spawn_rules", key, "spawn_mode")
    mode = str(settings.section("spawn_rules", key).get("spawn_mode", "pop_ratio" if floods else "constant"))
    if mode.lower() not in ("constant", "pop_ratio", "poisson"):
        settings.bad(
            path,
            mode,
            "constant, pop_ratio, Poisson",
            f"Nobody starts to flee. {nearest(mode, ['constant', 'pop_ratio', 'Poisson'])}",
        )
        return {"spawn_mode": "constant", "displaced_per_day": (0.0,)}
    mode = mode.lower()
    driver = "flood" if floods else "conflict"
    fallback = DEFAULT_DISPLACED.get(f"{driver} {mode}", DEFAULT_DISPLACED[driver])
    amount = "displaced_per_flood_day" if floods else "displaced_per_conflict_day"
    rates = settings.numbers(("spawn_rules", key, amount), fallback)
    if floods and not settings.truth("spawn_rules", "take_from_population", False):
        settings.bad(
            ("spawn_rules", "take_from_population"),
            False,
            "true where floods drive the flight",
            "Flee stops here. It is taken as true.",
        )
        return {
            "spawn_mode": f"flood {mode}",
            "displaced_per_day": rates,
            "take_from_population": True,
            "flood_rules": True,
        }
    prefix = "flood " if floods else ""
    return {"spawn_mode": prefix + mode, "displaced_per_day": rates} | ({"flood_rules": True} if floods else {})
