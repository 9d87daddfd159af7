// Shows chosen photos before they are sent, adds to them on a second choice, and lets one be dropped.
// The <input type="file"> stays the only truth: its list is rebuilt through a DataTransfer.
"use strict";

const MOST = 6;

function setUp(tiles) {
  const input = tiles.querySelector("input[type=file]");
  const add = input.closest(".tile");
  let chosen = [];

  function keep(files) {
    chosen = files.slice(0, MOST);
    const transfer = new DataTransfer();
    chosen.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    draw();
  }

  function draw() {
    for (const old of tiles.querySelectorAll(".tile.has")) {
      URL.revokeObjectURL(old.querySelector("img").src);
      old.remove();
    }
    chosen.forEach((file, index) => add.before(tile(file, index)));
  }

  function tile(file, index) {
    const box = document.createElement("div");
    box.className = "tile has";
    const name = `${tiles.dataset.caption}${index + 1}`;
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = name;
    image.addEventListener("error", () => image.remove()); // a kind that this browser cannot show, such as HEIC
    const caption = document.createElement("span");
    caption.className = "cap";
    caption.textContent = name;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "drop";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${tiles.dataset.drop} ${name}`);
    drop.addEventListener("click", () => {
      keep(chosen.filter((other) => other !== file));
      input.focus();
    });
    box.append(image, caption, drop);
    return box;
  }

  input.addEventListener("change", () => keep([...chosen, ...input.files]));
}

document.querySelectorAll("[data-photos]").forEach(setUp);
