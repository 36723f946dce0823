"use strict";
const main = document.querySelector("main");
const compare = document.getElementById("compare");
const pair = document.getElementById("pair");
const share = document.getElementById("share");
const edge = document.getElementById("edge");
const sides = [document.getElementById("left"), document.getElementById("right")];
let chosen = [];

function show() {
  document.querySelectorAll("td button").forEach((button) => {
    button.classList.toggle("first", button === chosen[0]);
    button.classList.toggle("second", button === chosen[1]);
  });
  compare.hidden = chosen.length < 2;
  document.getElementById("hint").hidden = chosen.length === 2;
  if (compare.hidden) return;
  sides.forEach((side, place) => {
    const image = chosen[place].querySelector("img");
    side.src = image.src;
    side.alt = image.alt;
    side.nextElementSibling.textContent = image.alt;
  });
  slide();
}

function slide() {
  const over = compare.classList.contains("over");
  // Both in the shape of the higher one, so that they lie on each other.
  const shapes = chosen.map((button) => button.querySelector("img")).map((image) => image.naturalWidth / image.naturalHeight);
  for (const side of sides) side.style.aspectRatio = shapes.length ? Math.min(...shapes) : "";
  edge.style.height = `${sides[0].clientHeight}px`;
  sides[0].style.clipPath = over ? `inset(0 ${100 - share.value}% 0 0)` : "";
  edge.style.left = `calc(${share.value}% - 1px)`;
}

function lay(over) {
  compare.classList.toggle("over", over);
  document.getElementById("slider").setAttribute("aria-pressed", String(over));
  document.getElementById("beside").setAttribute("aria-pressed", String(!over));
  slide();
}

function choose(button) {
  if (chosen.includes(button)) chosen = chosen.filter((other) => other !== button);
  else chosen = chosen.length < 2 ? [...chosen, button] : [chosen[0], button];
  const opened = compare.hidden;
  show();
  if (opened && !compare.hidden) {
    compare.scrollIntoView({ block: "start" });
    (compare.classList.contains("over") ? share : document.getElementById("beside")).focus({ preventScroll: true });
  }
}

// The headings of columns stay in sight where the page is moved, and not the table within it.
function settle() {
  main.classList.remove("fits");
  main.classList.toggle("fits", main.scrollWidth <= main.clientWidth);
}

document.querySelector("table").addEventListener("click", (event) => {
  const button = event.target.closest("td button");
  if (button) choose(button);
});
pair.addEventListener("pointermove", (event) => {
  if (!compare.classList.contains("over")) return;
  if (event.pointerType !== "mouse" && !event.buttons) return;
  const box = pair.getBoundingClientRect();
  share.value = ((event.clientX - box.left) / box.width) * 100;
  slide();
});
share.addEventListener("input", slide);
document.getElementById("slider").addEventListener("click", () => lay(true));
document.getElementById("beside").addEventListener("click", () => lay(false));
document.getElementById("swap").addEventListener("click", () => {
  chosen.reverse();
  show();
});
function close() {
  const last = compare.contains(document.activeElement) ? chosen[1] : null;
  chosen = [];
  show();
  if (last) last.focus();
}
document.getElementById("close").addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
addEventListener("resize", () => {
  settle();
  slide();
});
settle();
lay(true);
