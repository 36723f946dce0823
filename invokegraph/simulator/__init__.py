"""A server without GPU and models: node types that need none do their work, the others are simulated, plainly so."""
