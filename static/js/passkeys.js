/* Says in words why a passkey did not work; without this the page would stay silent. */
"use strict";

const REASONS = {
  NotAllowedError: "The passkey was not used: it was cancelled, took too long, or none is here.",
  InvalidStateError: "This passkey is set up already.",
  SecurityError: "Passkeys need an address with a name and https (or http://localhost), not a number.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const exception = event.detail.exception;
  const isMissing = !window.PublicKeyCredential;
  document.getElementById("passkey-error").textContent = isMissing
    ? "This browser has no passkeys here: they need https (or http://localhost)."
    : REASONS[exception.name] || "The passkey did not work. Try again, or sign in another way.";
});
