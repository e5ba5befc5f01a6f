"""Verkennen: what fits within the limits of the room, a handful of unlike variants, and why the rest fell."""

from flexlib.ui import look
from flexlib.ui.explore import answer as explore_answer
from flexlib.ui.explore import ask as explore_ask
from flexlib.ui.explore import question as explore_question
from flexlib.ui.explore import run as explore_run
from flexlib.ui.frame import open_page

page = open_page("verkennen")
look.heading(page.t("title"), page.t("lead"))
asked = explore_question.sought(page.model)
question, told = explore_run.question_now(page, asked)
desk = explore_run.settle(page, question)
explore_ask.show(page, asked, has_answer=desk.answer is not None)
explore_run.show(page, desk, question, told)
if desk.answer is not None:
    explore_answer.show(page, desk.answer, can_open=desk.fits(page.model, page.choice))
