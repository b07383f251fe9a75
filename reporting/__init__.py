"""What a board sees: the document and its figures (pure), its styles, and the drawing of it as HTML and PDF."""
