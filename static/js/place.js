// After a building was chosen, only its entrances are offered. Without this file they stand in groups by building.
"use strict";

function setUp(pair) {
  const [building, entrance] = pair.querySelectorAll("select");
  const [none, ...groups] = entrance.children;

  function narrow() {
    const name = building.selectedOptions[0]?.label;
    const own = groups.filter((group) => group.label === name);
    const chosen = entrance.value;
    entrance.replaceChildren(none, ...(building.value && own.length ? own : groups));
    entrance.value = chosen;
    if (entrance.selectedIndex < 0) entrance.value = "";
  }

  function widen() {
    const name = entrance.selectedOptions[0]?.closest("optgroup")?.label;
    const own = [...building.options].find((option) => option.label === name);
    if (own) building.value = own.value;
  }

  building.addEventListener("change", narrow);
  entrance.addEventListener("change", widen);
  if (!pair.querySelector("[aria-invalid=true]")) narrow();
}

document.querySelectorAll("[data-place]").forEach(setUp);
