// A range of years on the chart: dragged with the pointer, or chosen with Shift and the arrow keys. Bars are links as before.
const SVG = "http://www.w3.org/2000/svg";
const FAR = 5; // pixels: less is a click
let range = null; // { figure, low, high, band, anchor }: the years, their mark, and the bar where the keys began

const bars = (figure) => [...figure.querySelectorAll("a[data-year]")];
const yearsOf = (bar) => {
  const [low, high = low] = bar.dataset.year.split("..").map(Number);
  return [low, high];
};

// The axis is linear, so one bar says where every year is, those without articles included.
const axis = (figure) => {
  const svg = figure.querySelector("svg");
  const left = svg.getBoundingClientRect().left;
  const [first] = bars(figure);
  const [low, high] = yearsOf(first);
  const box = first.getBoundingClientRect();
  const width = box.width / (high - low + 1);
  const clamp = (year) => Math.min(Math.max(year, Number(figure.dataset.low)), Number(figure.dataset.high));
  return {
    svg,
    height: box.height,
    yearAt: (x) => clamp(low + Math.floor((x - box.left) / width)),
    placeOf: (year) => box.left - left + (year - low) * width,
  };
};

const mark = (figure, years, anchor = null) => {
  const { svg, height, placeOf } = axis(figure);
  const band = range?.band ?? svg.appendChild(document.createElementNS(SVG, "rect"));
  const [low, high] = [Math.min(...years), Math.max(...years)];
  const values = { class: "brush", x: placeOf(low), y: 0, width: placeOf(high + 1) - placeOf(low), height };
  for (const [name, value] of Object.entries(values)) band.setAttribute(name, value);
  range = { figure, low, high, band, anchor };
};
const clear = () => {
  range?.band.remove();
  range = null;
};
const go = () => {
  const { figure, low, high } = range;
  clear();
  const link = document.createElement("a");
  link.href = figure.dataset.rangeUrl.replace("YEARS", low === high ? low : `${low}..${high}`);
  figure.append(link);
  link.click();
};

let drag = null;
document.addEventListener("pointerdown", (event) => {
  const figure = event.target.closest("svg")?.closest("figure.years");
  if (figure && event.button === 0 && event.isPrimary) drag = { figure, x: event.clientX, far: false };
});
document.addEventListener("pointermove", (event) => {
  if (!drag || !event.isPrimary) return;
  drag.far ||= Math.abs(event.clientX - drag.x) > FAR;
  if (!drag.far) return;
  const { yearAt } = axis(drag.figure);
  mark(drag.figure, [yearAt(drag.x), yearAt(event.clientX)]);
});
document.addEventListener("pointerup", () => {
  if (!drag?.far) {
    drag = null;
    return;
  }
  drag = null;
  // The click that follows would open the bar under the pointer.
  const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => {
    removeEventListener("click", stop, { capture: true });
    if (range) go();
  });
});
document.addEventListener("pointercancel", () => {
  drag = null;
  clear();
});
document.addEventListener("dragstart", (event) => {
  if (event.target.closest("figure.years")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const bar = event.target.closest("figure.years a[data-year]");
  if (event.key === "Escape" && (range || drag)) {
    event.preventDefault();
    drag = null;
    clear();
  }
  if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
  const figure = bar.closest("figure");
  const all = bars(figure);
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const next = by ? all[all.indexOf(bar) + by] : { Home: all[0], End: all.at(-1) }[event.key];
  if (by || next) event.preventDefault();
  if (next) {
    const anchor = range?.anchor ?? bar;
    if (event.shiftKey) mark(figure, [...yearsOf(anchor), ...yearsOf(next)], anchor);
    else clear();
    for (const each of all) each.setAttribute("tabindex", each === next ? 0 : -1);
    next.focus();
  } else if (event.key === "Enter" && range) {
    event.preventDefault();
    go();
  }
});
document.addEventListener("exchanged", () => { drag = range = null; });
