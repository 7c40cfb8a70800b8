// A button that copies what it names, such as a link to give away. Without scripts the text stands in a field beside it.
const words = document.getElementById("words")?.dataset ?? {};

for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = words.copied;
  });
}
