"""What counts can say and what they cannot: shares with their intervals."""
