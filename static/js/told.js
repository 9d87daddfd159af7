// A reason for not accepting brings its ready words, as long as nobody has written others.
"use strict";

const told = document.querySelector("[name=told]");
const ready = [...document.querySelectorAll("[data-told]")];

for (const reason of ready) {
  reason.addEventListener("change", () => {
    const own = told.value && !ready.some((other) => other.dataset.told === told.value);
    if (!own) told.value = reason.dataset.told;
  });
}
