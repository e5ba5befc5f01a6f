"""Begroting: the workbook of the college in, checked, mapped and tied out; beside the model; and out again."""

from flexlib.ui.budget import against as budget_against
from flexlib.ui.budget import hand_in as budget_hand_in
from flexlib.ui.budget import out as budget_out
from flexlib.ui.budget import parts as budget_parts
from flexlib.ui.budget import versions as budget_versions
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
