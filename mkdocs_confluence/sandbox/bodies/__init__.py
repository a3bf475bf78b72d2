"""Bodies in storage format: well-formed or not, what a flavor holds of them, how they are saved, what is marked in them."""
