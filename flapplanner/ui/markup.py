"""Pictures and tables that Streamlit has no element for: markup of our own, shown as it is.

All text in it comes from the atlas, the models or `html.escape`. A row or picture with a
`data-choice` can be chosen by mouse, touch or keyboard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

import streamlit as st
from streamlit.components.v2 import component

_CSS = """
.shown { color: var(--st-text-color); font: 0.875rem/1.35 var(--st-font); }
svg { display: block; width: 100%; max-width: 560px; height: auto; max-height: 60vh;
  margin: 0 auto; }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr));
  gap: 0.9rem 2rem; }
h2 { font-size: 1rem; font-weight: 600; margin: 1.1rem 0 0.3rem; }
h3 { font-size: 0.9rem; font-weight: 600; margin: 0.8rem 0 0.2rem; }
h2:first-child { margin-top: 0; }
p { margin: 0.3rem 0; }
.broad svg { max-width: 860px; max-height: none; }
ul, ol { margin: 0.3rem 0; padding-left: 1.1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 0.7rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
.small, td small { color: color-mix(in srgb, var(--st-text-color) 78%, transparent);
  font-size: 0.8rem; line-height: 1.25; }
td small { display: block; }
.caution { color: var(--st-orange-text-color); }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding: 0 0 0.35rem; }
th { text-align: left; font-weight: 600; font-size: 0.8rem; vertical-align: bottom;
  border-bottom: 1px solid var(--st-text-color); padding: 0.15rem 0.3rem; line-height: 1.2; }
td { vertical-align: top; border-bottom: 1px solid var(--st-border-color);
  padding: 0.3rem; }
th:first-child, td:first-child { padding-left: 0.3rem; }
.wide { width: 42%; }
.half { width: 50%; }
.third { width: 34%; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
tr[data-choice] { cursor: pointer; }
tr[data-choice]:hover { background: var(--st-secondary-background-color); }
tr.chosen, tr.chosen:hover { box-shadow: inset 3px 0 0 var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 16%, transparent); }
button { all: unset; cursor: pointer; font-weight: 600; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.bar { display: block; height: 5px; margin-top: 3px; border-radius: 2px; min-width: 2.2rem;
  background: color-mix(in srgb, var(--st-text-color) 14%, transparent); }
.bar > i { display: block; height: 100%; border-radius: 2px; background: var(--st-primary-color); }
"""
_HTML = '<div class="shown"></div>'
# The focus is set again, as a new row takes the place of the one that had it.
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const shown = parentElement.querySelector(".shown");
  const row = (element) => element?.closest?.("[data-choice]");
  const focused = row(parentElement.activeElement)?.dataset.choice;
  shown.innerHTML = data;
  shown.onclick = (event) => {
    const choice = row(event.target)?.dataset.choice;
    if (choice) setTriggerValue("chosen", choice);
  };
  if (focused) shown.querySelector(`[data-choice="${focused}"] button`)?.focus();
}
"""
_component = component("flapplanner_markup", html=_HTML, css=_CSS, js=_JS)


def show(markup: str, key: str, on_choice: Callable[[str], None] | None = None) -> None:
    """Shows markup; `on_choice` is called with the `data-choice` of what the user chooses in it."""

    def chosen() -> None:
        choice = st.session_state[key].chosen
        if on_choice and isinstance(choice, str):
            on_choice(choice)

    _component(data=markup, key=key, on_chosen_change=chosen)


def table(caption: str, header: Sequence[tuple[str, str]], rows: Iterable[str], testid: str) -> str:
    """A table of rows made by `row`; the header pairs a title with the class of its column."""
    heads = "".join(f'<th scope="col" class="{kind}">{title}</th>' for title, kind in header)
    return (
        f'<table data-testid="{testid}"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def items(sentences: Iterable[str], kind: str = "ul") -> str:
    """Sentences as a list; `kind` is ul or ol.

    >>> items(["It is < 5 mm."])
    '<ul><li>It is &lt; 5 mm.</li></ul>'
    """
    lines = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<{kind}>{lines}</{kind}>"


def number_cell(text: str, testid: str = "") -> str:
    """A cell that is set flush right.

    >>> number_cell("98 %")
    '<td class="number">98 %</td>'
    """
    name = f' data-testid="{testid}"' if testid else ""
    return f'<td class="number"{name}>{escape(text)}</td>'


def bar(share: float) -> str:
    """A bar of a share from 0 to 1, for the eye only: the figure stands beside it."""
    return f'<span class="bar" aria-hidden="true"><i style="width:{100 * share:.0f}%"></i></span>'
