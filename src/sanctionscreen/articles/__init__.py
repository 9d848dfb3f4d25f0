"""Articles in; mentions of the listed, alias proposals with proof, and a person's decisions."""
