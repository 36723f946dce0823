// Measures what a page shows in its window now: how many texts, the smallest, the least contrast, and what is wrong.
(options) => {
  const { root, panned, shortened, boxes, inactive, smallestText } = options;
  const findings = [];
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const above = (element) => element.parentElement ?? (element.getRootNode().host || null);
  const brief = (text) => {
    const line = text.replace(/\s+/g, " ").trim();
    return line.length > 60 ? `${line.slice(0, 59)}…` : line;
  };
  const tell = (kind, text, detail) => findings.push({ kind, text: brief(text), detail });

  // Whatever is drawn can be hit, so that the page can be asked what lies at a point.
  const hitting = new CSSStyleSheet();
  hitting.replaceSync("*, *::before, *::after { pointer-events: auto !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, hitting];

  const dot = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  const colourOf = (text) => {
    if (!colours.has(text)) {
      dot.clearRect(0, 0, 1, 1);
      dot.fillStyle = text;
      dot.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = dot.getImageData(0, 0, 1, 1).data;
      colours.set(text, { red, green, blue, alpha: alpha / 255 });
    }
    return colours.get(text);
  };
  const over = (front, back) => {
    const mixed = (name) => front[name] * front.alpha + back[name] * (1 - front.alpha);
    return { red: mixed("red"), green: mixed("green"), blue: mixed("blue"), alpha: 1 };
  };
  const luminance = (colour) => {
    const [red, green, blue] = [colour.red, colour.green, colour.blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const hex = ({ red, green, blue, alpha }) =>
    `rgb(${[red, green, blue].map(Math.round).join(" ")}${alpha < 1 ? ` / ${alpha.toFixed(2)}` : ""})`;
  const opacityOf = (element) => {
    let opacity = 1;
    for (let at = element; at; at = above(at)) opacity *= Number(styleOf(at).opacity);
    return opacity;
  };
  const isShape = (element) => element instanceof SVGGeometryElement;
  // What an element paints behind what stands on it; null for a picture, of which nothing is known here.
  const paint = (element) => {
    const style = styleOf(element);
    if (["IMG", "CANVAS", "VIDEO"].includes(element.tagName)) return null;
    if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) {
      if (!isShape(element) || style.fill === "none") return { red: 0, green: 0, blue: 0, alpha: 0 };
      const fill = colourOf(style.fill);
      return { ...fill, alpha: fill.alpha * Number(style.fillOpacity) * opacityOf(element) };
    }
    if (style.backgroundImage !== "none" && styleOf(element).backgroundImage.includes("url(")) return null;
    const back = colourOf(style.backgroundColor);
    return { ...back, alpha: back.alpha * opacityOf(element) };
  };
  const isDarkPage = matchMedia("(prefers-color-scheme: dark)").matches
    && styleOf(document.documentElement).colorScheme.includes("dark");
  const ground = colourOf(isDarkPage ? "#121212" : "#ffffff");
  const behind = (stack) => {
    const layers = [];
    for (const element of stack) {
      const layer = paint(element);
      if (layer === null) return null;
      layers.push(layer);
      if (layer.alpha >= 0.99) break;
    }
    return layers.reverse().reduce((back, front) => over(front, back), ground);
  };

  const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const common = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const isEmpty = (box) => box.right - box.left < 0.5 || box.bottom - box.top < 0.5;
  // The part of a line that letters fill: boxes of lines touch where their letters do not.
  const letters = (line) => ({
    left: line.left, right: line.right, top: line.top + line.height * 0.22, bottom: line.bottom - line.height * 0.18,
  });
  // What is left of a box within all that it stands in, and whether something other than scrolling took a part of it.
  const seen = (box, element) => {
    let left = box;
    let cut = false;
    let lost = false;
    let skips = false;
    for (let at = element; at; at = above(at)) {
      const style = styleOf(at);
      const clips = [style.overflowX, style.overflowY];
      if (!(skips && style.position === "static") && at !== document.body && at !== document.documentElement) {
        skips = false;
        const isSvg = at instanceof SVGElement;
        if ((isSvg ? at instanceof SVGSVGElement : style.display !== "inline") && clips.some((clip) => clip !== "visible")) {
          const edge = at.getBoundingClientRect();
          if (edge.width <= 1 || edge.height <= 1) return { box: null, cut: false, lost: false };
          const inner = common(left, {
            left: clips[0] === "visible" ? -Infinity : edge.left,
            right: clips[0] === "visible" ? Infinity : edge.right,
            top: clips[1] === "visible" ? -Infinity : edge.top,
            bottom: clips[1] === "visible" ? Infinity : edge.bottom,
          });
          const moves = panned && at.closest(panned);
          const hides = (clip) => !moves && (clip === "hidden" || clip === "clip");
          const across = hides(clips[0]) && (left.right - inner.right > 1.5 || inner.left - left.left > 1.5);
          const down = hides(clips[1]) && (left.bottom - inner.bottom > 1.5 || inner.top - left.top > 1.5);
          if (isEmpty(inner)) return { box: null, cut: false, lost: across || down };
          cut ||= across || down;
          left = inner;
        }
      }
      if (style.position === "fixed") break;
      if (style.position === "absolute") skips = true;
    }
    return { box: left, cut, lost };
  };
  const inWindow = (box) => !isEmpty(common(box, page));

  const texts = [];
  for (const top of document.querySelectorAll(root)) {
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        if (line.width < 0.5 || line.height < 0.5) continue;
        const whole = letters(line);
        const { box, cut, lost } = seen(whole, element);
        if (lost && inWindow(whole) && !element.closest("[inert], [aria-hidden=true]")) tell("lost", node.data, "hidden by what it stands in");
        if (!box || !inWindow(box)) continue;
        if (box.right > innerWidth + 1 || box.left < -1) tell("cut", node.data, "beyond the window");
        if (cut && !(shortened && element.closest(shortened))) tell("cut", node.data, "by what it stands in");
        texts.push({ node, element, box: common(box, page), line });
      }
    }
  }

  // Texts over texts. Only what is not covered by something else is seen.
  const opaque = (element) => {
    const painted = paint(element);
    return painted === null || painted.alpha > 0.9;
  };
  const shows = (element, x, y) => {
    const stack = document.elementsFromPoint(x, y);
    const place = stack.findIndex((other) => other === element || element.contains(other));
    if (place < 0) return !stack.some((other) => opaque(other) && !other.contains(element));
    return !stack.slice(0, place).some((other) => opaque(other) && !other.contains(element));
  };
  texts.sort((one, other) => one.box.left - other.box.left);
  texts.forEach((one, place) => {
    for (let at = place + 1; at < texts.length && texts[at].box.left < one.box.right - 1; at += 1) {
      const other = texts[at];
      const both = common(one.box, other.box);
      if (one.node === other.node || both.right - both.left < 1 || both.bottom - both.top < 1.5) continue;
      const [x, y] = [(both.left + both.right) / 2, (both.top + both.bottom) / 2];
      if (shows(one.element, x, y) && shows(other.element, x, y)) tell("overlap", one.node.data, brief(other.node.data));
    }
  });

  // Texts on their ground.
  let lowest = null;
  let smallest = null;
  let unknown = 0;
  const judge = (text, colour, back, size, weight) => {
    const ratio = contrast(over(colour, back), back);
    const isLarge = size >= 24 || (size >= 18.66 && weight >= 700);
    if (lowest === null || ratio < lowest) lowest = ratio;
    if (ratio < (isLarge ? 3 : 4.5)) tell("contrast", text, `${ratio.toFixed(2)} : 1, ${hex(colour)} on ${hex(back)}`);
    if (smallest === null || size < smallest) smallest = size;
    if (size < smallestText) tell("small", text, `${size.toFixed(1)} px`);
  };
  for (const { node, element, box } of texts) {
    if (inactive && element.closest(inactive)) continue;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    if (!shows(element, x, y)) continue;
    const stack = document.elementsFromPoint(x, y);
    if (!stack.length) continue; // the last row of pixels
    const place = stack.findIndex((other) => other === element || other.contains(element));
    const style = styleOf(element);
    const isSvg = element instanceof SVGElement;
    const back = behind(stack.slice(Math.max(place, 0)));
    if (back === null) {
      unknown += 1;
      continue;
    }
    const colour = colourOf(isSvg ? style.fill : style.color);
    const scale = isSvg && element.getScreenCTM ? Math.abs(element.getScreenCTM().a) : 1;
    judge(node.data, { ...colour, alpha: colour.alpha * opacityOf(element) }, back,
      Number.parseFloat(style.fontSize) * scale, Number(style.fontWeight));
  }

  // Fields: their texts are no nodes of the page.
  for (const field of document.querySelectorAll(`:is(${root}) input`)) {
    const text = field.value || field.placeholder;
    if (!text || !field.checkVisibility({ visibilityProperty: true }) || !/^(text|search|)$/.test(field.type)) continue;
    const box = field.getBoundingClientRect();
    if (!inWindow(box) || !seen(box, field).box) continue;
    const style = getComputedStyle(field, field.value ? null : "::placeholder");
    dot.font = `${styleOf(field).fontWeight} ${styleOf(field).fontSize} ${styleOf(field).fontFamily}`;
    const room = field.clientWidth - Number.parseFloat(styleOf(field).paddingLeft) - Number.parseFloat(styleOf(field).paddingRight);
    if (!field.value && dot.measureText(text).width > room + 1) tell("cut", text, "wider than its field");
    const stack = document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const back = behind(stack.slice(Math.max(stack.indexOf(field), 0)));
    const colour = colourOf(style.color);
    if (back) judge(text, { ...colour, alpha: colour.alpha * Number(style.opacity) }, back, Number.parseFloat(style.fontSize), 400);
  }

  // What has a box of its own stays in it.
  for (const [outer, inner] of boxes) {
    for (const element of document.querySelectorAll(outer)) {
      const edge = element.querySelector(inner).getBoundingClientRect();
      const slack = Math.max(1, edge.width * 0.005);
      for (const text of element.querySelectorAll("text")) {
        const letter = letters(text.getBoundingClientRect());
        if (letter.left < edge.left - slack || letter.right > edge.right + slack
          || letter.top < edge.top - slack || letter.bottom > edge.bottom + slack) tell("cut", text.textContent, "beyond its box");
      }
    }
  }

  for (const image of document.querySelectorAll(`:is(${root}) img`)) {
    if (image.complete && !image.naturalWidth && image.getAttribute("src")) tell("broken", image.alt || image.src, "no picture");
    // Drawings have texts of 11 px.
    const box = image.getBoundingClientRect();
    const size = 11 * (box.width / image.naturalWidth);
    if (/\.svg$|^data:image\/svg/.test(image.src) && image.naturalWidth && box.width && inWindow(box) && size < smallestText) {
      tell("small", image.alt || image.src, `a drawing with texts of ${size.toFixed(1)} px`);
    }
  }
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 1) tell("cut", document.title, `the page is ${sideways} px wider than the window`);

  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hitting);
  return { texts: texts.length, smallest, lowest, unknown, findings };
}
