// The filter of a facet: its values are replaced with those that have the typed words; an empty filter restores them.
const PAUSE = 150;
const unfiltered = new WeakMap();
let timer = 0;
let running = null;

const show = (section, values) => section.querySelector(".values").replaceWith(values);

const filter = async (form, section) => {
  running?.abort();
  const mine = running = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  try {
    const response = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const values = answer.querySelector("main .values");
    if (values && mine === running) show(section, document.adoptNode(values));
  } catch {
    // The values stay; Enter opens the page with the filtered ones.
  }
};

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.facet-filter");
  const section = form?.closest("[data-facet]");
  if (!section) return;
  if (!unfiltered.has(section)) unfiltered.set(section, section.querySelector(".values"));
  clearTimeout(timer);
  if (event.target.value.trim()) {
    timer = setTimeout(filter, PAUSE, form, section);
    return;
  }
  running?.abort();
  running = null;
  show(section, unfiltered.get(section));
});
