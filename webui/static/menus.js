// Menus that close by themselves, and choices that apply at once.
const menus = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  for (const menu of menus()) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("form.pick select")) event.target.form.requestSubmit();
});

// The buttons that readers without JavaScript have.
const hide = () => {
  for (const button of document.querySelectorAll(":is(.pick, .facet-filter) .apply")) button.hidden = true;
};
hide();
document.addEventListener("exchanged", hide);
