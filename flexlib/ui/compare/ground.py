"""The comparison under its former name, while the screens move to `flexlib.ui.comparison`."""

from flexlib.ui.comparison import Compares as Compares
from flexlib.ui.comparison import ground_of as ground_of
from flexlib.ui.values import written as written
