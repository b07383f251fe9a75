"""From what a file says to what it proposes: headings by meaning, rows joined, cells divided, nothing lost."""
