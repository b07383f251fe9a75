"""Every write of packs: drafted and written (drafting), made in the background (making), issued (issuing, freezing)."""
