"""Verkennen: what fits within the limits of the room, a handful of unlike variants, and why the rest fell."""

from flexlib.ui import explore_answer, explore_ask, explore_question, explore_run, look
from flexlib.ui.frame import open_page

page = open_page("verkennen")
look.heading(page.t("title"), page.t("lead"))
asked = explore_question.sought(page.model)
question, told = explore_run.question_now(page, asked)
desk = explore_run.settle(page, question)
explore_ask.show(page, asked, question, has_answer=desk.answer is not None)
explore_run.show(page, desk, question, told)
if desk.answer is not None:
    explore_answer.show(page, desk.answer, can_open=desk.fits(page.model, page.choice))
