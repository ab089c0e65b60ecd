// Matches in an article: steps from one to the next in place, by buttons and by the keys n and p.
const bar = document.querySelector("[data-matches]");
if (bar) {
  const count = Number(bar.dataset.matches);
  const where = bar.querySelector("output");
  let current = Number(/^#match-(\d+)$/.exec(location.hash)?.[1] ?? 0);

  const show = (number) => {
    document.querySelector("mark.current")?.classList.remove("current");
    current = (number + count - 1) % count + 1;
    const mark = document.getElementById(`match-${current}`);
    mark.closest("details")?.setAttribute("open", "");
    mark.classList.add("current");
    mark.scrollIntoView({ block: "center" });
    where.value = `${current}/${count}`;
  };
  const step = (by) => show(current === 0 && by < 0 ? count : current + by);

  // The links that readers without JavaScript have.
  for (const link of document.querySelectorAll(".steps, [data-matches] .first")) link.remove();
  for (const part of bar.children) part.hidden = false;
  where.value = `–/${count}`;
  if (current) show(current);

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) step(Number(button.value));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n" || event.key === "p") step(event.key === "n" ? 1 : -1);
  });
}
