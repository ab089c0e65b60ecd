// Conveniences only: every page works without this file.
"use strict";

const box = document.getElementById("q");

// "/" moves the cursor to the search box, unless the reader is typing already.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Without ::details-content, CSS alone cannot show the drawer of facets open on wide screens.
const drawer = document.querySelector(".drawer");
if (drawer && !CSS.supports("selector(::details-content)")) {
  drawer.open = window.matchMedia("(min-width: 60rem)").matches;
}
