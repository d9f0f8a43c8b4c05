// Follows a job as it runs, and opens the result when it is done.
(function () {
  "use strict";
  const box = document.getElementById("job");
  if (!box) return;
  const bar = document.getElementById("bar"), told = document.getElementById("step"), wrong = document.getElementById("mistakes");
  const steps = Array.from(box.querySelectorAll("[data-step]"));
  const events = new EventSource("/jobs/" + box.dataset.job + "/events");
  events.onmessage = (message) => {
    const step = JSON.parse(message.data); bar.max = step.all; bar.value = step.done;
    steps.forEach((li, k) => { li.className = k < step.done ? "done" : k === step.done ? "now" : ""; });
    const now = steps[step.done]; if (now) told.textContent = now.textContent;
  };
  events.addEventListener("end", (message) => {
    events.close();
    const end = JSON.parse(message.data);
    if (end.state === "done") { location.assign("/runs/" + end.run + "/situation"); return; }
    told.textContent = end.state;
    for (const m of end.mistakes) {
      const div = document.createElement("div"); div.className = "mistake";
      for (const key of ["where", "found", "allowed", "do"]) { const p = document.createElement("p"); p.textContent = (key === "do" ? "" : key + ": ") + m[key]; div.append(p); }
      wrong.append(div);
    }
  });
})();
