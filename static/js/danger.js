// Lights up the numbers to call while somebody is still writing, right below their words. The numbers stand there without
// it, too, and the server reads the whole sentence: what only looks similar costs a glance here.
"use strict";

const box = document.getElementById("danger");
const text = document.getElementById("id_description");

if (box && text) {
  const dangers = JSON.parse(box.dataset.dangers).map((danger) => ({
    ...danger,
    sign: new RegExp(danger.sign, "g"),
    unless: new RegExp(danger.unless),
  }));
  const [words, numbers] = box.children;
  const quiet = [...words.childNodes];
  const usual = [...numbers.children];
  const dock = box.parentElement;
  let shown = "";

  function strong(said) {
    const bold = document.createElement("b");
    bold.textContent = said;
    return bold;
  }

  function linkTo([number, who]) {
    const href = `tel:${number}`;
    const standing = usual.find((link) => link.getAttribute("href") === href);
    if (standing) return standing;
    const link = document.createElement("a");
    const unseen = document.createElement("span");
    link.className = "btn";
    link.href = href;
    unseen.className = "vh";
    unseen.textContent = who;
    link.append(number, unseen);
    return link;
  }

  // Whom the danger asks for, each that leads one first; behind them the numbers that always stand there.
  function show(found) {
    const [danger] = found;
    const leading = found.map((one) => linkTo(one.numbers[0]));
    const others = found.flatMap((one) => one.numbers.slice(1)).map(linkTo);
    const links = new Map([...leading, ...others, ...usual].map((link) => [link.getAttribute("href"), link]));
    const first = leading.map((link) => link.getAttribute("href"));
    box.classList.toggle("now", Boolean(danger));
    numbers.replaceChildren(...links.values());
    for (const [href, link] of links) link.classList.toggle("first", first.includes(href));
    if (danger) {
      words.replaceChildren(strong(box.dataset.title), " ", danger.advice);
      text.after(box);
    } else {
      words.replaceChildren(...quiet);
      dock.prepend(box);
    }
  }

  // 「没有着火」 says that there is none; 「是不是着火了」 does not.
  const denied = /(^|[^是])(没有?|不是|不像)(人|再|真的?|什么|任何|[闻看][到见]|听到|发现|发生|出现|被|过|着|的|有)*$/;

  function says({ sign, unless }, clause) {
    if (unless.test(clause)) return false;
    return [...clause.matchAll(sign)].some((found) => !denied.test(clause.slice(0, found.index)));
  }

  function look() {
    const clauses = text.value.normalize("NFKC").match(/[^,.!?;:\s、，。！？；：…~]+/g) || [];
    const found = dangers.filter((danger) => clauses.some((clause) => says(danger, clause)));
    const key = found.map((danger) => danger.advice).join();
    if (key === shown) return;
    shown = key;
    show(found);
  }

  text.addEventListener("input", look);
  look();
}
