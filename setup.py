"""What `pyproject.toml` cannot say yet: the kernel, a C extension that timdau does without if there is no compiler."""

from pathlib import Path

from setuptools import Extension, setup

_KERNEL = Path("indexer", "engines", "arrays", "kernel")

setup(
    ext_modules=[
        Extension(
            "indexer.engines.arrays.kernel._kernel",
            sources=sorted(map(str, _KERNEL.glob("*.c"))),
            depends=sorted(map(str, _KERNEL.glob("*.h"))),
            define_macros=[("Py_LIMITED_API", "0x030B0000")],
            # Fused operations round once instead of twice: scores would differ from NumPy's.
            extra_compile_args=["-std=c11", "-O3", "-ffp-contract=off"],
            optional=True,
            py_limited_api=True,
        )
    ],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
