"""flexlib: the page table and the frame. A page file bears its address: `pages/kiezen.py` is `/kiezen`."""

from flexlib.ui.frame import Entry, run

PAGES = (
    Entry("start", ":material/flag:", "pages/start.py", default=True),
    Entry("instelling", ":material/account_balance:", "pages/instelling.py"),
    Entry("kiezen", ":material/tune:", "pages/kiezen.py"),
    Entry("impact", ":material/bar_chart:", "pages/impact.py"),
    Entry("bronnen", ":material/menu_book:", "pages/bronnen.py"),
    Entry("verantwoording", ":material/function:", "pages/verantwoording.py"),
)

if __name__ == "__main__":
    run(PAGES)
