"""How kernels are compiled: kept on disk, without the interpreter's lock, each function once.

Kernels allocate nothing: every array is handed in. So numba need not count references, which would take longer than
the work itself. Left alone, LLVM copies kernels and samplers into every caller: two megabytes of machine code that
take minutes to compile and do not fit the processor's caches. Here each kernel stays a function that is called.
"""
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from numba import njit
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import NativeLowering


class _CalledNotCopied(Lower):
    """Lowers a function and marks it as one that is not to be copied into its callers."""

    def lower_normal_function(self, fndesc: Any) -> None:
        super().lower_normal_function(fndesc)
        self.function.attributes.add("noinline")


@register_pass(mutates_CFG=True, analysis_only=False)
class _LowerCalled(NativeLowering):
    _name = "qonaq_lower_called"

    @property
    def lowering_class(self) -> type[Lower]:
        return _CalledNotCopied


class _Compiler(CompilerBase):
    """The usual compiler, but for how it lowers."""

    def define_pipelines(self) -> list[Any]:
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.passes = [(_LowerCalled if one is NativeLowering else one, why) for one, why in passes.passes]
        passes._finalized = False
        passes.finalize()
        return [passes]


OPTIONS: Any = {"cache": True, "nogil": True, "_nrt": False, "pipeline_class": _Compiler}
kernel: Any = njit(**OPTIONS)


def kernel_of(signature: str) -> Any:
    """A kernel of one signature. Without it numba compiles anew for every constant that a caller hands in."""
    return njit(signature, **OPTIONS)
