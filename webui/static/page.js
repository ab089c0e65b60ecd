// Conveniences only: every page works without this file.
"use strict";

const box = document.getElementById("q");

// "/" puts the cursor into the search box, unless one is typing already.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Browsers without ::details-content cannot show the facets' drawer open on wide screens by CSS alone.
const drawer = document.querySelector(".drawer");
if (drawer && !CSS.supports("selector(::details-content)")) {
  drawer.open = window.matchMedia("(min-width: 60rem)").matches;
}
