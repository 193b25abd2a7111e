"""What people set going: each operation runs a service beside the window."""
