// Shows chosen photos before they are sent, adds to them on a second choice, lets one be dropped, and says at once what
// cannot be sent. The <input type="file"> stays the only truth: its list is rebuilt through a DataTransfer.
"use strict";

const MOST = 6;
const BIGGEST = 15 * 1024 * 1024;
const KNOWN = /^image\/(jpeg|png|webp|hei[cf])$/;
const NAMED = /\.(jpe?g|png|webp|hei[cf])$/i; // some phones tell no type

const kept = () => document.querySelectorAll("[data-kept] [name=kept]").length;

function setUp(tiles) {
  const { caption, drop: dropWord, odd, big, many } = tiles.dataset;
  const input = tiles.querySelector("input[type=file]");
  const add = input.closest(".tile");
  const said = tiles.parentElement.querySelector("[data-said]");
  let chosen = [];

  function refused(file) {
    if (!(KNOWN.test(file.type) || (!file.type && NAMED.test(file.name)))) return odd;
    return file.size > BIGGEST ? big : "";
  }

  function take(files) {
    const words = files.filter(refused).map((file) => refused(file).replace("{}", file.name));
    const good = files.filter((file) => !refused(file));
    const room = MOST - kept() - chosen.length;
    if (good.length > room) words.push(many);
    keep([...chosen, ...good.slice(0, room)]);
    said.hidden = !words.length;
    said.lastElementChild.textContent = words.join(" ");
  }

  function keep(files) {
    chosen = files;
    const transfer = new DataTransfer();
    chosen.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    draw();
  }

  function draw() {
    for (const old of tiles.querySelectorAll(".tile.has")) {
      URL.revokeObjectURL(old.querySelector("img")?.src);
      old.remove();
    }
    chosen.forEach((file, index) => add.before(tile(file, kept() + index + 1)));
  }

  function tile(file, number) {
    const box = document.createElement("div");
    box.className = "tile has";
    const name = `${caption}${number}`;
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = name;
    image.addEventListener("error", () => image.remove()); // a kind that this browser cannot show, such as HEIC
    const label = document.createElement("span");
    label.className = "cap";
    label.textContent = name;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "drop";
    drop.textContent = "×";
    drop.setAttribute("aria-label", `${dropWord} ${name}`);
    drop.addEventListener("click", () => {
      keep(chosen.filter((other) => other !== file));
      input.focus();
    });
    box.append(image, label, drop);
    return box;
  }

  input.addEventListener("change", () => take([...input.files]));

  // 「不要」 on a photo that was kept works at once; what is left is counted anew.
  for (const box of input.form.querySelectorAll("[data-kept] [name=drop]")) {
    box.addEventListener("change", () => {
      const list = box.closest("[data-kept]");
      box.closest("[data-kept] > div").remove();
      if (!list.children.length) list.closest("fieldset").remove();
      draw();
      input.focus();
    });
  }
}

document.querySelectorAll("[data-photos]").forEach(setUp);
