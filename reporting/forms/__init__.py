"""What people type about packs, styles, meetings and what is public."""
