"""What makes the drawings and the generated pages of the documentation."""
