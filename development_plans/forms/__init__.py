"""What people type about their plans."""
