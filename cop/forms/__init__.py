"""What people type about a community."""
