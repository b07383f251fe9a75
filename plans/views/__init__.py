"""Pages. A view reads through queries, writes through services and holds no rule of its own."""
