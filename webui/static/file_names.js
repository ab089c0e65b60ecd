// A browser describes its own field for a file in its own language. The label does so in that of the page.
for (const field of document.querySelectorAll("input[type=file]")) {
  const [label] = field.labels;
  const name = document.createElement("output");
  name.htmlFor = field.id;
  label.classList.add("button", "quiet");
  label.after(name);
  field.classList.add("unseen");
  const show = () => { name.textContent = field.files[0]?.name ?? ""; };
  field.addEventListener("change", show);
  // A browser may keep the file when the page is loaded again.
  show();
}
