"""What a page under test says."""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest


def markup(app: AppTest) -> str:
    """Its own HTML, with plain spaces."""
    bodies = [element.proto.body for element in app.get("html") if "<style>" not in element.proto.body]
    return " ".join(bodies).replace("\u00a0", " ")


def said(app: AppTest) -> str:
    """The words in that."""
    return unescape(re.sub(r"<[^>]+>", " ", markup(app))).replace("\u00a0", " ")
