"""The estimate once more, in scalar Python: one draw at a time, written from `model.md`, apart from the engine.

It shares nothing with `flexlib.engine` but the records of the model. Where the engine uses closed forms over
arrays, this package loops over lines, groups, roles and pieces of time, and integrates piecewise linear functions
piece by piece, so that an error in a formula of the one does not hide in the other.
"""

from tests.plain.outcomes import estimate_plain

__all__ = ["estimate_plain"]
