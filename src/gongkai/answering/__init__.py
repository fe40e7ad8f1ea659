"""Question to answer: understand, gather evidence, compose, check the ground."""
