"use strict";
const stage = document.getElementById("stage");
const svg = stage.querySelector("svg");
const nodes = [...svg.querySelectorAll(".ig-node")];
const wires = [...svg.querySelectorAll(".ig-wire")];
const cards = nodes.map((_, place) => document.getElementById(`card-${place}`));
const search = document.getElementById("search");
const whole = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
const view = { x: 0, y: 0, scale: 1 };
let selected = -1;
let hits = [];

function show() {
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${stage.clientWidth / view.scale} ${stage.clientHeight / view.scale}`);
}

function fit() {
  view.scale = Math.min(stage.clientWidth / whole.width, stage.clientHeight / whole.height, 1.5);
  view.x = (whole.width - stage.clientWidth / view.scale) / 2;
  view.y = (whole.height - stage.clientHeight / view.scale) / 2;
  show();
}

// Zoom so that the point of the drawing that is at (x, y) of the stage stays there.
function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const scale = Math.min(Math.max(view.scale * factor, 0.01), 8);
  view.x += x / view.scale - x / scale;
  view.y += y / view.scale - y / scale;
  view.scale = scale;
  show();
}

function centre(place) {
  const corner = nodes[place].transform.baseVal[0].matrix;
  const box = nodes[place].querySelector(".ig-box").getBBox();
  view.scale = Math.max(view.scale, 0.6);
  view.x = corner.e + box.width / 2 - stage.clientWidth / view.scale / 2;
  view.y = corner.f + box.height / 2 - stage.clientHeight / view.scale / 2;
  show();
}

function select(place) {
  selected = place;
  nodes.forEach((node, at) => node.classList.toggle("ig-selected", at === place));
  for (const wire of wires) {
    wire.classList.toggle("ig-near", wire.dataset.ends.split(" ").includes(String(place)));
  }
  cards.forEach((card, at) => { card.hidden = at !== place; });
  document.getElementById("hint").hidden = place >= 0;
  if (place >= 0) cards[place].scrollIntoView({ block: "nearest" });
}

function find() {
  const wanted = search.value.trim().toLowerCase();
  hits = nodes.map((_, place) => place).filter((place) => wanted && cards[place].textContent.toLowerCase().includes(wanted));
  const found = new Set(hits);
  nodes.forEach((node, place) => node.classList.toggle("ig-dim", Boolean(wanted) && !found.has(place)));
  wires.forEach((wire) => wire.classList.toggle("ig-dim", Boolean(wanted)));
  document.getElementById("found").textContent = wanted ? `${hits.length} of ${nodes.length}` : "";
}

function go(place) {
  select(place);
  centre(place);
}

nodes.forEach((node, place) => {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.addEventListener("focus", () => {
    if (node.matches(":focus-visible")) centre(place);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select(place);
    }
  });
});

let held = null;
let moved = false;
stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  held = { x: event.clientX, y: event.clientY };
  moved = false;
});
stage.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (!moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 4) return;
  if (!moved) stage.setPointerCapture(event.pointerId);
  moved = true;
  stage.classList.add("held");
  view.x -= (event.clientX - held.x) / view.scale;
  view.y -= (event.clientY - held.y) / view.scale;
  held = { x: event.clientX, y: event.clientY };
  show();
});
for (const name of ["pointerup", "pointercancel"]) {
  stage.addEventListener(name, () => {
    held = null;
    stage.classList.remove("held");
  });
}
stage.addEventListener("click", (event) => {
  if (!moved) select(nodes.indexOf(event.target.closest(".ig-node")));
});
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const corner = stage.getBoundingClientRect();
  const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  zoom(Math.exp(-event.deltaY * lines * 0.0015), event.clientX - corner.left, event.clientY - corner.top);
}, { passive: false });

document.querySelector("aside").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) go(Number(button.dataset.card));
});
document.getElementById("in").addEventListener("click", () => zoom(1.3));
document.getElementById("out").addEventListener("click", () => zoom(1 / 1.3));
document.getElementById("fit").addEventListener("click", fit);
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && hits.length) go(hits[(hits.indexOf(selected) + 1) % hits.length]);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    search.value = "";
    find();
    select(-1);
  } else if (event.target !== search && event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (event.target !== search && ["+", "-", "0"].includes(event.key) && !event.ctrlKey && !event.metaKey) {
    if (event.key === "0") fit();
    else zoom(event.key === "+" ? 1.3 : 1 / 1.3);
  }
});
addEventListener("resize", show);
fit();
if (view.scale < 0.5 && nodes.length) {
  // Too small to read: begin at the left.
  view.scale = 0.8;
  const lefts = nodes.map((node) => node.transform.baseVal[0].matrix.e);
  centre(lefts.indexOf(Math.min(...lefts)));
  view.x = 0;
  show();
}
