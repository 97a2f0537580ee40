"""The product: reading, keeping, finding and showing IMR decisions."""
