// The triage list keeps itself up to date: every twenty seconds (see desk/triage_poll.html) it asks whether anything has
// changed, unless nobody looks or somebody is at work in it. Ticks, panel, focus and place stay as they are.
"use strict";

const isLive = (event) => event.detail.requestConfig?.elt.id === "live";
const isDirty = (field) =>
  field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
  : field.matches("select") ? [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0)
  : field.type === "file" ? field.value !== "" : field.type !== "hidden" && field.value !== field.defaultValue;

function isAtWork() {
  const isTyping = document.activeElement.matches("input:not([type=checkbox]), select, textarea");
  const fields = [...document.querySelectorAll("#listed :is(input, select, textarea), #panel :is(input, select, textarea)")];
  return isTyping || document.querySelector("details.menu[open]") !== null || fields.some(isDirty);
}

// Asked again when the answer is there: meanwhile somebody may have begun.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (isLive(event) && (document.hidden || isAtWork())) event.preventDefault();
});

let kept = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (!isLive(event)) return;
  if (isAtWork()) {
    event.detail.shouldSwap = false;
    return;
  }
  const shown = [...document.querySelectorAll("#listed tr[data-number]")];
  const anchor = shown.find((row) => row.getBoundingClientRect().top >= 0) ?? shown[0];
  const focused = document.activeElement.closest("#listed tr[data-number]");
  kept = {
    current: document.querySelector("#listed tr.cur")?.dataset.number,
    focused: focused?.dataset.number,
    control: document.activeElement.matches("[name=pick]") ? "[name=pick]" : "a.open",
    anchor: anchor?.dataset.number,
    top: anchor?.getBoundingClientRect().top,
  };
});

const row = (number) => number && document.querySelector(`#listed tr[data-number="${number}"]`);
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "listed" || !kept) return;
  document.querySelector("#listed tr.cur")?.classList.remove("cur");
  row(kept.current)?.classList.add("cur");
  row(kept.focused)?.querySelector(kept.control).focus({ preventScroll: true });
  const anchor = row(kept.anchor);
  if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - kept.top);
  document.dispatchEvent(new CustomEvent("listed"));
  kept = null;
});

// Who comes back to this window sees at once what happened; who may no longer ask stops asking.
document.addEventListener("visibilitychange", () => {
  const live = document.getElementById("live");
  if (live && !document.hidden) htmx.trigger(live, "live");
});
document.body.addEventListener("htmx:responseError", (event) => {
  if (isLive(event) && event.detail.xhr.status === 404) event.detail.elt.remove();
});
