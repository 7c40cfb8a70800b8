// Toasts: announced, dismissed, raised by the server through htmx, and the words for answers that went wrong.
const words = document.getElementById("words")?.dataset ?? {};
const place = document.getElementById("toasts");
const LINGER = 8000; // milliseconds; only good news goes by itself

function dismissLater(toast) {
  if (!["success", "info"].includes(toast.dataset.level)) return;
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), LINGER); };
  const stop = () => clearTimeout(timer);
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, stop);
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, start);
  start();
}

function raise(text, level = "error") {
  const toast = document.getElementById("toast").content.cloneNode(true).firstElementChild;
  toast.dataset.level = level;
  toast.classList.add(level);
  toast.querySelector("p").textContent = text;
  place.append(toast);
  dismissLater(toast);
}

function wordsFor(status) {
  if (status === 401) return words.signedOut;
  if (status === 403) return words.forbidden;
  if (status === 404 || status === 410) return words.missing;
  if (status === 409) return words.conflict;
  if (status === 429) return words.slowDown;
  return words.broken;
}

if (place) {
  // What is on the page from the start is not announced by itself: put it in once more.
  const present = [...place.children];
  place.replaceChildren();
  setTimeout(() => { place.append(...present); present.forEach(dismissLater); }, 100);

  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  });
  document.addEventListener("toast", (event) => raise(event.detail.text, event.detail.level));
  document.addEventListener("htmx:responseError", (event) => raise(wordsFor(event.detail.xhr.status)));
  document.addEventListener("allauth.error", () => raise(words.passkey));
  for (const lost of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(lost, () => raise(words.offline));
}
