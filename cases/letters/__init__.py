"""Text of a letter in, facts with the words that earned them out; standard library only."""
