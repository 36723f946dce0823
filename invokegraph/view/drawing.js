"use strict";
const stage = document.getElementById("stage");
const svg = stage.querySelector("svg");
const nodes = [...svg.querySelectorAll(".ig-node")];
const wires = [...svg.querySelectorAll(".ig-wire")];
const cards = nodes.map((_, place) => document.getElementById(`card-${place}`));
// What a node is called and holds, without its neighbours.
const texts = cards.map((card) => [...card.querySelectorAll("h2, p, dt, dd")].map((part) => part.textContent).join("\n").toLowerCase());
const search = document.getElementById("search");
const whole = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
const view = { x: 0, y: 0, scale: 1 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 80; // how far the drawing is moved by an arrow key
const LEGIBLE = 0.82; // the smallest scale at which all texts can be read
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
  view.scale = Math.max(view.scale, LEGIBLE);
  view.x = corner.e + box.width / 2 - stage.clientWidth / view.scale / 2;
  view.y = corner.f + box.height / 2 - stage.clientHeight / view.scale / 2;
  show();
}

// A node that was clicked where the window cuts it comes into sight whole.
function reveal(place) {
  show();
  const [box, room] = [nodes[place].querySelector(".ig-box"), stage].map((element) => element.getBoundingClientRect());
  const isCut = box.left < room.left || box.right > room.right || box.top < room.top || box.bottom > room.bottom;
  if (isCut) centre(place);
}

function select(place) {
  selected = place;
  nodes.forEach((node, at) => node.classList.toggle("ig-selected", at === place));
  for (const wire of wires) {
    wire.classList.toggle("ig-near", wire.dataset.ends.split(" ").includes(String(place)));
  }
  cards.forEach((card, at) => { card.hidden = at !== place; });
  document.getElementById("hint").hidden = place >= 0;
  if (place >= 0) cards[place].parentElement.scrollTop = 0;
}

function find() {
  const wanted = search.value.trim().toLowerCase();
  hits = nodes.map((_, place) => place).filter((place) => wanted && texts[place].includes(wanted));
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

// One finger or the mouse moves the drawing, two fingers zoom it as well.
const held = new Map();
let moved = false;

function grip() {
  const points = [...held.values()];
  const mean = (name) => points.reduce((sum, point) => sum + point[name], 0) / points.length;
  const [first, last] = [points[0], points[points.length - 1]];
  return { x: mean("x"), y: mean("y"), spread: Math.hypot(first.x - last.x, first.y - last.y) };
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  if (!held.size) moved = false;
  held.set(event.pointerId, { x: event.clientX, y: event.clientY });
});
stage.addEventListener("pointermove", (event) => {
  const at = held.get(event.pointerId);
  if (!at) return;
  if (!event.buttons) { // let go outside of the window
    held.delete(event.pointerId);
    return;
  }
  if (!moved && Math.hypot(event.clientX - at.x, event.clientY - at.y) < 4) return;
  if (!moved) held.forEach((_, pointer) => stage.setPointerCapture(pointer));
  moved = true;
  stage.classList.add("held");
  const before = grip();
  held.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const after = grip();
  view.x -= (after.x - before.x) / view.scale;
  view.y -= (after.y - before.y) / view.scale;
  const corner = stage.getBoundingClientRect();
  if (before.spread && after.spread) zoom(after.spread / before.spread, after.x - corner.left, after.y - corner.top);
  else show();
});
for (const name of ["pointerup", "pointercancel"]) {
  stage.addEventListener(name, (event) => {
    held.delete(event.pointerId);
    if (!held.size) stage.classList.remove("held");
  });
}
stage.addEventListener("click", (event) => {
  if (moved) return;
  const place = nodes.indexOf(event.target.closest(".ig-node"));
  select(place);
  if (place >= 0) reveal(place);
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
  } else if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (event.key in ARROWS && !event.target.closest("aside")) {
    event.preventDefault();
    const [right, down] = ARROWS[event.key];
    view.x += right * STEP / view.scale;
    view.y += down * STEP / view.scale;
    show();
  } else if (["+", "=", "-", "0"].includes(event.key)) {
    if (event.key === "0") fit();
    else zoom(event.key === "-" ? 1 / 1.3 : 1.3);
  }
});
new ResizeObserver(show).observe(stage); // the list beside it grows and shrinks too
fit();
if (view.scale < LEGIBLE && nodes.length) {
  // Too small to read: begin at the left.
  const lefts = nodes.map((node) => node.transform.baseVal[0].matrix.e);
  centre(lefts.indexOf(Math.min(...lefts)));
  const [right, below] = [whole.width - stage.clientWidth / view.scale, whole.height - stage.clientHeight / view.scale];
  view.x = right < 0 ? right / 2 : 0;
  view.y = below < 0 ? below / 2 : Math.min(Math.max(view.y, 0), below);
  show();
}
