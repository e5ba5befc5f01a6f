"""Begroting: the workbook of the college in, checked, mapped and tied out; beside the model; and out again."""

from flexlib.ui import budget_against, budget_hand_in, budget_out, budget_parts, budget_versions
from flexlib.ui.frame import open_page

page = open_page("begroting")

SHOWN = {
    "inlezen": budget_hand_in.show,
    "naast_model": budget_against.show,
    "eruit": budget_out.show,
    "versies": budget_versions.show,
}
budget_parts.show_lead(page)
SHOWN[budget_parts.choose(page, tuple(SHOWN))](page)
