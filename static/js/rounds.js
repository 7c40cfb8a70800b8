// The timer beside a round: so many minutes for each person, and how long the session has left. The page works without.
const timer = document.querySelector("[data-timer]");
const part = (name) => timer.querySelector(`[data-${name}]`);
const SECOND = 1000;
const MINUTE = 60 * SECOND;

function startTimer() {
  const { ends, starts, people, left, last, up, over, before, running, paused } = timer.dataset;
  const [clock, bar, said, minutes, go, next, session] =
    ["clock", "bar", "said", "minutes", "go", "next", "session"].map(part);
  const end = Date.parse(ends);
  let begun = null; // when the present stretch of running began
  let used = 0; // milliseconds of the stretches before it
  let told = ""; // what was said last, so that it is said once

  const allowed = () => Math.min(60, Math.max(1, Number(minutes.value) || 1)) * MINUTE;
  const spent = () => used + (begun === null ? 0 : Date.now() - begun);

  function say(words) {
    if (told === words) return;
    told = words;
    said.textContent = words;
  }

  function show() {
    const rest = allowed() - spent();
    const seconds = Math.ceil(Math.abs(rest) / SECOND);
    clock.textContent = `${rest < 0 ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("late", rest < 0);
    bar.value = Math.min(1, spent() / allowed());
    if (begun !== null && rest <= 0) say(up);
    else if (begun !== null && rest <= MINUTE && allowed() > MINUTE) say(last);
    const now = Date.now();
    if (now < Date.parse(starts)) session.textContent = before;
    else if (now >= end) session.textContent = over;
    else session.textContent = left.replace("%(minutes)s", Math.ceil((end - now) / MINUTE));
  }

  function run(on) {
    if (on === (begun !== null)) return;
    used = spent();
    begun = on ? Date.now() : null;
    go.textContent = on ? running : paused;
    show();
  }

  go.addEventListener("click", () => run(begun === null));
  next.addEventListener("click", () => {
    used = 0;
    told = "";
    said.textContent = "";
    begun = null;
    run(true);
  });
  minutes.addEventListener("input", show);

  // A fair share to begin with: two thirds of what is left of the session, split among those who are there.
  const share = Math.floor(((end - Date.now()) * 2) / 3 / MINUTE / Math.max(1, Number(people)));
  if (share >= 1 && share <= 10) minutes.value = share;
  timer.hidden = false;
  setInterval(show, SECOND / 2);
  show();
}

if (timer) startTimer();
