// What the text in the box may become, as a combobox of the ARIA pattern: options are links, so that they work like all others.
const PAUSE = 80;
const RARE = 0.01; // two words that are rarer than this share of the last one alone are hardly one word
const MOST = { words: 6, labels: 4, titles: 4, files: 3 };

const box = document.getElementById("q");
const list = document.getElementById("completions");

if (box?.dataset.suggest && list) {
  const form = box.form;
  const count = document.createElement("div");
  let timer = 0;
  let running = null;
  let active = -1;

  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels[0].textContent);
  list.hidden = true;
  count.className = "unseen";
  count.setAttribute("aria-live", "polite");
  list.after(count);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);

  const options = () => [...list.querySelectorAll("[role=option]")];
  const isOpen = () => !list.hidden;

  const activate = (number) => {
    options()[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = options()[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
    activate(-1);
    list.hidden = true;
    count.textContent = "";
    box.setAttribute("aria-expanded", "false");
  };

  // Addresses keep what the form sends along, except for what is replaced.
  const addressOf = (action, given) => {
    const address = new URL(action, document.baseURI);
    const kept = new FormData(form);
    kept.delete("q");
    for (const [name, value] of Object.entries(given)) if (value) kept.append(name, value);
    address.search = new URLSearchParams(kept);
    return address;
  };

  // A word replaces those it completes, but for an operator before them.
  const completed = (words, last, text) => {
    const [operator] = /^[-=~(]*/.exec(words.at(-last));
    return [...words.slice(0, -last), operator + text].join(" ");
  };

  const linkOf = {
    words: (each, typed, last) => addressOf(form.action, { q: completed(typed, last, each.text) }),
    labels: (each) => addressOf(form.action, { [each.facet]: each.value }),
    titles: (each) => each.link,
    files: (each) => each.link,
  };

  const optionOf = (kind, each, href, number) => {
    const option = document.createElement("a");
    option.appendChild(document.createElement("span")).textContent = each.text;
    Object.assign(option, { href, id: `completion-${number}`, tabIndex: -1 });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const notes = [];
    if (kind === "labels") notes.push(list.getAttribute(`data-facet-${each.facet}`));
    if (kind === "labels" || kind === "words") notes.push(each.count.toLocaleString(document.documentElement.lang));
    for (const note of notes) Object.assign(option.appendChild(document.createElement("span")), { className: "count", textContent: note });
    return option;
  };

  const show = (found, typed, last) => {
    let number = 0;
    const groups = Object.keys(linkOf).filter((kind) => found[kind].length).map((kind) => {
      const group = document.createElement("div");
      const name = group.appendChild(document.createElement("div"));
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", name.id = `completions-${kind}`);
      name.className = "group";
      name.setAttribute("role", "presentation");
      name.textContent = list.dataset[kind];
      for (const each of found[kind].slice(0, MOST[kind])) {
        group.append(optionOf(kind, each, linkOf[kind](each, typed, last), number++));
      }
      return group;
    });
    list.replaceChildren(...groups);
    active = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !number;
    box.setAttribute("aria-expanded", String(number > 0));
    const said = number === 0 ? list.dataset.none : number === 1 ? list.dataset.one : list.dataset.many;
    count.textContent = said.replace("{n}", number);
  };

  const completions = async (text, signal) => {
    const address = new URL(box.dataset.suggest, document.baseURI);
    address.search = new URLSearchParams({ q: text, lang: document.documentElement.lang, limit: Math.max(...Object.values(MOST)) });
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  };

  // Labels and titles have all that is typed. Words are those that start with it, else with its last two or its last word.
  const suggest = async () => {
    running?.abort();
    const typed = box.value.trim().split(/\s+/);
    if (!typed[0]) {
      close();
      return;
    }
    const mine = running = new AbortController();
    const lengths = [...new Set([typed.length, Math.min(2, typed.length), ...(typed.at(-1).length > 1 ? [1] : [])])];
    try {
      const answers = await Promise.all(lengths.map((last) => completions(typed.slice(-last).join(" "), mine.signal)));
      const rare = (answers.at(-1).words[0]?.count ?? 0) * RARE;
      const known = answers.findIndex(({ words: [best] }, number) => best && (number === 0 || best.count >= rare));
      const first = Math.max(0, known);
      if (mine !== running || document.activeElement !== box) return;
      show({ ...answers[0], words: answers[first].words }, typed, lengths[first]);
    } catch {
      if (mine === running) close();
    }
  };

  // Fetching while an input method composes is harmless: it writes to the list alone, never to the box.
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey && event.key === "ArrowUp") close();
      else if (!isOpen()) suggest();
      else if (event.key === "ArrowDown") activate(active === last ? -1 : active + 1);
      else activate(active === -1 ? last : active - 1);
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") {
      activate(-1);
    } else if (event.key === "Tab") {
      close();
    }
  });

  // A press on an option must not take the focus from the box, on which the list would close.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option && !event.ctrlKey && !event.metaKey && !event.shiftKey) close();
  });
  box.addEventListener("blur", close);
  form.addEventListener("submit", close);
}
