"""What people do to letters: look at doubtful ones, correct, redact, publish and withdraw them."""
