"""The totals under their former name, while the screens move to `flexlib.ui.totals`."""

from flexlib.ui.totals import COMPARED as COMPARED
from flexlib.ui.totals import Totals as Totals
from flexlib.ui.totals import totals_of as totals_of
