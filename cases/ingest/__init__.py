"""Files to stored letters: what is in a file, what can be read from it, and where it is kept."""
