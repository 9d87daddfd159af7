// The triage list by keyboard. Without this file a title opens the page of its request.
"use strict";

let rows, current;
// Also whenever static/js/live.js has put another list in place.
function look() {
  rows = [...document.querySelectorAll("tbody tr[data-number]")];
  current = Math.max(0, rows.findIndex((row) => row.classList.contains("cur")));
}
document.addEventListener("listed", look);
look();

function select(index, { load = true } = {}) {
  const row = rows[index];
  if (!row) return;
  document.querySelector("tr.cur")?.classList.remove("cur");
  current = index;
  row.classList.add("cur");
  const link = row.querySelector("a.open");
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  if (load && isPanelShown()) link.click();
}

// Who comes back goes on where they were.
if (new URLSearchParams(location.search).has("open") && isPanelShown()) select(current, { load: false });

// On a phone there is no panel: the title is the plain link that it is.
document.body.addEventListener("htmx:confirm", (event) => {
  if (!event.target.matches("a.open")) return;
  if (isPanelShown()) {
    select(rows.indexOf(event.target.closest("tr")), { load: false });
    return;
  }
  event.preventDefault();
  location.assign(event.target.href);
});

const help = document.getElementById("keys");
help.querySelector("[data-close]").addEventListener("click", () => help.close());
const inPanel = (selector) => (panel.inert ? null : panel.querySelector(selector));
const keys = {
  j: () => select(Math.min(current + 1, rows.length - 1)),
  k: () => select(Math.max(current - 1, 0)),
  x: () => rows[current].querySelector("[name=pick]").click(),
  a: () => {
    const form = inPanel("[data-assign]");
    if (form?.matches("a")) form.click();
    const first = form?.querySelector("[type=radio]:checked") ?? form?.querySelector("[type=radio]:enabled");
    first?.focus();
    form?.scrollIntoView({ block: "nearest" });
  },
  r: () => inPanel("[data-second]")?.click(),
  Enter: () => location.assign(rows[current].querySelector("a.open").href),
};
const always = {
  "/": () => document.getElementById("q").focus(),
  "?": () => (help.open ? help.close() : help.showModal()),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.closest("#panel, #filter")) return select(current, { load: false });
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, summary, button, [contenteditable]");
  const isLink = event.target.closest("a:not(.open)");
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const press = always[key] ?? (rows.length ? keys[key] : null);
  if (help.open ? key !== "?" : !press || isTyping || (key === "Enter" && isLink)) return;
  event.preventDefault();
  press();
});

// A filter that is chosen applies at once, without empty parts in the address.
const filter = document.getElementById("filter");
filter.addEventListener("submit", () => {
  for (const field of filter.elements) if (field.form === filter && !field.value) field.disabled = true;
});
filter.querySelector("[name=sort]").addEventListener("change", () => filter.requestSubmit());
