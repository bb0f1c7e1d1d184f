"use strict";
// A ballot is sent without the cookie that the browser would add, and stays on the page while there is
// no connection. Without this script it is an ordinary form, and counts the same.
(() => {
  const form = document.querySelector("form[data-ballot]");
  if (!form) return;
  const lost = form.querySelector("[data-lost]");
  const send = async () => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "omit",
      cache: "no-store",
    }).catch(() => null);
    if (answer?.status === 201) {
      const said = document.getElementById("answered").content.firstElementChild;
      document.getElementById("answering").replaceWith(said);
      return said.focus();
    }
    // Something is to be read before it is taken: the same form, as a page.
    if (answer) return form.submit();
    lost.hidden = false;
    delete form.dataset.sending;
    return undefined;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    lost.hidden = true;
    send();
  });
})();
