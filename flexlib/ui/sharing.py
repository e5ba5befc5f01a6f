"""The panel of the link: the address of what is on screen, a file when it is too long, and opening a file."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import streamlit as st

from flexlib.errors import InputError
from flexlib.model.records import CostModel
from flexlib.share import encode_choice, from_file, to_file, views_in_file, with_views
from flexlib.text import render, text
from flexlib.ui import address, boundary, look, state

FILE_KEY = "choice_file"
LARGEST_FILE_MB = 5
OWN_MACHINE = frozenset(("localhost", "127.0.0.1", "0.0.0.0", "::1"))  # addresses nobody else can open
COPY_SCRIPT = """
(() => {
  const button = document.getElementById("copy-link");
  if (!button) return;
  const done = () => { button.textContent = button.dataset.copied; };
  const byHand = () => {
    const area = document.createElement("textarea");
    area.value = button.dataset.link;
    button.parentElement.append(area);
    area.select();
    if (document.execCommand("copy")) done();
    area.remove();
  };
  button.onclick = () => {
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(button.dataset.link).then(done, byHand);
  };
})();
"""


def panel(model: CostModel, language: str) -> None:
    """Open the panel over the page."""
    st.dialog(text("variants.share_title", language), width="large", on_dismiss="rerun")(_content)(model, language)


def _content(model: CostModel, language: str) -> None:
    with boundary.nothing_escapes(language):
        choice = state.choice()
        st.write(note_on(_base(), choice.institution.is_reference, language))
        try:
            link = f"{_base()}?{with_views(encode_choice(choice, language), address.views())}"
            st.code(link, language=None, wrap_lines=True)
            _copy_button(link, language)
        except InputError as error:
            st.warning(look.verbatim(render(error.notice, language)))
        if not choice.institution.is_reference:
            st.info(text("variants.share_own", language))
        st.download_button(
            text("variants.share_file", language),
            to_file(choice, address.views()),
            file_name=f"flexlib-{choice.variant}.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )
        handed_in = st.file_uploader(
            text("variants.share_open", language, size=LARGEST_FILE_MB),
            type="json",
            key=FILE_KEY,
            max_upload_size=LARGEST_FILE_MB,
        )
        if handed_in is not None and st.button(text("variants.share_take", language), key="take_file", type="primary"):
            content = handed_in.getvalue().decode("utf-8", errors="replace")
            decoded = from_file(content, model)
            state.set_choice(decoded.choice, keep_saved=False)
            state.take_views(views_in_file(content))
            for told in decoded.notices:
                state.tell(told)
            st.rerun()


def note_on(link: str, is_reference: bool, language: str) -> str:
    """What whoever opens the link sees, or that nobody else can open it; own figures are not among it."""
    if is_of_own_machine(link):
        return text("variants.share_local" if is_reference else "variants.share_local_own", language)
    return text("variants.share_note" if is_reference else "variants.share_note_own", language)


def is_of_own_machine(link: str) -> bool:
    """Whether an address leads to the machine it is opened on."""
    return urlsplit(link).hostname in OWN_MACHINE


def _copy_button(link: str, language: str) -> None:
    """A button that copies the link, also where the browser gives a page no clipboard (plain http)."""
    words, copied = (escape(text(f"variants.{key}", language)) for key in ("copy_link", "link_copied"))
    st.html(
        f'<button type="button" class="fl-copy" id="copy-link" data-link="{escape(link)}" data-copied="{copied}"'
        f' aria-live="polite">{words}</button><script>{COPY_SCRIPT}</script>',
        unsafe_allow_javascript=True,
    )


def _base() -> str:
    """The address of the page without its query."""
    return (st.context.url or "").partition("?")[0]
