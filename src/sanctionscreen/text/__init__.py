"""Text to text, pure: normal forms, scripts, words of a name."""
