// Searches without loading a page: each [data-region] is replaced with that of the answer. A link or form that leads to the
// search works the same without this; whatever goes wrong becomes an ordinary navigation.
const TIMEOUT = 10_000;
const SCROLLED = ".sheet"; // what scrolls by itself within a region
const SETTLED = 500; // browsers allow a hundred changes of an entry in half a minute

const ask = document.getElementById("ask");
const box = document.getElementById("q");
const part = (id) => document.getElementById(id);

if (ask && part("facets")) {
  const home = new URL(ask.action);
  const said = document.createElement("div");
  said.className = "unseen";
  said.setAttribute("aria-live", "polite");
  document.body.append(said);
  let shown = location.pathname + location.search;
  let running = null;
  let settling = 0;

  const isSearch = (address) => address.origin === home.origin && address.pathname === home.pathname;
  const remember = () => history.replaceState({ ...history.state, y: scrollY }, "");

  const fetched = async (address, signal) => {
    const response = await fetch(address, { signal, headers: { Accept: "text/html" } });
    if (!response.ok || !response.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(response.status);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const complete = [...document.querySelectorAll("[data-region]")].every((region) => fresh.getElementById(region.id));
    // What is outside the regions is in the language of this page.
    if (!complete || fresh.documentElement.lang !== document.documentElement.lang) throw new Error("another page");
    return [fresh, response.url];
  };

  // What an element is called in the old and the new page alike, although its link and its state have changed.
  const roleOf = (element) => [
    element.closest("[data-region]").id,
    element.closest("[data-facet]")?.dataset.facet,
    element.dataset.focus ?? element.dataset.year ?? element.closest("li")?.querySelector(".label")?.textContent
      ?? element.textContent.trim(),
    element.tagName,
    element.classList[0],
  ].join("\n");

  const counterpart = (element) => {
    if (!element?.closest("[data-region]")) return () => null;
    const { id } = element;
    const role = roleOf(element);
    return () => id ? part(id)
      : [...document.querySelectorAll("[data-region] :is(a, button, input, select, summary)")].find((each) => roleOf(each) === role);
  };

  const exchange = (fresh, turned) => {
    const focused = document.activeElement;
    const again = counterpart(focused);
    const inRegion = focused?.closest("[data-region]");
    const folds = new Map([...document.querySelectorAll("details[data-keep]")].map((fold) => [fold.dataset.keep, fold.open]));
    for (const old of document.querySelectorAll("[data-region]")) {
      const region = document.adoptNode(fresh.getElementById(old.id));
      const places = [...old.querySelectorAll(SCROLLED)].map((each) => each.scrollTop);
      for (const fold of region.querySelectorAll("details[data-keep]")) fold.open = folds.get(fold.dataset.keep) ?? fold.open;
      old.replaceWith(region);
      region.querySelectorAll(SCROLLED).forEach((each, number) => { each.scrollTop = places[number]; });
    }
    document.title = fresh.title;
    if (turned || document.activeElement !== box) box.value = box.defaultValue = fresh.getElementById("q").value;
    if (turned || inRegion) ((!turned && again()) || part("main")).focus({ preventScroll: true });
    said.textContent = part("main").querySelector("[role=status]")?.textContent ?? "";
    document.dispatchEvent(new Event("exchanged"));
  };

  // `turned` is whether other articles are read from the top; `y` is where a page in the history was left.
  const visit = async (address, { turned = false, y = null } = {}) => {
    running?.abort();
    const mine = running = new AbortController();
    const timer = setTimeout(() => mine.abort(), TIMEOUT);
    part("main").setAttribute("aria-busy", "true");
    try {
      const [fresh, found] = await fetched(address, mine.signal);
      if (mine !== running) return;
      if (y === null) {
        remember();
        if (found !== location.href) history.pushState({}, "", found);
      }
      shown = location.pathname + location.search;
      exchange(fresh, turned);
      if (turned || y !== null) scrollTo({ top: y ?? 0, behavior: "instant" });
      running = null;
    } catch {
      if (mine !== running) return;
      if (y === null) location.assign(address);
      else location.reload();
    } finally {
      clearTimeout(timer);
    }
  };

  // Back and forward again: what is shown is right, and what is on its way is not.
  const stop = () => {
    running?.abort();
    running = null;
    part("main").removeAttribute("aria-busy");
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link?.closest("[data-region], #completions") || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hasAttribute("target") || link.hasAttribute("download")) return;
    const address = new URL(link.getAttribute("href"), document.baseURI);
    if (!isSearch(address) || address.hash) return;
    event.preventDefault();
    visit(address, { turned: Boolean(link.closest(".pager, #completions")) });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "get" || form.target || event.submitter?.hasAttribute("formaction")) return;
    const address = new URL(form.action);
    if (!isSearch(address)) return;
    event.preventDefault();
    address.search = new URLSearchParams(new FormData(form, event.submitter));
    visit(address, { turned: form === ask });
  });

  addEventListener("popstate", (event) => {
    // Links within the page come here, too.
    if (location.pathname + location.search !== shown) visit(location.href, { y: event.state?.y ?? 0 });
    else stop();
  });
  addEventListener("scroll", () => {
    clearTimeout(settling);
    settling = setTimeout(() => running ?? remember(), SETTLED);
  }, { passive: true });
}
