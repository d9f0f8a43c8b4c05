"""What could happen: a scenario becomes a program, a program an ensemble of possible courses."""

from __future__ import annotations

from qonaq.engine.ensemble import Ensemble
from qonaq.engine.program import Program, compile_program
from qonaq.engine.program_parameters import Parameters, Unknown, draw_parameters
from qonaq.engine.simulate import simulate
from qonaq.engine.workers import Workers

__all__ = ["Ensemble", "Parameters", "Program", "Unknown", "Workers", "compile_program", "draw_parameters", "simulate"]
